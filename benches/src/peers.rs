//! The verifiers, each behind the same three calls. What a program does once (roots, algorithms)
//! is done before; what it does for each connection is measured, the reading of the name included.

use chainverify::{Algorithms, Cert, Origin, TrustStore, Verifier};
use pki_types::{CertificateDer, ServerName, TrustAnchor, UnixTime};
use webpki::{EndEntityCert, KeyUsage};

use crate::algorithms::List;

/// A verifier with its roots and algorithms.
pub(crate) trait Peer {
    /// For the table.
    fn name(&self) -> &'static str;

    /// Whether the chain, leaf first, is valid for a TLS server of this name.
    fn verify(&self, chain: &[CertificateDer<'static>], host: &str, time: UnixTime) -> bool;

    /// Whether one certificate can be read.
    fn parse(&self, der: &CertificateDer<'static>) -> bool;
}

/// All of them: this library first, the one to compare with last.
pub(crate) fn all(roots: &[CertificateDer<'static>], algorithms: List) -> Vec<Box<dyn Peer>> {
    vec![
        Box::new(Chainverify::new(roots, algorithms)),
        Box::new(Webpki::new(roots, algorithms)),
    ]
}

struct Chainverify(Verifier);

impl Chainverify {
    fn new(roots: &[CertificateDer<'static>], algorithms: List) -> Self {
        let mut store = TrustStore::new();
        for root in roots {
            store
                .add(root.clone(), Origin::Given)
                .expect("a root that can be read");
        }
        let algorithms = Algorithms::new(algorithms);
        Self(
            Verifier::builder()
                .roots(store)
                .algorithms(algorithms)
                .build(),
        )
    }
}

impl Peer for Chainverify {
    fn name(&self) -> &'static str {
        "chainverify"
    }

    fn verify(&self, chain: &[CertificateDer<'static>], host: &str, time: UnixTime) -> bool {
        self.0.verify_at(chain, host, time).is_ok()
    }

    fn parse(&self, der: &CertificateDer<'static>) -> bool {
        // Borrowed, as `verify` has it.
        Cert::parse(CertificateDer::from_slice(der)).is_ok()
    }
}

struct Webpki {
    anchors: Vec<TrustAnchor<'static>>,
    algorithms: List,
}

impl Webpki {
    fn new(roots: &[CertificateDer<'static>], algorithms: List) -> Self {
        let anchor = |root| {
            webpki::anchor_from_trusted_cert(root)
                .expect("a root that can be read")
                .to_owned()
        };
        Self {
            anchors: roots.iter().map(anchor).collect(),
            algorithms,
        }
    }
}

impl Peer for Webpki {
    fn name(&self) -> &'static str {
        "webpki"
    }

    fn verify(&self, chain: &[CertificateDer<'static>], host: &str, time: UnixTime) -> bool {
        let Some((leaf, intermediates)) = chain.split_first() else {
            return false;
        };
        let (Ok(leaf), Ok(name)) = (EndEntityCert::try_from(leaf), ServerName::try_from(host))
        else {
            return false;
        };
        let usage = KeyUsage::server_auth();
        leaf.verify_for_usage(
            self.algorithms,
            &self.anchors,
            intermediates,
            time,
            usage,
            None,
            None,
        )
        .is_ok()
            && leaf.verify_is_valid_for_subject_name(&name).is_ok()
    }

    fn parse(&self, der: &CertificateDer<'static>) -> bool {
        EndEntityCert::try_from(der).is_ok()
    }
}
