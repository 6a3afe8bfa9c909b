//! Every certificate of one verification, once: the leaf, what was sent with it, what was
//! fetched. Finds them by name, and says which ones can lead to an anchor by names alone.

use alloc::string::String;
use alloc::vec::Vec;
use core::cmp::Ordering;

use pki_types::CertificateDer;
use smallvec::SmallVec;

use super::facts::Fact;
use crate::cert::Cert;
use crate::der::ParseError;
use crate::trust::TrustStore;

/// The certificates, by number; the leaf is number 0.
#[derive(Debug, Default)]
pub(crate) struct Pool<'a> {
    entries: Vec<Entry<'a>>,
    /// Positions (1 is the first one behind the leaf) that could not be read.
    pub(crate) unreadable: Vec<(u32, ParseError)>,
    /// Key of the subject and number, sorted by key and bytes; kept only for large pools.
    index: Vec<Keyed>,
}

/// The key of a name, and the number of a certificate that has it.
type Keyed = (u64, u32);

/// One certificate of the pool.
#[derive(Debug)]
pub(crate) struct Entry<'a> {
    pub(crate) cert: Cert<'a>,
    pub(crate) source: Source,
    pub(crate) subject_key: u64,
    pub(crate) issuer_key: u64,
    /// Whether issuer and subject are the same name.
    pub(crate) is_self_issued: bool,
    /// The end of the public key: a quick no when keys are compared.
    key_end: [u8; 8],
    /// Whether a chain of names leads from here to an anchor.
    pub(crate) reaches_anchor: bool,
    /// Whether a node of the tree stands for it.
    pub(crate) is_in_tree: bool,
    /// What the rules found about it, if it was looked at.
    pub(crate) fact: Option<Fact>,
}

impl<'a> Entry<'a> {
    /// A place to read a certificate into.
    const UNREAD: Self = Self {
        cert: Cert::UNREAD,
        source: Source::Leaf,
        subject_key: 0,
        issuer_key: 0,
        is_self_issued: false,
        key_end: [0; 8],
        reaches_anchor: false,
        is_in_tree: false,
        fact: None,
    };

    /// Whether both stand for the same entity with the same key: subject, subjectAltName and key
    /// agree (RFC 4158 §2.4.2). A path has such a pair at most once.
    pub(crate) fn is_same_entity(&self, other: &Self) -> bool {
        let (own, others) = (&self.cert, &other.cert);
        self.key_end == other.key_end
            && self.subject_key == other.subject_key
            && own.subject_public_key_info() == others.subject_public_key_info()
            && own.subject() == others.subject()
            && alternative_names(own) == alternative_names(others)
    }
}

fn alternative_names<'r>(cert: &'r Cert<'_>) -> &'r [u8] {
    let extension = &cert.extensions().subject_alt_name;
    extension.span().map_or(&[], |span| cert.bytes(span))
}

/// How a certificate came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    Leaf,
    /// With the leaf, at this position; 1 is the first one behind it.
    Sent(u32),
    /// By the caller, who had it from somewhere else.
    Given,
    /// From this URL.
    Fetched(String),
}

/// Up to here a scan is faster than an index.
const SMALL: usize = 16;

impl<'a> Pool<'a> {
    pub(crate) fn with_capacity(capacity: usize) -> Self {
        Self {
            entries: Vec::with_capacity(capacity),
            ..Self::default()
        }
    }

    pub(crate) fn get(&self, number: u32) -> Option<&Entry<'a>> {
        self.entries.get(usize::try_from(number).ok()?)
    }

    fn get_mut(&mut self, number: u32) -> Option<&mut Entry<'a>> {
        self.entries.get_mut(usize::try_from(number).ok()?)
    }

    pub(crate) fn put_in_tree(&mut self, number: u32) {
        if let Some(entry) = self.get_mut(number) {
            entry.is_in_tree = true;
        }
    }

    pub(crate) fn set_fact(&mut self, number: u32, fact: Fact) {
        if let Some(entry) = self.get_mut(number) {
            entry.fact = Some(fact);
        }
    }

    pub(crate) fn len(&self) -> u32 {
        u32::try_from(self.entries.len()).unwrap_or(u32::MAX)
    }

    pub(crate) fn entries(&self) -> impl Iterator<Item = (u32, &Entry<'a>)> {
        (0..).zip(&self.entries)
    }

    /// Adds a certificate and gives its number; none if it is there already, byte for byte.
    pub(crate) fn add(
        &mut self,
        der: CertificateDer<'a>,
        source: Source,
    ) -> Result<Option<u32>, ParseError> {
        let number = self.len();
        // A constant goes straight to its place; what is made first is moved there.
        self.entries.push(Entry::UNREAD);
        match self.read_last(der, source) {
            Ok(true) => {
                self.index_last(number);
                Ok(Some(number))
            }
            known_or_bad => {
                self.entries.pop();
                known_or_bad.map(|_| None)
            }
        }
    }

    /// Fills the last entry where it stands; false if the certificate is in another entry.
    fn read_last(&mut self, der: CertificateDer<'a>, source: Source) -> Result<bool, ParseError> {
        let Some(entry) = self.entries.last_mut() else {
            return Ok(false);
        };
        entry.cert.read(der)?;
        entry.source = source;
        let cert = &entry.cert;
        entry.subject_key = cert.subject().key();
        entry.issuer_key = cert.issuer().key();
        entry.is_self_issued = entry.subject_key == entry.issuer_key && cert.is_self_issued();
        let key_end = cert.subject_public_key_info().last_chunk();
        entry.key_end = key_end.copied().unwrap_or_default();
        let is_new = |(last, others): (&Entry<'_>, &[Entry<'_>])| {
            !self.holds(others, &last.cert, last.subject_key)
        };
        Ok(self.entries.split_last().is_some_and(is_new))
    }

    /// Whether the very certificate is there. The index is sorted by key and bytes, so that a bag of
    /// namesakes costs no more than any other.
    fn holds(&self, entries: &[Entry<'_>], cert: &Cert<'_>, key: u64) -> bool {
        let der: &[u8] = cert.der();
        if self.index.is_empty() {
            let mut entries = entries.iter();
            return entries.any(|entry| entry.subject_key == key && &**entry.cert.der() == der);
        }
        let place = self
            .index
            .binary_search_by(|entry| self.order(*entry, key, der));
        place.is_ok()
    }

    fn order(&self, entry: Keyed, key: u64, der: &[u8]) -> Ordering {
        let bytes = self.get(entry.1).map_or(&[][..], |entry| entry.cert.der());
        entry.0.cmp(&key).then_with(|| bytes.cmp(der))
    }

    /// Puts the last entry into the index, which starts when a scan would no longer be cheap.
    fn index_last(&mut self, number: u32) {
        if self.entries.len() <= SMALL {
            return;
        }
        let first = if self.index.is_empty() { 0 } else { number };
        for number in first..=number {
            let Some(entry) = self.get(number) else {
                return;
            };
            let (key, der) = (entry.subject_key, entry.cert.der());
            let before = |other: &Keyed| self.order(*other, key, der) == Ordering::Less;
            let at = self.index.partition_point(before);
            self.index.insert(at, (key, number));
        }
    }

    /// The certificates whose subject's key is `key`; names may still differ.
    pub(crate) fn with_subject(&self, key: u64) -> impl Iterator<Item = (u32, &Entry<'a>)> {
        let mut at = self.index.partition_point(|entry| entry.0 < key);
        let mut scanned = 0;
        core::iter::from_fn(move || {
            if !self.index.is_empty() {
                let (_, number) = *self.index.get(at).filter(|entry| entry.0 == key)?;
                at = at.saturating_add(1);
                return Some((number, self.get(number)?));
            }
            loop {
                let number = scanned;
                let entry = self.get(number)?;
                scanned = number.saturating_add(1);
                if entry.subject_key == key {
                    return Some((number, entry));
                }
            }
        })
    }

    /// Before a tree is grown: walks down from the anchors by names and sets `reaches_anchor` on every certificate from which
    /// a chain of names leads up to an anchor. Keys stand for names: where two names share a key,
    /// the search climbs in vain once, no more.
    pub(crate) fn mark_reachable(&mut self, store: &TrustStore) {
        let mut by_issuer: SmallVec<[Keyed; SMALL]> = SmallVec::new();
        let mut open: SmallVec<[Keyed; SMALL]> = SmallVec::new();
        for (number, entry) in (0..).zip(&mut self.entries) {
            entry.is_in_tree = false;
            entry.reaches_anchor = store.has_key(entry.issuer_key);
            if entry.reaches_anchor {
                open.push((entry.subject_key, number));
            } else {
                by_issuer.push((entry.issuer_key, number));
            }
        }
        if by_issuer.is_empty() {
            return;
        }
        by_issuer.sort_unstable();
        while let Some((key, _)) = open.pop() {
            let start = by_issuer.partition_point(|entry| entry.0 < key);
            let below = by_issuer.get(start..).unwrap_or_default();
            for (_, number) in below.iter().take_while(|entry| entry.0 == key) {
                if let Some(entry) = self.get_mut(*number)
                    && !entry.reaches_anchor
                {
                    entry.reaches_anchor = true;
                    open.push((entry.subject_key, *number));
                }
            }
        }
    }
}
