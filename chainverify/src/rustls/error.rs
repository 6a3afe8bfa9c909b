//! A report as an error of rustls, and back: through whatever an HTTP client wraps around it.

use alloc::sync::Arc;
use core::error::Error;
use core::fmt;
use std::io;

use ::rustls::{CertificateError, OtherError};

use crate::report::Report;

/// A [`Report`] in a `rustls::CertificateError::Other`. Displays as one line, also for debugging, as rustls
/// prints it so; [`Report::of`] gives the report.
#[derive(Clone)]
pub struct Explained(Arc<Report>);

impl Explained {
    /// The report.
    #[must_use]
    pub fn report(&self) -> &Report {
        &self.0
    }
}

impl From<Report> for Explained {
    fn from(report: Report) -> Self {
        Self(Arc::new(report))
    }
}

impl From<Explained> for CertificateError {
    fn from(explained: Explained) -> Self {
        Self::Other(OtherError(Arc::new(explained)))
    }
}

impl fmt::Debug for Explained {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for Explained {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self.report(), f)
    }
}

impl Error for Explained {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(self.report())
    }
}

/// More errors than this are not inside of each other.
const DEEPEST: usize = 64;

impl Report {
    /// The report that is somewhere in an error: of rustls, of [`std::io`], or of what is built on them, as
    /// hyper, reqwest, tonic and tokio-rustls.
    ///
    /// ```
    #[doc = include_str!("../../tests/doc/rustls.txt")]
    /// use std::io;
    ///
    /// use chainverify::Report;
    /// use chainverify::rustls::Explained;
    ///
    /// # let _ = provider;
    /// let report = *verifier.verify(&chain, "example.org").unwrap_err();
    /// let error = rustls::Error::InvalidCertificate(Explained::from(report).into());
    /// let error = io::Error::new(io::ErrorKind::InvalidData, error);
    /// assert_eq!(Report::of(&error).unwrap().code().unwrap().id(), "name_mismatch");
    /// ```
    #[cfg_attr(docsrs, doc(cfg(feature = "rustls")))]
    #[must_use]
    pub fn of<'e>(error: &'e (dyn Error + 'static)) -> Option<&'e Self> {
        let mut error = error;
        for _ in 0..DEEPEST {
            if let Some(report) = error.downcast_ref::<Self>() {
                return Some(report);
            }
            error = inside(error)?;
        }
        None
    }
}

/// The error inside of another one, also where `source` does not lead to it.
fn inside<'e>(error: &'e (dyn Error + 'static)) -> Option<&'e (dyn Error + 'static)> {
    // What an io::Error has as its source is the source of what is in it.
    if let Some(error) = error.downcast_ref::<io::Error>() {
        return Some(error.get_ref()?);
    }
    match error.downcast_ref::<::rustls::Error>() {
        Some(
            ::rustls::Error::InvalidCertificate(CertificateError::Other(OtherError(other)))
            | ::rustls::Error::Other(OtherError(other)),
        ) => Some(other.as_ref()),
        _ => error.source(),
    }
}
