//! What was found about a certificate or a path, as data: a [`Code`] with its facts, a
//! [`Severity`], the certificate and the place in it.

mod category;
mod code;
mod table;

pub use category::Category;
pub use code::{Code, Urls};
pub use table::{Class, Fix, FixBy};

use crate::der::Span;

/// One thing that a rule has to say.
///
/// ```
/// use chainverify::{CertId, Code};
/// # use chainverify::{Origin, TrustStore, Verifier};
/// # use pki_types::{CertificateDer, UnixTime, pem::PemObject};
/// # let mut roots = TrustStore::new();
/// # roots.add_pem(include_bytes!("../../../testdata/example/root.pem"), &Origin::Given);
/// # let pem = include_bytes!("../../../testdata/example/chain.pem");
/// # let chain: Vec<_> = CertificateDer::pem_slice_iter(pem).map(Result::unwrap).collect();
/// # let time = UnixTime::since_unix_epoch(core::time::Duration::from_secs(1_780_272_000));
/// # let verifier = Verifier::new(roots);
/// let failure = verifier.verify_at(&chain, "example.org", time).unwrap_err();
/// let finding = failure.primary();
/// assert!(matches!(finding.code(), Code::NameMismatch { wanted, .. } if wanted == "example.org"));
/// assert_eq!(finding.certificate(), Some(CertId::Pool(0)));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    code: Code,
    severity: Severity,
    certificate: Option<CertId>,
    span: Option<Span>,
}

/// Whether a finding decides the verdict.
///
/// ```
/// use chainverify::Severity;
/// # use chainverify::{Origin, TrustStore, Verifier};
/// # use pki_types::{CertificateDer, UnixTime, pem::PemObject};
/// # let mut roots = TrustStore::new();
/// # roots.add_pem(include_bytes!("../../../testdata/example/root.pem"), &Origin::Given);
/// # let pem = include_bytes!("../../../testdata/example/chain.pem");
/// # let chain: Vec<_> = CertificateDer::pem_slice_iter(pem).map(Result::unwrap).collect();
/// # let time = UnixTime::since_unix_epoch(core::time::Duration::from_secs(1_780_272_000));
/// # let verifier = Verifier::new(roots);
/// let failure = verifier.verify_at(&chain, "example.org", time).unwrap_err();
/// assert_eq!(failure.primary().severity(), Severity::Error);
/// assert!(Severity::Warning < Severity::Error);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Said, but the path may be valid.
    Warning,
    /// A path with this finding is not valid.
    Error,
}

/// A certificate of one verification: the leaf, another certificate that was sent or fetched, or
/// an anchor. `ValidPath::cert` and `Failure::cert` give the certificate itself.
///
/// ```
/// # use chainverify::{Origin, TrustStore, Verifier};
/// # use pki_types::{CertificateDer, UnixTime, pem::PemObject};
/// # let mut roots = TrustStore::new();
/// # roots.add_pem(include_bytes!("../../../testdata/example/root.pem"), &Origin::Given);
/// # let pem = include_bytes!("../../../testdata/example/chain.pem");
/// # let chain: Vec<_> = CertificateDer::pem_slice_iter(pem).map(Result::unwrap).collect();
/// # let time = UnixTime::since_unix_epoch(core::time::Duration::from_secs(1_780_272_000));
/// # let verifier = Verifier::new(roots);
/// let failure = verifier.verify_at(&chain, "example.org", time).unwrap_err();
/// let about = failure.primary().certificate().unwrap();
/// let cert = failure.cert(about).unwrap();
/// assert_eq!(cert.subject().display_name(), "www.example.com");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CertId {
    /// Number in the pool: 0 is the leaf, then intermediates in the order they came.
    Pool(u32),
    /// Number of the anchor in the trust store.
    Anchor(u32),
}

impl Finding {
    pub(crate) const fn new(code: Code, severity: Severity) -> Self {
        Self {
            code,
            severity,
            certificate: None,
            span: None,
        }
    }

    pub(crate) const fn at(mut self, span: Option<Span>) -> Self {
        self.span = span;
        self
    }

    pub(crate) const fn of(mut self, certificate: CertId) -> Self {
        self.certificate = Some(certificate);
        self
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

    /// The certificate it is about; none for what concerns the whole request.
    #[must_use]
    pub const fn certificate(&self) -> Option<CertId> {
        self.certificate
    }

    /// The bytes it is about, in that certificate.
    #[must_use]
    pub const fn span(&self) -> Option<Span> {
        self.span
    }
}
