//! What a leaf's key is to be used for (RFC 5280 §4.2.1.12).

use core::fmt;

/// The use that a path is verified for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Purpose {
    /// TLS server: serverAuth.
    Server,
    /// TLS client: clientAuth.
    Client,
    /// S/MIME: emailProtection.
    Email,
    /// Signed code: codeSigning.
    Code,
    /// Time stamps (RFC 3161): timeStamping.
    Timestamp,
    /// OCSP responses: OCSPSigning.
    Ocsp,
    /// No particular use: extKeyUsage is not looked at.
    Any,
}

impl Purpose {
    /// The name of the extended key usage that it needs, in RFC 5280.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Server => "serverAuth",
            Self::Client => "clientAuth",
            Self::Email => "emailProtection",
            Self::Code => "codeSigning",
            Self::Timestamp => "timeStamping",
            Self::Ocsp => "OCSPSigning",
            Self::Any => "any purpose",
        }
    }
}

impl fmt::Display for Purpose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
