//! The NIST PKITS cases as questions: the file format, its variants (the same suite with other
//! keys), and the ways in which a chain can be handed over.

#![allow(
    dead_code,
    reason = "each suite is a program of its own and uses its part"
)]

use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::Path;

use chainverify::policy::{RevocationMode, Switch};
use chainverify::revocation::crl::Crl;
use chainverify::{Algorithms, Policy};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::common::{Der, Given, Outcome, Question, ask_by, conformance, store, time};
use super::exceptions::Expected;

/// The date that the README beside the data gives.
const TIME: &str = "2011-04-15T00:00:00Z";

/// How the intermediates are handed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// From the leaf up.
    PathOrder,
    /// From the anchor down.
    Reversed,
    /// All certificates of the suite, the leaf and the anchor among them.
    WholePool,
    /// All of them, shuffled by a seed.
    Shuffled(u64),
}

impl Way {
    pub(crate) const ALL: [Self; 6] = [
        Self::PathOrder,
        Self::Reversed,
        Self::WholePool,
        Self::Shuffled(conformance::SEEDS[0]),
        Self::Shuffled(conformance::SEEDS[1]),
        Self::Shuffled(conformance::SEEDS[2]),
    ];
}

/// The suite with one kind of keys.
#[derive(Debug)]
pub(crate) struct Suite {
    pub(crate) name: String,
    pub(crate) cases: Vec<Case>,
    /// How many cases have no certificates in this variant.
    pub(crate) without_certificates: usize,
    certificates: BTreeMap<String, Der>,
    /// One is none that can be read.
    crls: BTreeMap<String, Option<Crl>>,
    /// Whether the CRLs of each case are looked at: then a status that cannot be told is an error.
    with_revocation: bool,
}

/// One case; the README beside the data explains every field.
#[derive(Debug, Deserialize)]
pub(crate) struct Case {
    pub(crate) id: String,
    subpart: Option<u32>,
    name: String,
    certs: Vec<String>,
    #[serde(default)]
    extra_certs: Vec<String>,
    #[serde(default)]
    crls: Vec<String>,
    initial_policy_set: PolicySet,
    initial_policy_mapping_inhibit: bool,
    initial_explicit_policy: bool,
    initial_inhibit_any_policy: bool,
    expected_valid: bool,
    expected_valid_without_revocation: bool,
    /// None where the test says nothing.
    #[serde(rename = "expected_user_constrained_policies")]
    pub(crate) expected_policies: Option<Vec<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum PolicySet {
    Only(Vec<String>),
    Any(String),
}

#[derive(Debug, Deserialize)]
struct Variant {
    name: String,
    path: String,
    skip_cases: Vec<String>,
    overrides: Vec<Override>,
}

/// Another expectation for one case of a variant.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Override {
    id: String,
    /// With revocation, which cannot be run: see `the_crls_of_the_variants_contradict_themselves`.
    #[serde(rename = "expected_valid")]
    _with_revocation: Option<bool>,
    expected_user_constrained_policies: Option<Vec<String>>,
    #[serde(rename = "reason")]
    _reason: String,
}

impl Suite {
    /// The original; none if there is no data.
    pub(crate) fn original() -> Option<Self> {
        let folder = conformance::folder("pkits")?;
        Some(Self {
            name: "pkits".to_owned(),
            cases: json(&folder.join("pkits.json")),
            without_certificates: 0,
            certificates: certificates(files(&folder.join("certs"), ".crt")),
            crls: files(&folder.join("crls"), ".crl")
                .map(|(name, der)| (name, Crl::parse(der.into()).ok()))
                .collect(),
            with_revocation: false,
        })
    }

    /// The same with revocation.
    pub(crate) fn with_revocation(mut self) -> Self {
        self.with_revocation = true;
        self.name += " with CRLs";
        self
    }

    /// The same cases with the certificates and the expectations of a variant.
    pub(crate) fn variant(name: &str) -> Option<Self> {
        let original = Self::original()?;
        let variants: Vec<Variant> = json(&conformance::folder("pkits")?.join("variants.json"));
        let variant = variants.into_iter().find(|variant| variant.name == name);
        let Variant {
            path,
            skip_cases,
            overrides,
            ..
        } = variant.unwrap_or_else(|| panic!("variants.json does not have {name}"));
        let (skipped, mut cases): (Vec<_>, Vec<_>) = original
            .cases
            .into_iter()
            .partition(|case| skip_cases.contains(&case.id));
        for case in &mut cases {
            let mut overrides = overrides.iter().filter(|other| other.id == case.id);
            let policies = overrides.find_map(|o| o.expected_user_constrained_policies.clone());
            case.expected_policies = policies.or_else(|| case.expected_policies.take());
        }
        Some(Self {
            name: name.to_owned(),
            cases,
            without_certificates: skipped.len(),
            certificates: if path.ends_with(".tar.xz") {
                certificates(unpacked(&conformance::place(&path)?, ("certs", ".crt")))
            } else {
                certificates(files(&conformance::folder(&path)?.join("certs"), ".crt"))
            },
            crls: BTreeMap::new(),
            with_revocation: false,
        })
    }

    /// How many certificates there are.
    pub(crate) fn size(&self) -> usize {
        self.certificates.len()
    }

    /// Runs a case in one way.
    pub(crate) fn run(&self, case: &Case, way: Way, algorithms: &Algorithms) -> Outcome {
        let path: Vec<_> = case
            .certs
            .iter()
            .map(|name| self.certificate(name))
            .collect();
        let [anchor, issuers @ .., leaf] = path.as_slice() else {
            panic!("{} has no path", case.title());
        };
        let mut intermediates: Vec<_> = match way {
            Way::PathOrder => issuers.iter().rev().cloned().collect(),
            Way::Reversed => issuers.to_vec(),
            Way::WholePool | Way::Shuffled(_) => self.certificates.values().cloned().collect(),
        };
        intermediates.extend(case.extra_certs.iter().map(|name| self.certificate(name)));
        if let Way::Shuffled(seed) = way {
            conformance::shuffle(&mut intermediates, seed);
        }
        let (roots, refused) = store([anchor.clone()]);
        assert!(refused.is_empty(), "the anchor: {refused:?}");
        let question = Question {
            roots,
            leaf: leaf.clone(),
            intermediates,
            names: Vec::new(),
            time: time::rfc3339(TIME).unwrap_or_else(|| panic!("{TIME} is no time")),
            policy: case.policy(match self.with_revocation {
                true => RevocationMode::Hard,
                false => RevocationMode::Off,
            }),
            revocation: Given::crls(self.crls_of(case)),
        };
        ask_by(&question, algorithms)
    }

    fn crls_of(&self, case: &Case) -> Vec<Crl> {
        let crls = case.crls.iter().filter(|_| self.with_revocation);
        let found = crls.map(|name| match self.crls.get(name) {
            Some(crl) => crl.clone(),
            None => panic!("{}: no CRL {name}", self.name),
        });
        found.flatten().collect()
    }

    /// What the suite expects of a case.
    pub(crate) const fn expected(&self, case: &Case) -> Expected {
        let is_valid = if self.with_revocation {
            case.expected_valid
        } else {
            case.expected_valid_without_revocation
        };
        if is_valid {
            Expected::Success
        } else {
            Expected::Failure
        }
    }

    fn certificate(&self, name: &str) -> Der {
        let found = self.certificates.get(name).cloned();
        found.unwrap_or_else(|| panic!("{}: no certificate {name}", self.name))
    }
}

impl Case {
    /// Number, and part of it.
    pub(crate) fn number(&self) -> String {
        let subpart = self.subpart.map(|subpart| format!("/{subpart}"));
        self.id.clone() + &subpart.unwrap_or_default()
    }

    /// Number and name.
    pub(crate) fn title(&self) -> String {
        format!("{} {}", self.number(), self.name)
    }

    /// RFC 5280 §6.1 with the inputs of the case; no purpose, no name, no least length of keys.
    fn policy(&self, revocation: RevocationMode) -> Policy {
        let switch = |set| if set { Switch::Set } else { Switch::NotSet };
        let mut policy = Policy::rfc5280();
        policy.revocation.mode = revocation;
        policy.initial_policy_set = match &self.initial_policy_set {
            PolicySet::Only(policies) => policies
                .iter()
                .map(|dotted| dotted.parse().unwrap())
                .collect(),
            PolicySet::Any(any) if any == "any" => Vec::new(),
            PolicySet::Any(other) => panic!("{}: the policy set {other} is new", self.title()),
        };
        policy.initial_explicit_policy = switch(self.initial_explicit_policy);
        policy.initial_policy_mapping_inhibit = switch(self.initial_policy_mapping_inhibit);
        policy.initial_any_policy_inhibit = switch(self.initial_inhibit_any_policy);
        policy
    }
}

fn json<T: DeserializeOwned>(path: &Path) -> T {
    serde_json::from_slice(&conformance::read(path))
        .unwrap_or_else(|error| panic!("{} is not of the known format: {error}", path.display()))
}

/// Certificates by the names of their files.
fn certificates(files: impl Iterator<Item = (String, Vec<u8>)>) -> BTreeMap<String, Der> {
    files.map(|(name, der)| (name, der.into())).collect()
}

/// The files of a folder with this ending, by name.
fn files(folder: &Path, ending: &str) -> impl Iterator<Item = (String, Vec<u8>)> {
    let entries =
        std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let files = entries.filter_map(Result::ok).map(|entry| entry.path());
    files.filter_map(move |path| {
        let name = path.file_name()?.to_str()?.to_owned();
        name.ends_with(ending)
            .then(|| (name, conformance::read(&path)))
    })
}

/// The CRLs of an archive of a variant, by file name; none if there is no data.
#[cfg(feature = "rustcrypto")]
pub(crate) fn crls_of_variant(name: &str) -> Option<BTreeMap<String, Vec<u8>>> {
    let archive = conformance::place(&format!("{name}.tar.xz"))?;
    Some(unpacked(&archive, ("crls", ".crl")).collect())
}

/// Every file of an archive in this folder and with this ending, by its name.
fn unpacked(
    archive: &Path,
    (folder, ending): (&str, &str),
) -> impl Iterator<Item = (String, Vec<u8>)> {
    let name = archive.display();
    let packed = conformance::read(archive);
    let mut tar = Vec::new();
    let result = lzma_rs::xz_decompress(&mut packed.as_slice(), &mut tar);
    assert!(result.is_ok(), "{name} cannot be unpacked: {result:?}");
    let mut tar = tar::Archive::new(tar.as_slice());
    let entries = tar.entries().unwrap_or_else(|e| panic!("{name}: {e}"));
    let file = |mut entry: tar::Entry<'_, _>| {
        let path = entry.path().ok()?.into_owned();
        let file = path.file_name()?.to_str()?.to_owned();
        let mut der = Vec::new();
        let is_one = path.parent()?.ends_with(folder) && file.ends_with(ending);
        (is_one && entry.read_to_end(&mut der).is_ok()).then_some((file, der))
    };
    let files: Vec<_> = entries.filter_map(Result::ok).filter_map(file).collect();
    files.into_iter()
}
