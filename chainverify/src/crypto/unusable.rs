//! Why a key of the right kind cannot be used. Of an issuer's key this is asked only after the
//! provider has said no, so that a key that it cannot use is not called a forged signature; of the
//! leaf's key, which verifies nothing, its form is asked. Nothing here makes a signature valid.

use core::ops::RangeInclusive;
use core::ptr;

use pki_types::SignatureVerificationAlgorithm;

#[cfg(feature = "aws-lc-rs")]
use super::aws_lc_rs;
use super::curve;
#[cfg(feature = "rustcrypto")]
use super::provider_key::ID_DSA;
#[cfg(feature = "ring")]
use super::ring;
use super::rsa_key::{RsaKey, bits, is_odd};
#[cfg(feature = "rustcrypto")]
use super::rustcrypto;
use crate::cert::{KeyKind, KeyUnusable, SubjectPublicKeyInfo};
use crate::der::{Field, Oid, Reader, known};

/// Why `algorithm` cannot use a key of its kind, which is given as the algorithm takes it; None if it
/// can, as far as one can tell without the provider.
pub(super) fn unusable(
    algorithm: &dyn SignatureVerificationAlgorithm,
    kind: KeyKind<'_>,
    key: &[u8],
) -> Option<KeyUnusable> {
    match kind {
        KeyKind::Rsa { .. } => rsa(limits(algorithm), key),
        KeyKind::Curve(curve) => curve::fault(curve, key).or_else(|| {
            let is_compressed = matches!(key, [2 | 3, ..]);
            (is_compressed && !limits(algorithm).compressed_points)
                .then_some(KeyUnusable::PointCompressed)
        }),
        KeyKind::ExplicitCurve => None,
        KeyKind::Other(oid) => match fixed_length(oid) {
            Some(expected) => of_length(key, expected),
            None => unreadable(algorithm, key),
        },
    }
}

/// What is wrong with a key whoever uses it.
pub(crate) fn malformed(key: &SubjectPublicKeyInfo<'_>) -> Option<KeyUnusable> {
    let why = match key.kind {
        KeyKind::Rsa { .. } => match RsaKey::read(key.key) {
            Some(key) => rsa_numbers(&key),
            None => Some(KeyUnusable::Encoding),
        },
        KeyKind::Curve(curve) => curve::fault(curve, key.key),
        KeyKind::ExplicitCurve => None,
        KeyKind::Other(oid) => fixed_length(oid).and_then(|expected| of_length(key.key, expected)),
    };
    why.or_else(|| has_other_parameters(key).then_some(KeyUnusable::Parameters))
}

/// NULL for RSA (RFC 3279 §2.3.1), the curve alone (RFC 5480 §2.1.1), else none (RFC 8410 §3).
fn has_other_parameters(key: &SubjectPublicKeyInfo<'_>) -> bool {
    const FIELD: Field = Field::SubjectPublicKeyInfo;
    const NULL: &[u8] = &[5, 0];
    let mut parts = Reader::new(key.algorithm);
    let mut skip = || parts.any(FIELD).is_ok();
    match key.kind {
        KeyKind::Rsa { .. } => !skip() || parts.bytes() != NULL,
        KeyKind::Curve(_) => !(skip() && skip() && parts.is_empty()),
        KeyKind::ExplicitCurve => false,
        KeyKind::Other(oid) => fixed_length(oid).is_some() && (!skip() || !parts.is_empty()),
    }
}

fn of_length(key: &[u8], expected: usize) -> Option<KeyUnusable> {
    let octets = key.len();
    (octets != expected).then_some(KeyUnusable::KeyLength { octets, expected })
}

/// Which keys the algorithms of a list take.
struct Limits {
    modulus_bits: RangeInclusive<u32>,
    exponent_bits: u32,
    compressed_points: bool,
}

/// For algorithms that are not from here: what every provider takes. One that takes more, and says no
/// to a forgery, is said not to take the key: of the two mistakes the one that accuses nobody.
const NARROW: Limits = Limits {
    modulus_bits: 2048..=8192,
    exponent_bits: 33,
    compressed_points: false,
};

type List = &'static [&'static dyn SignatureVerificationAlgorithm];

static KNOWN: &[(List, Limits)] = &[
    // ring counts the whole octets of a modulus.
    #[cfg(feature = "ring")]
    (
        ring::ALL,
        Limits {
            modulus_bits: 2041..=8192,
            ..NARROW
        },
    ),
    #[cfg(feature = "aws-lc-rs")]
    (aws_lc_rs::ALL, AWS_LC_RS),
    #[cfg(all(feature = "aws-lc-rs", feature = "std"))]
    (aws_lc_rs::PREPARED, AWS_LC_RS),
    #[cfg(feature = "rustcrypto")]
    (rustcrypto::ALL, of_rustcrypto(rustcrypto::KEY_BITS)),
    #[cfg(feature = "rustcrypto")]
    (
        rustcrypto::DIAGNOSIS,
        of_rustcrypto(rustcrypto::OLD_KEY_BITS),
    ),
];

#[cfg(feature = "aws-lc-rs")]
const AWS_LC_RS: Limits = Limits {
    compressed_points: true,
    ..NARROW
};

#[cfg(feature = "rustcrypto")]
const fn of_rustcrypto(rsa: rustcrypto::KeyBits) -> Limits {
    Limits {
        modulus_bits: rsa.modulus,
        exponent_bits: rsa.exponent,
        compressed_points: true,
    }
}

/// An algorithm cannot be asked what it takes; it is known by its address.
fn limits(algorithm: &dyn SignatureVerificationAlgorithm) -> &'static Limits {
    let has = |list: List| list.iter().any(|one| ptr::addr_eq(*one, algorithm));
    let known = KNOWN.iter().find(|(list, _)| has(list));
    known.map_or(&NARROW, |(_, limits)| limits)
}

fn rsa(limits: &Limits, key: &[u8]) -> Option<KeyUnusable> {
    let Some(key) = RsaKey::read(key) else {
        return Some(KeyUnusable::Encoding);
    };
    let (modulus, exponent) = (bits(key.modulus), bits(key.exponent));
    let (least, most) = (*limits.modulus_bits.start(), *limits.modulus_bits.end());
    if let Some(why) = rsa_numbers(&key) {
        return Some(why);
    }
    Some(if modulus < least {
        let bits = modulus;
        KeyUnusable::ModulusTooShort { bits, least }
    } else if modulus > most {
        let bits = modulus;
        KeyUnusable::ModulusTooLong { bits, most }
    } else if exponent > limits.exponent_bits {
        let (bits, most) = (exponent, limits.exponent_bits);
        KeyUnusable::ExponentTooLong { bits, most }
    } else {
        return None;
    })
}

/// The numbers of a key (RFC 8017 §3.1; CA/B BR §6.1.6: an odd exponent of 3 or more).
fn rsa_numbers(key: &RsaKey<'_>) -> Option<KeyUnusable> {
    if !is_odd(key.modulus) {
        Some(KeyUnusable::ModulusEven)
    } else if key.exponent == [0] {
        Some(KeyUnusable::ExponentZero)
    } else if !is_odd(key.exponent) {
        Some(KeyUnusable::ExponentEven)
    } else if key.exponent == [1] {
        Some(KeyUnusable::ExponentOne)
    } else {
        None
    }
}

/// DSA: the parameters and the number, which are sought no further than its algorithm reads them.
#[cfg(feature = "rustcrypto")]
fn unreadable(algorithm: &dyn SignatureVerificationAlgorithm, key: &[u8]) -> Option<KeyUnusable> {
    let is_dsa = algorithm.public_key_alg_id().as_ref() == ID_DSA;
    (is_dsa && !rustcrypto::reads_dsa(key)).then_some(KeyUnusable::Refused)
}

#[cfg(not(feature = "rustcrypto"))]
const fn unreadable(_: &dyn SignatureVerificationAlgorithm, _: &[u8]) -> Option<KeyUnusable> {
    None
}

/// Octets of a key of this kind (RFC 8410 §4, RFC 9881 §4, RFC 9909 §4).
fn fixed_length(oid: Oid<'_>) -> Option<usize> {
    if oid.as_bytes() == known::ED25519 {
        return Some(32);
    }
    match oid.as_bytes().strip_prefix(known::NIST_SIGNATURES)? {
        [17] => Some(1312),
        [18] => Some(1952),
        [19] => Some(2592),
        // SLH-DSA: two sets of SHA-2 and two of SHAKE for each length.
        [20 | 21 | 26 | 27] => Some(32),
        [22 | 23 | 28 | 29] => Some(48),
        [24 | 25 | 30 | 31] => Some(64),
        _ => None,
    }
}
