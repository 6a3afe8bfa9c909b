//! The certificates of one verification, each once. Finds them by name, and says from which of them
//! names lead to an anchor.

use alloc::vec::Vec;
use core::ops;

use pki_types::CertificateDer;
use smallvec::SmallVec;

use super::hashes::Hashes;
use super::parsed_issuers::{KnownIssuer, KnownIssuers};
use super::presented::{Presented, Reading, Source};
use crate::arena::Arena;
use crate::budget::{Budget, Limit};
use crate::cert::{Cert, Name};
use crate::finding::{AnchorId, CertId, CertOf};
use crate::rules::cert::{Facts, Role};
use crate::trust::TrustStore;

/// One certificate.
#[derive(Debug)]
pub(crate) struct Entry<'a> {
    pub(crate) cert: Cert<'a>,
    pub(crate) names: Hashes,
    /// What was remembered of it.
    pub(super) known: KnownIssuer,
    /// The anchors of its issuer's name.
    pub(crate) anchors: SmallVec<[AnchorId; 1]>,
    /// Whether a chain of names leads from here to an anchor.
    pub(crate) is_connected: bool,
    /// Whether the tree was grown beyond it, over a link that did not fail.
    pub(crate) is_passed: bool,
    /// What the rules found about it, in each role in which it was looked at.
    pub(crate) facts: SmallVec<[(Role, Facts); 1]>,
}

impl<'a> Entry<'a> {
    fn new(cert: Cert<'a>, names: Hashes, known: KnownIssuer) -> Self {
        Self {
            cert,
            names,
            known,
            anchors: SmallVec::new(),
            is_connected: false,
            is_passed: false,
            facts: SmallVec::new(),
        }
    }

    /// Whether its subject is the issuer of `below`.
    pub(crate) fn has_issuer_name_of(&self, below: &Self) -> bool {
        self.names.subject == below.names.issuer && self.cert.subject() == below.cert.issuer()
    }

    pub(crate) fn facts(&self, role: Role) -> Option<&Facts> {
        let known = self.facts.iter().find(|(known, _)| *known == role)?;
        Some(&known.1)
    }

    /// Whether both stand for the same entity with the same key: subject, subjectAltName and key
    /// agree (RFC 4158 §2.4.2). A path has such a pair at most once.
    pub(crate) fn is_same_entity(&self, other: &Self) -> bool {
        let (own, others) = (&self.cert, &other.cert);
        own.subject_public_key_info() == others.subject_public_key_info()
            && own.subject() == others.subject()
            && alternative_names(own) == alternative_names(others)
    }
}

fn alternative_names<'r>(cert: &'r Cert<'_>) -> &'r [u8] {
    let span = cert.extensions().subject_alt_name.span();
    span.map_or(&[], |span| cert.bytes(span))
}

/// All of them.
#[derive(Debug)]
pub(crate) struct Certs<'a> {
    arena: Arena<Vec<Entry<'a>>, CertOf>,
    memory: KnownIssuers<'a>,
    presented: SmallVec<[Presented; 4]>,
    /// Those that nobody presented: intermediates of the store above which there may be a root.
    from_store: SmallVec<[(CertId, AnchorId); 1]>,
    /// Only where there are many: with few, looking at each is cheaper.
    index: Option<Index>,
}

/// Hashes of issuer names and of subject names, each with its certificate, sorted.
#[derive(Debug)]
struct Index {
    by_issuer: ByName,
    by_subject: ByName,
}

type ByName = Vec<(u64, CertId)>;

/// Anchors that are no roots.
type Intermediates = SmallVec<[AnchorId; 1]>;

/// Up to so many certificates are few.
const FEW: usize = 8;

impl<'a> Certs<'a> {
    pub(crate) fn with_capacity(capacity: usize, memory: KnownIssuers<'a>) -> Self {
        Self {
            arena: Arena::new(Vec::with_capacity(capacity)),
            memory,
            presented: SmallVec::with_capacity(capacity),
            from_store: SmallVec::new(),
            index: None,
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.arena.len()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (CertId, &Entry<'a>)> {
        self.arena.iter()
    }

    /// Everything that was presented, in order.
    pub(crate) fn presented(&self) -> &[Presented] {
        &self.presented
    }

    /// The leaf, where it could be read: it is always the first.
    pub(crate) fn leaf(&self) -> Option<CertId> {
        self.arena.ids().next()
    }

    /// The anchor that a certificate is, where nobody presented it.
    pub(crate) fn store_anchor(&self, id: CertId) -> Option<AnchorId> {
        let found = self.from_store.iter().find(|(known, _)| *known == id)?;
        Some(found.1)
    }

    /// Takes certificates in; says how many are new. What comes later than a limit is left out.
    ///
    /// # Errors
    ///
    /// The limit that left some out.
    pub(crate) fn take(
        &mut self,
        certs: impl Iterator<Item = (Source, CertificateDer<'a>)>,
        budget: &mut Budget,
    ) -> Result<usize, Limit> {
        let before = self.arena.len();
        let mut known: Option<ByDigest> = None;
        let mut limit = Ok(());
        for (source, der) in certs {
            limit = budget.certificate(der.len());
            if limit.is_err() {
                break;
            }
            let reading = match self.find(&der, &mut known) {
                Some(id) => Reading::Again(id),
                // Leaves are seldom seen twice.
                None if self.memory.is_there()
                    && source != Source::Sent(0)
                    && let Some(id) = self.push_known(&der, &mut known) =>
                {
                    Reading::New(id)
                }
                None => match Cert::parse(der.clone()) {
                    Ok(cert) => Reading::New(self.push(cert, &mut known)),
                    Err(error) => Reading::unreadable(error, &der),
                },
            };
            self.presented.push(Presented { source, reading });
        }
        limit.map(|()| self.arena.len().saturating_sub(before))
    }

    /// Takes in a certificate that was recognised without reading it. Apart from the one for those that
    /// are read, so that these are copied no more often than before: 3 % of a verification.
    #[inline(never)]
    fn push_known(
        &mut self,
        der: &CertificateDer<'a>,
        by_digest: &mut Option<ByDigest>,
    ) -> Option<CertId> {
        let known = self.memory.find(der)?;
        let (cert, names) = known.parsed(der)?;
        let id = self.arena.push(Entry::new(cert, names, known));
        self.index_by_digest(id, by_digest);
        Some(id)
    }

    fn push(&mut self, cert: Cert<'a>, by_digest: &mut Option<ByDigest>) -> CertId {
        let before = self.arena.items().last();
        let names = Hashes::of(&cert, before.map(|below| (&below.cert, below.names)));
        let id = self.arena.push(Entry::new(cert, names, KnownIssuer::NONE));
        self.index_by_digest(id, by_digest);
        id
    }

    fn index_by_digest(&self, id: CertId, by_digest: &mut Option<ByDigest>) {
        if let Some(by_digest) = by_digest {
            by_digest.insert(digest(self.arena[id].cert.der()), id);
        }
    }

    /// The very certificate. A large set is looked up by a digest of the bytes.
    fn find(&self, der: &[u8], known: &mut Option<ByDigest>) -> Option<CertId> {
        if self.arena.len() <= FEW {
            let mut entries = self.arena.iter();
            return entries
                .find(|(_, entry)| **entry.cert.der() == *der)
                .map(|(id, _)| id);
        }
        let known = known.get_or_insert_with(|| {
            let entries = self.arena.iter();
            entries
                .map(|(id, entry)| (digest(entry.cert.der()), id))
                .collect()
        });
        known
            .get(&digest(der))
            .copied()
            .filter(|id| **self.arena[*id].cert.der() == *der)
    }

    /// Before a tree is grown: looks for the anchors of each issuer's name, takes in those that are
    /// intermediates, because a path goes on to a root where there is one, and walks down from all
    /// of them by names.
    ///
    /// # Errors
    ///
    /// The limit that left intermediates of the store out.
    pub(crate) fn connect(
        &mut self,
        store: &'a TrustStore,
        budget: &mut Budget,
    ) -> Result<(), Limit> {
        let mut intermediates = SmallVec::new();
        for id in self.arena.ids() {
            self.find_anchors(id, store, &mut intermediates);
        }
        let taken = self.take_from_store(store, intermediates, budget);
        self.walk_down();
        taken
    }

    /// Looks for the anchors of the issuer's name; notes which of them are intermediates.
    fn find_anchors(&mut self, id: CertId, store: &TrustStore, intermediates: &mut Intermediates) {
        let entry = &mut self.arena[id];
        entry.is_passed = false;
        entry.anchors.clear();
        for anchor in store.named(entry.names.issuer, entry.cert.issuer()) {
            entry.anchors.push(anchor);
            if !store[anchor].is_root() {
                intermediates.push(anchor);
            }
        }
        entry.is_connected = !entry.anchors.is_empty();
    }

    /// Takes in intermediates of the store that nobody presented, and those above them.
    fn take_from_store(
        &mut self,
        store: &'a TrustStore,
        mut intermediates: Intermediates,
        budget: &mut Budget,
    ) -> Result<(), Limit> {
        let mut known = None;
        while let Some(anchor) = intermediates.pop() {
            let Some(own) = store[anchor].cert() else {
                continue;
            };
            let der = CertificateDer::from_slice(own.der());
            if self.find(&der, &mut known).is_some() {
                continue;
            }
            budget.certificate(der.len())?;
            if let Ok(cert) = Cert::parse(der) {
                let id = self.push(cert, &mut known);
                self.from_store.push((id, anchor));
                self.find_anchors(id, store, &mut intermediates);
            }
        }
        Ok(())
    }

    /// Walks down by names from the anchors.
    fn walk_down(&mut self) {
        self.index = (self.arena.len() > FEW).then(|| Index {
            by_issuer: self.sorted(|entry| entry.names.issuer),
            by_subject: self.sorted(|entry| entry.names.subject),
        });
        let mut open: SmallVec<[CertId; FEW]> = SmallVec::new();
        for (id, entry) in self.arena.iter() {
            if entry.is_connected {
                open.push(id);
            }
        }
        // A set in which every certificate is issued by an anchor needs no walk.
        while open.len() < self.arena.len()
            && let Some(above) = open.pop()
        {
            // Where two names share a hash, the search looks at one more in vain: names are compared
            // when issuers are looked for.
            let subject = self.arena[above].names.subject;
            let by_issuer = self.index.as_ref().map(|index| &index.by_issuer);
            for id in self.with_hash(by_issuer, subject) {
                let entry = &mut self.arena[id];
                if entry.names.issuer == subject && !entry.is_connected {
                    entry.is_connected = true;
                    open.push(id);
                }
            }
        }
    }

    fn sorted(&self, hash: fn(&Entry<'_>) -> u64) -> ByName {
        let entries = self.arena.iter();
        let mut list: ByName = entries.map(|(id, entry)| (hash(entry), id)).collect();
        list.sort_unstable();
        list
    }

    /// The certificates whose subject is the issuer's name of `below`.
    ///
    /// # Errors
    ///
    /// Names that share a hash are compared at a price.
    pub(crate) fn issuers_of(
        &self,
        below: CertId,
        budget: &mut Budget,
    ) -> Result<SmallVec<[CertId; 4]>, Limit> {
        let below = &self.arena[below];
        let wanted = below.cert.issuer();
        let by_subject = self.index.as_ref().map(|index| &index.by_subject);
        let mut issuers = SmallVec::new();
        for id in self.with_hash(by_subject, below.names.issuer) {
            let entry = &self.arena[id];
            if entry.names.subject != below.names.issuer {
                continue;
            }
            budget.work(wanted.as_bytes().len())?;
            if entry.cert.subject() == wanted {
                issuers.push(id);
            }
        }
        Ok(issuers)
    }

    /// Those with this subject.
    pub(crate) fn ids_by_subject(&self, subject: Name<'_>) -> impl Iterator<Item = CertId> {
        let hash = subject.hash().value;
        let by_subject = self.index.as_ref().map(|index| &index.by_subject);
        let alike = self.with_hash(by_subject, hash);
        alike.filter(move |id| {
            let entry = &self.arena[*id];
            entry.names.subject == hash && entry.cert.subject() == subject
        })
    }

    /// Those that an index has under a hash, or all where there is no index.
    fn with_hash<'s>(
        &self,
        index: Option<&'s ByName>,
        hash: u64,
    ) -> impl Iterator<Item = CertId> + use<'s, 'a> {
        let few = if index.is_none() { self.arena.len() } else { 0 };
        let by_index = index.map_or(&[][..], |list| {
            let start = list.partition_point(|(other, _)| *other < hash);
            let from = list.get(start..).unwrap_or_default();
            let end = from.partition_point(|(other, _)| *other == hash);
            from.get(..end).unwrap_or_default()
        });
        let by_index = by_index.iter().map(|(_, id)| *id);
        self.arena.ids().take(few).chain(by_index)
    }
}

/// Ids by a digest of the certificate's bytes.
type ByDigest = alloc::collections::BTreeMap<u64, CertId>;

/// The last octets of a certificate are those of its signature, as good as random. Two certificates
/// that share them are both kept, and the second may be taken in twice: that costs memory, no more.
fn digest(der: &[u8]) -> u64 {
    der.last_chunk().map_or(0, |end| u64::from_be_bytes(*end))
}

impl<'a> ops::Index<CertId> for Certs<'a> {
    type Output = Entry<'a>;

    fn index(&self, id: CertId) -> &Entry<'a> {
        &self.arena[id]
    }
}

impl<'a> ops::IndexMut<CertId> for Certs<'a> {
    fn index_mut(&mut self, id: CertId) -> &mut Entry<'a> {
        &mut self.arena[id]
    }
}
