//! The list of signature algorithms that a verification may use: it *is* the algorithm policy.
//! Chooses the algorithm for a signed structure and a key, and has the provider check.

use alloc::borrow::Cow;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;

use pki_types::{InvalidSignature, SignatureVerificationAlgorithm};

#[cfg(feature = "cache")]
use super::cache::{self, SignatureCache};
use super::identifier;
use super::problem::SignatureProblem;
use super::provider_key::{algorithm_of, octets_of};
use super::unusable::unusable;

use crate::cert::{KeyKindBuf, KeyUnusable, Signed, SubjectPublicKeyInfo};
use crate::der::OidBuf;

/// The signature algorithms that a verification may use, in the order in which they are tried.
///
/// From a list that is always there, as `chainverify::crypto::ring::ALL`, or collected while the
/// program runs. A clone costs a reference count. [`Algorithms::default`] has every algorithm of the
/// providers that are built in, each once: from ring before aws-lc-rs before `rustcrypto`.
///
/// ```
/// # #[cfg(feature = "ring")] {
/// use chainverify::Algorithms;
/// use chainverify::crypto::ring;
///
/// static ALL: Algorithms = Algorithms::new(ring::ALL);
/// let only_p256: Algorithms = [ring::ECDSA_P256_SHA256].into_iter().collect();
/// assert!(!only_p256.is_empty());
/// # assert!(!ALL.is_empty());
/// # }
/// ```
#[derive(Clone)]
pub struct Algorithms {
    list: List,
    /// The good signatures of this list, where they are remembered.
    #[cfg(feature = "cache")]
    cache: Option<Arc<SignatureCache>>,
}

#[derive(Clone)]
enum List {
    Static(&'static [&'static dyn SignatureVerificationAlgorithm]),
    Made(Arc<[Member]>),
}

enum Member {
    Static(&'static dyn SignatureVerificationAlgorithm),
    Owned(Arc<dyn SignatureVerificationAlgorithm>),
}

impl Member {
    fn get(&self) -> &dyn SignatureVerificationAlgorithm {
        match self {
            Self::Static(algorithm) => *algorithm,
            Self::Owned(algorithm) => algorithm.as_ref(),
        }
    }
}

impl Algorithms {
    /// From a list that is always there.
    #[must_use]
    pub const fn new(list: &'static [&'static dyn SignatureVerificationAlgorithm]) -> Self {
        Self::from_list(List::Static(list))
    }

    const fn from_list(list: List) -> Self {
        Self {
            list,
            #[cfg(feature = "cache")]
            cache: None,
        }
    }

    /// The same, with a cache that no other list uses.
    #[cfg(feature = "cache")]
    pub(crate) fn with_cache(mut self, cache: Option<Arc<SignatureCache>>) -> Self {
        self.cache = cache;
        self
    }

    /// Another list, with a cache as large as that of this one, and empty.
    #[cfg(feature = "rustls")]
    pub(crate) fn remembering_anew(&self, list: Self) -> Self {
        #[cfg(feature = "cache")]
        let list = list.with_cache(self.cache.as_ref().map(|cache| Arc::new(cache.emptied())));
        list
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.iter().next().is_none()
    }

    /// Checks that the holder of a key signed (RFC 5280 §6.1.3 (a) (1)). A DSA key that leaves its
    /// parameters to the keys above it cannot be used alone.
    ///
    /// ```
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # #[cfg(feature = "ring")] {
    /// # use chainverify::{Algorithms, Cert, pki_types::{CertificateDer, pem::PemObject}};
    /// # let pem = include_bytes!("../../../testdata/example/chain.pem");
    /// # let mut chain = CertificateDer::pem_slice_iter(pem).map(|der| Cert::parse(der.unwrap()).unwrap());
    /// # let (leaf, ca) = (chain.next().unwrap(), chain.next().unwrap());
    /// let algorithms = Algorithms::default();
    /// algorithms.verify(&leaf.signed(), &ca.public_key()?)?;
    /// assert!(algorithms.verify(&ca.signed(), &leaf.public_key()?).is_err());
    /// # }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// The signature does not verify, or cannot be checked.
    #[inline]
    pub fn verify(
        &self,
        signed: &Signed<'_>,
        issuer: &SubjectPublicKeyInfo<'_>,
    ) -> Result<(), SignatureProblem> {
        self.verify_by(signed, issuer, octets_of(issuer, None))
    }

    /// The same for a message of megabytes: where good signatures are remembered, this one is by a
    /// digest of the message, which whoever keeps it computes once.
    #[cfg(feature = "cache")]
    pub(crate) fn verify_by_digest(
        &self,
        signed: &Signed<'_>,
        issuer: &SubjectPublicKeyInfo<'_>,
        digest: impl FnOnce() -> [u8; 32],
    ) -> Result<(), SignatureProblem> {
        let Some(cache) = &self.cache else {
            return self.verify(signed, issuer);
        };
        let entry = cache::entry_by_digest(signed, issuer, &digest());
        if cache.has(&entry) {
            return Ok(());
        }
        self.clone().with_cache(None).verify(signed, issuer)?;
        cache.add(entry);
        Ok(())
    }

    /// The same for a key that may leave its parameters to the keys above it: `parameters` is
    /// `working_public_key_parameters` (RFC 5280 §6.1.4 (e)). A key's own parameters go before them.
    pub(crate) fn verify_inheriting(
        &self,
        signed: &Signed<'_>,
        issuer: &SubjectPublicKeyInfo<'_>,
        parameters: &[u8],
    ) -> Result<(), SignatureProblem> {
        self.verify_by(signed, issuer, octets_of(issuer, Some(parameters)))
    }

    fn verify_by(
        &self,
        signed: &Signed<'_>,
        issuer: &SubjectPublicKeyInfo<'_>,
        key: Option<Cow<'_, [u8]>>,
    ) -> Result<(), SignatureProblem> {
        let is_good = |key: &[u8]| {
            let mut fitting = self.fitting(signed, issuer);
            fitting.any(|one| self.check(one, key, signed).is_ok())
        };
        if key.as_deref().is_some_and(is_good) {
            return Ok(());
        }
        if let Some(usual) = identifier::usual_encoding(signed.algorithm) {
            // Once: the usual encoding has no other.
            let usual = Signed {
                algorithm: &usual,
                ..*signed
            };
            if self.named(&usual).next().is_some() {
                return self.verify_by(&usual, issuer, key);
            }
        }
        Err(self.problem(signed, issuer, key.as_deref()))
    }

    /// Why a signature is not good.
    fn problem(
        &self,
        signed: &Signed<'_>,
        issuer: &SubjectPublicKeyInfo<'_>,
        key: Option<&[u8]>,
    ) -> SignatureProblem {
        let mut fitting = self.fitting(signed, issuer).peekable();
        if fitting.peek().is_none() {
            return self.unsupported(signed, issuer);
        }
        let Some(key) = key else {
            return SignatureProblem::ParametersMissing;
        };
        // One algorithm that can use the key and says no is enough to call it invalid.
        let unusable: Option<Vec<_>> = fitting.map(|one| unusable(one, issuer.kind, key)).collect();
        match unusable.and_then(|reasons| reasons.into_iter().next()) {
            None => SignatureProblem::Invalid,
            Some(why) => {
                let key = issuer.kind.into();
                SignatureProblem::KeyUnusable { key, why }
            }
        }
    }

    /// Why no algorithm fits both the signature and the key.
    fn unsupported(
        &self,
        signed: &Signed<'_>,
        issuer: &SubjectPublicKeyInfo<'_>,
    ) -> SignatureProblem {
        let key = KeyKindBuf::from(issuer.kind);
        let algorithm = identifier::algorithm(signed.algorithm);
        if self.named(signed).next().is_some() {
            // As RSA without its NULL: the algorithm is there, for keys named as they should be.
            let is_alike = |one: &dyn SignatureVerificationAlgorithm| {
                identifier::same_kind(&one.public_key_alg_id(), issuer.algorithm)
            };
            if self.named(signed).any(is_alike) {
                let why = KeyUnusable::Parameters;
                return SignatureProblem::KeyUnusable { key, why };
            }
            let is_of_others = |one: &dyn SignatureVerificationAlgorithm| {
                identifier::are_disjoint(&one.public_key_alg_id(), issuer.algorithm)
            };
            let algorithm = algorithm.map(OidBuf::from);
            return match algorithm {
                Some(algorithm) if self.named(signed).all(is_of_others) => {
                    SignatureProblem::OtherKindOfKey { algorithm, key }
                }
                algorithm => SignatureProblem::UnsupportedKey { algorithm, key },
            };
        }
        let Some(algorithm) = algorithm else {
            return SignatureProblem::Unsupported { algorithm: None };
        };
        let has_identifier = |one: &dyn SignatureVerificationAlgorithm| {
            identifier::algorithm(&one.signature_alg_id()) == Some(algorithm)
        };
        let is_known = self.iter().any(has_identifier);
        let algorithm = OidBuf::from(algorithm);
        if is_known && identifier::has_wrong_parameters(signed.algorithm) {
            SignatureProblem::WrongParameters { algorithm }
        } else if is_known {
            SignatureProblem::UnsupportedParameters { algorithm }
        } else {
            let algorithm = Some(algorithm);
            SignatureProblem::Unsupported { algorithm }
        }
    }

    /// The algorithms for a signature, octet for octet.
    fn named(
        &self,
        signed: &Signed<'_>,
    ) -> impl Iterator<Item = &dyn SignatureVerificationAlgorithm> {
        self.iter()
            .filter(|one| one.signature_alg_id().as_ref() == signed.algorithm)
    }

    /// Those of them that are for the kind of key.
    fn fitting(
        &self,
        signed: &Signed<'_>,
        issuer: &SubjectPublicKeyInfo<'_>,
    ) -> impl Iterator<Item = &dyn SignatureVerificationAlgorithm> {
        self.named(signed)
            .filter(|one| one.public_key_alg_id().as_ref() == algorithm_of(issuer))
    }

    /// In the order in which they are tried.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &dyn SignatureVerificationAlgorithm> {
        let (fixed, made): (&[_], &[_]) = match &self.list {
            List::Static(list) => (list, &[]),
            List::Made(list) => (&[], list),
        };
        fixed.iter().copied().chain(made.iter().map(Member::get))
    }

    /// Has the provider check, unless the very check is remembered as good.
    #[cfg(feature = "cache")]
    fn check(
        &self,
        algorithm: &dyn SignatureVerificationAlgorithm,
        key: &[u8],
        signed: &Signed<'_>,
    ) -> Result<(), InvalidSignature> {
        let Some(cache) = &self.cache else {
            return ask(algorithm, key, signed);
        };
        let entry = cache::entry(&algorithm.public_key_alg_id(), key, signed);
        if cache.has(&entry) {
            return Ok(());
        }
        ask(algorithm, key, signed)?;
        cache.add(entry);
        Ok(())
    }

    #[cfg(not(feature = "cache"))]
    #[expect(clippy::unused_self)] // the same call with and without a cache
    fn check(
        &self,
        algorithm: &dyn SignatureVerificationAlgorithm,
        key: &[u8],
        signed: &Signed<'_>,
    ) -> Result<(), InvalidSignature> {
        ask(algorithm, key, signed)
    }
}

fn ask(
    algorithm: &dyn SignatureVerificationAlgorithm,
    key: &[u8],
    signed: &Signed<'_>,
) -> Result<(), InvalidSignature> {
    algorithm.verify_signature(key, signed.message, signed.signature)
}

impl FromIterator<&'static dyn SignatureVerificationAlgorithm> for Algorithms {
    fn from_iter<I>(algorithms: I) -> Self
    where
        I: IntoIterator<Item = &'static dyn SignatureVerificationAlgorithm>,
    {
        let members = algorithms.into_iter().map(Member::Static);
        Self::from_list(List::Made(members.collect()))
    }
}

/// Algorithms made while the program runs, as those of a hardware module.
impl FromIterator<Arc<dyn SignatureVerificationAlgorithm>> for Algorithms {
    fn from_iter<I>(algorithms: I) -> Self
    where
        I: IntoIterator<Item = Arc<dyn SignatureVerificationAlgorithm>>,
    {
        let members = algorithms.into_iter().map(Member::Owned);
        Self::from_list(List::Made(members.collect()))
    }
}

/// How many there are.
impl fmt::Debug for Algorithms {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Algorithms({})", self.iter().count())
    }
}
