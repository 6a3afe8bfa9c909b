//! Everything that one search came to know: certificates, findings, the tree of paths, attempts,
//! requests. The search writes it; results and explanations read it.

use alloc::string::String;
use alloc::vec::Vec;

use pki_types::{CertificateDer, UnixTime};
use smallvec::SmallVec;

use super::attempt::Attempt;
use super::facts::Facts;
use super::need::FetchProblem;
use super::pool::Pool;
use super::tree::Node;
use crate::cert::{Cert, Name, SubjectPublicKeyInfo};
use crate::der::{ParseError, Time};
use crate::finding::CertId;
use crate::names::ReferenceName;
use crate::policy::Policy;
use crate::rules::path::PathCert;
use crate::trust::{Anchor, TrustStore};

/// What is to be verified, and when.
///
/// ```no_run
/// use chainverify::{ReferenceName, Request};
/// use pki_types::{CertificateDer, UnixTime};
///
/// # fn chain() -> Vec<CertificateDer<'static>> { Vec::new() }
/// let chain = chain();
/// let name = ReferenceName::parse("example.com").unwrap();
/// let request = Request::new(&chain[0], UnixTime::now())
///     .intermediates(&chain[1..])
///     .name(name);
/// ```
#[derive(Clone, Debug)]
pub struct Request<'a> {
    pub(crate) leaf: &'a CertificateDer<'a>,
    pub(crate) intermediates: &'a [CertificateDer<'a>],
    pub(crate) candidates: &'a [CertificateDer<'a>],
    pub(crate) names: Names<'a>,
    pub(crate) time: Time,
    pub(crate) hook: Option<Hook<'a>>,
}

/// The caller's own check of a path.
#[derive(Clone, Copy)]
pub(crate) struct Hook<'a>(pub(crate) &'a Refuse<'a>);

/// A check of the caller's own: certificates from the leaf up, the anchor; an error says why the
/// path is refused.
pub type Refuse<'h> = dyn Fn(&[&Cert<'_>], &Anchor) -> Result<(), String> + Sync + 'h;

impl core::fmt::Debug for Hook<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Hook")
    }
}

impl<'a> Request<'a> {
    /// The leaf, and the time at which the path must be valid. Without names, no name is checked.
    #[must_use]
    pub fn new(leaf: &'a CertificateDer<'a>, time: UnixTime) -> Self {
        let seconds = i64::try_from(time.as_secs()).unwrap_or(i64::MAX);
        Self {
            leaf,
            intermediates: &[],
            candidates: &[],
            names: Names::None,
            hook: None,
            time: Time::from_unix(seconds),
        }
    }

    /// Certificates that the peer sent behind the leaf, in its order. They are candidates for
    /// issuers in any order; more than needed do no harm, but are said.
    #[must_use]
    pub const fn intermediates(mut self, intermediates: &'a [CertificateDer<'a>]) -> Self {
        self.intermediates = intermediates;
        self
    }

    /// More certificates that may be issuers, which the peer did not send. A path that needs one
    /// is valid, with a warning that the peer should send it.
    #[must_use]
    pub const fn candidates(mut self, candidates: &'a [CertificateDer<'a>]) -> Self {
        self.candidates = candidates;
        self
    }

    /// A check of the caller's own on each path that is valid otherwise, certificates from the leaf
    /// up. It can only refuse: an error becomes a finding, and the search goes on.
    #[must_use]
    pub fn refuse(mut self, hook: &'a Refuse<'a>) -> Self {
        self.hook = Some(Hook(hook));
        self
    }

    /// A name that the leaf must have.
    #[must_use]
    pub const fn name(mut self, name: ReferenceName<'a>) -> Self {
        self.names = Names::One(name);
        self
    }

    /// Names that the leaf must have, all of them.
    #[must_use]
    pub const fn names(mut self, names: &'a [ReferenceName<'a>]) -> Self {
        self.names = Names::Many(names);
        self
    }
}

/// The names that were asked for.
#[derive(Clone, Debug)]
pub(crate) enum Names<'a> {
    None,
    One(ReferenceName<'a>),
    Many(&'a [ReferenceName<'a>]),
}

impl<'a> Names<'a> {
    pub(crate) const fn as_slice(&self) -> &[ReferenceName<'a>] {
        match self {
            Self::None => &[],
            Self::One(name) => core::slice::from_ref(name),
            Self::Many(names) => names,
        }
    }
}

/// The whole of a search, while it goes on and after.
#[derive(Debug)]
pub(crate) struct Record<'a> {
    pub(crate) store: &'a TrustStore,
    pub(crate) policy: &'a Policy,
    pub(crate) names: Names<'a>,
    pub(crate) time: Time,
    pub(crate) hook: Option<Hook<'a>>,
    pub(crate) pool: Pool<'a>,
    pub(crate) nodes: SmallVec<[Node; 4]>,
    pub(crate) facts: Facts,
    pub(crate) attempts: SmallVec<[Attempt; 1]>,
    pub(crate) requests: Vec<MadeRequest>,
}

/// A request, and what became of it.
#[derive(Debug)]
pub(crate) struct MadeRequest {
    /// The certificate whose issuer was asked for.
    pub(crate) of: u32,
    pub(crate) url: String,
    /// None while the answer is out; then how many new certificates came, or why none.
    pub(crate) outcome: Option<Result<u32, FetchProblem>>,
}

impl<'a> Record<'a> {
    /// The certificate of an id; none for an anchor that is only name and key.
    pub(crate) fn cert(&self, id: CertId) -> Option<&Cert<'a>> {
        match id {
            CertId::Pool(number) => self.pool.get(number).map(|entry| &entry.cert),
            CertId::Anchor(number) => self.store.anchor(number)?.cert(),
        }
    }

    pub(crate) fn anchor(&self, id: CertId) -> Option<&'a Anchor> {
        match id {
            CertId::Pool(_) => None,
            CertId::Anchor(number) => self.store.anchor(number),
        }
    }

    /// The name that an issuer has in what it issues.
    pub(crate) fn name(&self, id: CertId) -> Option<Name<'_>> {
        match id {
            CertId::Pool(_) => self.cert(id).map(Cert::subject),
            CertId::Anchor(_) => self.anchor(id).map(Anchor::name),
        }
    }

    /// The key that an issuer signs with; the inner error: it cannot be read.
    pub(crate) fn public_key(
        &self,
        id: CertId,
    ) -> Option<Result<SubjectPublicKeyInfo<'_>, ParseError>> {
        match id {
            CertId::Pool(_) => self.cert(id).map(Cert::public_key),
            CertId::Anchor(_) => self.anchor(id).map(Anchor::public_key),
        }
    }

    pub(crate) fn node(&self, number: u32) -> Option<&Node> {
        self.nodes.get(usize::try_from(number).ok()?)
    }

    /// The certificates of the path that ends in a node, from there down to the leaf.
    pub(crate) fn path_down(&self, node: u32) -> impl Iterator<Item = u32> {
        let mut next = Some(node);
        core::iter::from_fn(move || {
            let node = self.node(next?)?;
            next = node.parent;
            Some(node.cert)
        })
    }

    /// The same, as the rules about paths want them.
    pub(crate) fn path_certs(&self, node: u32) -> SmallVec<[PathCert<'_>; 8]> {
        let mut certs = SmallVec::new();
        for number in self.path_down(node) {
            let id = CertId::Pool(number);
            if let Some(cert) = self.cert(id) {
                certs.push(PathCert { id, cert });
            }
        }
        certs
    }

    /// The certificates of an attempt from the leaf up, without the anchor.
    pub(crate) fn certs_up(&self, attempt: &Attempt) -> Vec<&Cert<'a>> {
        let certs = self.path_down(attempt.node);
        let mut certs: Vec<_> = certs
            .filter_map(|number| self.cert(CertId::Pool(number)))
            .collect();
        certs.reverse();
        certs
    }
}
