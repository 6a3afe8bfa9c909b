//! The honest chains that are verified, and the sets of roots that they are verified with.

use chainverify_testdata::{CertBuilder, Key, RsaSize};
use pki_types::{CertificateDer, UnixTime};

/// A chain as a server sends it, and its root.
#[derive(Debug)]
pub(crate) struct Chain {
    /// For the command line and the table.
    pub(crate) name: &'static str,
    /// The name to verify.
    pub(crate) host: &'static str,
    /// Leaf first.
    pub(crate) certs: Vec<CertificateDer<'static>>,
    /// What it ends in.
    pub(crate) root: CertificateDer<'static>,
}

/// What is trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Roots {
    /// The chain's root alone.
    One,
    /// Mozilla's set, and behind it the chain's root.
    Mozilla,
}

impl Roots {
    /// Both, with their words.
    pub(crate) const ALL: [(&'static str, Self); 2] =
        [("one", Self::One), ("mozilla", Self::Mozilla)];

    /// The certificates.
    pub(crate) fn with(self, root: &CertificateDer<'static>) -> Vec<CertificateDer<'static>> {
        let mozilla = match self {
            Self::One => &[],
            Self::Mozilla => webpki_root_certs::TLS_SERVER_ROOT_CERTS,
        };
        mozilla.iter().chain([root]).cloned().collect()
    }
}

/// The middle of 2026, when all that is made here is valid.
pub(crate) fn time() -> UnixTime {
    UnixTime::since_unix_epoch(core::time::Duration::from_secs(1_780_272_000))
}

/// The name that the leaves have.
pub(crate) const HOST: &str = "www.example.com";

/// Every chain.
pub(crate) fn all() -> Vec<Chain> {
    let rsa = |size| move |cert: CertBuilder| cert.key(Key::rsa(size));
    let p384 = |label: &'static str| move |cert: CertBuilder| cert.key(Key::p384(label));
    let as_is = |cert: CertBuilder| cert;
    vec![
        chain("p256", (as_is, as_is, as_is)),
        chain(
            "rsa2048",
            (
                rsa(RsaSize::Bits2048),
                rsa(RsaSize::Bits2048Other),
                rsa(RsaSize::Bits2048),
            ),
        ),
        chain(
            "letsencrypt",
            (as_is, rsa(RsaSize::Bits2048), rsa(RsaSize::Bits4096)),
        ),
        chain("p384", (p384("leaf"), p384("intermediate"), p384("root"))),
        chain("sans100", (with_names(99), as_is, as_is)),
    ]
}

/// Puts that many other names before the one that is asked for.
pub(crate) fn with_names(count: u32) -> impl FnOnce(CertBuilder) -> CertBuilder {
    move |cert| {
        let others = (0..count).map(|number| format!("host-{number}.example.net"));
        others
            .fold(cert.no_names(), |cert, name| cert.dns(&name))
            .dns(HOST)
    }
}

/// A leaf, an intermediate and a root, each changed by its function.
pub(crate) fn chain<L, I, R>(name: &'static str, (leaf, intermediate, root): (L, I, R)) -> Chain
where
    L: FnOnce(CertBuilder) -> CertBuilder,
    I: FnOnce(CertBuilder) -> CertBuilder,
    R: FnOnce(CertBuilder) -> CertBuilder,
{
    let root = root(CertBuilder::ca("Bench Root")).sign();
    let intermediate = intermediate(CertBuilder::intermediate("Bench Intermediate"))
        .issuer(&root)
        .sign();
    let leaf = leaf(CertBuilder::leaf(HOST)).issuer(&intermediate).sign();
    Chain {
        name,
        host: HOST,
        certs: vec![leaf.der.into(), intermediate.der.into()],
        root: root.der.into(),
    }
}
