//! Bags of certificates that were put together to be expensive: many that fit by name, few or
//! none by key; names and policies to be held against each other; sheer size. But for one bag none
//! has key identifiers, which would give the right certificate away.

mod heavy;
mod linked;

use chainverify_testdata::{CertBuilder, Issuer, Key, Made, Name, oid};
use pki_types::CertificateDer;

use crate::algorithms::Signatures;
use crate::chains::HOST;

/// One bag.
#[derive(Debug)]
pub(crate) struct Bag {
    /// What it is.
    pub(crate) name: String,
    /// Leaf first.
    pub(crate) certs: Vec<CertificateDer<'static>>,
    /// What is trusted.
    pub(crate) root: CertificateDer<'static>,
    /// Whether its signatures must hold.
    pub(crate) signatures: Signatures,
    /// What a verdict may cost.
    pub(crate) bar: Bar,
    /// Whether it has a valid path, by the law.
    pub(crate) is_valid: bool,
}

/// What a verdict on a bag may cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Bar {
    /// By their names the certificates cannot reach the root: a millisecond.
    Unlinked,
    /// They can, or there is much in them: a hundred signatures.
    Budget,
    /// The right path is there, behind many wrong ones: valid, with the two signatures of a path.
    Decoys,
}

/// How large the bags are.
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

/// Every bag.
pub(crate) fn all(scale: Scale) -> Vec<Bag> {
    let mut bags = linked::all(scale);
    bags.extend(heavy::all(scale));
    bags
}

/// A leaf and its intermediates, to be put before different roots.
struct Body {
    certs: Vec<Made>,
    signatures: Signatures,
}

impl Body {
    /// Names do not reach the root.
    fn unrelated(&self, name: &str) -> Bag {
        let root = CertBuilder::ca("Bench Root").key(Key::p256("stranger"));
        self.under(name, root, Bar::Unlinked)
    }

    /// Names reach the root, but its key signed nothing.
    fn namesake(&self, name: &str, root: &str) -> Bag {
        let root = CertBuilder::ca(root).key(Key::p256("stranger"));
        self.under(name, root, Bar::Budget)
    }

    fn under(&self, name: &str, root: CertBuilder, bar: Bar) -> Bag {
        Bag {
            name: name.to_owned(),
            certs: self
                .certs
                .iter()
                .map(|made| made.der.clone().into())
                .collect(),
            root: root.sign().der.into(),
            signatures: self.signatures,
            bar,
            is_valid: false,
        }
    }
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

fn authority(name: &str, key: Key, issuer: Issuer) -> CertBuilder {
    without_identifiers(CertBuilder::intermediate(name))
        .key(key)
        .issuer(issuer)
}

fn without_identifiers(cert: CertBuilder) -> CertBuilder {
    cert.without(oid::SUBJECT_KEY_IDENTIFIER)
        .without(oid::AUTHORITY_KEY_IDENTIFIER)
}
