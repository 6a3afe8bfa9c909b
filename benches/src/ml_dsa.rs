//! A chain signed with ML-DSA-65 (RFC 9881). The builder of test certificates cannot sign with it,
//! but it takes a finished signature, and it always makes the same bytes: so each certificate is
//! made twice, first for the part that is signed.

use aws_lc_rs::signature::{KeyPair as _, ML_DSA_65_SIGNING, PqdsaKeyPair};
use chainverify_testdata::{CertBuilder, Flaw, Made, der};

/// A pair made from one repeated octet.
pub(crate) fn key(seed: u8) -> PqdsaKeyPair {
    PqdsaKeyPair::from_seed(&ML_DSA_65_SIGNING, &[seed; 32]).expect("a seed of 32 octets")
}

/// Gives the subject this key.
pub(crate) fn holding(cert: CertBuilder, key: &PqdsaKeyPair) -> CertBuilder {
    let key = der::bit_string(key.public_key().as_ref());
    cert.raw_spki(&der::sequence([identifier(), key]))
}

/// Signs with this key, whatever the issuer's is.
pub(crate) fn sign(cert: CertBuilder, key: &PqdsaKeyPair) -> Made {
    let cert = cert.raw_algorithm(identifier());
    let draft = cert.clone().sign().der;
    let (_, draft) = x509_parser::parse_x509_certificate(&draft).expect("a certificate");
    let mut signature = vec![0; ML_DSA_65_SIGNING.signature_len()];
    key.sign(draft.tbs_certificate.as_ref(), &mut signature)
        .expect("room for a signature");
    cert.flaw(Flaw::Signature(signature)).sign()
}

/// `id-ml-dsa-65`, without parameters.
fn identifier() -> Vec<u8> {
    der::sequence([der::oid("2.16.840.1.101.3.4.3.18")])
}
