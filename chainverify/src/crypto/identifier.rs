//! What an AlgorithmIdentifier names (RFC 5280 §4.1.1.2), given by its contents. It is matched octet
//! for octet with those of a list; only what does not match is taken apart.

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

#[cfg(test)]
mod tests {
    use pki_types::alg_id::{ECDSA_P256, ECDSA_P384, ED25519, RSA_ENCRYPTION};

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
}
