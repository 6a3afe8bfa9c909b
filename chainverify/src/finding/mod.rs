//! What was found about a certificate or a path, as data: a [`Code`] with its facts, a
//! [`Severity`], the certificate and the place in it.

mod category;
mod code;
mod data;
mod fix;
mod near;
mod oid_name;
mod product;
mod say;
mod show;
mod table;
mod template;
mod transparency;

use alloc::format;

pub use category::Category;
pub use code::Code;
pub(crate) use data::urls;
pub use data::{
    BasicConstraintsState, KeyId, KeyIds, Listed, Namesake, OwnSignature, Position, Rejection,
    RequiredBy, SignatureCause,
};
pub(crate) use fix::{About, Sha256};
pub use fix::{Act, Fix, FixBy};
pub use near::{NearName, NearSubtree};
pub use product::Product;
pub(crate) use show::Show;
pub use table::Class;
pub use transparency::{CtProgram, CtShortfall};

pub use crate::arena::Id;
use crate::cert::NameBuf;
use crate::der::Span;
pub use crate::fetch_problem::FetchProblem;
use crate::text::Text;

/// One thing that a rule has to say.
///
/// ```
#[doc = include_str!("../../tests/doc/setup.txt")]
/// use chainverify::Code;
/// use chainverify::report::Role;
///
/// let report = verifier.verify_request(Request::server(&chain, "example.org").at(time)).unwrap_err();
/// let finding = report.primary().unwrap();
/// assert!(matches!(finding.code(), Code::NameMismatch { .. }));
/// assert_eq!(report.role(finding.certificate().unwrap()), Some(Role::Leaf));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    code: Code,
    severity: Severity,
    certificate: Option<CertRef>,
    span: Option<Span>,
    repeated: u32,
}

/// Whether a finding decides the verdict. There will be no third: what is between them is a matter
/// of the [`Category`].
///
/// ```
#[doc = include_str!("../../tests/doc/setup.txt")]
/// use chainverify::finding::Severity;
///
/// let report = verifier.verify_request(Request::server(&chain, "example.org").at(time)).unwrap_err();
/// assert_eq!(report.primary().unwrap().severity(), Severity::Error);
/// assert!(Severity::Warning < Severity::Error);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Severity {
    /// Said, but the path may be valid.
    Warning,
    /// A path with this finding is not valid.
    Error,
}

/// The place of a certificate on a path. There is no fourth.
///
/// ```
/// use chainverify::finding::Role;
///
/// assert_eq!(Role::Anchor.as_str(), "anchor");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Role {
    /// The certificate that is verified.
    Leaf,
    /// A certificate off the path whose key signed a CRL.
    CrlIssuer,
    /// A responder that signs OCSP responses for a CA.
    OcspResponder,
    /// A CA between the leaf and the anchor.
    Intermediate,
    /// Where trust begins.
    Anchor,
}

impl Role {
    /// Its id in JSON, which is also its name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Leaf => "leaf",
            Self::CrlIssuer => "crl_issuer",
            Self::OcspResponder => "ocsp_responder",
            Self::Intermediate => "intermediate",
            Self::Anchor => "anchor",
        }
    }

    /// Whether it issued another certificate of the path.
    pub(crate) const fn is_issuer(self) -> bool {
        matches!(self, Self::Intermediate | Self::Anchor)
    }
}

/// Names one certificate that was presented.
pub type CertId = Id<CertOf>;

/// What a [`CertId`] names one of.
#[derive(Debug)]
pub enum CertOf {}

/// Names one anchor of a trust store.
pub type AnchorId = Id<AnchorOf>;

/// What an [`AnchorId`] names one of.
#[derive(Debug)]
pub enum AnchorOf {}

/// What a finding is about: [`Report::certificate`](crate::Report::certificate) has the certificate
/// itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CertRef {
    /// A certificate that was presented: the leaf, or another one that was sent, given or fetched.
    Cert(CertId),
    /// An anchor of the trust store.
    Anchor(AnchorId),
}

impl Finding {
    pub(crate) const fn new(code: Code, severity: Severity) -> Self {
        Self {
            code,
            severity,
            certificate: None,
            span: None,
            repeated: 0,
        }
    }

    pub(crate) const fn at(mut self, span: Option<Span>) -> Self {
        self.span = span;
        self
    }

    /// About this certificate, unless the code is about none.
    pub(crate) const fn of(mut self, certificate: CertRef) -> Self {
        if !self.code.is_about_chain() {
            self.certificate = Some(certificate);
        }
        self
    }

    /// About this certificate, or about none.
    pub(crate) const fn about(self, certificate: Option<CertRef>) -> Self {
        match certificate {
            Some(certificate) => self.of(certificate),
            None => self,
        }
    }

    /// The same signature, of which more is known.
    #[cfg(feature = "digest")]
    pub(crate) const fn set_signature_cause(&mut self, known: SignatureCause) {
        if let Code::SignatureInvalid { cause, .. } = &mut self.code {
            *cause = known;
        }
    }

    /// The same signature, whose certificate names another key.
    pub(crate) fn set_key_ids(&mut self, differing: KeyIds) {
        if let Code::SignatureInvalid { key_ids, .. } = &mut self.code {
            *key_ids = Some(differing);
        }
    }

    /// The same missing issuer, of which the certificate names the key.
    pub(crate) fn set_issuer_key_id(&mut self, of_issuer: KeyId) {
        if let Code::IssuerNotFound { key_id, .. } = &mut self.code {
            *key_id = Some(of_issuer);
        }
    }

    /// The same CA, whose name is like that of a product which inspects TLS.
    pub(crate) const fn set_product(&mut self, like: Product) {
        if let Code::IssuerNotFound { product, .. }
        | Code::UntrustedRoot { product }
        | Code::OnlyInLocalStore { product, .. } = &mut self.code
        {
            *product = Some(like);
        }
    }

    /// The same missing issuer, beside another CA that is called the same.
    pub(crate) fn set_namesake(&mut self, another: Namesake) {
        if let Code::IssuerNotFound { namesake, .. } = &mut self.code {
            *namesake = Some(another);
        }
    }

    /// The same lack of a policy, where a CA requires one.
    pub(crate) fn set_required_by(&mut self, ca: NameBuf) {
        if let Code::ExplicitPolicyUnsatisfied { required_by, .. } = &mut self.code {
            *required_by = RequiredBy::Ca(ca);
        }
    }

    /// The same where it decides.
    pub(crate) const fn into_error(mut self) -> Self {
        self.severity = Severity::Error;
        self
    }

    /// Counts one more like it, which is not kept.
    pub(crate) const fn repeat(&mut self) {
        self.repeated = self.repeated.saturating_add(1);
    }

    /// What was found, with its data.
    #[must_use]
    pub const fn code(&self) -> &Code {
        &self.code
    }

    /// Error or warning.
    #[must_use]
    pub const fn severity(&self) -> Severity {
        self.severity
    }

    /// Whether this makes a path not valid.
    #[must_use]
    pub const fn is_error(&self) -> bool {
        matches!(self.severity, Severity::Error)
    }

    /// How many more like it, of the same code about the same certificate, were found and not kept:
    /// of each code only the first few are, and of the same finding one.
    #[must_use]
    pub const fn repeated(&self) -> u32 {
        self.repeated
    }

    /// How many it stands for: itself, and those like it.
    pub(crate) const fn count(&self) -> u32 {
        self.repeated.saturating_add(1)
    }

    /// Says what was found, as [`Code::sentence`] does, and how many more like it there are.
    pub fn sentence(&self, out: &mut Text) {
        self.code.sentence(out);
        if self.repeated > 0 {
            out.ours(format!(", and {} more like it", self.repeated));
        }
    }

    /// The certificate it is about; none for what concerns the whole request.
    #[must_use]
    pub const fn certificate(&self) -> Option<CertRef> {
        self.certificate
    }

    /// The bytes it is about, in that certificate.
    #[must_use]
    pub const fn span(&self) -> Option<Span> {
        self.span
    }
}

#[cfg(test)]
mod tests;
