//! Sets of certificates that were put together to be expensive: many that fit by name, few or
//! none by key; names, constraints and policies to be compared with each other; sheer size. Only
//! one set has key identifiers, which would give the right certificate away.

mod alike;
mod constraints;
mod heavy;
mod linked;
mod policies;

use chainverify_testdata::{CertBuilder, Issuer, Key, Made, Name, oid};
use pki_types::CertificateDer;

use crate::algorithms::Signatures;
use crate::chains::HOST;

/// One set.
#[derive(Debug)]
pub(crate) struct Set {
    /// What it is.
    pub(crate) name: String,
    /// Leaf first.
    pub(crate) certs: Vec<CertificateDer<'static>>,
    /// What is trusted.
    pub(crate) root: CertificateDer<'static>,
    /// Whether its signatures must verify.
    pub(crate) signatures: Signatures,
    /// What a verdict may cost.
    pub(crate) bound: Bound,
    /// Whether RFC 5280 has a valid path in it.
    pub(crate) is_valid: bool,
}

impl Set {
    /// The size of its certificates.
    pub(crate) fn octets(&self) -> usize {
        self.certs.iter().map(|cert| cert.len()).sum()
    }
}

/// What a verdict on a set may cost, without the signature checks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Bound {
    /// The root's key signed nothing of it: a millisecond for each 64 KB.
    Unverified,
    /// The root's key signed CAs of it: 100 nanoseconds for each octet.
    Genuine,
    /// The same; and there is a valid path, and many wrong candidates precede its CA: valid, with
    /// the two signatures of the path.
    Decoys,
    /// The same as `Genuine`; a limit of the verifier may refuse the valid path.
    GenuineWithin,
}

/// How large the sets are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scale {
    /// As an attacker would send them.
    Full,
    /// A tenth of that.
    #[cfg(test)]
    Small,
}

impl Scale {
    const fn of(self, full: usize) -> usize {
        match self {
            Self::Full => full,
            #[cfg(test)]
            Self::Small => full.div_ceil(10),
        }
    }
}

/// Every set.
pub(crate) fn all(scale: Scale) -> Vec<Set> {
    let mut sets = linked::all(scale);
    sets.extend(heavy::all(scale));
    sets.extend(alike::all(scale));
    sets.extend(constraints::all(scale));
    sets.extend(policies::all(scale));
    sets
}

/// A leaf and its intermediates, to be put before different roots.
struct Body {
    certs: Vec<Made>,
    signatures: Signatures,
}

impl Body {
    /// Names do not reach the root.
    fn unrelated(&self, name: &str) -> Set {
        let root = CertBuilder::ca("Bench Root").key(Key::p256("stranger"));
        self.under(name, root, Bound::Unverified)
    }

    /// Names reach the root, but its key signed nothing.
    fn namesake(&self, name: &str, root: &str) -> Set {
        let root = CertBuilder::ca(root).key(Key::p256("stranger"));
        self.under(name, root, Bound::Unverified)
    }

    fn under(&self, name: &str, root: CertBuilder, bound: Bound) -> Set {
        Set {
            name: name.to_owned(),
            certs: self
                .certs
                .iter()
                .map(|made| made.der.clone().into())
                .collect(),
            root: root.sign().der.into(),
            signatures: self.signatures,
            bound,
            is_valid: false,
        }
    }
}

/// A leaf under a CA: that the root signed, so that it is valid, and the same that another key
/// signed in the root's name. The leaf's issuer field may be written in another way than the CA's
/// subject.
fn genuine_and_forged(name: &str, ca: CertBuilder, leaf: CertBuilder, written: Name) -> [Set; 2] {
    let root = CertBuilder::ca("Bench Root").sign();
    let set = |is_valid: bool, issuer: Issuer| {
        let ca = without_identifiers(ca.clone()).issuer(issuer).sign();
        let issuer = Issuer {
            name: written.clone(),
            key: ca.key.clone(),
        };
        let leaf = without_identifiers(leaf.clone()).issuer(issuer).sign();
        let (word, bound) = if is_valid {
            ("genuine", Bound::Genuine)
        } else {
            ("forged", Bound::Unverified)
        };
        Set {
            name: format!("{name}, {word} CA"),
            certs: vec![leaf.der.into(), ca.der.into()],
            root: root.der.clone().into(),
            signatures: Signatures::Checked,
            bound,
            is_valid,
        }
    };
    let forger = Issuer {
        name: root.subject.clone(),
        key: Key::p256("stranger"),
    };
    [set(true, Issuer::from(&root)), set(false, forger)]
}

fn issuer(name: &str, key: Key) -> Issuer {
    Issuer {
        name: Name::common(name),
        key,
    }
}

fn leaf(issuer: Issuer) -> Made {
    without_identifiers(CertBuilder::leaf(HOST))
        .issuer(issuer)
        .sign()
}

fn ca(name: &str, key: Key, issuer: Issuer) -> CertBuilder {
    without_identifiers(CertBuilder::intermediate(name))
        .key(key)
        .issuer(issuer)
}

fn without_identifiers(cert: CertBuilder) -> CertBuilder {
    cert.without(oid::SUBJECT_KEY_IDENTIFIER)
        .without(oid::AUTHORITY_KEY_IDENTIFIER)
}
