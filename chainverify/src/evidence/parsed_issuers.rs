//! A memory of issuers: intermediates that were on a valid path before are recognised by their octets
//! and keep their parse, the hashes of their names, that the rules found nothing, and the key that
//! verified them. Not a memory of verdicts, and no trust: each path needs its anchor each time, and its
//! dates and all other rules are checked each time.

use alloc::boxed::Box;
use alloc::sync::Arc;
use core::fmt;
use core::hash::{BuildHasherDefault, Hasher};

use pki_types::CertificateDer;
use smallvec::SmallVec;

use super::hashes::Hashes;
use super::{Evidence, LinkCheck, Path, Step};
use crate::cert::Cert;
use crate::der::Time;
use crate::policy::Purpose;
use crate::recent::Recent;
use crate::rules::cert::Role;

/// Remembers the intermediates of valid paths, up to a number of them, so that below one that is known
/// only the leaf costs anything.
///
/// An entry is found by the certificate's octets, all of them. It keeps how the certificate was
/// parsed, for which purposes the rules had nothing to say of it, and the key that verified its
/// signature. That is no trust: whether the path reaches an anchor, whether each certificate is valid
/// at the time that is asked for and not revoked, constraints, policies and the leaf are looked at
/// each time. Reports, verdicts and limits are the same with it and without.
///
/// It is given to [`VerifierBuilder::parsed_issuers`](crate::VerifierBuilder::parsed_issuers) and
/// belongs to that verifier and its clones, which are shared between threads. So it cannot carry a
/// result over to another policy or other algorithms.
///
/// Where leaves seldom come again it does more than a
/// [`SignatureCache`](crate::crypto::SignatureCache), which hashes each of them.
///
/// ```
/// # #[cfg(feature = "ring")] {
/// use chainverify::search::ParsedIssuers;
/// use chainverify::{TrustStore, Verifier};
///
/// let verifier = Verifier::builder()
///     .roots(TrustStore::new())
///     .parsed_issuers(ParsedIssuers::new(1_000)) // about 3 MB
///     .build();
/// # let _ = verifier;
/// # }
/// ```
pub struct ParsedIssuers(Recent<Key, Arc<ParsedIssuer>, BuildHasherDefault<AsItIs>>);

/// The last octets of a certificate: those of its signature, as good as random. Of two that share them
/// the later one is kept.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Key(u64);

/// Hashes what is as good as random already; to hash it well costs 2 % of a verification. A CA that
/// makes signatures with the same end slows the look-up down for certificates of its own.
#[derive(Default)]
struct AsItIs(u64);

impl Hasher for AsItIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, octets: &[u8]) {
        for octet in octets {
            self.write_u64(u64::from(*octet));
        }
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = self.0.rotate_left(5) ^ number;
    }
}

#[derive(Clone, Debug)]
struct ParsedIssuer {
    cert: Cert<'static>,
    names: Hashes,
    /// The purposes for which the rules about an intermediate found nothing, while it is valid. They
    /// are those of one policy and of the requests under it: three at most.
    silent_for: SmallVec<[Purpose; 2]>,
    /// The SubjectPublicKeyInfo with which its signature was verified.
    verified_by: Option<Box<[u8]>>,
}

/// The most octets of a certificate that is remembered, with the key that verified it: four times what
/// those with ML-DSA-65 have.
const MOST_OCTETS: usize = 32 * 1024;

impl ParsedIssuers {
    /// Keeps at most `capacity` certificates, rounded up to an even number; each takes about 3 KB, and
    /// one of more than 32 KB is not kept. What was not asked for lately makes room for what is
    /// new. 0 keeps none.
    #[must_use]
    pub fn new(capacity: usize) -> Self {
        Self(Recent::new(capacity))
    }

    /// One as large, and empty.
    #[cfg(feature = "rustls")]
    pub(crate) fn emptied(&self) -> Self {
        Self(self.0.emptied())
    }

    /// How many certificates are remembered now.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether none is.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Keeps what a valid path has shown about one of its intermediates, unless that is known.
    #[inline(never)]
    fn learn(&self, evidence: &Evidence<'_>, step: Step) {
        let entry = &evidence.certs[step.cert];
        let known = entry.known.0.as_deref();
        let purpose = Some(&evidence.inputs.purpose).filter(|purpose| {
            let facts = entry.facts(Role::Intermediate);
            known.is_none_or(|known| !known.silent_for.contains(purpose))
                && facts.is_some_and(|facts| facts.findings.is_empty())
        });
        let link = step.link.filter(|link| {
            known.is_none_or(|known| known.verified_by.is_none())
                && matches!(evidence.links.check(*link), LinkCheck::Verified)
        });
        if known.is_some() && purpose.is_none() && link.is_none() {
            return;
        }
        let signer = link.map(|link| {
            let issuer = evidence.links.link(link).issuer;
            evidence.inputs.issuer(&evidence.certs, issuer).1
        });
        let der = entry.cert.der();
        let octets = der.len().saturating_add(signer.map_or(0, <[u8]>::len));
        let Some(key) = key(der).filter(|_| octets <= MOST_OCTETS) else {
            return;
        };
        let mut parsed = known.cloned().unwrap_or_else(|| ParsedIssuer {
            cert: entry.cert.clone().into_owned(),
            names: entry.names,
            silent_for: SmallVec::new(),
            verified_by: None,
        });
        parsed.silent_for.extend(purpose.cloned());
        parsed.verified_by = signer.map(Box::from).or(parsed.verified_by);
        self.0.insert(key, Arc::new(parsed));
    }
}

impl fmt::Debug for ParsedIssuers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ParsedIssuers({})", self.len())
    }
}

/// The memory of a verification, if it has one.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct KnownIssuers<'a>(Option<&'a ParsedIssuers>);

/// What was remembered of a certificate, if anything was.
#[derive(Debug)]
pub(crate) struct KnownIssuer(Option<Arc<ParsedIssuer>>);

impl<'a> From<&'a ParsedIssuers> for KnownIssuers<'a> {
    fn from(issuers: &'a ParsedIssuers) -> Self {
        Self(Some(issuers))
    }
}

impl KnownIssuers<'_> {
    #[inline]
    pub(crate) const fn is_there(self) -> bool {
        self.0.is_some()
    }

    /// What may be known of a certificate: whether it is the very one is for [`KnownIssuer::parsed`].
    pub(super) fn find(self, der: &[u8]) -> Option<KnownIssuer> {
        self.0?
            .0
            .get(&key(der)?)
            .map(|parsed| KnownIssuer(Some(parsed)))
    }
}

impl KnownIssuer {
    pub(super) const NONE: Self = Self(None);

    #[inline]
    pub(super) const fn is_there(&self) -> bool {
        self.0.is_some()
    }

    /// How these very octets were parsed, and the hashes of the names.
    #[inline]
    pub(super) fn parsed<'c>(&self, der: &CertificateDer<'c>) -> Option<(Cert<'c>, Hashes)> {
        let parsed = self.0.as_ref()?;
        Some((parsed.cert.again(der)?, parsed.names))
    }

    /// Whether it is known that the rules about an intermediate find nothing. Beside the certificate,
    /// the policy and the purpose they look at the time, and that only to hold it against the dates.
    pub(super) fn is_silent(&self, purpose: &Purpose, time: Time) -> bool {
        self.0.as_ref().is_some_and(|parsed| {
            let validity = parsed.cert.validity();
            (validity.not_before..=validity.not_after).contains(&time)
                && parsed.silent_for.contains(purpose)
        })
    }

    /// Whether it is known that its signature verifies with a key, given as SubjectPublicKeyInfo.
    pub(super) fn is_verified_by(&self, key: &[u8]) -> bool {
        let parsed = self.0.as_ref();
        parsed.is_some_and(|parsed| parsed.verified_by.as_deref() == Some(key))
    }
}

/// Keeps what a valid path has shown about its intermediates.
#[inline]
pub(crate) fn remember(evidence: &Evidence<'_>, path: &Path) {
    if let Some(memory) = evidence.inputs.memory.0 {
        let (_leaf, issuers) = path.steps.split_last().unzip();
        for step in issuers.unwrap_or_default() {
            memory.learn(evidence, *step);
        }
    }
}

fn key(der: &[u8]) -> Option<Key> {
    der.last_chunk().map(|end| Key(u64::from_ne_bytes(*end)))
}
