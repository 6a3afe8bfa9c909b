//! The data of codes that no other module has a type for: lists that were cut, what was found
//! instead of what must be, why a name or a signature does not match. Each says itself in a
//! sentence in `show`.

use alloc::string::String;
use alloc::vec::Vec;

use crate::cert::{Cert, Extension, Name, NameBuf};
use crate::der::{Oid, OidBuf};
use crate::text::Excerpt;

/// The first twelve of a list, and how many more there are.
///
/// ```
#[doc = include_str!("../../tests/doc/setup.txt")]
/// use chainverify::Code;
///
/// let report = verifier.verify_request(Request::server(&chain, "example.org").at(time)).unwrap_err();
/// let Some(Code::NameMismatch { presented, .. }) = report.code() else { panic!("{report}") };
/// assert_eq!((presented.items().len(), presented.more()), (2, 0));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Listed<T> {
    items: Vec<T>,
    more: usize,
}

/// More than this are counted, not listed.
const MOST_LISTED: usize = 12;

impl<T> Listed<T> {
    /// `make` is asked for those alone that are listed.
    pub(crate) fn new<Item>(
        all: impl IntoIterator<Item = Item>,
        mut make: impl FnMut(Item) -> T,
    ) -> Self {
        let mut listed = Self::default();
        for item in all {
            listed.add_with(|| make(item));
        }
        listed
    }

    /// Some of a longer list, of which `more` are not among `some`.
    pub(crate) fn of(some: impl IntoIterator<Item = T>, more: usize) -> Self {
        let mut listed = Self::new(some, |item| item);
        listed.more = listed.more.saturating_add(more);
        listed
    }

    /// Lists one more, or counts it.
    pub(crate) fn add_with(&mut self, make: impl FnOnce() -> T) {
        if self.items.len() < MOST_LISTED {
            self.items.push(make());
        } else {
            self.more = self.more.saturating_add(1);
        }
    }

    /// Lists those of another list after its own, or counts them.
    pub(crate) fn append(&mut self, others: Self) {
        for item in others.items {
            self.add_with(|| item);
        }
        self.more = self.more.saturating_add(others.more);
    }

    /// Those that are listed.
    #[must_use]
    pub fn items(&self) -> &[T] {
        &self.items
    }

    /// How many more there are.
    #[must_use]
    pub const fn more(&self) -> usize {
        self.more
    }

    /// Whether there is nothing at all.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.items.is_empty() && self.more == 0
    }
}

impl<T> Default for Listed<T> {
    fn default() -> Self {
        Self {
            items: Vec::new(),
            more: 0,
        }
    }
}

impl Listed<OidBuf> {
    /// Those of a size that no honest identifier exceeds; others are counted only.
    pub(crate) fn oids<'a>(all: impl IntoIterator<Item = Oid<'a>>) -> Self {
        const MOST_OCTETS: usize = 64;
        let mut too_long: usize = 0;
        let all = all.into_iter().filter(|oid| {
            let is_too_long = oid.as_bytes().len() > MOST_OCTETS;
            too_long = too_long.saturating_add(usize::from(is_too_long));
            !is_too_long
        });
        let mut listed = Self::new(all, OidBuf::from);
        listed.more = listed.more.saturating_add(too_long);
        listed
    }
}

/// What the basicConstraints of a certificate says that is not a CA (RFC 5280 §4.2.1.9).
///
/// ```
#[doc = include_str!("../../tests/doc/certs.txt")]
/// use chainverify::finding::BasicConstraintsState;
///
/// assert_eq!(BasicConstraintsState::of(&ca), BasicConstraintsState::Ca);
/// assert_eq!(BasicConstraintsState::of(&leaf), BasicConstraintsState::Absent);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum BasicConstraintsState {
    /// The extension is not there.
    Absent,
    /// It cannot be read.
    Malformed,
    /// `cA` is false.
    NotCa,
    /// `cA` is true.
    Ca,
}

impl BasicConstraintsState {
    /// That of a certificate.
    #[must_use]
    pub fn of(cert: &Cert<'_>) -> Self {
        match &cert.extensions().basic_constraints {
            Extension::Absent => Self::Absent,
            Extension::Malformed { .. } => Self::Malformed,
            Extension::Present { value, .. } if value.ca => Self::Ca,
            Extension::Present { .. } => Self::NotCa,
        }
    }
}

/// Why a signature does not verify, as far as it is known. The hash that the issuer signed tells,
/// where the algorithm lets it be recovered.
///
/// ```
/// use chainverify::finding::SignatureCause;
///
/// assert_eq!(SignatureCause::default(), SignatureCause::Unknown);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum SignatureCause {
    /// Nothing tells.
    #[default]
    Unknown,
    /// The issuer signed something else: the certificate was altered afterwards.
    Altered,
    /// The issuer's key did not make it, over nothing at all: another key did, or the signature
    /// itself was altered.
    NotByThisKey,
    /// No key of the issuer's kind makes signatures of this algorithm: another key did.
    OtherKindOfKey,
}

/// What is known of the signature of a self-issued certificate, where it is not shown to be
/// self-signed.
///
/// ```
/// use chainverify::finding::OwnSignature;
///
/// assert_ne!(OwnSignature::Invalid, OwnSignature::NotChecked);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum OwnSignature {
    /// It does not verify with the certificate's own key: another key of that name made it.
    Invalid,
    /// It was not checked: the key or the algorithm cannot be used, or a limit was reached.
    NotChecked,
}

/// A key identifier (RFC 5280 §4.2.1.1, §4.2.1.2), in hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct KeyId(Excerpt);

impl KeyId {
    /// The subjectKeyIdentifier of a certificate.
    pub(crate) fn own(cert: &Cert<'_>) -> Option<Self> {
        let own = cert.extensions().subject_key_identifier.value()?;
        Some(Self::of(cert.bytes(own.span())))
    }

    /// The authorityKeyIdentifier of a certificate.
    pub(crate) fn of_issuer(cert: &Cert<'_>) -> Option<Self> {
        let issuer = cert.extensions().authority_key_identifier.value()?;
        Some(Self::of(cert.bytes(issuer.key_identifier?)))
    }

    fn of(octets: &[u8]) -> Self {
        Self(Excerpt::of(octets.iter().flat_map(|octet| digits(*octet))))
    }

    /// The digits, cut where there are more than any honest identifier has.
    #[must_use]
    pub const fn as_excerpt(&self) -> &Excerpt {
        &self.0
    }
}

/// The key identifiers of a certificate and of one that should have issued it, where they differ.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct KeyIds {
    /// The authorityKeyIdentifier of the certificate.
    pub wanted: KeyId,
    /// The subjectKeyIdentifier of the issuer.
    pub found: KeyId,
}

impl KeyIds {
    /// None where one is missing, or both are the same.
    pub(crate) fn differing(cert: &Cert<'_>, issuer: &Cert<'_>) -> Option<Self> {
        let (wanted, found) = (KeyId::of_issuer(cert)?, KeyId::own(issuer)?);
        (wanted != found).then_some(Self { wanted, found })
    }
}

/// The whole name of an issuer that is missing, and that of another CA which is called the same in a
/// sentence: a sentence has the common name alone.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Namesake {
    /// The name of the issuer.
    pub wanted: Excerpt,
    /// The name of the other CA.
    pub found: Excerpt,
}

impl Namesake {
    /// None if they are the same CA, or are called differently.
    pub(crate) fn of(wanted: Name<'_>, found: Name<'_>) -> Option<Self> {
        let is_another = wanted != found && wanted.excerpt() == found.excerpt();
        is_another.then(|| Self {
            wanted: Excerpt::shown(&wanted),
            found: Excerpt::shown(&found),
        })
    }
}

fn digits(octet: u8) -> [char; 2] {
    [octet >> 4, octet & 15].map(|digit| char::from_digit(digit.into(), 16).unwrap_or('0'))
}

/// The place of a certificate in what was sent; that of the leaf is 0.
///
/// ```
/// use chainverify::finding::Position;
///
/// assert!(Position(0) < Position(1));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Position(pub u32);

/// Who requires that a certificate policy is valid along the path (RFC 5280 §6.1.1 (e), §4.2.1.11).
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(
    feature = "serde",
    serde(tag = "by", content = "name", rename_all = "snake_case")
)]
#[non_exhaustive]
pub enum RequiredBy {
    /// Whoever verifies.
    Request,
    /// The policyConstraints of this CA, or of the leaf.
    Ca(NameBuf),
}

/// Why a check of the caller's own rejects a path.
///
/// ```
/// use chainverify::finding::Rejection;
///
/// let rejection = Rejection::new("pinned_key", "its key is not one of the pinned ones");
/// assert_eq!(rejection.id, "pinned_key");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Rejection {
    /// What rejects it, for programs.
    pub id: String,
    /// Why, for people: a predicate whose subject is the chain.
    pub text: String,
}

impl Rejection {
    /// A rejection by the check of this id, for this reason.
    pub fn new(id: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            text: text.into(),
        }
    }
}

/// The places where an issuer's certificate may be had, as a certificate names them: some, and how
/// many more.
pub(crate) fn urls<'a>(some: impl IntoIterator<Item = &'a str>, more: usize) -> Listed<Excerpt> {
    Listed::of(some.into_iter().map(Excerpt::from), more)
}
