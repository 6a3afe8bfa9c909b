//! Certificates with keys and signatures of ML-DSA (RFC 9881), made by aws-lc-rs from keys that are new in each run.

use aws_lc_rs::signature::{KeyPair, ML_DSA_44_SIGNING, PqdsaKeyPair};
use chainverify_testdata::{CertBuilder, Extension, Flaw, Made, der, oid};
use rustls::pki_types::CertificateDer;

use crate::pki::{Party, long};

/// Whose certificate it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// A server's.
    Server,
    /// A client's.
    Client,
}

/// ML-DSA-44.
const ALGORITHM: &str = "2.16.840.1.101.3.4.3.17";

/// A root, and a leaf for this name under an intermediate.
///
/// # Panics
/// Without random numbers.
#[must_use]
pub fn chain(dns: &str, purpose: Purpose) -> (CertificateDer<'static>, Party) {
    let [root_key, ca_key, leaf_key] =
        [(); 3].map(|()| PqdsaKeyPair::generate(&ML_DSA_44_SIGNING).unwrap());
    let purpose = match purpose {
        Purpose::Server => oid::SERVER_AUTH,
        Purpose::Client => oid::CLIENT_AUTH,
    };
    let root = CertBuilder::ca("ML-DSA Root");
    let ca = CertBuilder::intermediate("ML-DSA CA");
    let leaf = CertBuilder::leaf(dns).extension(Extension::extended_key_usage(&[purpose]));
    let (root, made) = sign(root, &root_key, None, &root_key);
    let (ca, made) = sign(ca, &ca_key, Some(&made), &root_key);
    let (leaf, _) = sign(leaf, &leaf_key, Some(&made), &ca_key);
    let key = leaf_key.to_pkcs8v1().unwrap().as_ref().to_vec();
    (root, Party::raw(vec![leaf, ca], key))
}

/// With this key in it, and signed by the issuer's. The second value stands for it as an issuer.
fn sign(
    cert: CertBuilder,
    key: &PqdsaKeyPair,
    issuer: Option<&Made>,
    issuer_key: &PqdsaKeyPair,
) -> (CertificateDer<'static>, Made) {
    let algorithm = || der::sequence([der::oid(ALGORITHM)]);
    let public = der::bit_string(key.public_key().as_ref());
    let cert = long(cert)
        .raw_spki(&der::sequence([algorithm(), public]))
        .raw_algorithm(algorithm());
    let cert = match issuer {
        Some(issuer) => cert.issuer(issuer),
        None => cert,
    };
    // Signed by a key that nobody will look at, to have what is to be signed.
    let made = cert.clone().flaw(Flaw::Signature(Vec::new())).sign();
    let tbs = first_element(contents(&made.der));
    let mut signature = vec![0; ML_DSA_44_SIGNING.signature_len()];
    issuer_key.sign(tbs, &mut signature).unwrap();
    let der = cert.flaw(Flaw::Signature(signature)).sign().der;
    (der.into(), made)
}

/// What is in a DER value of up to 65 535 octets.
fn contents(der: &[u8]) -> &[u8] {
    &der[head(der)..]
}

/// The first of several DER values.
fn first_element(ders: &[u8]) -> &[u8] {
    let head = head(ders);
    let length = ders[2..head]
        .iter()
        .fold(0, |length, octet| length << 8 | usize::from(*octet));
    &ders[..head + length]
}

/// The octets of tag and length, where the length takes the long form.
fn head(der: &[u8]) -> usize {
    assert!(der[1] > 0x80, "more than 127 octets");
    2 + usize::from(der[1] & 0x7f)
}
