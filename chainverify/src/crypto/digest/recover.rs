//! Recovers the hash from an RSA PKCS#1 v1.5 signature with the public key (RFC 8017 §5.2.2, §8.2.2, §9.2).
//!
//! Strict to the byte, so that what is recovered here is also what a verifier accepts; bounded, so that a hostile key costs
//! milliseconds. Not constant in time: all inputs are public.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::tlv::{contents, only, take};
use super::{Comparison, NotByThisKey, Unsupported};
use crate::crypto::rsa_key::{RsaKey, is_odd};
use crate::der::known;

/// The largest modulus taken, in bytes: 16384 bits, as OpenSSL's `OPENSSL_RSA_MAX_MODULUS_BITS`.
const MAX_MODULUS: usize = 2048;
/// The longest public exponent taken, in bytes: 64 bits, as OpenSSL's `OPENSSL_RSA_MAX_PUBEXP_BITS`.
const MAX_EXPONENT: usize = 8;

/// What `DigestInfo` holds (RFC 8017 §9.2): the hash's object identifier, dotted and as DER contents, and H2.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Recovered {
    pub(super) oid: Vec<u8>,
    pub(super) dotted: String,
    pub(super) hash: Vec<u8>,
}

/// RSAVP1 and the reversal of EMSA-PKCS1-v1_5 (RFC 8017 §8.2.2 steps 1 and 2, §9.2).
pub(super) fn recover(signature: &[u8], issuer_spki: &[u8]) -> Result<Recovered, Comparison> {
    let unreadable = Comparison::Unsupported(Unsupported::KeyUnreadable);
    let (key_algorithm, key) = spki(issuer_spki).ok_or_else(|| unreadable.clone())?;
    if key_algorithm != known::RSA {
        return Err(Comparison::NotByThisKey(NotByThisKey::NotRsaKey));
    }
    let key = RsaKey::read(key).ok_or(unreadable)?;
    let message = rsavp1(signature, key)?;
    let digest_info = unpad(&message).ok_or(Comparison::NotByThisKey(NotByThisKey::Padding))?;
    read_digest_info(digest_info).ok_or(Comparison::NotByThisKey(NotByThisKey::DigestInfo))
}

/// The encoded message, as long as the modulus (RFC 8017 §5.2.2), or why there is none.
fn rsavp1(signature: &[u8], key: RsaKey<'_>) -> Result<Vec<u8>, Comparison> {
    let RsaKey { modulus, exponent } = key;
    if modulus.len() > MAX_MODULUS || !is_odd(modulus) || modulus == [1] {
        return Err(Comparison::Unsupported(Unsupported::Modulus));
    }
    if exponent.len() > MAX_EXPONENT || !is_odd(exponent) || exponent == [1] {
        return Err(Comparison::Unsupported(Unsupported::Exponent));
    }
    if signature.len() != modulus.len() {
        let (modulus, signature) = (modulus.len(), signature.len());
        return Err(Comparison::NotByThisKey(NotByThisKey::Length {
            modulus,
            signature,
        }));
    }
    let out_of_range = Comparison::NotByThisKey(NotByThisKey::OutOfRange);
    key.power(signature).ok_or(out_of_range)
}

/// What follows `00 01 FF … FF 00`, with at least eight `FF` (RFC 8017 §9.2, steps 4 and 5).
fn unpad(message: &[u8]) -> Option<&[u8]> {
    let padded = message.strip_prefix(&[0, 1])?;
    let filled = padded.iter().take_while(|byte| **byte == 0xff).count();
    let rest = padded.get(filled..)?.strip_prefix(&[0])?;
    (filled >= 8).then_some(rest)
}

/// `DigestInfo ::= SEQUENCE { SEQUENCE { OID, NULL }, OCTET STRING }` to the last byte (RFC 8017 §A.2.4). Parameters must be there,
/// as the verifiers of `ring` and `aws-lc-rs` want: *equal* is never said of what they refuse.
fn read_digest_info(der: &[u8]) -> Option<Recovered> {
    let (algorithm, digest) = take(0x30, only(0x30, der)?)?;
    let (oid, parameters) = take(0x06, algorithm)?;
    let hash = only(0x04, digest)?.to_vec();
    let dotted = dotted(oid)?;
    (parameters == [0x05, 0]).then(|| Recovered {
        oid: oid.to_vec(),
        dotted,
        hash,
    })
}

/// The key's algorithm (contents of the OID) and the bytes of `subjectPublicKey` (RFC 5280 §4.1).
fn spki(der: &[u8]) -> Option<(&[u8], &[u8])> {
    let (algorithm, key) = take(0x30, contents(der))?;
    let (oid, _) = take(0x06, algorithm)?;
    let key = only(0x03, key)?.strip_prefix(&[0])?;
    Some((oid, key))
}

/// An object identifier in dotted form (X.690 §8.19); `None` if malformed or with an arc above 64 bits.
fn dotted(oid: &[u8]) -> Option<String> {
    let mut arcs: Vec<u64> = Vec::new();
    let mut arc: u64 = 0;
    let mut at_start = true;
    for byte in oid {
        if at_start && *byte == 0x80 {
            return None;
        }
        arc = arc.checked_mul(128)?.checked_add(u64::from(byte & 0x7f))?;
        at_start = byte & 0x80 == 0;
        if at_start {
            arcs.push(core::mem::take(&mut arc));
        }
    }
    let (first, others) = arcs.split_first()?;
    let top = (first / 40).min(2);
    let mut text = alloc::format!("{top}.{}", first - top * 40);
    for other in others {
        text.push('.');
        text.push_str(&other.to_string());
    }
    at_start.then_some(text)
}

#[cfg(test)]
mod tests {
    use super::{dotted, read_digest_info, unpad};

    #[test]
    fn padding_must_be_whole_and_parameters_null() {
        let good = [&[0, 1][..], &[0xff; 8], &[0, 0x30]].concat();
        assert_eq!(unpad(&good), Some(&[0x30][..]));
        for bad in [
            &good[1..],
            &[&[0, 1][..], &[0xff; 7], &[0, 0x30]].concat(),
            &[&[0, 2][..], &[0xff; 8], &[0]].concat(),
            &good[..10],
        ] {
            assert_eq!(unpad(bad), None);
        }
    }

    #[test]
    fn a_digest_info_is_read_to_the_byte_and_with_null_parameters() {
        let good = [
            0x30, 14, 0x30, 9, 6, 5, 0x2b, 14, 3, 2, 26, 5, 0, 4, 1, 0xaa,
        ];
        assert_eq!(read_digest_info(&good).unwrap().dotted, "1.3.14.3.2.26");
        let without_null = [0x30, 12, 0x30, 7, 6, 5, 0x2b, 14, 3, 2, 26, 4, 1, 0xaa];
        assert_eq!(read_digest_info(&without_null), None);
        assert_eq!(read_digest_info(&[&good[..], &[0]].concat()), None);
        assert_eq!(
            read_digest_info(&[&[0x30, 0x81], &good[1..]].concat()),
            None
        );
        assert_eq!(read_digest_info(&good[..15]), None);
    }

    #[test]
    fn object_identifiers_are_written_dotted() {
        assert_eq!(dotted(&[0x88, 0x37, 3]).as_deref(), Some("2.999.3"));
        for bad in [&[][..], &[0x80, 1], &[0x2a, 0x86], &[0xff; 11]] {
            assert_eq!(dotted(bad), None);
        }
    }
}
