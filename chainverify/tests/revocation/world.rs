//! Chains with places for revocation information, what is said of them, and what comes of it.

use chainverify::policy::{Fetching, RevocationMode};
use chainverify::report::{NotChecked, RevocationCheck, Status};
use chainverify::revocation::crl::{Crl, Revoked};
use chainverify::revocation::status::Said;
use chainverify::{Policy, Report, Request, Search, TrustStore};
use chainverify_testdata::{
    CertBuilder, CrlBuilder, CrlEntry, Extension, Made, OcspBuilder, OcspStatus, der,
};

use crate::by_hand::{Der, RING, Verdict, ders, now, report, store};

pub(crate) const CRL: &str = "http://ca.test/ca.crl";
pub(crate) const OCSP: &str = "http://ca.test/ocsp";
pub(crate) const ROOT_CRL: &str = "http://ca.test/root.crl";

/// After 2026-06-01, when it is.
pub(crate) const LATER: Option<&str> = Some("2026-06-07T00:00:00Z");

/// "Root" issues "CA" issues `example.com`; both name a CRL, the leaf a responder too.
pub(crate) struct World {
    pub(crate) root: Made,
    pub(crate) ca: Made,
    pub(crate) leaf: Made,
    chain: Vec<Der>,
    store: TrustStore,
    pub(crate) policy: Policy,
}

impl World {
    pub(crate) fn new() -> Self {
        Self::of(|leaf| {
            leaf.extension(Extension::crl_distribution_point(CRL))
                .extension(Extension::ocsp_responder(OCSP))
        })
    }

    /// With another leaf.
    pub(crate) fn of(leaf: impl FnOnce(CertBuilder) -> CertBuilder) -> Self {
        let root = CertBuilder::ca("Root").sign();
        let ca = CertBuilder::intermediate("CA")
            .serial(&[9])
            .extension(Extension::crl_distribution_point(ROOT_CRL))
            .issuer(&root)
            .sign();
        let leaf = leaf(CertBuilder::leaf("example.com").serial(&[5])).issuer(&ca);
        let leaf = leaf.sign();
        Self {
            chain: ders(&[&leaf, &ca]),
            store: store(&[&root]),
            policy: Policy::web_server(),
            root,
            ca,
            leaf,
        }
    }

    /// With this leaf and CA in place of its own.
    pub(crate) fn with_chain(mut self, leaf: &Made, ca: &Made) -> Self {
        self.chain = ders(&[leaf, ca]);
        self
    }

    pub(crate) fn mode(mut self, mode: RevocationMode) -> Self {
        self.policy.revocation.mode = mode;
        self
    }

    pub(crate) fn fetching(mut self) -> Self {
        self.policy.revocation.fetch = Fetching::On;
        self
    }

    pub(crate) fn request(&self) -> Request<'_> {
        Request::unnamed(&self.chain).at(now())
    }

    pub(crate) fn search<'a>(&'a self, request: Request<'a>) -> Search<'a> {
        Search::new(request, &self.store, &self.policy, &RING)
    }

    pub(crate) fn verdict<'a>(&'a self, request: Request<'a>) -> Verdict<'a> {
        self.search(request).finish()
    }

    pub(crate) fn report<'a>(&'a self, request: Request<'a>) -> Report {
        report(self.verdict(request))
    }

    /// What OCSP responses come to.
    pub(crate) fn by_ocsp(&self, responses: &[Vec<u8>]) -> Report {
        let responses = responses.iter().map(Vec::as_slice);
        self.report(self.request().ocsp_responses(responses))
    }

    /// What CRLs come to.
    pub(crate) fn by_crls(&self, crls: &[Vec<u8>]) -> Report {
        let crls: Vec<Crl> = crls.iter().map(|crl| parse(crl)).collect();
        self.report(self.request().crls(&crls))
    }
}

/// What comes of these certificates and sources.
pub(crate) struct Case {
    pub(crate) chain: Vec<Der>,
    pub(crate) candidates: Vec<Der>,
    pub(crate) store: TrustStore,
    pub(crate) policy: Policy,
    pub(crate) crls: Vec<Crl>,
    pub(crate) responses: Vec<Vec<u8>>,
}

impl Case {
    pub(crate) fn new(chain: &[&Made], roots: &[&Made]) -> Self {
        Self {
            chain: ders(chain),
            candidates: Vec::new(),
            store: store(roots),
            policy: Policy::web_server(),
            crls: Vec::new(),
            responses: Vec::new(),
        }
    }

    pub(crate) fn report(&self) -> Report {
        let responses = self.responses.iter().map(Vec::as_slice);
        let request = Request::unnamed(&self.chain)
            .at(now())
            .candidates(&self.candidates)
            .crls(&self.crls)
            .ocsp_responses(responses);
        report(Search::new(request, &self.store, &self.policy, &RING).finish())
    }
}

pub(crate) fn parse(crl: &[u8]) -> Crl {
    Crl::parse(crl.to_vec().into()).expect("a CRL")
}

/// A CRL of this issuer without entries.
pub(crate) fn empty(issuer: &Made) -> CrlBuilder {
    CrlBuilder::new(issuer)
}

/// A CRL that revokes this serial number for keyCompromise.
pub(crate) fn revoking(issuer: &Made, serial: &[u8]) -> CrlBuilder {
    CrlBuilder::new(issuer).entry(&CrlEntry::new(serial).reason(1))
}

/// A response of the CA about the leaf.
pub(crate) fn response(world: &World, status: &OcspStatus) -> OcspBuilder {
    OcspBuilder::new(&world.ca).single(&world.ca, &[5], status, LATER)
}

pub(crate) fn revoked() -> OcspStatus {
    OcspStatus::Revoked("2026-03-01T00:00:00Z".to_owned(), Some(1))
}

/// An explicit tag for a field.
pub(crate) fn full_name(uri: &str) -> Vec<u8> {
    let name = der::tlv(0x86, uri.as_bytes());
    der::context(0, &der::context(0, &name))
}

/// What is known of the certificate at this place, 0 for the leaf.
pub(crate) fn check(report: &Report, place: usize) -> &RevocationCheck {
    report.path[place].revocation.as_ref().expect("no anchor")
}

/// Since when and why the leaf was revoked.
pub(crate) fn leaf_revoked(report: &Report) -> Revoked {
    match check(report, 0).status {
        Status::Revoked {
            revoked: Some(revoked),
        } => revoked,
        _ => panic!("{report:?}"),
    }
}

/// Verdict or primary code, and the leaf's status in a word.
pub(crate) fn outcome(report: &Report) -> (&'static str, &'static str) {
    let verdict = report.code().map_or("valid", |code| code.id());
    (verdict, word(check(report, 0).status))
}

pub(crate) fn word(status: Status) -> &'static str {
    match status {
        Status::Good => "good",
        Status::Revoked { .. } => "revoked",
        Status::Blocked => "blocked",
        Status::Unknown => "unknown",
        Status::NotNeeded { .. } => "not needed",
        Status::NotChecked {
            why: NotChecked::NotAsked,
        } => "not asked",
        Status::NotChecked {
            why: NotChecked::NoSource,
        } => "no source",
        Status::NotChecked {
            why: NotChecked::Off,
        } => "off",
        _ => "not checked",
    }
}

/// Why the sources of the leaf said nothing that counts, in order.
pub(crate) fn why_nothing(report: &Report) -> Vec<String> {
    let sources = check(report, 0).sources.iter();
    let why = sources.filter_map(|told| match &told.said {
        Said::Nothing { why } => Some(why.to_string()),
        _ => None,
    });
    why.collect()
}
