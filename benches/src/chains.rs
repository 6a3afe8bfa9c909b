//! The honest chains that are verified, and the sets of roots that they are verified with.

use core::time::Duration;

use chainverify_testdata::{CertBuilder, Criticality, Extension, Key, Made, RsaSize, der, oid};
use pki_types::{CertificateDer, UnixTime};

use crate::algorithms::Provider;
use crate::ml_dsa;
use crate::peers::Question;
use crate::real;

/// A chain as a server sends it, and its root.
#[derive(Debug)]
pub(crate) struct Chain {
    /// For the command line and the table.
    pub(crate) name: &'static str,
    /// Where it is from.
    pub(crate) origin: Origin,
    /// What is asked about it.
    pub(crate) question: Question<'static>,
    /// Leaf first.
    pub(crate) certs: Vec<CertificateDer<'static>>,
    /// What it ends in.
    pub(crate) root: CertificateDer<'static>,
}

impl Chain {
    /// The providers that can compute its signatures.
    pub(crate) fn providers(&self) -> &'static [Provider] {
        providers(self.name)
    }

    /// The sets of roots that it is verified with.
    pub(crate) fn roots(&self) -> &'static [Roots] {
        match self.origin {
            Origin::Generated => &Roots::ALL,
            Origin::Real => &[Roots::Mozilla],
        }
    }

    fn of([leaf, intermediate, root]: [Made; 3], name: &'static str) -> Self {
        Self {
            name,
            origin: Origin::Generated,
            question: QUESTION,
            certs: vec![leaf.der.into(), intermediate.der.into()],
            root: root.der.into(),
        }
    }
}

/// Where a chain is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    /// Made here, with a root of its own.
    Generated,
    /// Of the web, with a root of Mozilla's set.
    Real,
}

/// What is trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Roots {
    /// The chain's root alone.
    One,
    /// Mozilla's set, and the chain's root after it if it is not in it.
    Mozilla,
}

impl Roots {
    /// Both.
    pub(crate) const ALL: [Self; 2] = [Self::One, Self::Mozilla];

    /// Its id.
    pub(crate) const fn id(self) -> &'static str {
        match self {
            Self::One => "one",
            Self::Mozilla => "mozilla",
        }
    }

    /// The certificates, for this chain.
    pub(crate) fn of(self, chain: &Chain) -> Vec<CertificateDer<'static>> {
        let mozilla = match self {
            Self::One => &[],
            Self::Mozilla => webpki_root_certs::TLS_SERVER_ROOT_CERTS,
        };
        let own = match chain.origin {
            Origin::Generated => Some(&chain.root),
            Origin::Real => None,
        };
        mozilla.iter().chain(own).cloned().collect()
    }
}

/// The name that the leaves have.
pub(crate) const HOST: &str = "www.example.com";

/// A time when all that is made here has expired.
pub(crate) const AFTER_ALL: UnixTime =
    UnixTime::since_unix_epoch(Duration::from_secs(1_900_000_000));

/// The middle of 2026, when all that is made here is valid.
pub(crate) const QUESTION: Question<'static> = Question {
    host: HOST,
    time: UnixTime::since_unix_epoch(Duration::from_secs(1_780_272_000)),
};

/// The chain whose leaf is as certificates of the web are: P-256, about 1.2 KB.
pub(crate) const LETS_ENCRYPT: &str = "letsencrypt";

/// The chain of the time after quantum computers.
pub(crate) const ML_DSA_65: &str = "ml-dsa-65";

/// The names of the generated chains.
pub(crate) const NAMES: [&str; 6] = [
    "rsa2048",
    "p256",
    LETS_ENCRYPT,
    "p384",
    "sans100",
    ML_DSA_65,
];

/// The providers that can compute the signatures of the chain of this name.
pub(crate) fn providers(name: &str) -> &'static [Provider] {
    match name {
        ML_DSA_65 => &[Provider::AwsLcRs],
        _ => &[Provider::Ring, Provider::AwsLcRs],
    }
}

/// Every chain; the real ones where they are given.
pub(crate) fn all() -> Vec<Chain> {
    let names = NAMES.into_iter().chain(real::NAMES);
    names.filter_map(named).collect()
}

/// The chain of this name.
pub(crate) fn named(name: &str) -> Option<Chain> {
    match NAMES.into_iter().find(|known| *known == name) {
        Some(ML_DSA_65) => Some(post_quantum()),
        Some(name) => Some(chain(name, changes(name))),
        None => real::named(name).unwrap_or_else(|problem| {
            eprintln!("a real chain is not measured: {problem}");
            None
        }),
    }
}

/// So many other leaves below the intermediate of the chain of this name: as a scanner meets them.
pub(crate) fn siblings(name: &str, count: u16) -> Vec<CertificateDer<'static>> {
    let (leaf, intermediate, root) = changes(name);
    let intermediate = issuers(intermediate, root)[0].clone();
    let sibling = |number: u16| {
        let [high, low] = number.to_be_bytes();
        let leaf = leaf(CertBuilder::leaf(HOST)).serial(&[1, high, low]);
        leaf.issuer(&intermediate).sign().der.into()
    };
    (0..count).map(sibling).collect()
}

type Change = Box<dyn Fn(CertBuilder) -> CertBuilder>;

/// What makes the leaf, the intermediate and the root of a chain.
fn changes(name: &str) -> (Change, Change, Change) {
    let rsa = |size| -> Change { Box::new(move |cert: CertBuilder| cert.key(Key::rsa(size))) };
    let p384 = |label| -> Change { Box::new(move |cert: CertBuilder| cert.key(Key::p384(label))) };
    let as_is = || -> Change { Box::new(|cert| cert) };
    match name {
        "rsa2048" => (
            Box::new(third_rsa),
            rsa(RsaSize::Bits2048Other),
            rsa(RsaSize::Bits2048),
        ),
        LETS_ENCRYPT => (
            Box::new(of_the_web),
            rsa(RsaSize::Bits2048),
            rsa(RsaSize::Bits4096),
        ),
        "p384" => (p384("leaf"), p384("intermediate"), p384("root")),
        "sans100" => (Box::new(with_names(99)), as_is(), as_is()),
        _ => (as_is(), as_is(), as_is()),
    }
}

/// Puts that many other names before the one that is asked for.
pub(crate) fn with_names(count: usize) -> impl Fn(CertBuilder) -> CertBuilder {
    move |cert| {
        let others = (0..count).map(|number| format!("host-{number}.example.net"));
        others
            .fold(cert.no_names(), |cert, name| cert.dns(&name))
            .dns(HOST)
    }
}

/// Gives a leaf a third RSA key of 2048 bits, for there are but two to sign with: a leaf with the
/// root's key would be trusted by a verifier that looks at keys alone. Nobody could sign with this one.
fn third_rsa(leaf: CertBuilder) -> CertBuilder {
    let mut spki = Key::rsa(RsaSize::Bits2048).spki();
    let middle = spki.len() / 2;
    spki[middle] ^= 1;
    leaf.raw_spki(&spki)
}

/// Adds what a public CA puts into a leaf beside the least: places of revocation data and of the
/// issuer, and two signed certificate timestamps, which are octets to a verifier.
fn of_the_web(leaf: CertBuilder) -> CertBuilder {
    let timestamps = der::octet_string(&[0x5a; 242]);
    leaf.dns("example.com")
        .dns("cdn.example.com")
        .extension(Extension::extended_key_usage(&[
            oid::SERVER_AUTH,
            oid::CLIENT_AUTH,
        ]))
        .extension(Extension::information_access(&[
            ("1.3.6.1.5.5.7.48.1", "http://ocsp.ca.example.com"),
            ("1.3.6.1.5.5.7.48.2", "http://certs.ca.example.com/r10.der"),
        ]))
        .extension(Extension::crl_distribution_point(
            "http://crls.ca.example.com/r10/42.crl",
        ))
        .extension(Extension::policy_with_statement(
            oid::DOMAIN_VALIDATED,
            "https://www.ca.example.com/repository/certification-practice-statement",
        ))
        .extension(Extension::raw(
            oid::SCT_LIST,
            Criticality::NonCritical,
            &timestamps,
        ))
}

/// A leaf, an intermediate and a root, each changed by its function.
pub(crate) fn chain<L, I, R>(name: &'static str, (leaf, intermediate, root): (L, I, R)) -> Chain
where
    L: FnOnce(CertBuilder) -> CertBuilder,
    I: FnOnce(CertBuilder) -> CertBuilder,
    R: FnOnce(CertBuilder) -> CertBuilder,
{
    let [intermediate, root] = issuers(intermediate, root);
    let leaf = leaf(CertBuilder::leaf(HOST)).issuer(&intermediate).sign();
    Chain::of([leaf, intermediate, root], name)
}

/// An intermediate and a root, each changed by its function.
fn issuers(
    intermediate: impl FnOnce(CertBuilder) -> CertBuilder,
    root: impl FnOnce(CertBuilder) -> CertBuilder,
) -> [Made; 2] {
    let root = root(CertBuilder::ca("Bench Root")).sign();
    let intermediate = intermediate(CertBuilder::intermediate("Bench Intermediate"));
    [intermediate.issuer(&root).sign(), root]
}

fn post_quantum() -> Chain {
    let [leaf_key, intermediate_key, root_key] = [1, 2, 3].map(ml_dsa::key);
    let root = CertBuilder::ca("Bench Root");
    let root = ml_dsa::sign(ml_dsa::holding(root, &root_key), &root_key);
    let intermediate = CertBuilder::intermediate("Bench Intermediate").issuer(&root);
    let intermediate = ml_dsa::sign(ml_dsa::holding(intermediate, &intermediate_key), &root_key);
    let leaf = CertBuilder::leaf(HOST).issuer(&intermediate);
    let leaf = ml_dsa::sign(ml_dsa::holding(leaf, &leaf_key), &intermediate_key);
    Chain::of([leaf, intermediate, root], ML_DSA_65)
}

/// Where [`numbered`] puts a number into a name.
pub(crate) const PLACE: &str = "NNNNN";

/// A certificate so many times, each with a number in its names. Their signatures no longer
/// verify, which is of no account where they are not looked at.
pub(crate) fn numbered(made: &Made, count: usize) -> impl Iterator<Item = CertificateDer<'static>> {
    let places: Vec<usize> = made
        .der
        .windows(PLACE.len())
        .enumerate()
        .filter(|(_, octets)| *octets == PLACE.as_bytes())
        .map(|(place, _)| place)
        .collect();
    (0..count).map(move |number| {
        let mut der = made.der.clone();
        for &place in &places {
            let number = format!("{number:05}");
            der[place..place + PLACE.len()].copy_from_slice(number.as_bytes());
        }
        der.into()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_leaf_of_the_web_has_the_size_of_one() {
        let chain = named(LETS_ENCRYPT).expect("a chain");
        assert!(
            (1150..1250).contains(&chain.certs[0].len()),
            "{}",
            chain.certs[0].len()
        );
    }

    #[test]
    fn numbered_certificates_differ_in_their_names() {
        let made = CertBuilder::ca(&format!("Root {PLACE}")).sign();
        let certs: Vec<_> = numbered(&made, 2).collect();
        assert_eq!(certs[0].len(), made.der.len());
        assert!(certs[1].windows(10).any(|octets| octets == b"Root 00001"));
    }
}
