//! One trust anchor (RFC 5280 §6.1.1 (d)): a name and a key, beside them the whole certificate where
//! there is one, the constraints that hold for everything below it, and where it came from.

use alloc::vec::Vec;

use pki_types::{CertificateDer, Der, TrustAnchor};

use super::origin::Origin;
use crate::cert::ext::NameConstraints;
use crate::cert::{Cert, Name, SubjectPublicKeyInfo};
use crate::der::{ParseError, Reader, Time};
use crate::policy::Purpose;

/// One trust anchor (RFC 5280 §6.1.1 (d)).
///
/// ```
#[doc = include_str!("../../tests/doc/setup.txt")]
/// use chainverify::trust::Anchor;
///
/// let anchor = Anchor::from_cert(root)?;
/// assert_eq!(anchor.name().display_name(), "Example Root");
/// assert_eq!(anchor.origin(), &Origin::Given);
///
/// let roots: TrustStore = [anchor].into_iter().collect();
/// assert_eq!(roots.len(), 1);
/// # Ok::<(), chainverify::der::ParseError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Anchor {
    source: Source,
    imposed: Vec<Imposed>,
    distrust_after: Vec<Distrust>,
    origin: Origin,
    is_root: bool,
}

#[derive(Clone, Debug)]
#[expect(clippy::large_enum_variant)] // nearly all anchors are certificates, and they live in one list
enum Source {
    Cert(Cert<'static>),
    /// Its name constraints are the first of the anchor's imposed ones.
    NameAndKey(TrustAnchor<'static>),
}

/// Name constraints that do not come from the anchor's certificate.
#[derive(Clone, Debug)]
struct Imposed {
    constraints: NameConstraints,
    /// What the spans of `constraints` point into.
    contents: Der<'static>,
}

/// From when on an anchor is not trusted for new certificates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Distrust {
    purpose: Purpose,
    /// The last second.
    pub(crate) after: Time,
    /// Who says so and as of when, where it is not the caller.
    pub(crate) list: Option<&'static str>,
}

/// What makes an anchor the same as another one, and the order of anchors that have the same name.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Identity<'a> {
    Cert(&'a [u8]),
    NameAndKey(&'a [u8], &'a [u8]),
}

impl Anchor {
    /// A root, or any certificate that is to be trusted. Its origin is [`Origin::Given`].
    ///
    /// # Errors
    ///
    /// The certificate cannot be read. A malformed extension is no error here: nothing is valid
    /// below an anchor whose own constraints cannot be read, and the finding says so.
    pub fn from_cert(der: CertificateDer<'static>) -> Result<Self, ParseError> {
        let cert = Cert::parse(der)?;
        Ok(Self {
            is_root: cert.is_self_issued(),
            source: Source::Cert(cert),
            imposed: Vec::new(),
            distrust_after: Vec::new(),
            origin: Origin::Given,
        })
    }

    /// A name, a key and perhaps name constraints, as `webpki-roots` has them: such an anchor has
    /// no dates and no extensions. Its origin is [`Origin::Given`].
    ///
    /// # Errors
    ///
    /// The name constraints cannot be read.
    pub fn from_trust_anchor(mut anchor: TrustAnchor<'static>) -> Result<Self, ParseError> {
        let constraints = anchor.name_constraints.take();
        let imposed = constraints.map(Imposed::new).transpose()?;
        Ok(Self {
            source: Source::NameAndKey(anchor),
            imposed: imposed.into_iter().collect(),
            distrust_after: Vec::new(),
            origin: Origin::Given,
            is_root: true,
        })
    }

    /// The same anchor from another origin.
    #[must_use]
    pub fn with_origin(mut self, origin: Origin) -> Self {
        self.origin = origin;
        self
    }

    /// Trusts the anchor less far: everything below it must lie within these name constraints, too.
    /// Those of its own certificate and those given before still hold.
    ///
    /// `contents` is what is inside the SEQUENCE of a NameConstraints (RFC 5280 §4.2.1.10), as
    /// [`TrustAnchor::name_constraints`] has it.
    ///
    /// # Errors
    ///
    /// The constraints cannot be read.
    ///
    /// ```
    #[doc = include_str!("../../tests/doc/setup.txt")]
    /// use chainverify::trust::Anchor;
    ///
    /// // permittedSubtrees: one GeneralSubtree with a dNSName.
    /// let only_org = [&[0xa0, 15, 0x30, 13, 0x82, 11][..], b"example.org"].concat();
    /// let anchor = Anchor::from_cert(root)?.with_name_constraints(only_org)?;
    /// let verifier = Verifier::new([anchor].into_iter().collect());
    /// let request = Request::server(&chain, "www.example.com").at(time);
    /// let report = verifier.verify_request(request).unwrap_err();
    /// assert_eq!(report.code().unwrap().id(), "name_not_permitted");
    /// # Ok::<(), chainverify::der::ParseError>(())
    /// ```
    pub fn with_name_constraints(mut self, contents: Vec<u8>) -> Result<Self, ParseError> {
        self.imposed.push(Imposed::new(contents.into())?);
        Ok(self)
    }

    /// Trusts the anchor for a purpose only where the leaf was issued up to this second: its notBefore
    /// is compared. So root programmes part with a CA. Of several times for a purpose the earliest counts.
    ///
    /// ```
    #[doc = include_str!("../../tests/doc/setup.txt")]
    /// use chainverify::Purpose;
    /// use chainverify::der::Time;
    /// use chainverify::trust::Anchor;
    ///
    /// let end_of_2025 = Time::from_unix(1_767_225_599);
    /// let anchor = Anchor::from_cert(root)?.with_distrust_after(Purpose::Server, end_of_2025);
    /// let verifier = Verifier::new([anchor].into_iter().collect());
    /// let request = Request::server(&chain, "example.com").at(time);
    /// let report = verifier.verify_request(request).unwrap_err();
    /// assert_eq!(report.code().unwrap().id(), "issued_after_distrust");
    /// # Ok::<(), chainverify::der::ParseError>(())
    /// ```
    #[must_use]
    pub fn with_distrust_after(self, purpose: Purpose, after: Time) -> Self {
        self.with_distrust(purpose, after, None)
    }

    /// The same as a list says that is known by a date.
    pub(super) fn with_distrust(
        mut self,
        purpose: Purpose,
        after: Time,
        list: Option<&'static str>,
    ) -> Self {
        self.distrust_after.push(Distrust {
            purpose,
            after,
            list,
        });
        self
    }

    /// Up to when a leaf must have been issued for the anchor to be trusted for a purpose.
    #[must_use]
    pub fn distrust_after(&self, purpose: &Purpose) -> Option<Time> {
        self.distrust(purpose).map(|distrust| distrust.after)
    }

    /// The same, and who says so.
    pub(crate) fn distrust(&self, purpose: &Purpose) -> Option<&Distrust> {
        let all = self.distrust_after.iter();
        let own = all.filter(|distrust| distrust.purpose == *purpose);
        own.min_by_key(|distrust| (distrust.after, distrust.list))
    }

    /// The name that certificates issued by it carry as issuer.
    #[must_use]
    pub fn name(&self) -> Name<'_> {
        match &self.source {
            Source::Cert(cert) => cert.subject(),
            Source::NameAndKey(anchor) => Name::from_contents(&anchor.subject),
        }
    }

    /// The contents of its SubjectPublicKeyInfo, without tag and length.
    #[must_use]
    pub fn subject_public_key_info(&self) -> &[u8] {
        match &self.source {
            Source::Cert(cert) => cert.subject_public_key_info(),
            Source::NameAndKey(anchor) => &anchor.subject_public_key_info,
        }
    }

    /// Its public key, taken apart.
    ///
    /// # Errors
    ///
    /// The key is malformed: then nothing that it signed is accepted.
    pub fn public_key(&self) -> Result<SubjectPublicKeyInfo<'_>, ParseError> {
        match &self.source {
            Source::Cert(cert) => cert.public_key(),
            Source::NameAndKey(anchor) => {
                SubjectPublicKeyInfo::parse(&anchor.subject_public_key_info)
            }
        }
    }

    /// Its certificate; none if it was given as name and key.
    #[must_use]
    pub const fn cert(&self) -> Option<&Cert<'static>> {
        match &self.source {
            Source::Cert(cert) => Some(cert),
            Source::NameAndKey(_) => None,
        }
    }

    /// Where it came from.
    #[must_use]
    pub const fn origin(&self) -> &Origin {
        &self.origin
    }

    /// Whether it is the end of every path: a self-issued certificate, or a name and a key. Above any
    /// other one, an intermediate, there may be a root that is trusted too.
    pub(crate) const fn is_root(&self) -> bool {
        self.is_root
    }

    /// All name constraints that hold below it, those of its certificate first, each with the bytes
    /// that they point into.
    pub(crate) fn name_constraints(&self) -> impl Iterator<Item = (&NameConstraints, &[u8])> {
        let own = self.cert().and_then(|cert| {
            let constraints = cert.extensions().name_constraints.value()?;
            Some((constraints, &**cert.der()))
        });
        let imposed = self.imposed.iter();
        own.into_iter()
            .chain(imposed.map(|imposed| (&imposed.constraints, &*imposed.contents)))
    }

    /// The first of the name constraints that were imposed on it: the contents of the SEQUENCE.
    #[cfg(feature = "second-opinion")]
    pub(crate) fn imposed_name_constraints(&self) -> Option<&[u8]> {
        self.imposed.first().map(|imposed| &*imposed.contents)
    }

    /// The same without what was imposed on it beside its certificate; none if nothing was.
    #[cfg(feature = "second-opinion")]
    pub(crate) fn without_what_was_imposed(&self) -> Option<Self> {
        let has_imposed = self.cert().is_some() && !self.imposed.is_empty();
        (has_imposed || !self.distrust_after.is_empty()).then(|| {
            let mut plain = self.clone();
            plain.distrust_after.clear();
            if plain.cert().is_some() {
                plain.imposed.clear();
            }
            plain
        })
    }

    pub(super) fn identity(&self) -> Identity<'_> {
        match &self.source {
            Source::Cert(cert) => Identity::Cert(cert.der()),
            Source::NameAndKey(anchor) => {
                Identity::NameAndKey(&anchor.subject, &anchor.subject_public_key_info)
            }
        }
    }

    /// Takes on the constraints that another one of the same identity was given with.
    pub(super) fn constrain_as(&mut self, other: Self) {
        for one in other.distrust_after {
            if !self.distrust_after.contains(&one) {
                self.distrust_after.push(one);
            }
        }
        for imposed in other.imposed {
            let is_known = |known: &Imposed| known.contents == imposed.contents;
            if !self.imposed.iter().any(is_known) {
                self.imposed.push(imposed);
            }
        }
    }
}

impl Imposed {
    fn new(contents: Der<'static>) -> Result<Self, ParseError> {
        Ok(Self {
            constraints: NameConstraints::from_contents(Reader::new(&contents))?,
            contents,
        })
    }
}
