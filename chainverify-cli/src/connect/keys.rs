//! Which kind of key a server is asked to have in its certificate: by the signature schemes that are offered (RFC 8446 §4.2.3), in TLS 1.2
//! also by the cipher suites (RFC 5246 §7.4.2).

use core::fmt;

use chainverify::Cert;
use chainverify::cert::KeyKind;
use pki_types::CertificateDer;
use rustls::crypto::CryptoProvider;
use rustls::{SignatureScheme, SupportedCipherSuite};

/// The keys that the leaf may have.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Keys {
    /// Whatever the server prefers.
    Any,
    /// RSA.
    Rsa,
    /// ECDSA or EdDSA.
    EllipticCurve,
}

impl Keys {
    /// The kind that this leaf has not; none where its key cannot be read.
    pub(crate) fn other_than(leaf: &CertificateDer<'_>) -> Option<Self> {
        let leaf = Cert::parse(CertificateDer::from(leaf.as_ref())).ok()?;
        match leaf.public_key().ok()?.kind {
            KeyKind::Rsa { .. } => Some(Self::EllipticCurve),
            _ => Some(Self::Rsa),
        }
    }

    /// Whether a scheme belongs to such a key.
    pub(super) fn allow(self, scheme: SignatureScheme) -> bool {
        use SignatureScheme as S;
        let is_rsa = matches!(
            scheme,
            S::RSA_PKCS1_SHA1
                | S::RSA_PKCS1_SHA256
                | S::RSA_PKCS1_SHA384
                | S::RSA_PKCS1_SHA512
                | S::RSA_PSS_SHA256
                | S::RSA_PSS_SHA384
                | S::RSA_PSS_SHA512
        );
        let is_curve = matches!(
            scheme,
            S::ECDSA_SHA1_Legacy
                | S::ECDSA_NISTP256_SHA256
                | S::ECDSA_NISTP384_SHA384
                | S::ECDSA_NISTP521_SHA512
                | S::ED25519
                | S::ED448
        );
        match self {
            Self::Any => true,
            Self::Rsa => is_rsa,
            Self::EllipticCurve => is_curve,
        }
    }

    /// Leaves the cipher suites of TLS 1.2 that such a key can serve. Those of TLS 1.3 say nothing about keys.
    pub(super) fn restrict(self, provider: &mut CryptoProvider) {
        provider.cipher_suites.retain(|suite| match suite {
            SupportedCipherSuite::Tls12(suite) => {
                suite.sign.iter().any(|scheme| self.allow(*scheme))
            }
            SupportedCipherSuite::Tls13(_) => true,
        });
    }

    /// For machines; none for [`Keys::Any`].
    pub(crate) fn id(self) -> Option<&'static str> {
        match self {
            Self::Any => None,
            Self::Rsa => Some("rsa"),
            Self::EllipticCurve => Some("elliptic_curve"),
        }
    }
}

impl fmt::Display for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Any => "any",
            Self::Rsa => "RSA",
            Self::EllipticCurve => "elliptic-curve",
        })
    }
}
