//! What the suites about the search share: chains made while the test runs, and null algorithms,
//! which say always yes or always no and count what they are asked.

#![allow(
    dead_code,
    reason = "each suite is a program of its own and uses its part"
)]

use core::time::Duration;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use chainverify::search::{Answer, FetchProblem, Need, Step};
use chainverify::{
    Algorithms, Finding, Origin, Policy, Report, Request, Search, TrustStore, ValidPath,
};
use chainverify_testdata::{CertBuilder, Extension, Key, Made};
use pki_types::{
    AlgorithmIdentifier, CertificateDer, InvalidSignature, SignatureVerificationAlgorithm,
    UnixTime, alg_id,
};

pub(crate) type Der = CertificateDer<'static>;
pub(crate) type Verdict<'a> = Result<ValidPath<'a>, Box<Report>>;

/// 2026-06-01, when what the builder makes is valid.
pub(crate) fn now() -> UnixTime {
    UnixTime::since_unix_epoch(Duration::from_secs(1_780_272_000))
}

pub(crate) static RING: Algorithms = Algorithms::new(chainverify::crypto::ring::ALL);

pub(crate) fn der(made: &Made) -> Der {
    made.der.clone().into()
}

pub(crate) fn ders(made: &[&Made]) -> Vec<Der> {
    made.iter().map(|made| der(made)).collect()
}

pub(crate) fn store(roots: &[&Made]) -> TrustStore {
    let mut store = TrustStore::new();
    for root in roots {
        store.add(der(root), Origin::Given).expect("a root");
    }
    store
}

/// "Root" issues "CA" issues `example.com`.
pub(crate) fn trio() -> [Made; 3] {
    let root = CertBuilder::ca("Root").sign();
    let ca = CertBuilder::intermediate("CA").issuer(&root).sign();
    let leaf = CertBuilder::leaf("example.com").issuer(&ca).sign();
    [root, ca, leaf]
}

/// So many more intermediates of this issuer by the name of "CA", each with a key of its own.
pub(crate) fn namesakes(count: usize, issuer: &Made) -> Vec<Made> {
    let namesake = |number: usize| {
        let key = Key::p256(&format!("namesake {number}"));
        let ca = CertBuilder::intermediate("CA").key(key);
        ca.issuer(issuer).sign()
    };
    (0..count).map(namesake).collect()
}

/// The same leaf with addresses of its issuer.
pub(crate) fn leaf_with_urls(ca: &Made, urls: &[&str]) -> Made {
    let places: Vec<_> = urls
        .iter()
        .map(|url| ("1.3.6.1.5.5.7.48.2", *url))
        .collect();
    CertBuilder::leaf("example.com")
        .extension(Extension::information_access(&places))
        .issuer(ca)
        .sign()
}

/// A chain, a store and a policy, to be searched as often as needed.
pub(crate) struct Setting {
    pub(crate) chain: Vec<Der>,
    pub(crate) store: TrustStore,
    pub(crate) policy: Policy,
}

impl Setting {
    /// The leaf, what is sent behind it, and the roots, under [`Policy::web_server`].
    pub(crate) fn new(leaf: &Made, sent: &[&Made], roots: &[&Made]) -> Self {
        let mut chain = vec![der(leaf)];
        chain.extend(ders(sent));
        Self {
            chain,
            store: store(roots),
            policy: Policy::web_server(),
        }
    }

    pub(crate) fn with(mut self, change: impl FnOnce(&mut Policy)) -> Self {
        change(&mut self.policy);
        self
    }

    pub(crate) fn request(&self) -> Request<'_> {
        Request::unnamed(&self.chain).at(now())
    }

    pub(crate) fn search(&self) -> Search<'_> {
        self.search_by(&RING)
    }

    pub(crate) fn search_by<'a>(&'a self, algorithms: &'a Algorithms) -> Search<'a> {
        Search::new(self.request(), &self.store, &self.policy, algorithms)
    }

    /// Without requests.
    pub(crate) fn verdict(&self) -> Verdict<'_> {
        self.search().finish()
    }
}

/// The next need.
///
/// Panics when the search is over.
pub(crate) fn need(search: &mut Search<'_>) -> Need {
    match search.step() {
        Step::Need(need) => need,
        step => panic!("the search needs nothing: {step:?}"),
    }
}

pub(crate) fn nothing() -> Answer {
    Answer::nothing(FetchProblem::TimedOut)
}

pub(crate) fn certs(made: &[&Made]) -> Answer {
    Answer::certs(ders(made))
}

/// The code of a verdict: `valid`, or the primary finding's.
pub(crate) fn code(verdict: &Verdict<'_>) -> &'static str {
    match verdict {
        Ok(_) => "valid",
        Err(report) => report.code().map_or("no finding", |code| code.id()),
    }
}

/// The report of a verdict, whatever it is.
pub(crate) fn report(verdict: Verdict<'_>) -> Report {
    verdict.map_or_else(|report| *report, |path| path.report())
}

/// The codes of findings, in order.
pub(crate) fn codes(findings: &[Finding]) -> Vec<&'static str> {
    findings.iter().map(|one| one.code().id()).collect()
}

/// The subjects of a valid path from the leaf up, and of its anchor.
pub(crate) fn names(path: &ValidPath<'_>) -> Vec<String> {
    let certs = path.certs().map(|cert| cert.subject().display_name());
    certs.chain([path.anchor().name().display_name()]).collect()
}

/// How often each pair of key and message was asked for.
type Calls = BTreeMap<(Vec<u8>, Vec<u8>), u32>;

/// An algorithm for ECDSA with P-256 and SHA-256 that checks nothing.
#[derive(Debug)]
pub(crate) struct Null {
    says: Result<(), InvalidSignature>,
    calls: Mutex<Calls>,
}

impl Null {
    pub(crate) fn yes() -> Arc<Self> {
        Self::says(Ok(()))
    }

    pub(crate) fn no() -> Arc<Self> {
        Self::says(Err(InvalidSignature))
    }

    fn says(says: Result<(), InvalidSignature>) -> Arc<Self> {
        let calls = Mutex::default();
        Arc::new(Self { says, calls })
    }

    /// How many signatures were asked for.
    pub(crate) fn count(&self) -> u32 {
        self.calls.lock().unwrap().values().sum()
    }

    /// How often the same signature was asked for, at most.
    pub(crate) fn most_of_one(&self) -> u32 {
        let calls = self.calls.lock().unwrap();
        calls.values().copied().max().unwrap_or(0)
    }
}

/// The list of these.
pub(crate) fn nulls<const N: usize>(of: [&Arc<Null>; N]) -> Algorithms {
    let member = |one: &Arc<Null>| Arc::clone(one) as Arc<dyn SignatureVerificationAlgorithm>;
    of.map(member).into_iter().collect()
}

impl SignatureVerificationAlgorithm for Null {
    fn verify_signature(
        &self,
        public_key: &[u8],
        message: &[u8],
        _signature: &[u8],
    ) -> Result<(), InvalidSignature> {
        let pair = (public_key.to_vec(), message.to_vec());
        *self.calls.lock().unwrap().entry(pair).or_default() += 1;
        self.says
    }

    fn public_key_alg_id(&self) -> AlgorithmIdentifier {
        alg_id::ECDSA_P256
    }

    fn signature_alg_id(&self) -> AlgorithmIdentifier {
        alg_id::ECDSA_SHA256
    }
}
