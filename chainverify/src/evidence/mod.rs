//! Everything that one verification knows, once: the certificates and how they came, what the
//! checks found about a certificate in a role and about a link, what was asked of the world
//! outside. Entries are added and never changed; each is computed when it is first asked for.
//!
//! The search reads it to order its work; [`path_check`] reads it as RFC 5280 §6.1 does.

mod certs;
mod hashes;
mod heard;
mod links;
mod need;
#[cfg(not(feature = "cache"))]
#[path = "no_memory.rs"]
mod parsed_issuers;
#[cfg(feature = "cache")]
mod parsed_issuers;
mod path;
pub(crate) mod path_check;
mod presented;
mod question;
mod requests;
mod status;

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::fmt;

use pki_types::CertificateDer;
use smallvec::SmallVec;

pub(crate) use certs::{Certs, Entry};
use heard::Heard;
pub(crate) use heard::{GivenSources, Staple};
pub(crate) use links::{Link, LinkCheck, LinkId, Links, Stake, check_link};
pub use need::{Answer, Fetched, Need, NeedId, NeedOf, Wanted};
#[cfg(feature = "cache")]
pub use parsed_issuers::ParsedIssuers;
pub(crate) use parsed_issuers::{KnownIssuers, remember};
pub(crate) use path::{End, Path, Step};
pub(crate) use presented::{Reading, Source};
pub(crate) use question::Question;
pub(crate) use requests::{Requests, issuer_urls_left_out};
pub(crate) use status::{Found, Signer, need_status, not_looked_at};

use crate::budget::{Budget, Limit};
use crate::cert::{Cert, Name, NameBuf};
use crate::crypto::Algorithms;
#[cfg(feature = "ct")]
use crate::ct;
use crate::der::Time;
use crate::finding::{
    self, AnchorId, CertId, CertRef, Code, Finding, OwnSignature, Rejection, Severity,
};
use crate::names::ReferenceName;
use crate::policy::{DirectTrust, Level, Policy, Purpose, RevocationMode, RevocationSource};
use crate::rules;
use crate::rules::cert::{CertContext, Facts, Role};
use crate::rules::link::LinkContext;
use crate::trust::{Anchor, TrustStore};

/// A check of the caller's own: it sees a path that is valid otherwise, certificates from the leaf
/// up and the anchor, and can only reject it.
pub type OwnCheck<'c> = dyn Fn(&[&Cert<'_>], &Anchor) -> Result<(), Rejection> + Send + Sync + 'c;

/// What a verification is asked, and by whose rules.
pub(crate) struct Inputs<'a> {
    pub(crate) store: &'a TrustStore,
    pub(crate) policy: &'a Policy,
    pub(crate) algorithms: &'a Algorithms,
    pub(crate) names: SmallVec<[ReferenceName<'a>; 1]>,
    pub(crate) purpose: Purpose,
    pub(crate) time: Time,
    pub(crate) own_checks: SmallVec<[&'a OwnCheck<'a>; 2]>,
    pub(crate) revocation: GivenSources<'a>,
    pub(crate) memory: KnownIssuers<'a>,
    #[cfg(feature = "ct")]
    pub(crate) transparency: ct::Given<'a>,
}

/// What is known.
#[derive(Debug)]
pub(crate) struct Evidence<'a> {
    pub(crate) inputs: Inputs<'a>,
    pub(crate) certs: Certs<'a>,
    pub(crate) links: Links,
    pub(crate) requests: Requests,
    pub(crate) budget: Budget,
    /// Each limit that was reached, once.
    pub(crate) limits: SmallVec<[Limit; 1]>,
    /// What was found about the anchors that were looked at.
    anchors: SmallVec<[(AnchorId, Facts); 1]>,
    /// What may say whether certificates were revoked, if there is anything.
    heard: Option<Box<Heard>>,
}

impl<'a> Evidence<'a> {
    pub(crate) fn new(inputs: Inputs<'a>, capacity: usize) -> Self {
        Self {
            budget: Budget::new(inputs.policy.limits),
            heard: None,
            certs: Certs::with_capacity(capacity, inputs.memory),
            inputs,
            links: Links::default(),
            requests: Requests::default(),
            limits: SmallVec::new(),
            anchors: SmallVec::new(),
        }
    }

    /// Takes in what the caller gave that may say whether certificates were revoked.
    pub(crate) fn hear_given(&mut self) {
        if let Some(heard) = Heard::given(&self.inputs.revocation) {
            self.budget.allow(heard.octets());
            self.heard = Some(heard);
        }
    }

    /// What may say whether certificates were revoked.
    pub(crate) fn heard(&self) -> &Heard {
        self.heard.as_deref().unwrap_or(Heard::NONE)
    }

    pub(crate) fn heard_mut(&mut self) -> &mut Heard {
        self.heard.get_or_insert_default()
    }

    /// Notes that a limit was reached.
    pub(crate) fn reached(&mut self, limit: Limit) {
        if !self.limits.contains(&limit) {
            self.limits.push(limit);
        }
    }

    /// A limit of those that end a search, if one was reached: what comes after it is not looked at.
    pub(crate) fn spent(&self) -> Option<Limit> {
        let ends = |limit: &&Limit| {
            let stops_nothing = [
                Limit::Requests,
                Limit::RevocationRequests,
                Limit::NearMissSignatures,
                Limit::Depth,
            ];
            !stops_nothing.contains(limit)
        };
        self.limits.iter().find(ends).copied()
    }

    /// Takes in what is presented at the start.
    pub(crate) fn take(&mut self, certs: impl Iterator<Item = (Source, CertificateDer<'a>)>) {
        if let Err(limit) = self.certs.take(certs, &mut self.budget) {
            self.reached(limit);
        }
    }

    /// Takes in one certificate that came with something else; none where it cannot be read.
    #[cfg(feature = "ocsp")]
    fn take_one(
        &mut self,
        source: Source,
        der: CertificateDer<'a>,
    ) -> Result<Option<CertId>, Limit> {
        let known = self
            .certs
            .iter()
            .find(|(_, entry)| *entry.cert.der() == der);
        if let Some((id, _)) = known {
            return Ok(Some(id));
        }
        self.certs
            .take(core::iter::once((source, der)), &mut self.budget)?;
        let last = self.certs.presented().last();
        Ok(last.and_then(|presented| match presented.reading {
            Reading::New(id) | Reading::Again(id) => Some(id),
            Reading::Unreadable { .. } => None,
        }))
    }

    /// The certificate that was presented first.
    ///
    /// # Errors
    ///
    /// There is none, or it cannot be read: the finding says so.
    #[allow(clippy::result_large_err)] // it ends the search
    pub(crate) fn leaf(&self) -> Result<CertId, Finding> {
        let first = self.certs.presented().first();
        let code = match first.map(|presented| &presented.reading) {
            Some(Reading::New(id) | Reading::Again(id)) => return Ok(*id),
            Some(Reading::Unreadable {
                error,
                duplicate_extension,
                ..
            }) => Code::UnreadableLeaf {
                error: *error,
                duplicate_extension: duplicate_extension.clone(),
            },
            None => Code::NoCertificates,
        };
        Err(Finding::new(code, Severity::Error))
    }

    /// The anchor that is this very certificate.
    pub(crate) fn itself(&self, id: CertId) -> Option<AnchorId> {
        let entry = &self.certs[id];
        self.inputs.store.id_by(entry.names.subject, &entry.cert)
    }

    /// Until when an anchor is valid, as far as the policy looks at its dates.
    pub(crate) fn anchor_until(&self, id: AnchorId) -> Time {
        let counts = self.inputs.policy.anchor_time == Level::Error;
        let cert = self.anchor(id).cert().filter(|_| counts);
        cert.map_or(Time::from_unix(i64::MAX), |cert| cert.validity().not_after)
    }

    /// Why a certificate has no issuer but those that are on the path already.
    pub(crate) fn why_only_loops(&mut self, of: CertId) -> Code {
        match self.why_no_issuer(of) {
            Code::IssuerNotFound { issuer, .. } => Code::IssuerLoop { issuer },
            other => other,
        }
    }

    /// Why a certificate has no issuer here.
    pub(crate) fn why_no_issuer(&mut self, of: CertId) -> Code {
        if self.inputs.store.is_empty() {
            return Code::EmptyStore;
        }
        let entry = &self.certs[of];
        if !entry.names.is_self_issued {
            return Code::IssuerNotFound {
                issuer: NameBuf::for_report(entry.cert.issuer()),
                key_id: None,
                namesake: None,
                product: None,
                urls: finding::urls(
                    requests::issuer_urls(&entry.cert),
                    issuer_urls_left_out(&entry.cert),
                ),
            };
        }
        if self.certs.leaf() != Some(of) {
            return Code::UntrustedRoot { product: None };
        }
        match self.own_signature(of) {
            Ok(()) => Code::SelfSignedLeaf,
            Err(signature) => Code::SelfIssuedLeaf { signature },
        }
    }

    /// Whether a self-issued certificate is self-signed.
    fn own_signature(&mut self, of: CertId) -> Result<(), OwnSignature> {
        let issuer = CertRef::Cert(of);
        let link = check_link(self, Link { below: of, issuer }, Stake::Explanation);
        let link = link.unwrap_or_else(|limit| {
            self.reached(limit);
            None
        });
        match self.links.check(link.ok_or(OwnSignature::NotChecked)?) {
            LinkCheck::Verified => Ok(()),
            LinkCheck::Failed(finding)
                if matches!(finding.code(), Code::SignatureInvalid { .. }) =>
            {
                Err(OwnSignature::Invalid)
            }
            LinkCheck::Failed(_) | LinkCheck::Inherits => Err(OwnSignature::NotChecked),
        }
    }

    pub(crate) fn anchor(&self, id: AnchorId) -> &'a Anchor {
        &self.inputs.store[id]
    }

    /// What is found about a presented certificate in a role, computed now if it is not known yet.
    pub(crate) fn cert_facts(&mut self, id: CertId, role: Role) -> Result<&Facts, Limit> {
        if self.certs[id].facts(role).is_none() {
            let facts = self.found(id, role);
            self.budget.findings(facts.findings.len())?;
            self.certs[id].facts.push((role, facts));
        }
        Ok(self.certs[id].facts(role).unwrap_or(Facts::NONE))
    }

    fn found(&self, id: CertId, role: Role) -> Facts {
        let (entry, inputs) = (&self.certs[id], &self.inputs);
        if role == Role::Intermediate && entry.known.is_silent(&inputs.purpose, inputs.time) {
            return Facts::default();
        }
        let context = inputs.context(&entry.cert, role, Some(entry.names.well_formed));
        let mut facts = rules::cert::check(&context, CertRef::Cert(id));
        if facts.worst.is_some() && self.is_trusted_itself(id, role) {
            facts.forgive_signature();
        }
        facts
    }

    /// Whether a leaf is an anchor, and the policy trusts it as that: whoever signed it does not
    /// matter then, and neither does how. It does on other paths, see [`path_check::check`].
    fn is_trusted_itself(&self, id: CertId, role: Role) -> bool {
        role == Role::Leaf
            && self.inputs.policy.direct_trust == DirectTrust::On
            && self.itself(id).is_some()
    }

    /// What is found about an anchor, computed now if it is not known yet. Of an anchor that is only
    /// name and key there is nothing to find.
    pub(crate) fn anchor_facts(&mut self, id: AnchorId) -> Result<&Facts, Limit> {
        if self.known_anchor_facts(id).is_none() {
            let facts = self.anchor(id).cert().map_or_else(Facts::default, |cert| {
                let context = self.inputs.context(cert, Role::Anchor, None);
                rules::cert::check(&context, CertRef::Anchor(id))
            });
            self.budget.findings(facts.findings.len())?;
            self.anchors.push((id, facts));
        }
        Ok(self.known_anchor_facts(id).unwrap_or(Facts::NONE))
    }

    /// What there is to say of the form of a certificate, where that does not decide.
    pub(crate) fn conformance(&self, of: CertRef, role: Role) -> Vec<Finding> {
        let context = match of {
            CertRef::Cert(id) => {
                let entry = &self.certs[id];
                Some(self.inputs.context(&entry.cert, role, None))
            }
            CertRef::Anchor(id) => {
                let cert = self.anchor(id).cert();
                cert.map(|cert| self.inputs.context(cert, role, None))
            }
        };
        context.map_or_else(Vec::new, |context| {
            rules::cert::check_conformance(&context, of)
        })
    }

    /// What was found about an anchor, if it was looked at.
    pub(crate) fn known_anchor_facts(&self, id: AnchorId) -> Option<&Facts> {
        let known = self.anchors.iter().find(|(known, _)| *known == id)?;
        Some(&known.1)
    }
}

impl<'a> Inputs<'a> {
    /// The name and the SubjectPublicKeyInfo of an issuer.
    fn issuer<'r>(&'r self, certs: &'r Certs<'a>, issuer: CertRef) -> (Name<'r>, &'r [u8]) {
        match issuer {
            CertRef::Cert(id) => {
                let cert = &certs[id].cert;
                (cert.subject(), cert.subject_public_key_info())
            }
            CertRef::Anchor(id) => {
                let anchor = &self.store[id];
                (anchor.name(), anchor.subject_public_key_info())
            }
        }
    }

    /// What the rules about a link look at.
    fn link_context<'r>(&'r self, certs: &'r Certs<'a>, link: Link) -> LinkContext<'r> {
        let (issuer_name, issuer_key) = match link.issuer {
            CertRef::Cert(id) => {
                let cert = &certs[id].cert;
                (cert.subject(), cert.public_key())
            }
            CertRef::Anchor(id) => {
                let anchor = &self.store[id];
                (anchor.name(), anchor.public_key())
            }
        };
        LinkContext {
            cert: &certs[link.below].cert,
            issuer: link.issuer,
            issuer_name,
            issuer_key,
            algorithms: self.algorithms,
        }
    }

    /// Whether a demand for a stapled response is enforced.
    fn sees_staples(&self) -> bool {
        cfg!(feature = "ocsp")
            && self.revocation.get().staple != Staple::NotAsked
            && self.policy.revocation.mode != RevocationMode::Off
            && self
                .policy
                .revocation
                .sources
                .contains(&RevocationSource::Ocsp)
    }

    fn context<'r>(
        &'r self,
        cert: &'r Cert<'r>,
        role: Role,
        well_formed: Option<[bool; 2]>,
    ) -> CertContext<'r> {
        // Names and purpose are asked of the leaf.
        let (names, purpose): (&[ReferenceName<'_>], _) = match role {
            Role::CrlIssuer => (&[], &Purpose::Any),
            Role::OcspResponder => (&[], &Purpose::Ocsp),
            Role::Leaf | Role::Intermediate | Role::Anchor => (&self.names, &self.purpose),
        };
        CertContext {
            cert,
            role,
            names,
            purpose,
            policy: self.policy,
            time: self.time,
            sees_staples: self.sees_staples(),
            well_formed,
        }
    }
}

impl fmt::Debug for Inputs<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Inputs")
            .field("names", &self.names)
            .field("purpose", &self.purpose)
            .field("time", &self.time)
            .finish_non_exhaustive()
    }
}
