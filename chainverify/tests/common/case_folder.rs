//! A case folder of `testdata/rules` or `testdata/search`, as `testdata/README.md` describes it:
//! `case.toml`, `chain.pem` (leaf first), `roots.pem`, `issuers/`, `expected.txt`.

#![allow(
    dead_code,
    reason = "each suite is a program of its own and uses its part"
)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use chainverify::der::Time;
use chainverify::policy::{PublicSuffixes, RevocationMode, Switch};
use chainverify::revocation::blocklist::Blocked;
use chainverify::revocation::crl::Crl;
use chainverify::search::{Answer, FetchProblem, Need};
use chainverify::{Cert, Policy, Purpose};
use pki_types::CertificateDer;
use pki_types::pem::PemObject as _;
use serde::Deserialize;

use super::common::{Der, Given, Name, Outcome, Question, ask, ask_with, conformance, store, time};

/// One case.
#[derive(Debug)]
pub(crate) struct CaseFolder {
    /// Below `testdata/`, with `/` between the parts.
    pub(crate) name: String,
    pub(crate) sheet: Sheet,
    path: PathBuf,
}

/// What `case.toml` says.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Sheet {
    pub(crate) about: String,
    time: String,
    names: Vec<String>,
    #[serde(default)]
    profile: Profile,
    #[serde(default)]
    strict: bool,
    purpose: Option<Use>,
    max_depth: Option<u32>,
    min_rsa_bits: Option<u32>,
    distrust_after: Option<String>,
    #[serde(default)]
    policies: Vec<String>,
    #[serde(default)]
    explicit_policy: bool,
    #[serde(default)]
    inhibit_policy_mapping: bool,
    #[serde(default)]
    inhibit_any_policy: bool,
    pub(crate) expect: Expect,
    pub(crate) code: Option<String>,
    pub(crate) certificate: Option<String>,
    #[serde(default)]
    revocation: Mode,
    /// `none`, or a file.
    staple: Option<String>,
    /// Places in the chain.
    #[serde(default)]
    blocked: Vec<usize>,
    #[serde(default)]
    fetch: BTreeMap<String, String>,
}

#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Mode {
    Off,
    #[default]
    Soft,
    Hard,
}

#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Profile {
    #[default]
    Web,
    Client,
    Rfc5280,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Use {
    Server,
    Client,
    Email,
    Code,
    Timestamp,
    Ocsp,
    Any,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Expect {
    Valid,
    Invalid,
}

/// The cases below `testdata/<kind>`, `depth` folders deep, in the order of their names.
pub(crate) fn cases(kind: &str, depth: usize) -> (Vec<CaseFolder>, Vec<String>) {
    let (mut cases, mut complaints) = (Vec::new(), Vec::new());
    for name in folders(kind, depth) {
        match CaseFolder::open(&name) {
            Ok(case) => cases.push(case),
            Err(error) => complaints.push(format!("{name}: {error}")),
        }
    }
    (cases, complaints)
}

/// The names of the folders `depth` levels below `testdata/<kind>`.
pub(crate) fn folders(kind: &str, depth: usize) -> Vec<String> {
    let mut folders = vec![kind.to_owned()];
    for _ in 0..depth {
        folders = folders
            .iter()
            .flat_map(|folder| subfolders(folder))
            .collect();
    }
    folders
}

fn subfolders(folder: &str) -> Vec<String> {
    let path = testdata().join(folder);
    let entries =
        std::fs::read_dir(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let folders = entries
        .filter_map(Result::ok)
        .filter(|entry| entry.path().is_dir());
    let name = |entry: std::fs::DirEntry| entry.file_name().to_string_lossy().into_owned();
    let mut names: Vec<_> = folders
        .map(|entry| format!("{folder}/{}", name(entry)))
        .collect();
    names.sort_unstable();
    names
}

fn testdata() -> PathBuf {
    conformance::repository().join("testdata")
}

impl CaseFolder {
    fn open(name: &str) -> Result<Self, String> {
        let path = testdata().join(name);
        let text = std::fs::read_to_string(path.join("case.toml"));
        let text = text.map_err(|error| format!("case.toml: {error}"))?;
        let sheet = toml::from_str(&text).map_err(|error| format!("case.toml: {error}"))?;
        Ok(Self {
            name: name.to_owned(),
            sheet,
            path,
        })
    }

    /// The text that the explanation must be.
    pub(crate) fn expected_text(&self) -> PathBuf {
        self.path.join("expected.txt")
    }

    /// Runs it.
    pub(crate) fn run(&self) -> Result<Outcome, String> {
        let question = self.question()?;
        if self.sheet.fetch.is_empty() {
            return Ok(ask(&question));
        }
        let mut surprise = None;
        let outcome = ask_with(&question, &mut |need: &Need| {
            let mut answer = Answer::default();
            for url in &need.urls {
                let fetched = self.fetch(url).unwrap_or_else(|| {
                    surprise = Some(format!("asked for {url}, which fetch lacks"));
                    Err(FetchProblem::NotTried)
                });
                let is_enough = fetched.is_ok();
                answer = answer.and_url(url, fetched.map(Into::into));
                if is_enough {
                    break;
                }
            }
            answer
        });
        surprise.map_or(Ok(outcome), Err)
    }

    /// What the world outside answers, as the case prepares it.
    fn fetch(&self, url: &str) -> Option<Result<Vec<Der>, FetchProblem>> {
        let scheme = url.split(':').next().unwrap_or_default();
        if !scheme.eq_ignore_ascii_case("http") {
            return Some(Err(FetchProblem::SchemeNotAllowed));
        }
        if !url.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Some(Err(FetchProblem::BadUrl));
        }
        Some(match self.sheet.fetch.get(url)?.as_str() {
            "timeout" => Err(FetchProblem::TimedOut),
            "garbage" => Err(FetchProblem::NotCertificates),
            file => Ok(fetched(&self.path.join(file))),
        })
    }

    fn question(&self) -> Result<Question, String> {
        let chain = certificates(&self.path.join("chain.pem"))?;
        let (leaf, intermediates) = chain.split_first().ok_or("chain.pem is empty")?;
        let roots = self.path.join("roots.pem");
        let roots = if roots.exists() {
            certificates(&roots)?
        } else {
            Vec::new()
        };
        let (roots, refused) = store(roots);
        if let Some(error) = refused.first() {
            return Err(format!("roots.pem: {error}"));
        }
        let policy = self.sheet.policy();
        let roots = match &self.sheet.distrust_after {
            None => roots,
            Some(time) => {
                let after = time::rfc3339(time).ok_or_else(|| format!("{time} is no time"))?;
                let after = i64::try_from(after.as_secs()).map_err(|error| error.to_string())?;
                let anchors = roots.anchors().cloned().map(|anchor| {
                    anchor.with_distrust_after(policy.purpose.clone(), Time::from_unix(after))
                });
                anchors.collect()
            }
        };
        let time = &self.sheet.time;
        Ok(Question {
            roots,
            leaf: leaf.clone(),
            intermediates: intermediates.to_vec(),
            names: self.sheet.names.iter().map(|text| name(text)).collect(),
            time: time::rfc3339(time).ok_or_else(|| format!("{time} is no time"))?,
            policy,
            revocation: self.said(&chain)?,
        })
    }

    /// What is said of revocation.
    fn said(&self, chain: &[Der]) -> Result<Given, String> {
        let mut given = Given::default();
        for crl in files(&self.path.join("crls")) {
            let crl = Crl::parse(crl.into()).map_err(|error| format!("crls: {error}"))?;
            given.crls.push(crl);
        }
        given.ocsp_responses = files(&self.path.join("ocsp"));
        given.staple = self.sheet.staple.as_deref().map(|staple| match staple {
            "none" => Vec::new(),
            file => conformance::read(&self.path.join(file)),
        });
        let mut blocked = Vec::new();
        for place in &self.sheet.blocked {
            let der = chain.get(*place).ok_or("blocked: no such place")?.clone();
            let cert = Cert::parse(der).map_err(|error| format!("blocked: {error}"))?;
            let issuer = chainverify_testdata::der::sequence([cert.issuer().as_bytes().to_vec()]);
            let entry = Blocked::certificate(&issuer, cert.serial_number());
            blocked.push(entry.map_err(|error| format!("blocked: {error}"))?);
        }
        given.blocklist = blocked.into_iter().collect();
        Ok(given)
    }
}

/// The files of a folder in the order of their names; none, if there is no such folder.
fn files(folder: &Path) -> Vec<Vec<u8>> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort_unstable();
    paths.iter().map(|path| conformance::read(path)).collect()
}

impl Sheet {
    fn policy(&self) -> Policy {
        let switch = |set| if set { Switch::Set } else { Switch::NotSet };
        let mut policy = match self.profile {
            Profile::Web => Policy::web_server(),
            Profile::Client => Policy::web_client(),
            Profile::Rfc5280 => Policy::rfc5280(),
        };
        if self.strict {
            policy = policy.strict();
        }
        policy.purpose = self.purpose.map_or(policy.purpose, Purpose::from);
        policy.public_suffixes = Some(PublicSuffixes::embedded());
        policy.max_depth = self.max_depth;
        policy.revocation.mode = match self.revocation {
            Mode::Off => RevocationMode::Off,
            Mode::Soft => RevocationMode::Soft,
            Mode::Hard => RevocationMode::Hard,
        };
        let least = &mut policy.key_strength.min_rsa_bits;
        *least = self.min_rsa_bits.unwrap_or(*least);
        let policies = self.policies.iter();
        policy.initial_policy_set = policies.map(|dotted| dotted.parse().unwrap()).collect();
        policy.initial_explicit_policy = switch(self.explicit_policy);
        policy.initial_policy_mapping_inhibit = switch(self.inhibit_policy_mapping);
        policy.initial_any_policy_inhibit = switch(self.inhibit_any_policy);
        policy
    }
}

impl From<Use> for Purpose {
    fn from(purpose: Use) -> Self {
        match purpose {
            Use::Server => Self::Server,
            Use::Client => Self::Client,
            Use::Email => Self::Email,
            Use::Code => Self::Code,
            Use::Timestamp => Self::Timestamp,
            Use::Ocsp => Self::Ocsp,
            Use::Any => Self::Any,
        }
    }
}

/// A name by its form; a mailbox is written as `mailto:` URL.
fn name(text: &str) -> Name {
    match text.strip_prefix("mailto:") {
        Some(mailbox) => Name::Email(mailbox.to_owned()),
        None => Name::Any(text.to_owned()),
    }
}

/// The certificates in a file: itself, or what is found in a PKCS#7 bundle by trying each place (the
/// fetcher that reads bundles properly has tests of its own).
fn fetched(path: &Path) -> Vec<Der> {
    let bytes = conformance::read(path);
    let (mut rest, mut found) = (bytes.as_slice(), Vec::new());
    while let [_, after @ ..] = rest {
        let tried = length(rest).and_then(|length| rest.split_at_checked(length));
        let read = |&(der, _): &(&[u8], _)| Cert::parse(der.into()).is_ok();
        rest = match tried.filter(read) {
            Some((der, next)) => {
                found.push(Der::from(der.to_vec()));
                next
            }
            None => after,
        };
    }
    found
}

/// The length, with its header, of a SEQUENCE of 128 to 65535 bytes, as certificates are.
fn length(der: &[u8]) -> Option<usize> {
    match *der {
        [0x30, 0x81, length, ..] => Some(3 + usize::from(length)),
        [0x30, 0x82, high, low, ..] => Some(4 + usize::from(u16::from_be_bytes([high, low]))),
        _ => None,
    }
}

fn certificates(path: &Path) -> Result<Vec<Der>, String> {
    let pem = std::fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?;
    CertificateDer::pem_slice_iter(&pem)
        .collect::<Result<_, _>>()
        .map_err(|error| format!("{}: {error:?}", path.display()))
}
