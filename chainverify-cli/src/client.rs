//! The client certificates that the user has, and which of them a server would take (RFC 8446 §4.4.2.3, RFC 5246 §7.4.6): the library says
//! what is wrong with each as a client certificate, and here it is compared with what the server asks for.

use core::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use chainverify::cert::NameBuf;
use chainverify::finding::Category;
use chainverify::policy::RevocationMode;
use chainverify::report::{PathCertificate, Role};
use chainverify::text::Text;
use chainverify::{Cert, Finding, Policy, Report, Request, TrustStore, Verifier};
use der::asn1::AnyRef;
use der::{Decode, Tag, Tagged};
use pki_types::CertificateDer;
use rustls::SignatureScheme;
use rustls::sign::{CertifiedKey, SigningKey};

use crate::connect::{Reception, Unheard};
use crate::files::{ClientFile, Passwords};

/// The most names of CAs that are kept. Servers that name all that they trust for everything have some 150.
const MOST_NAMES: usize = 256;

/// What opens files, and what is presented to servers.
#[derive(Debug)]
pub(crate) struct Secrets {
    /// Of keystores and private keys.
    pub(crate) passwords: Passwords,
    /// In the order given; none without `--cert`.
    pub(crate) clients: Arc<[Client]>,
}

/// A client certificate that can be presented.
#[derive(Clone)]
pub(crate) struct Client {
    /// Where it is from.
    pub(crate) file: PathBuf,
    /// What it is called.
    pub(crate) subject: NameBuf,
    /// The issuers of the certificates that are presented, from the leaf up.
    issuers: Vec<NameBuf>,
    /// The kind of its key.
    key_kind: String,
    /// What is wrong with it whoever asks, as the library says; who trusts its root is the server's business.
    faults: Vec<Fault>,
    certified: Arc<CertifiedKey>,
}

/// The private key is a secret.
impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Client({:?})", self.file)
    }
}

/// Something that the library finds wrong with a client's chain.
#[derive(Clone, Debug)]
pub(crate) struct Fault {
    /// The subject of the certificate, where it is not the client's own.
    pub(crate) issuer: Option<NameBuf>,
    /// What.
    pub(crate) finding: Finding,
}

/// Why a client certificate does not fit what a server asks for.
#[derive(Clone, Debug)]
pub(crate) enum Misfit {
    /// Its chain leads to none of the CAs that the server names: the last issuer that it leads to.
    Issuer(NameBuf),
    /// The server takes no signature that a key of this kind makes.
    Scheme(String),
    /// It is not good as a client certificate.
    Fault(Fault),
}

/// What a server asked for, and what came of it.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    /// The CAs that it names; none: it takes any.
    pub(crate) issuers: Vec<NameBuf>,
    /// How many more it names.
    pub(crate) issuers_left_out: usize,
    /// Of each client certificate, why it does not fit.
    pub(crate) misfits: Vec<Vec<Misfit>>,
    /// The number of the one that was presented.
    pub(crate) presented: Option<usize>,
    /// What the server did with it, or without one.
    pub(crate) reception: Reception,
}

impl Client {
    /// As it is now, whatever the time of the check is: the server checks it now.
    pub(crate) fn new(file: ClientFile) -> Self {
        let ClientFile {
            path, chain, key, ..
        } = file;
        let report = as_client(&chain);
        let presented = presented(&report);
        let issuers = presented.iter().map(|cert| cert.issuer().into());
        let kind = presented.first().and_then(|leaf| leaf.public_key().ok());
        Self {
            file: path,
            subject: presented.first().map_or_else(
                || NameBuf::from(chainverify::cert::Name::from_contents(&[])),
                |leaf| leaf.subject().into(),
            ),
            issuers: issuers.collect(),
            key_kind: kind.map_or_else(String::new, |key| key.kind.to_string()),
            faults: faults(&report).collect(),
            certified: certified(&presented, chain, key),
        }
    }

    /// What is presented.
    pub(crate) fn certified(&self) -> Arc<CertifiedKey> {
        self.certified.clone()
    }

    fn can_sign(&self, schemes: &[SignatureScheme]) -> bool {
        self.certified.key.choose_scheme(schemes).is_some()
    }

    /// Why it does not fit.
    fn misfits(&self, named: &[NameBuf], schemes: &[SignatureScheme]) -> Vec<Misfit> {
        let is_named = |issuer: &NameBuf| named.contains(issuer);
        let issuer = match (named, self.issuers.last()) {
            ([_, ..], Some(last)) if !self.issuers.iter().any(is_named) => {
                Some(Misfit::Issuer(last.clone()))
            }
            _ => None,
        };
        let can_sign = self.can_sign(schemes);
        let scheme = (!can_sign).then(|| Misfit::Scheme(self.key_kind.clone()));
        let faults = self.faults.iter().cloned().map(Misfit::Fault);
        issuer.into_iter().chain(scheme).chain(faults).collect()
    }
}

impl Asked {
    /// Compares the client certificates with a `CertificateRequest`: names in DER, and signature schemes. The first that fits is presented,
    /// else the first whose key can sign: whoever gives a certificate wants to know what the server says of it.
    pub(crate) fn new(named: &[&[u8]], schemes: &[SignatureScheme], clients: &[Client]) -> Self {
        let mut issuers: Vec<_> = named.iter().filter_map(|der| name(der)).collect();
        let misfits: Vec<_> = clients
            .iter()
            .map(|client| client.misfits(&issuers, schemes))
            .collect();
        let can_sign = |client: &Client| client.can_sign(schemes);
        let fitting = misfits.iter().position(Vec::is_empty);
        let issuers_left_out = named.len() - issuers.len().min(MOST_NAMES);
        issuers.truncate(MOST_NAMES);
        Self {
            issuers,
            issuers_left_out,
            presented: fitting.or_else(|| clients.iter().position(can_sign)),
            misfits,
            reception: Reception::Unknown(Unheard::NotFinished),
        }
    }

    /// Whether a certificate was presented in vain.
    pub(crate) fn is_refused(&self) -> bool {
        self.presented.is_some() && matches!(self.reception, Reception::Refused(_))
    }
}

/// A `DistinguishedName` of a `CertificateRequest` (RFC 8446 §4.2.4); nothing where it is none.
fn name(der: &[u8]) -> Option<NameBuf> {
    let name = AnyRef::from_der(der).ok()?;
    let contents = (name.tag() == Tag::Sequence).then_some(name.value())?;
    let name = chainverify::cert::Name::from_contents(contents);
    name.is_well_formed().then(|| name.into())
}

/// What the library says of a client's chain, if nobody is trusted: the rest is for the server to say.
fn as_client(chain: &[CertificateDer<'static>]) -> Report {
    let mut policy = Policy::web_client();
    policy.revocation.mode = RevocationMode::Off;
    let verifier = Verifier::builder()
        .roots(TrustStore::new())
        .policy(policy)
        .build();
    match verifier.verify_request(Request::client(chain)) {
        Ok(path) => path.report(),
        Err(report) => *report,
    }
}

/// The certificates of the path, in its order, without its root: whoever trusts that has it.
fn presented(report: &Report) -> Vec<&Cert<'static>> {
    let is_wanted = |on_path: &&PathCertificate| !matches!(on_path.role, Role::Root | Role::Anchor);
    let path = report.path.iter().filter(is_wanted);
    path.filter_map(|on_path| report.certificates.get(on_path.certificate)?.cert.as_ref())
        .collect()
}

/// Its errors, but for those about trust.
fn faults(report: &Report) -> impl Iterator<Item = Fault> {
    let findings = report.findings.iter();
    let findings = findings
        .filter(|finding| finding.is_error() && finding.code().category() != Category::Untrusted);
    findings.map(|finding| {
        let of = finding.certificate();
        let of_issuer = of.filter(|of| report.role(*of) != Some(Role::Leaf));
        let issuer = of_issuer.and_then(|of| report.certificate(of));
        Fault {
            issuer: issuer.map(|issuer| issuer.subject.clone()),
            finding: finding.clone(),
        }
    })
}

fn certified(
    presented: &[&Cert<'static>],
    given: Vec<CertificateDer<'static>>,
    key: Arc<dyn SigningKey>,
) -> Arc<CertifiedKey> {
    let chain: Vec<_> = presented
        .iter()
        .map(|cert| CertificateDer::from(cert.der().to_vec()))
        .collect();
    let chain = match chain.is_empty() {
        true => given,
        false => chain,
    };
    Arc::new(CertifiedKey::new(chain, key))
}

impl Misfit {
    /// For machines: of a fault the library's code.
    pub(crate) fn id(&self) -> &'static str {
        match self {
            Self::Issuer(_) => "issuer_not_named",
            Self::Scheme(_) => "no_signature_scheme",
            Self::Fault(fault) => fault.finding.code().id(),
        }
    }

    /// A sentence whose subject is the client certificate.
    pub(crate) fn sentence(&self, out: &mut Text) {
        match self {
            Self::Issuer(last) => {
                out.ours("its chain leads to ")
                    .quoted(&last.as_name().display_name());
                out.ours(", which is none of the CAs that the server names");
            }
            Self::Scheme(kind) => {
                out.ours("the server takes no signature by a key of the kind ")
                    .foreign(kind);
            }
            Self::Fault(fault) => {
                match &fault.issuer {
                    Some(issuer) => {
                        out.ours("its issuer ")
                            .quoted(&issuer.as_name().display_name());
                    }
                    None => drop(out.ours("it")),
                }
                fault.finding.sentence(out.ours(" "));
            }
        }
    }
}
