//! rustls-webpki.

use ::webpki::{EndEntityCert, KeyUsage};
use pki_types::{CertificateDer, ServerName, TrustAnchor};

use super::{Peer, Question, RootCerts, WEBPKI};
use crate::algorithms::List;

/// Its anchors and algorithms.
pub(crate) struct Webpki {
    anchors: Vec<TrustAnchor<'static>>,
    algorithms: List,
}

impl Webpki {
    /// Reads the roots.
    pub(crate) fn new(roots: RootCerts<'_>, algorithms: List) -> Self {
        let anchor = |root| {
            ::webpki::anchor_from_trusted_cert(root)
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
        WEBPKI
    }

    fn verify(&self, chain: &[CertificateDer<'static>], question: Question<'_>) -> bool {
        let Some((leaf, intermediates)) = chain.split_first() else {
            return false;
        };
        let (Ok(leaf), Ok(name)) = (
            EndEntityCert::try_from(leaf),
            ServerName::try_from(question.host),
        ) else {
            return false;
        };
        let usage = KeyUsage::server_auth();
        leaf.verify_for_usage(
            self.algorithms,
            &self.anchors,
            intermediates,
            question.time,
            usage,
            None,
            None,
        )
        .is_ok()
            && leaf.verify_is_valid_for_subject_name(&name).is_ok()
    }
}
