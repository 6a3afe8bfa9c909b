//! This library. No other file of the benches calls it, so that a change of its API is a change
//! here alone.

use ::chainverify::crypto::{self, SignatureCache};
use ::chainverify::revocation::crl::Crl;
use ::chainverify::search::ParsedIssuers;
use ::chainverify::{
    Algorithms, Cert, Origin, Policy, Request, TrustStore, Verifier, VerifierBuilder,
};
use pki_types::CertificateDer;

use super::{OWN, Peer, Question, RootCerts};
use crate::algorithms::List;

/// Algorithms of ring.
pub(crate) const RING: List = crypto::ring::ALL;
/// Algorithms of aws-lc-rs.
pub(crate) const AWS_LC_RS: List = crypto::aws_lc_rs::ALL;
/// The same, with keys that are parsed once and kept.
pub(crate) const AWS_LC_RS_PREPARED: List = crypto::aws_lc_rs::PREPARED;

/// A verifier as a program has it.
#[derive(Clone)]
pub(crate) struct Chainverify {
    name: &'static str,
    verifier: Verifier,
}

impl Chainverify {
    /// With the policy for servers.
    pub(crate) fn new(roots: RootCerts<'_>, algorithms: List) -> Self {
        let builder = Verifier::builder().roots(store(roots.to_vec()));
        Self {
            name: OWN,
            verifier: builder.algorithms(Algorithms::new(algorithms)).build(),
        }
    }

    /// With limits that nothing measured here comes near.
    pub(crate) fn without_limits(roots: RootCerts<'_>, algorithms: List) -> Self {
        let mut policy = Policy::web_server();
        policy.limits.certificates = u32::MAX;
        policy.limits.nodes = u32::MAX;
        policy.limits.work = u32::MAX;
        let builder = Verifier::builder().roots(store(roots.to_vec()));
        let builder = builder.algorithms(Algorithms::new(algorithms));
        Self {
            name: OWN,
            verifier: builder.policy(policy).build(),
        }
    }

    /// With a cache of so many signatures, under a name of its own.
    pub(crate) fn caching(
        name: &'static str,
        roots: RootCerts<'_>,
        algorithms: List,
        capacity: usize,
    ) -> Self {
        let builder = Verifier::builder().roots(store(roots.to_vec()));
        let builder = builder.algorithms(Algorithms::new(algorithms));
        Self {
            name,
            verifier: builder.cache(SignatureCache::new(capacity)).build(),
        }
    }

    /// With a memory of intermediates, under a name of its own.
    pub(crate) fn knowing_issuers(
        name: &'static str,
        roots: RootCerts<'_>,
        algorithms: List,
    ) -> Self {
        let builder = Verifier::builder().roots(store(roots.to_vec()));
        let builder = builder.algorithms(Algorithms::new(algorithms));
        let verifier = builder.parsed_issuers(ParsedIssuers::new(1_000)).build();
        Self { name, verifier }
    }

    /// With a CRL, which it shares.
    pub(crate) fn with_list(roots: RootCerts<'_>, algorithms: List, list: &RevocationList) -> Self {
        let builder = Verifier::builder().roots(store(roots.to_vec()));
        let builder = builder.algorithms(Algorithms::new(algorithms));
        Self {
            name: OWN,
            verifier: builder.crls([list.0.clone()]).build(),
        }
    }

    /// With a memory of good signatures, and with a CRL or without.
    pub(crate) fn remembering(
        roots: RootCerts<'_>,
        algorithms: List,
        list: Option<&RevocationList>,
    ) -> Self {
        let builder = Verifier::builder().roots(store(roots.to_vec()));
        let builder = builder.algorithms(Algorithms::new(algorithms));
        let builder = builder.cache(SignatureCache::new(1_000));
        Self {
            name: OWN,
            verifier: builder.crls(list.map(|list| list.0.clone())).build(),
        }
    }

    /// Verifies and makes the report that a program can keep; whether the chain is valid.
    pub(crate) fn report(&self, chain: &[CertificateDer<'static>], question: Question<'_>) -> bool {
        let outcome = self.verifier.verify_request(request(chain, question));
        let (is_valid, report) = match outcome {
            Ok(path) => (true, Box::new(path.report())),
            Err(report) => (false, report),
        };
        drop(core::hint::black_box(report));
        is_valid
    }

    /// Verifies and writes the report as text.
    pub(crate) fn text(&self, chain: &[CertificateDer<'static>], question: Question<'_>) -> String {
        match self.verifier.verify_request(request(chain, question)) {
            Ok(path) => path.report().to_string(),
            Err(report) => report.to_string(),
        }
    }
}

fn request<'a>(chain: &'a [CertificateDer<'a>], question: Question<'a>) -> Request<'a> {
    Request::server(chain, question.host).at(question.time)
}

impl Peer for Chainverify {
    fn name(&self) -> &'static str {
        self.name
    }

    fn verify(&self, chain: &[CertificateDer<'static>], question: Question<'_>) -> bool {
        self.verifier
            .verify_request(request(chain, question))
            .is_ok()
    }
}

/// A verifier that keeps between verifications what it can, with keys that are parsed once if there are any.
pub(crate) fn warm(builder: VerifierBuilder, prepared: Option<List>) -> Verifier {
    let builder = match prepared {
        Some(prepared) => builder.algorithms(Algorithms::new(prepared)),
        None => builder,
    };
    let builder = builder.cache(SignatureCache::new(1_000));
    builder.parsed_issuers(ParsedIssuers::new(100)).build()
}

/// Builds a store of these roots.
pub(crate) fn store(roots: Vec<CertificateDer<'static>>) -> TrustStore {
    let mut store = TrustStore::new();
    for root in roots {
        store
            .add(root, Origin::Given)
            .expect("a root that can be read");
    }
    store
}

/// Builds a store of a PEM bundle; the number of its anchors.
pub(crate) fn store_of_bundle(pem: &[u8]) -> usize {
    TrustStore::new().add_pem(pem, &Origin::Given)
}

/// Builds a verifier of the operating system's roots; their number.
pub(crate) fn os() -> usize {
    Verifier::os().map_or(0, |verifier| verifier.roots().len())
}

/// Whether a certificate can be read. It is borrowed, as in `verify`.
pub(crate) fn parse(der: &CertificateDer<'static>) -> bool {
    Cert::parse(CertificateDer::from_slice(der)).is_ok()
}

/// A CRL that can be read.
pub(crate) struct RevocationList(Crl);

impl RevocationList {
    /// Reads it, every entry.
    pub(crate) fn read(der: &'static [u8]) -> Self {
        Self(Crl::parse(der.into()).expect("a CRL"))
    }

    /// Whether its issuer has revoked the certificate with this serial number.
    pub(crate) fn has(&self, serial: &[u8]) -> bool {
        self.0.entry(self.0.issuer(), serial).is_some()
    }
}
