//! Trust anchors (RFC 5280 §6.1.1 (d)): a name and a key, beside them the whole certificate where
//! there is one, and where the anchor came from. Which of them a path may end in is for the
//! search; whether its dates matter is for the policy.

mod load;
#[cfg(feature = "mozilla-roots")]
mod mozilla;
#[cfg(feature = "os-roots")]
mod os;

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use pki_types::{CertificateDer, TrustAnchor};

pub use load::{LoadError, LoadReason, Loaded};

use crate::cert::ext::NameConstraints;
use crate::cert::{Cert, Name, SubjectPublicKeyInfo};
use crate::der::{ParseError, Reader};

/// Where an anchor came from.
///
/// ```
/// use chainverify::Origin;
///
/// assert_eq!(Origin::File("roots.pem".into()).to_string(), "the given file roots.pem");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Origin {
    /// The operating system's store.
    Os,
    /// The place that an environment variable names instead of the operating system's store.
    Environment {
        /// The variable: `SSL_CERT_FILE` or `SSL_CERT_DIR`.
        variable: &'static str,
        /// Its value.
        path: String,
    },
    /// Mozilla's set, embedded in the program.
    Mozilla,
    /// A file that the caller named.
    File(String),
    /// Given by the caller as a value.
    Given,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Os => f.write_str("your OS store"),
            Self::Environment { variable, path } => {
                write!(f, "your OS store ({variable}={})", Shown(path))
            }
            Self::Mozilla => f.write_str("Mozilla's embedded set"),
            Self::File(path) => write!(f, "the given file {}", Shown(path)),
            Self::Given => f.write_str("the given roots"),
        }
    }
}

/// A place, with what could write on a terminal escaped: a folder may have files of others.
struct Shown<'a>(&'a str);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.chars().try_for_each(|c| match c {
            '\'' | '"' | '\\' => write!(f, "{c}"),
            _ => c.escape_debug().fmt(f),
        })
    }
}

/// One trust anchor (RFC 5280 §6.1.1 (d)).
///
/// ```
/// use chainverify::{Origin, TrustStore};
///
/// let mut store = TrustStore::new();
/// store.add_pem(include_bytes!("../../../testdata/example/root.pem"), &Origin::Given);
/// let anchor = store.anchors().next().unwrap();
/// assert_eq!(anchor.name().display_name(), "Example Root");
/// assert_eq!(anchor.origin(), &Origin::Given);
/// ```
#[derive(Clone, Debug)]
pub struct Anchor {
    source: Source,
    name_constraints: Option<NameConstraints>,
    origin: Origin,
}

#[derive(Clone, Debug)]
#[expect(clippy::large_enum_variant)] // nearly all anchors are certificates, and they live in one list
enum Source {
    Cert(Cert<'static>),
    Bare(TrustAnchor<'static>),
}

impl Anchor {
    /// The name that certificates issued by it carry as issuer.
    #[must_use]
    pub fn name(&self) -> Name<'_> {
        match &self.source {
            Source::Cert(cert) => cert.subject(),
            Source::Bare(bare) => Name::from_contents(&bare.subject),
        }
    }

    /// The contents of its SubjectPublicKeyInfo, without tag and length.
    #[must_use]
    pub fn subject_public_key_info(&self) -> &[u8] {
        match &self.source {
            Source::Cert(cert) => cert.subject_public_key_info(),
            Source::Bare(bare) => &bare.subject_public_key_info,
        }
    }

    /// Its public key, taken apart.
    ///
    /// # Errors
    ///
    /// It is no key of its kind: then nothing that it signed is accepted.
    pub fn public_key(&self) -> Result<SubjectPublicKeyInfo<'_>, ParseError> {
        match &self.source {
            Source::Cert(cert) => cert.public_key(),
            Source::Bare(bare) => SubjectPublicKeyInfo::parse(&bare.subject_public_key_info),
        }
    }

    /// Its certificate; none if it was given as name and key.
    #[must_use]
    pub const fn cert(&self) -> Option<&Cert<'static>> {
        match &self.source {
            Source::Cert(cert) => Some(cert),
            Source::Bare(_) => None,
        }
    }

    /// Where it came from.
    #[must_use]
    pub const fn origin(&self) -> &Origin {
        &self.origin
    }

    /// Its name constraints, with the bytes that they point into.
    pub(crate) fn name_constraints(&self) -> Option<(&NameConstraints, &[u8])> {
        match &self.source {
            Source::Cert(cert) => cert
                .extensions()
                .name_constraints
                .value()
                .map(|constraints| (constraints, &**cert.der())),
            Source::Bare(bare) => Some((
                self.name_constraints.as_ref()?,
                bare.name_constraints.as_deref()?,
            )),
        }
    }
}

/// A set of trust anchors.
///
/// ```
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use chainverify::{Origin, TrustStore};
///
/// let mut store = TrustStore::new();
/// let loaded = store.add_pem(include_bytes!("../../../testdata/example/root.pem"), &Origin::Given);
/// assert_eq!((loaded.added, loaded.errors.len()), (1, 0));
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, Default)]
pub struct TrustStore {
    anchors: Vec<Anchor>,
    /// Key of the name and number of the anchor, sorted.
    by_name: Vec<(u64, u32)>,
}

/// The most anchors of one store: numbers must fit.
const MOST_ANCHORS: usize = 1 << 20;

impl TrustStore {
    /// An empty store.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            anchors: Vec::new(),
            by_name: Vec::new(),
        }
    }

    /// Adds a root, or any certificate that is to be trusted.
    ///
    /// # Errors
    ///
    /// The certificate cannot be read.
    pub fn add(&mut self, der: CertificateDer<'static>, origin: Origin) -> Result<(), ParseError> {
        let cert = Cert::parse(der)?;
        self.push(Anchor {
            source: Source::Cert(cert),
            name_constraints: None,
            origin,
        });
        Ok(())
    }

    /// Adds an anchor that is only name, key and name constraints.
    ///
    /// # Errors
    ///
    /// The name constraints cannot be read.
    pub fn add_anchor(
        &mut self,
        anchor: TrustAnchor<'static>,
        origin: Origin,
    ) -> Result<(), ParseError> {
        let name_constraints = match &anchor.name_constraints {
            Some(contents) => Some(NameConstraints::from_contents(Reader::new(contents))?),
            None => None,
        };
        self.push(Anchor {
            source: Source::Bare(anchor),
            name_constraints,
            origin,
        });
        Ok(())
    }

    /// One that is there already, byte for byte, is not added again.
    fn push(&mut self, anchor: Anchor) {
        let key = anchor.name().key();
        let known = anchor
            .cert()
            .is_some_and(|cert| self.number_of(cert, key).is_some());
        if known || self.anchors.len() >= MOST_ANCHORS {
            return;
        }
        if let Ok(number) = u32::try_from(self.anchors.len()) {
            let at = self.by_name.partition_point(|entry| *entry < (key, number));
            self.by_name.insert(at, (key, number));
            self.anchors.push(anchor);
        }
    }

    /// The anchors, in the order they were added.
    pub fn anchors(&self) -> impl Iterator<Item = &Anchor> {
        self.anchors.iter()
    }

    /// How many there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.anchors.len()
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.anchors.is_empty()
    }

    /// Whether the very certificate is an anchor.
    #[must_use]
    pub fn contains(&self, cert: &Cert<'_>) -> bool {
        self.number_of(cert, cert.subject().key()).is_some()
    }

    /// Whether an anchor's name has the key `key`.
    pub(crate) fn has_key(&self, key: u64) -> bool {
        self.numbered(key).next().is_some()
    }

    /// The number of the anchor that is this very certificate.
    pub(crate) fn number_of(&self, cert: &Cert<'_>, key: u64) -> Option<u32> {
        self.numbered(key)
            .find(|(_, anchor)| anchor.cert().is_some_and(|own| own.der() == cert.der()))
            .map(|(number, _)| number)
    }

    pub(crate) fn anchor(&self, number: u32) -> Option<&Anchor> {
        self.anchors.get(usize::try_from(number).ok()?)
    }

    /// The anchors of a name, whose key is `key`.
    pub(crate) fn named(&self, name: Name<'_>, key: u64) -> impl Iterator<Item = (u32, &Anchor)> {
        self.numbered(key)
            .filter(move |(_, anchor)| anchor.name() == name)
    }

    /// The anchors whose name has the key `key`; names may still differ.
    fn numbered(&self, key: u64) -> impl Iterator<Item = (u32, &Anchor)> {
        let mut at = self.by_name.partition_point(|entry| entry.0 < key);
        core::iter::from_fn(move || {
            let (_, number) = *self.by_name.get(at).filter(|entry| entry.0 == key)?;
            at = at.saturating_add(1);
            Some((number, self.anchor(number)?))
        })
    }
}
