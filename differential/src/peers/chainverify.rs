//! This library.

use chainverify::{Origin, Policy, Request, TrustStore, Verifier};
use chainverify_testdata::mutate::{HOST, Mutant, TIME};
use pki_types::{CertificateDer, UnixTime};

use core::time::Duration;

use super::{OWN, OWN_STRICT, Peer, Verdict};

/// One of its profiles.
pub(super) struct Chainverify {
    name: &'static str,
    policy: Policy,
}

impl Chainverify {
    pub(super) const fn web() -> Self {
        Self {
            name: OWN,
            policy: Policy::web_server(),
        }
    }

    pub(super) const fn strict() -> Self {
        Self {
            name: OWN_STRICT,
            policy: Policy::web_server().strict(),
        }
    }

    fn verdict(&self, mutant: &Mutant) -> Verdict {
        let mut roots = TrustStore::new();
        roots
            .add(CertificateDer::from(mutant.root.clone()), Origin::Given)
            .map_err(|error| format!("root: {error}"))?;
        let verifier = Verifier::builder()
            .roots(roots)
            .policy(self.policy.clone())
            .build();
        let chain: Vec<_> = mutant
            .sent
            .iter()
            .map(|der| CertificateDer::from_slice(der))
            .collect();
        let time = UnixTime::since_unix_epoch(Duration::from_secs(TIME));
        match verifier.verify_request(Request::server(&chain, HOST).at(time)) {
            Ok(_) => Ok(()),
            Err(report) => {
                let finding = report.primary().map_or("", |finding| finding.code().id());
                Err(format!("{finding}: {report}"))
            }
        }
    }
}

impl Peer for Chainverify {
    fn name(&self) -> &'static str {
        self.name
    }

    fn version(&self) -> String {
        env!("CARGO_PKG_VERSION").to_owned()
    }

    fn verdicts(&self, mutants: &[Mutant]) -> Vec<Verdict> {
        mutants.iter().map(|mutant| self.verdict(mutant)).collect()
    }
}
