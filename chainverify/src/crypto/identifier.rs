//! What an AlgorithmIdentifier names (RFC 5280 §4.1.1.2), given by its contents. It is matched octet
//! for octet with those of a list; only what does not match is taken apart. RSASSA-PSS that is not
//! encoded as usual is then written as usual and matched once more.

use alloc::vec::Vec;

use crate::der::{Field, Oid, Reader, known, tag};

/// The algorithm without its parameters; None if it cannot be read.
pub(super) fn algorithm(contents: &[u8]) -> Option<Oid<'_>> {
    next(&mut Reader::new(contents))
}

fn next<'c>(parts: &mut Reader<'c>) -> Option<Oid<'c>> {
    const FIELD: Field = Field::SignatureAlgorithm;
    let oid = parts.expect(tag::OID, FIELD).ok()?;
    Oid::read(&oid, FIELD).ok()
}

/// Whether two name the same kind of key, an elliptic curve by its identifier, whatever else is
/// in their parameters.
pub(super) fn same_kind(one: &[u8], other: &[u8]) -> bool {
    let kind = |contents| {
        let mut parts = Reader::new(contents);
        let algorithm = next(&mut parts)?;
        let is_curve = algorithm.as_bytes() == known::EC_PUBLIC_KEY;
        Some((algorithm, is_curve.then(|| next(&mut parts))))
    };
    kind(one).is_some_and(|one| kind(other) == Some(one))
}

/// Whether the two name keys of which neither can make the other's signatures. What is not known
/// may be a key of the other kind under a name of its own.
pub(super) fn are_disjoint(one: &[u8], other: &[u8]) -> bool {
    let family = |contents| match algorithm(contents)?.as_bytes() {
        known::RSA | known::RSASSA_PSS => Some(known::RSA),
        known @ (known::EC_PUBLIC_KEY | known::ED25519 | known::ED448) => Some(known),
        known if known.starts_with(known::NIST_SIGNATURES) => Some(known),
        _ => None,
    };
    matches!((family(one), family(other)), (Some(one), Some(other)) if one != other)
}

/// The usual encoding of RSASSA-PSS where the parameters mean one that has another: "implementations
/// MUST accept" a hash without its NULL (RFC 4055 §2.1), and the trailer field spelled out (§3.1).
/// What they mean stays as it is, and only a list that has exactly that has an algorithm for it: one
/// hash, the same in MGF1, and a length of the salt.
pub(crate) fn usual_encoding(contents: &[u8]) -> Option<Vec<u8>> {
    let usual = usual_pss(contents)?;
    (usual != contents).then_some(usual)
}

/// Whether it is RSA PKCS#1 v1.5 without the NULL that belongs to it (RFC 4055 §5), or with MD5 to
/// SHA-512 alike.
pub(crate) fn lacks_null(contents: &[u8]) -> bool {
    let mut parts = Reader::new(contents);
    let algorithm = next(&mut parts).and_then(|oid| oid.as_bytes().strip_prefix(known::PKCS1));
    matches!(algorithm, Some([4 | 5 | 11..=14])) && parts.is_empty()
}

fn usual_pss(contents: &[u8]) -> Option<Vec<u8>> {
    const FIELD: Field = Field::SignatureAlgorithm;
    let mut parts = Reader::new(contents);
    if next(&mut parts)?.as_bytes() != known::RSASSA_PSS {
        return None;
    }
    let mut parts = parts.only(tag::SEQUENCE, FIELD).ok()?;
    let mut field = |number| {
        let explicit = parts.optional(tag::context_constructed(number), FIELD);
        explicit.ok()
    };
    let (hash, mask, salt, trailer) = (field(0)??, field(1)??, field(2)??, field(3)?);
    parts.finish(FIELD).ok()?;
    let hash = hash_of(hash)?;
    let mut mask = mask.only(tag::SEQUENCE, FIELD).ok()?;
    let is_mgf1 = next(&mut mask)?.as_bytes() == known::MGF1;
    let is_same_hash = hash_of(mask)? == hash;
    let salt = salt.only(tag::INTEGER, FIELD).ok()?;
    let trailer = trailer.map(|trailer| trailer.only(tag::INTEGER, FIELD).map(|it| it.bytes()));
    let is_trailer_bc = matches!(trailer, None | Some(Ok([1])));
    if !is_mgf1 || !is_same_hash || !is_trailer_bc {
        return None;
    }
    let hash = tlv(
        tag::SEQUENCE,
        &[&tlv(tag::OID, &[hash.as_bytes()])?, &[tag::NULL, 0]],
    )?;
    let mask = tlv(tag::SEQUENCE, &[&tlv(tag::OID, &[known::MGF1])?, &hash])?;
    let salt = tlv(tag::INTEGER, &[salt.bytes()])?;
    let fields = [
        tlv(tag::context_constructed(0), &[&hash])?,
        tlv(tag::context_constructed(1), &[&mask])?,
        tlv(tag::context_constructed(2), &[&salt])?,
    ];
    let fields = tlv(tag::SEQUENCE, &[&fields.concat()])?;
    Some([tlv(tag::OID, &[known::RSASSA_PSS])?, fields].concat())
}

/// `HashAlgorithm`, its parameters NULL or absent.
fn hash_of(explicit: Reader<'_>) -> Option<Oid<'_>> {
    const FIELD: Field = Field::SignatureAlgorithm;
    let mut parts = explicit.only(tag::SEQUENCE, FIELD).ok()?;
    let hash = next(&mut parts)?;
    matches!(parts.bytes(), [] | [tag::NULL, 0]).then_some(hash)
}

/// None if it is too long for a length of one octet: then it is no RSASSA-PSS that anybody uses.
fn tlv(tag: u8, parts: &[&[u8]]) -> Option<Vec<u8>> {
    let contents = parts.concat();
    let length = u8::try_from(contents.len()).ok();
    let length = length.filter(|length| *length < 0x80)?;
    Some([&[tag, length], &*contents].concat())
}

/// Whether there are parameters although the algorithm's RFC defines none, or others than the NULL
/// that it defines (RFC 3279 §2.2, RFC 4055 §5, RFC 5758 §3, RFC 8410 §3, RFC 9688 §3, RFC 9814 §4,
/// RFC 9881 §2). Of an algorithm that is not known here, or that has parameters, nobody can tell.
pub(super) fn has_wrong_parameters(contents: &[u8]) -> bool {
    let mut parts = Reader::new(contents);
    let Some(algorithm) = next(&mut parts) else {
        return false;
    };
    match algorithm.as_bytes() {
        // With MD2 to SHA-1, and with SHA-2.
        [rsa @ .., 2..=5 | 11..=16] if known::RSA.strip_suffix(&[1]) == Some(rsa) => {
            !matches!(parts.bytes(), [] | [tag::NULL, 0])
        }
        // RSA with SHA-3.
        [nist @ .., 13..=16] if nist == known::NIST_SIGNATURES => {
            !matches!(parts.bytes(), [] | [tag::NULL, 0])
        }
        known::ED25519 | known::ED448 | known::ECDSA_WITH_SHA1 | known::DSA_WITH_SHA1 => {
            !parts.is_empty()
        }
        [start @ .., _] if start == known::NIST_SIGNATURES || start == known::ECDSA_WITH_SHA2 => {
            !parts.is_empty()
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use pki_types::alg_id::{
        ECDSA_P256, ECDSA_P384, ECDSA_SHA256, ED25519, RSA_ENCRYPTION, RSA_PKCS1_SHA256,
        RSA_PSS_SHA256,
    };

    use super::*;

    #[test]
    fn kinds_of_keys_are_the_same_with_other_parameters_but_not_on_another_curve() {
        let rsa_without_null = &RSA_ENCRYPTION[..RSA_ENCRYPTION.len() - 2];
        assert!(same_kind(&RSA_ENCRYPTION, rsa_without_null));
        assert!(same_kind(&ED25519, &[&ED25519[..], &[5, 0]].concat()));
        assert!(same_kind(&ECDSA_P256, &[&ECDSA_P256[..], &[5, 0]].concat()));
        assert!(!same_kind(&ECDSA_P256, &ECDSA_P384));
        let without_curve = &ECDSA_P256[..9];
        assert!(!same_kind(&ECDSA_P256, without_curve));
        assert!(!same_kind(
            &ECDSA_P256,
            &[without_curve, &[0x30, 0]].concat()
        ));
        assert!(!same_kind(&RSA_ENCRYPTION, &ED25519));
        assert!(!same_kind(&[], &[]));
    }

    #[test]
    fn keys_are_disjoint_where_both_are_known() {
        const PSS: &[u8] = &[6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 10];
        const UNKNOWN: &[u8] = &[6, 2, 0x2a, 3];
        assert!(are_disjoint(&RSA_ENCRYPTION, &ECDSA_P256));
        assert!(are_disjoint(&ED25519, &ECDSA_P256));
        assert!(are_disjoint(PSS, &ED25519));
        assert!(!are_disjoint(&RSA_ENCRYPTION, PSS));
        assert!(!are_disjoint(&ECDSA_P256, &ECDSA_P384));
        assert!(!are_disjoint(&RSA_ENCRYPTION, UNKNOWN));
        assert!(!are_disjoint(&[], &ED25519));
    }

    /// The identifier of RSASSA-PSS with some fields of its parameters.
    fn pss(fields: &[&[u8]]) -> Vec<u8> {
        let oid = tlv(tag::OID, &[known::RSASSA_PSS]).unwrap();
        [oid, tlv(tag::SEQUENCE, fields).unwrap()].concat()
    }

    fn hash(last: u8, parameters: &[u8]) -> Vec<u8> {
        let oid = [6, 9, 0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, last];
        tlv(tag::SEQUENCE, &[&oid, parameters]).unwrap()
    }

    fn mgf1(hash: &[u8]) -> Vec<u8> {
        let oid = tlv(tag::OID, &[known::MGF1]).unwrap();
        tlv(0xa1, &[&tlv(tag::SEQUENCE, &[&oid, hash]).unwrap()]).unwrap()
    }

    const SALT: &[u8] = &[0xa2, 3, 2, 1, 32];
    const TRAILER: &[u8] = &[0xa3, 3, 2, 1, 1];

    #[test]
    fn rsa_pss_has_one_usual_encoding_for_what_it_means() {
        let usual = RSA_PSS_SHA256.to_vec();
        let null: &[u8] = &[tag::NULL, 0];
        for (in_hash, in_mask, trailer) in [
            (null, &[][..], &[][..]),
            (&[], null, &[]),
            (&[], &[], &[]),
            (null, null, TRAILER),
            (&[], &[], TRAILER),
        ] {
            let hashed = tlv(0xa0, &[&hash(1, in_hash)]).unwrap();
            let odd = pss(&[&hashed, &mgf1(&hash(1, in_mask)), SALT, trailer]);
            assert_eq!(usual_encoding(&odd), Some(usual.clone()), "{odd:02x?}");
        }
        assert_eq!(usual_encoding(&usual), None);
    }

    #[test]
    fn rsa_pkcs1_lacks_its_null_where_nothing_follows_the_identifier() {
        let without = RSA_PKCS1_SHA256.strip_suffix(&[tag::NULL, 0]).unwrap();
        assert!(lacks_null(without));
        assert!(!lacks_null(&RSA_PKCS1_SHA256));
        assert!(!lacks_null(&ECDSA_SHA256));
        assert!(!lacks_null(&RSA_PSS_SHA256));
        assert!(!lacks_null(&[]));
    }

    #[test]
    fn rsa_pss_that_means_something_else_has_none() {
        let bare = hash(1, &[]);
        let hashed = tlv(0xa0, &[&bare]).unwrap();
        let garbage = tlv(0xa0, &[&hash(1, &[4, 0])]).unwrap();
        let mask = mgf1(&bare);
        let mgf = tlv(
            0xa1,
            &[&tlv(tag::SEQUENCE, &[&[6, 1, 0x2a], &*bare]).unwrap()],
        )
        .unwrap();
        for fields in [
            &[&*hashed, &mask, SALT, &[0xa3, 3, 2, 1, 2]][..],
            &[&hashed, &mask, SALT, &[0xa3, 4, 2, 2, 0, 1]],
            &[&hashed, &mask, SALT, TRAILER, &[5, 0]],
            &[&hashed, &mask, SALT, SALT],
            &[&hashed, &mgf1(&hash(2, &[])), SALT],
            &[&hashed, &mgf, SALT],
            &[&garbage, &mask, SALT],
            &[&hashed, &mask],
            &[&mask, SALT],
            &[&hashed, SALT],
        ] {
            assert_eq!(usual_encoding(&pss(fields)), None, "{fields:02x?}");
        }
        // Another salt and another hash stay what they are.
        let salt: &[u8] = &[0xa2, 3, 2, 1, 20];
        let usual = usual_encoding(&pss(&[&hashed, &mask, salt])).unwrap();
        assert!(usual.ends_with(salt));
        assert_eq!(usual_encoding(&RSA_ENCRYPTION), None);
        assert_eq!(usual_encoding(&[]), None);
    }

    #[test]
    fn parameters_are_wrong_where_the_algorithm_is_defined_without_them() {
        let with = |algorithm: &[u8], parameters: &[u8]| {
            has_wrong_parameters(&[algorithm, parameters].concat())
        };
        assert!(with(&ECDSA_SHA256, &[5, 0]));
        assert!(with(&ED25519, &[5, 0]));
        assert!(with(&RSA_PKCS1_SHA256, &[5, 0]));
        assert!(!with(&ECDSA_SHA256, &[]));
        assert!(!with(&RSA_PKCS1_SHA256, &[]));
        assert!(!with(&RSA_PSS_SHA256, &[5, 0]));
        assert!(!with(&[6, 2, 0x2a, 3], &[5, 0]));
        assert!(!with(&[], &[5, 0]));
    }
}
