//! Signatures: chooses the algorithm for a signed structure and a key, and has the provider check
//! it. The list of algorithms that the caller passes *is* the algorithm policy. Nothing here
//! computes a signature itself.

#[cfg(any(feature = "ring", feature = "aws-lc-rs", feature = "rustcrypto"))]
mod algorithm;
#[cfg(feature = "aws-lc-rs")]
pub mod aws_lc_rs;
#[cfg(feature = "cache")]
mod cache;
#[cfg(feature = "digest")]
pub mod digest;
#[cfg(any(feature = "aws-lc-rs", feature = "rustcrypto"))]
mod ec;
#[cfg(any(feature = "cache", all(feature = "aws-lc-rs", feature = "std")))]
mod recent;
#[cfg(feature = "ring")]
pub mod ring;
#[cfg(feature = "rustcrypto")]
pub mod rustcrypto;

use alloc::borrow::Cow;
use alloc::string::{String, ToString};

#[cfg(feature = "cache")]
pub use cache::SignatureCache;
use pki_types::{AlgorithmIdentifier, InvalidSignature, SignatureVerificationAlgorithm};

use crate::cert::{Signed, SubjectPublicKeyInfo, algorithm_name};
use crate::der::{Field, Oid, Reader, tag};

/// The signature algorithms that a verification may use.
///
/// Two algorithms with the same identifiers are tried in order of the slice.
///
/// ```
/// # #[cfg(feature = "ring")] {
/// use chainverify::Algorithms;
///
/// let only_p256 = [chainverify::crypto::ring::ECDSA_P256_SHA256];
/// assert!(!Algorithms::new(&only_p256).is_empty());
/// # }
/// ```
#[derive(Clone, Copy)]
pub struct Algorithms<'a> {
    list: &'a [&'a dyn SignatureVerificationAlgorithm],
    /// The good signatures of this list, where they are remembered.
    #[cfg(feature = "cache")]
    cache: Option<&'a SignatureCache>,
}

/// Why a signature does not stand.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SignatureProblem {
    /// The list has no algorithm of this identifier.
    Unsupported {
        /// Its name, or its dotted identifier.
        algorithm: String,
    },
    /// The list has the algorithm, but not for this kind of key.
    UnsupportedKey {
        /// Name of the signature algorithm.
        algorithm: String,
        /// Kind of key.
        key: String,
    },
    /// The key cannot be read.
    MalformedKey,
    /// The provider says no.
    Invalid,
}

impl<'a> Algorithms<'a> {
    /// From a list, as `chainverify::crypto::ring::ALL` or one of the caller's own.
    #[must_use]
    pub const fn new(list: &'a [&'a dyn SignatureVerificationAlgorithm]) -> Self {
        Self {
            list,
            #[cfg(feature = "cache")]
            cache: None,
        }
    }

    /// The same, with a memory that no other list uses.
    #[cfg(feature = "cache")]
    pub(crate) const fn with_cache(mut self, cache: Option<&'a SignatureCache>) -> Self {
        self.cache = cache;
        self
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Checks that the holder of the key signed (RFC 5280 §6.1.3 (a) (1)). `inherited` is
    /// `working_public_key_parameters` (§6.1.2 (i)), the parameters in force from the keys above the
    /// issuer, for a key that has none.
    pub(crate) fn verify(
        &self,
        signed: &Signed<'_>,
        issuer: &SubjectPublicKeyInfo<'_>,
        inherited: Option<&[u8]>,
    ) -> Result<(), SignatureProblem> {
        let key = ProviderKey::new(issuer, inherited);
        let named = || {
            self.list
                .iter()
                .filter(|algorithm| algorithm.signature_alg_id().as_ref() == signed.algorithm)
        };
        let mut problem = None;
        if let Some(key) = key {
            let is_for = |id: AlgorithmIdentifier| id.as_ref() == key.algorithm;
            for algorithm in named().filter(|algorithm| is_for(algorithm.public_key_alg_id())) {
                match self.check(*algorithm, &key, signed) {
                    Ok(()) => return Ok(()),
                    Err(InvalidSignature) => problem = Some(SignatureProblem::Invalid),
                }
            }
        }
        Err(problem.unwrap_or_else(|| {
            let algorithm = describe(signed.algorithm);
            if named().next().is_none() {
                return SignatureProblem::Unsupported { algorithm };
            }
            SignatureProblem::UnsupportedKey {
                algorithm,
                key: issuer.kind.to_string(),
            }
        }))
    }

    /// Has the provider check, unless the very check is remembered as good.
    #[cfg(feature = "cache")]
    fn check(
        &self,
        algorithm: &dyn SignatureVerificationAlgorithm,
        key: &ProviderKey<'_>,
        signed: &Signed<'_>,
    ) -> Result<(), InvalidSignature> {
        let Some(cache) = self.cache else {
            return key.check(algorithm, signed);
        };
        let entry = cache::entry(key, signed);
        if cache.has(&entry) {
            return Ok(());
        }
        key.check(algorithm, signed)?;
        cache.add(entry);
        Ok(())
    }

    #[cfg(not(feature = "cache"))]
    #[expect(clippy::unused_self)] // the same call with and without a cache
    fn check(
        &self,
        algorithm: &dyn SignatureVerificationAlgorithm,
        key: &ProviderKey<'_>,
        signed: &Signed<'_>,
    ) -> Result<(), InvalidSignature> {
        key.check(algorithm, signed)
    }
}

/// A key as providers take it.
struct ProviderKey<'k> {
    algorithm: &'k [u8],
    octets: Cow<'k, [u8]>,
}

impl<'k> ProviderKey<'k> {
    /// DSA keys are named by their identifier alone, and their parameters, own or inherited, stand
    /// before the key's octets (see `rustcrypto::dsa`). None if there are no parameters at all.
    fn new(spki: &SubjectPublicKeyInfo<'k>, inherited: Option<&'k [u8]>) -> Option<Self> {
        Some(match spki.dsa_parameters() {
            None => Self {
                algorithm: spki.algorithm,
                octets: Cow::Borrowed(spki.key),
            },
            Some(own) => Self {
                algorithm: SubjectPublicKeyInfo::ID_DSA,
                octets: Cow::Owned([own.or(inherited)?, spki.key].concat()),
            },
        })
    }
}

impl ProviderKey<'_> {
    fn check(
        &self,
        algorithm: &dyn SignatureVerificationAlgorithm,
        signed: &Signed<'_>,
    ) -> Result<(), InvalidSignature> {
        algorithm.verify_signature(&self.octets, signed.message, signed.signature)
    }
}

impl core::fmt::Debug for Algorithms<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Algorithms({})", self.list.len())
    }
}

/// Checks one signature through the choice of algorithm that certificates get. `algorithm` and
/// `spki` are the contents of AlgorithmIdentifier and SubjectPublicKeyInfo.
///
/// # Errors
///
/// Why it does not stand.
#[doc(hidden)]
pub fn verify_signature(
    algorithms: Algorithms<'_>,
    message: &[u8],
    algorithm: &[u8],
    signature: &[u8],
    spki: &[u8],
) -> Result<(), SignatureProblem> {
    let signed = Signed {
        message,
        algorithm,
        signature,
    };
    let issuer = SubjectPublicKeyInfo::parse(spki).map_err(|_| SignatureProblem::MalformedKey)?;
    algorithms.verify(&signed, &issuer, None)
}

/// The name of an AlgorithmIdentifier, given by its contents.
pub(crate) fn describe(algorithm: &[u8]) -> String {
    let mut parts = Reader::new(algorithm);
    match parts
        .expect(tag::OID, Field::SignatureAlgorithm)
        .and_then(|oid| Oid::read(&oid, Field::SignatureAlgorithm))
    {
        Ok(oid) => algorithm_name(oid).map_or_else(|| oid.to_string(), ToString::to_string),
        Err(_) => "unreadable".to_string(),
    }
}

/// The algorithms of the providers that are built in: ring before aws-lc-rs.
pub(crate) const BUILT_IN: Algorithms<'static> = {
    #[cfg(feature = "ring")]
    {
        Algorithms::new(ring::ALL)
    }
    #[cfg(all(feature = "aws-lc-rs", not(feature = "ring")))]
    {
        Algorithms::new(aws_lc_rs::ALL)
    }
    #[cfg(not(any(feature = "ring", feature = "aws-lc-rs")))]
    {
        Algorithms::new(&[])
    }
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_algorithm_is_described_by_its_name_or_its_identifier() {
        assert_eq!(describe(&[6, 3, 0x2b, 0x65, 0x70]), "Ed25519");
        assert_eq!(describe(&[6, 2, 0x2a, 3]), "1.2.3");
        assert_eq!(describe(&[]), "unreadable");
    }
}
