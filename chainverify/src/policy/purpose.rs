//! What a leaf's key is to be used for (RFC 5280 §4.2.1.12).

use core::fmt;

use crate::cert::ext::KeyPurpose;
use crate::der::{Oid, OidBuf};

/// The use that a path is verified for.
///
/// ```
/// use chainverify::{Policy, Purpose};
///
/// // Smart card logon, which has no name in RFC 5280.
/// let purpose = Purpose::Other("1.3.6.1.4.1.311.20.2.2".parse()?);
/// let policy = Policy::web_client().purpose(purpose);
/// assert_eq!(policy.purpose.to_string(), "1.3.6.1.4.1.311.20.2.2");
/// # Ok::<(), chainverify::der::BadOid>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
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
    /// An extended key usage by its identifier.
    Other(OidBuf),
    /// No particular use: extKeyUsage is not looked at.
    Any,
}

impl Purpose {
    /// Whether it is one of the two of TLS.
    pub(crate) const fn is_tls(&self) -> bool {
        matches!(self, Self::Server | Self::Client)
    }

    /// The extended key usage that it needs; none for any purpose.
    #[must_use]
    pub fn oid(&self) -> Option<Oid<'_>> {
        Some(match self {
            Self::Server => KeyPurpose::ServerAuth.oid(),
            Self::Client => KeyPurpose::ClientAuth.oid(),
            Self::Email => KeyPurpose::EmailProtection.oid(),
            Self::Code => KeyPurpose::CodeSigning.oid(),
            Self::Timestamp => KeyPurpose::TimeStamping.oid(),
            Self::Ocsp => KeyPurpose::OcspSigning.oid(),
            Self::Other(oid) => oid.as_oid(),
            Self::Any => return None,
        })
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Purpose {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// By its name in RFC 5280, or else its identifier.
impl fmt::Display for Purpose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(oid) = self.oid() else {
            return f.write_str("any purpose");
        };
        match KeyPurpose::from_oid(oid) {
            Some(known) => f.write_str(known.as_str()),
            None => oid.fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;

    #[test]
    fn every_purpose_has_the_identifier_of_its_name() {
        for (purpose, name) in [
            (Purpose::Server, "serverAuth"),
            (Purpose::Client, "clientAuth"),
            (Purpose::Email, "emailProtection"),
            (Purpose::Code, "codeSigning"),
            (Purpose::Timestamp, "timeStamping"),
            (Purpose::Ocsp, "OCSPSigning"),
            (Purpose::Any, "any purpose"),
        ] {
            assert_eq!(purpose.to_string(), name);
        }
    }
}
