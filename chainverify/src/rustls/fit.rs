//! Whether a verifier fits a direction of TLS: what it asks for is what peers of that direction have.

use core::fmt;

use ::rustls::crypto::CryptoProvider;

use crate::crypto::Algorithms;
use crate::policy::Purpose;
use crate::verifier::Verifier;

/// What a verifier must be like to be used.
#[derive(Debug)]
pub(super) struct Fit {
    /// What the peer's key is used for.
    purpose: Purpose,
    /// Those of the provider.
    algorithms: Algorithms,
}

/// Why a verifier cannot be used.
///
/// ```
#[doc = include_str!("../../tests/doc/rustls.txt")]
/// use chainverify::rustls::{ClientVerifier, Unfit};
///
/// // The default policy is that for servers.
/// let error = ClientVerifier::new(verifier, &provider).unwrap_err();
/// assert!(matches!(error, Unfit::Purpose { .. }));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unfit {
    /// Its policy asks for a purpose that the peers' certificates do not have.
    #[non_exhaustive]
    Purpose {
        /// What the policy asks for.
        asked: Purpose,
        /// What the peers' certificates are for.
        needed: Purpose,
    },
    /// It has no roots: no peer could ever be verified.
    NoRoots,
    /// Neither the verifier nor the provider has signature algorithms.
    NoAlgorithms,
}

impl Fit {
    pub(super) fn new(purpose: Purpose, provider: &CryptoProvider) -> Self {
        Self {
            purpose,
            algorithms: Algorithms::new(provider.signature_verification_algorithms.all),
        }
    }

    /// The verifier as it will be used: with the provider's algorithms, unless its maker chose some.
    pub(super) fn adapt(&self, verifier: &Verifier) -> Result<Verifier, Unfit> {
        let asked = &verifier.policy().purpose;
        let is_for_peers = match asked {
            // Whoever asks for these asked for them on purpose.
            Purpose::Any | Purpose::Other(_) => true,
            Purpose::Server
            | Purpose::Client
            | Purpose::Email
            | Purpose::Code
            | Purpose::Timestamp
            | Purpose::Ocsp => *asked == self.purpose,
        };
        if !is_for_peers {
            return Err(Unfit::Purpose {
                asked: asked.clone(),
                needed: self.purpose.clone(),
            });
        }
        if verifier.roots().is_empty() {
            return Err(Unfit::NoRoots);
        }
        let verifier = verifier.or_algorithms(|| self.algorithms.clone());
        match verifier.algorithms().is_empty() {
            true => Err(Unfit::NoAlgorithms),
            false => Ok(verifier),
        }
    }
}

impl fmt::Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Purpose { asked, needed } => {
                let (peers, policy) = match needed {
                    Purpose::Client => ("clients", "Policy::web_client()"),
                    _ => ("servers", "Policy::web_server()"),
                };
                write!(
                    f,
                    "the policy asks for {asked}, but certificates of {peers} are for {needed}; \
                     build the verifier with {policy}"
                )
            }
            Self::NoRoots => {
                f.write_str("the verifier has no roots, so that no peer could be verified")
            }
            Self::NoAlgorithms => {
                f.write_str("neither the verifier nor the provider has signature algorithms")
            }
        }
    }
}

impl core::error::Error for Unfit {}
