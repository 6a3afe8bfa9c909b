//! A verification inside a verification: another builder over the same evidence, as for the signer of
//! a CRL or of an OCSP response.

use alloc::collections::BTreeMap;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::time::Duration;
use std::sync::Mutex;

use chainverify_testdata::{CertBuilder, Made};
use pki_types::{
    AlgorithmIdentifier, CertificateDer, InvalidSignature, SignatureVerificationAlgorithm,
    UnixTime, alg_id,
};

use super::{Goal, PathBuilder, Request, Search, Step};
use crate::crypto::Algorithms;
use crate::evidence::Reading;
use crate::finding::{CertId, Code, Finding};
use crate::policy::{Limit, Policy};
use crate::rules::cert::Role;
use crate::trust::{Origin, TrustStore};

/// A message and its signature.
type Asked = (Vec<u8>, Vec<u8>);

/// Says yes to every signature, and counts how often it was asked for each.
#[derive(Debug, Default)]
struct Counting(Mutex<BTreeMap<Asked, u32>>);

impl Counting {
    /// How many signatures, and how often the same one at most.
    fn calls(&self) -> (usize, u32) {
        let calls = self.0.lock().unwrap();
        (calls.len(), calls.values().copied().max().unwrap_or(0))
    }
}

impl SignatureVerificationAlgorithm for Counting {
    fn verify_signature(
        &self,
        key: &[u8],
        message: &[u8],
        _: &[u8],
    ) -> Result<(), InvalidSignature> {
        let asked = (key.to_vec(), message.to_vec());
        *self.0.lock().unwrap().entry(asked).or_default() += 1;
        Ok(())
    }

    fn public_key_alg_id(&self) -> AlgorithmIdentifier {
        alg_id::ECDSA_P256
    }

    fn signature_alg_id(&self) -> AlgorithmIdentifier {
        alg_id::ECDSA_SHA256
    }
}

/// "Root" issues "CA", which issues the leaf and, beside it, a signer.
struct World {
    chain: Vec<CertificateDer<'static>>,
    store: TrustStore,
    policy: Policy,
    counting: Arc<Counting>,
    algorithms: Algorithms,
}

impl World {
    fn new(signatures: u32) -> Self {
        let root = CertBuilder::ca("Root").sign();
        let ca = CertBuilder::intermediate("CA").issuer(&root).sign();
        let leaf = CertBuilder::leaf("example.com").issuer(&ca).sign();
        let signer = CertBuilder::intermediate("Signer").issuer(&ca).sign();
        let der = |made: &Made| CertificateDer::from(made.der.clone());
        let mut store = TrustStore::new();
        store.add(der(&root), Origin::Given).unwrap();
        let mut policy = Policy::web_server();
        policy.limits.signatures = signatures;
        let counting = Arc::new(Counting::default());
        let member = Arc::clone(&counting) as Arc<dyn SignatureVerificationAlgorithm>;
        Self {
            chain: [&leaf, &ca, &signer].map(der).into(),
            store,
            policy,
            counting,
            algorithms: [member].into_iter().collect(),
        }
    }

    fn search(&self) -> Search<'_> {
        let time = UnixTime::since_unix_epoch(Duration::from_secs(1_780_272_000));
        let request = Request::named(&self.chain, "example.com").at(time);
        Search::new(request, &self.store, &self.policy, &self.algorithms)
    }
}

/// The certificate of this common name.
fn named(search: &Search<'_>, name: &str) -> CertId {
    let certs = &search.evidence.certs;
    let read = certs.presented().iter().map(|one| &one.reading);
    let mut ids = read.filter_map(|reading| match reading {
        Reading::New(id) => Some(*id),
        _ => None,
    });
    let found = ids.find(|id| certs[*id].cert.subject().display_name() == name);
    found.unwrap()
}

/// Whether a path of this certificate in this role is valid.
fn inside(search: &mut Search<'_>, name: &str, role: Role) -> bool {
    let target = named(search, name);
    let mut builder = PathBuilder::new(Goal {
        target,
        role,
        bounds: None,
    });
    builder.grow(&mut search.evidence);
    assert!(matches!(builder.run(&mut search.evidence), Step::Done));
    builder.proof().is_some()
}

#[test]
fn a_verification_inside_another_checks_no_signature_again() {
    let world = World::new(100);
    let mut search = world.search();
    assert_eq!(search.step(), Step::Done);
    assert_eq!(world.counting.calls(), (2, 1));
    assert!(inside(&mut search, "CA", Role::Intermediate));
    assert_eq!(world.counting.calls(), (2, 1), "both links are known");
    assert!(inside(&mut search, "Signer", Role::Intermediate));
    assert_eq!(world.counting.calls(), (3, 1), "one link is new");
    assert!(search.finish().is_ok());
    assert_eq!(world.counting.calls(), (3, 1));
}

#[test]
fn the_one_outside_finds_what_the_one_inside_checked() {
    let world = World::new(100);
    let mut search = world.search();
    assert!(inside(&mut search, "Signer", Role::Intermediate));
    assert_eq!(world.counting.calls(), (2, 1));
    assert_eq!(search.step(), Step::Done);
    assert_eq!(world.counting.calls(), (3, 1));
    assert!(search.finish().is_ok());
}

#[test]
fn both_spend_one_budget() {
    for (signatures, inner, outer) in [(3, true, true), (2, true, false), (1, false, false)] {
        let world = World::new(signatures);
        let mut search = world.search();
        let is_valid = inside(&mut search, "Signer", Role::Intermediate);
        assert_eq!(is_valid, inner, "{signatures}");
        assert_eq!(search.step(), Step::Done);
        let limits = search.evidence.limits.to_vec();
        let verdict = search.finish();
        assert_eq!(verdict.is_ok(), outer, "{signatures}");
        let wanted: &[_] = if outer { &[] } else { &[Limit::Signatures] };
        assert_eq!(limits, wanted, "{signatures}");
        assert!(world.counting.calls().0 <= signatures as usize);
    }
}

/// What is found about a certificate in the role that it has inside is not said outside.
#[test]
fn findings_are_those_of_the_role() {
    let world = World::new(100);
    let mut search = world.search();
    assert!(
        !inside(&mut search, "CA", Role::Leaf),
        "it has not the name"
    );
    let report = search.finish().unwrap().report();
    let codes: Vec<_> = report.findings.iter().map(Finding::code).collect();
    assert!(
        codes
            .iter()
            .all(|code| matches!(code, Code::UnusedCertificate)),
        "{codes:?}"
    );
}
