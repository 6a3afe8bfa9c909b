//! The kind of a public key, kept when the certificate is gone: for reports and errors.

use core::fmt;

use super::spki::KeyKind;
use crate::der::OidBuf;

/// The kind of a public key. The same as [`KeyKind`], owning what it says.
///
/// ```
/// use chainverify::cert::KeyKindBuf;
/// # use chainverify::Cert;
/// # use pki_types::{CertificateDer, pem::PemObject};
/// # let pem = include_bytes!("../../../testdata/example/chain.pem");
/// # let leaf = CertificateDer::pem_slice_iter(pem).next().unwrap();
/// # let leaf = Cert::parse(leaf.unwrap()).unwrap();
/// let key = leaf.public_key().unwrap();
/// assert!(matches!(KeyKindBuf::from(key.kind), KeyKindBuf::Curve { .. }));
/// assert_eq!(KeyKindBuf::from(key.kind).to_string(), "P-256");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(tag = "kind", rename_all = "snake_case"))]
#[non_exhaustive]
pub enum KeyKindBuf {
    /// RSA.
    Rsa {
        /// Bits of the modulus.
        bits: u32,
    },
    /// An elliptic curve by its identifier.
    Curve {
        /// The identifier.
        oid: OidBuf,
    },
    /// An elliptic curve written out.
    ExplicitCurve,
    /// Any other algorithm.
    Other {
        /// The algorithm's identifier.
        oid: OidBuf,
    },
}

impl From<KeyKind<'_>> for KeyKindBuf {
    fn from(kind: KeyKind<'_>) -> Self {
        match kind {
            KeyKind::Rsa { bits } => Self::Rsa { bits },
            KeyKind::Curve(oid) => Self::Curve { oid: oid.into() },
            KeyKind::ExplicitCurve => Self::ExplicitCurve,
            KeyKind::Other(oid) => Self::Other { oid: oid.into() },
        }
    }
}

impl KeyKindBuf {
    /// The kind itself.
    #[must_use]
    pub fn as_kind(&self) -> KeyKind<'_> {
        match self {
            Self::Rsa { bits } => KeyKind::Rsa { bits: *bits },
            Self::Curve { oid } => KeyKind::Curve(oid.as_oid()),
            Self::ExplicitCurve => KeyKind::ExplicitCurve,
            Self::Other { oid } => KeyKind::Other(oid.as_oid()),
        }
    }
}

impl fmt::Display for KeyKindBuf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_kind().fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;
    use crate::der::{Oid, known};

    #[test]
    fn an_owned_kind_is_the_same_kind_and_displays_alike() {
        for kind in [
            KeyKind::Rsa { bits: 2048 },
            KeyKind::Curve(Oid::from_contents(known::P256)),
            KeyKind::ExplicitCurve,
            KeyKind::Other(Oid::from_contents(known::ED25519)),
        ] {
            let owned = KeyKindBuf::from(kind);
            assert_eq!(owned.as_kind(), kind);
            assert_eq!(owned.to_string(), kind.to_string());
        }
    }
}
