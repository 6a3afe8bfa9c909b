//! Keys that are the same in every run: from a label (elliptic curves) or from a committed file (RSA).
//!
//! They protect nothing: anybody can compute them.

mod rsa;

use crate::algorithm::{Algorithm, Hash};
use crate::der;
use p256::ecdsa::signature::Signer as _;
use p256::ecdsa::signature::hazmat::PrehashSigner as _;
use rsa::Rsa;

/// The committed RSA keys, by size of the modulus in bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RsaSize {
    /// 1024 bits: too weak.
    Bits1024,
    /// 2048 bits.
    Bits2048,
    /// 2048 bits, another key.
    Bits2048Other,
    /// 2052 bits: not a whole number of octets.
    Bits2052,
    /// 4096 bits: for what is not about the length, as no policy asks for more.
    Bits4096,
    /// 4096 bits, another key.
    Bits4096Other,
}

/// A private key with its public half.
#[derive(Clone, Debug)]
pub struct Key(Kind);

#[derive(Clone, Debug)]
enum Kind {
    P256(p256::ecdsa::SigningKey),
    P384(p384::ecdsa::SigningKey),
    Ed25519(Box<ed25519_dalek::SigningKey>),
    Rsa(Box<Rsa>),
}

impl Key {
    /// The P-256 key of this label.
    #[must_use]
    pub fn p256(label: &str) -> Self {
        let scalar = Hash::Sha256.of(format!("P-256 {label}").as_bytes());
        Self(Kind::P256(
            p256::ecdsa::SigningKey::from_slice(&scalar)
                .expect("a hash is a scalar but for one in 2^32"),
        ))
    }

    /// The P-384 key of this label.
    #[must_use]
    pub fn p384(label: &str) -> Self {
        let scalar = Hash::Sha384.of(format!("P-384 {label}").as_bytes());
        Self(Kind::P384(
            p384::ecdsa::SigningKey::from_slice(&scalar)
                .expect("a hash is a scalar but for one in 2^192"),
        ))
    }

    /// The Ed25519 key of this label.
    #[must_use]
    pub fn ed25519(label: &str) -> Self {
        let seed = Hash::Sha256.of(format!("Ed25519 {label}").as_bytes());
        let seed = <[u8; 32]>::try_from(seed).expect("SHA-256 gives 32 octets");
        Self(Kind::Ed25519(Box::new(
            ed25519_dalek::SigningKey::from_bytes(&seed),
        )))
    }

    /// The committed RSA key of this size.
    #[must_use]
    pub fn rsa(size: RsaSize) -> Self {
        let file: &[u8] = match size {
            RsaSize::Bits1024 => include_bytes!("../../keys/rsa-1024.der"),
            RsaSize::Bits2048 => include_bytes!("../../keys/rsa-2048.der"),
            RsaSize::Bits2048Other => include_bytes!("../../keys/rsa-2048-b.der"),
            RsaSize::Bits2052 => include_bytes!("../../keys/rsa-2052.der"),
            RsaSize::Bits4096 => include_bytes!("../../keys/rsa-4096.der"),
            RsaSize::Bits4096Other => include_bytes!("../../keys/rsa-4096-b.der"),
        };
        Self(Kind::Rsa(Box::new(
            Rsa::from_pkcs8(file).expect("the key files under keys/ are PKCS#8 RSA keys"),
        )))
    }

    /// The algorithm that a CA with such a key would take.
    #[must_use]
    pub fn default_algorithm(&self) -> Algorithm {
        match self.0 {
            Kind::P256(_) => Algorithm::EcdsaSha256,
            Kind::P384(_) => Algorithm::EcdsaSha384,
            Kind::Ed25519(_) => Algorithm::Ed25519,
            Kind::Rsa(_) => Algorithm::RsaSha256,
        }
    }

    /// The signature of `message`: always the same bytes for the same input.
    ///
    /// # Panics
    /// When the algorithm does not fit the key.
    #[must_use]
    pub fn sign(&self, algorithm: Algorithm, message: &[u8]) -> Vec<u8> {
        use Algorithm::{EcdsaSha256, EcdsaSha384, EcdsaSha512, Ed25519};
        let prehash = || algorithm.hash().of(message);
        match (&self.0, algorithm) {
            (Kind::P256(key), EcdsaSha256 | EcdsaSha384 | EcdsaSha512) => {
                let signature: p256::ecdsa::Signature = key
                    .sign_prehash(&prehash())
                    .expect("the hash is long enough");
                signature.to_der().as_bytes().to_vec()
            }
            (Kind::P384(key), EcdsaSha256 | EcdsaSha384 | EcdsaSha512) => {
                let signature: p384::ecdsa::Signature = key
                    .sign_prehash(&prehash())
                    .expect("the hash is long enough");
                signature.to_der().as_bytes().to_vec()
            }
            (Kind::Ed25519(key), Ed25519) => key.sign(message).to_bytes().to_vec(),
            (Kind::Rsa(key), _) if algorithm.is_pss() => key.sign_pss(algorithm.hash(), message),
            (
                Kind::Rsa(key),
                Algorithm::RsaSha1
                | Algorithm::RsaSha256
                | Algorithm::RsaSha384
                | Algorithm::RsaSha512,
            ) => key.sign_pkcs1(algorithm.hash(), message),
            _ => panic!("{algorithm:?} cannot be used with this kind of key"),
        }
    }

    /// The content of the `subjectPublicKey` BIT STRING.
    #[must_use]
    pub fn public_bits(&self) -> Vec<u8> {
        match &self.0 {
            Kind::P256(key) => key
                .verifying_key()
                .to_encoded_point(false)
                .as_bytes()
                .to_vec(),
            Kind::P384(key) => key
                .verifying_key()
                .to_encoded_point(false)
                .as_bytes()
                .to_vec(),
            Kind::Ed25519(key) => key.verifying_key().to_bytes().to_vec(),
            Kind::Rsa(key) => key.public(),
        }
    }

    /// The DER of the `SubjectPublicKeyInfo`.
    #[must_use]
    pub fn spki(&self) -> Vec<u8> {
        der::sequence([self.key_algorithm(), der::bit_string(&self.public_bits())])
    }

    /// The key identifier: the first 160 bits of the SHA-256 of the public key (RFC 7093 §2, method 1).
    #[must_use]
    pub fn id(&self) -> Vec<u8> {
        Hash::Sha256.of(&self.public_bits())[..20].to_vec()
    }

    /// The private key as DER of PKCS#8, as TLS servers load it.
    #[must_use]
    pub fn pkcs8(&self) -> Vec<u8> {
        let private = match &self.0 {
            Kind::P256(key) => self.ec_private(&key.to_bytes()),
            Kind::P384(key) => self.ec_private(&key.to_bytes()),
            Kind::Ed25519(key) => der::octet_string(&key.to_bytes()),
            Kind::Rsa(key) => key.private().to_vec(),
        };
        der::sequence([
            der::integer(0),
            self.key_algorithm(),
            der::octet_string(&private),
        ])
    }

    /// The private key as PEM of PKCS#8.
    #[must_use]
    pub fn pkcs8_pem(&self) -> String {
        crate::pem("PRIVATE KEY", &self.pkcs8())
    }

    /// `ECPrivateKey` (RFC 5915 §3) without the curve, which PKCS#8 already names.
    fn ec_private(&self, scalar: &[u8]) -> Vec<u8> {
        let public = der::context(1, &der::bit_string(&self.public_bits()));
        der::sequence([der::integer(1), der::octet_string(scalar), public])
    }

    fn key_algorithm(&self) -> Vec<u8> {
        let elliptic = |curve| der::sequence([der::oid("1.2.840.10045.2.1"), der::oid(curve)]);
        match self.0 {
            Kind::P256(_) => elliptic("1.2.840.10045.3.1.7"),
            Kind::P384(_) => elliptic("1.3.132.0.34"),
            Kind::Ed25519(_) => der::sequence([der::oid("1.3.101.112")]),
            Kind::Rsa(_) => der::sequence([der::oid("1.2.840.113549.1.1.1"), der::null()]),
        }
    }
}

/// A `SubjectPublicKeyInfo` on the curve P-192, which is too weak: its key is the generator of the curve.
#[must_use]
pub fn p192_spki() -> Vec<u8> {
    const POINT: [u8; 49] = [
        0x04, 0x18, 0x8d, 0xa8, 0x0e, 0xb0, 0x30, 0x90, 0xf6, 0x7c, 0xbf, 0x20, 0xeb, 0x43, 0xa1,
        0x88, 0x00, 0xf4, 0xff, 0x0a, 0xfd, 0x82, 0xff, 0x10, 0x12, 0x07, 0x19, 0x2b, 0x95, 0xff,
        0xc8, 0xda, 0x78, 0x63, 0x10, 0x11, 0xed, 0x6b, 0x24, 0xcd, 0xd5, 0x73, 0xf9, 0x77, 0xa1,
        0x1e, 0x79, 0x48, 0x11,
    ];
    let algorithm = der::sequence([
        der::oid("1.2.840.10045.2.1"),
        der::oid("1.2.840.10045.3.1.1"),
    ]);
    der::sequence([algorithm, der::bit_string(&POINT)])
}

#[cfg(test)]
mod tests {
    use super::*;
    use p256::ecdsa::signature::Verifier as _;

    #[test]
    fn a_label_always_gives_the_same_key() {
        assert_eq!(Key::p256("a").pkcs8(), Key::p256("a").pkcs8());
        assert_ne!(Key::p256("a").spki(), Key::p256("b").spki());
    }

    #[test]
    fn signatures_repeat_and_verify() {
        let key =
            p256::ecdsa::SigningKey::from_slice(&Hash::Sha256.of(b"P-256 a")).expect("a scalar");
        let signature = Key::p256("a").sign(Algorithm::EcdsaSha256, b"message");
        assert_eq!(
            signature,
            Key::p256("a").sign(Algorithm::EcdsaSha256, b"message")
        );
        let signature = p256::ecdsa::Signature::from_der(&signature).expect("a DER signature");
        key.verifying_key()
            .verify(b"message", &signature)
            .expect("a signature that verifies");
    }

    #[test]
    fn an_rsa_key_gives_back_its_file() {
        assert_eq!(
            Key::rsa(RsaSize::Bits2048).pkcs8(),
            include_bytes!("../../keys/rsa-2048.der")
        );
    }

    #[test]
    #[should_panic(expected = "cannot be used")]
    fn an_algorithm_of_another_kind_is_refused() {
        let _ = Key::p256("a").sign(Algorithm::Ed25519, b"");
    }
}
