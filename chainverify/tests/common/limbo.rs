//! The testcases of x509-limbo (with BetterTLS) as questions: the file format, and the one place
//! that says which policy a testcase is run with. What comes out is checked in `limbo.rs` above.

#![allow(
    dead_code,
    reason = "each suite is a program of its own and uses its part"
)]

use std::io::Read as _;

use chainverify::policy::{Level, PublicSuffixes, RevocationMode, RevocationScope};
use chainverify::revocation::crl::Crl;
use chainverify::{Algorithms, Policy, Purpose};
use pki_types::pem::PemObject as _;
use pki_types::{CertificateDer, CertificateRevocationListDer, UnixTime};
use serde::Deserialize;

use super::common::{Der, Given, Name, Outcome, Question, ask_by, conformance, store, time};
use super::exceptions::Expected;

/// The two ways in which a user would meet a testcase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Profile {
    /// As pedantic as the suite asks for.
    Strict,
    /// The default of the library.
    Web,
}

impl Profile {
    pub(crate) const ALL: [Self; 2] = [Self::Strict, Self::Web];

    /// Its id.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Strict => "strict",
            Self::Web => "web",
        }
    }
}

#[derive(Debug, Deserialize)]
struct Suite {
    version: u32,
    testcases: Vec<Testcase>,
}

/// One testcase; the README beside the data explains every field.
#[derive(Debug, Deserialize)]
pub(crate) struct Testcase {
    pub(crate) id: String,
    conflicts_with: Vec<String>,
    features: Vec<String>,
    validation_kind: Kind,
    trusted_certs: Vec<String>,
    untrusted_intermediates: Vec<String>,
    peer_certificate: String,
    validation_time: Option<String>,
    extended_key_usage: Vec<String>,
    expected_result: Expected,
    expected_peer_name: Option<PeerName>,
    expected_peer_names: Vec<PeerName>,
    max_chain_depth: Option<u32>,
    crls: Vec<String>,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
enum Kind {
    Server,
    Client,
}

#[derive(Clone, Debug, Deserialize)]
struct PeerName {
    kind: String,
    value: String,
}

/// The testcases; none if there is no data.
pub(crate) fn load() -> Option<Vec<Testcase>> {
    let folder = conformance::folder("limbo")?;
    let packed = conformance::read(&folder.join("limbo.json.gz"));
    let mut json = Vec::new();
    let unpacked = flate2::read::GzDecoder::new(packed.as_slice()).read_to_end(&mut json);
    assert!(
        unpacked.is_ok(),
        "limbo.json.gz cannot be unpacked: {unpacked:?}"
    );
    let suite: Suite = serde_json::from_slice(&json)
        .unwrap_or_else(|error| panic!("limbo.json.gz is not of the known format: {error}"));
    assert_eq!(
        suite.version, 1,
        "the format of limbo.json.gz is another one"
    );
    Some(suite.testcases)
}

impl Testcase {
    /// The first part of the name; the families of BetterTLS are namespaces of their own.
    pub(crate) fn namespace(&self) -> &str {
        let (first, rest) = self.id.split_once("::").unwrap_or((&self.id, ""));
        match (first, rest.split_once("::")) {
            ("bettertls", Some((family, _))) => &self.id[..first.len() + 2 + family.len()],
            _ => first,
        }
    }

    /// Whether the result hangs on a CRL.
    pub(crate) fn needs_revocation(&self) -> bool {
        !self.crls.is_empty()
    }

    /// What the suite expects.
    pub(crate) const fn expected(&self) -> Expected {
        self.expected_result
    }

    /// Whether it tries to keep the verifier busy.
    pub(crate) fn is_bomb(&self) -> bool {
        let is_bomb = |feature: &String| feature == "denial-of-service";
        self.namespace() == "pathological" || self.features.iter().any(is_bomb)
    }

    /// Whether there is more than one order of the intermediates.
    pub(crate) const fn has_orders(&self) -> bool {
        self.untrusted_intermediates.len() > 1
    }

    /// Runs it.
    pub(crate) fn run(&self, profile: Profile) -> Outcome {
        self.ask(&self.question(profile))
    }

    /// Runs it with the intermediates shuffled by each of the seeds.
    pub(crate) fn run_shuffled(&self, profile: Profile) -> [Outcome; conformance::SEEDS.len()] {
        let question = self.question(profile);
        conformance::SEEDS.map(|seed| {
            let mut question = question.clone();
            conformance::shuffle(&mut question.intermediates, seed);
            self.ask(&question)
        })
    }

    /// Its trust anchors, also those that cannot be read.
    pub(crate) fn anchors(&self) -> Vec<Der> {
        self.trusted_certs.iter().map(|pem| der(pem)).collect()
    }

    /// Whether the chain is a client's.
    pub(crate) const fn is_of_client(&self) -> bool {
        matches!(self.validation_kind, Kind::Client)
    }

    fn ask(&self, question: &Question) -> Outcome {
        let algorithms = Algorithms::new(chainverify::crypto::ring::ALL);
        ask_by(question, &algorithms)
    }

    fn crls(&self) -> Vec<Crl> {
        let read = |pem: &String| {
            let der = CertificateRevocationListDer::from_pem_slice(pem.as_bytes());
            let der = der.unwrap_or_else(|error| panic!("{}: a CRL: {error}", self.id));
            Crl::parse(der).unwrap_or_else(|error| panic!("{}: a CRL: {error}", self.id))
        };
        self.crls.iter().map(read).collect()
    }

    /// A root that cannot be read is not in the store, as with any other store.
    pub(crate) fn question(&self, profile: Profile) -> Question {
        let (roots, _) = store(self.trusted_certs.iter().map(|pem| der(pem)));
        let intermediates = self.untrusted_intermediates.iter();
        Question {
            roots,
            leaf: der(&self.peer_certificate),
            intermediates: intermediates.map(|pem| der(pem)).collect(),
            names: self.names(),
            time: self.time(),
            policy: self.policy(profile),
            revocation: Given::crls(self.crls()),
        }
    }

    /// The policy.
    ///
    /// - *web* is the library's default for the kind of validation.
    /// - *strict* is the same with `strict()`, and with a list of public suffixes where the testcase is
    ///   about it (real sites have wildcards below suffixes that they own); but `Policy::rfc5280().strict()` for the same purpose
    ///   where [`Self::is_rfc5280_alone`]. A common name that is not among the alternative names is
    ///   an error in `webpki::cn::` only, which is about that: nearly 400 other testcases have
    ///   one, and some of the same form are to be accepted.
    fn policy(&self, profile: Profile) -> Policy {
        let web = match self.validation_kind {
            Kind::Server => Policy::web_server(),
            Kind::Client => Policy::web_client(),
        };
        let mut policy = match profile {
            Profile::Web => web,
            Profile::Strict if self.is_rfc5280_alone() => Policy::rfc5280().strict(),
            Profile::Strict => web.strict(),
        };
        let suffixes = "pedantic-public-suffix-wildcard";
        if profile == Profile::Strict && self.features.iter().any(|one| one == suffixes) {
            policy.public_suffixes = Some(PublicSuffixes::embedded());
        }
        if !self.id.starts_with("webpki::cn::") {
            policy.common_name = policy.common_name.min(Level::Warning);
        }
        if self.needs_revocation() {
            policy.revocation.mode = RevocationMode::Hard;
            policy.revocation.scope = RevocationScope::Leaf;
        }
        policy.purpose = self.purpose();
        policy.max_depth = self.max_chain_depth;
        policy
    }

    /// Whether the testcase is about what RFC 5280 alone says: it is the `rfc5280::` side of a pair
    /// that the CA/Browser Forum wants to come out otherwise, or says so by a feature; or a server
    /// is verified without any name; or it is one of `pathlen::`, the lengths of paths by §4.2.1.9
    /// and §6.1.4 (l), (m) (a leaf there may be a CA).
    fn is_rfc5280_alone(&self) -> bool {
        const FEATURES: [&str; 2] = ["pedantic-rfc5280", "rfc5280-incompatible-with-webpki"];
        let says_so = |feature: &String| FEATURES.contains(&feature.as_str());
        let is_pair = self.id.starts_with("rfc5280::") && !self.conflicts_with.is_empty();
        is_pair
            || self.features.iter().any(says_so)
            || matches!(self.validation_kind, Kind::Server) && self.names().is_empty()
            || self.namespace() == "pathlen"
    }

    fn purpose(&self) -> Purpose {
        let asked: Vec<_> = self.extended_key_usage.iter().map(String::as_str).collect();
        match (asked.as_slice(), self.validation_kind) {
            (["serverAuth"], _) | ([], Kind::Server) => Purpose::Server,
            (["clientAuth"], _) | ([], Kind::Client) => Purpose::Client,
            _ => panic!("{}: the purpose {asked:?} is new here", self.id),
        }
    }

    fn names(&self) -> Vec<Name> {
        let names = self
            .expected_peer_name
            .iter()
            .chain(&self.expected_peer_names);
        let name = |PeerName { kind, value }: PeerName| match kind.as_str() {
            "DNS" => Name::Dns(value),
            "IP" => Name::Ip(value),
            "RFC822" => Name::Email(value),
            _ => panic!("{}: the kind of name {kind} is new here", self.id),
        };
        names.cloned().map(name).collect()
    }

    fn time(&self) -> UnixTime {
        self.validation_time
            .as_deref()
            .map_or_else(UnixTime::now, |text| {
                time::rfc3339(text).unwrap_or_else(|| panic!("{}: the time {text}", self.id))
            })
    }
}

fn der(pem: &str) -> Der {
    CertificateDer::from_pem_slice(pem.as_bytes())
        .unwrap_or_else(|error| panic!("a certificate of limbo is not PEM: {error:?}"))
}
