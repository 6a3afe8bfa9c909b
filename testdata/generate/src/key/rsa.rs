//! RSA signatures (RFC 8017): PKCS#1 v1.5, and PSS with a salt from the message, so that bytes repeat.
//!
//! Neither fast nor free of side channels: its keys are public anyway.

use crate::algorithm::Hash;
use crate::der;
use num_bigint::BigUint;

/// A private RSA key: all that `RSAPrivateKey` holds, for the fast way by the Chinese remainder theorem.
#[derive(Clone, Debug)]
pub(super) struct Rsa {
    private: Vec<u8>,
    modulus: BigUint,
    public_exponent: BigUint,
    primes: [BigUint; 2],
    exponents: [BigUint; 2],
    coefficient: BigUint,
}

impl Rsa {
    /// Reads `PrivateKeyInfo` (RFC 5958 §2) around `RSAPrivateKey` (RFC 8017 A.1.2).
    pub(super) fn from_pkcs8(pkcs8: &[u8]) -> Option<Self> {
        let (_, info, _) = der::split(pkcs8)?;
        let (_, _version, rest) = der::split(info)?;
        let (_, _algorithm, rest) = der::split(rest)?;
        let (_, private, _) = der::split(rest)?;
        let (_, mut rest, _) = der::split(private)?;
        let mut next = || -> Option<BigUint> {
            let (_, number, after) = der::split(rest)?;
            rest = after;
            Some(BigUint::from_bytes_be(number))
        };
        let _version = next()?;
        let (modulus, public_exponent, _private_exponent) = (next()?, next()?, next()?);
        let (primes, exponents, coefficient) = ([next()?, next()?], [next()?, next()?], next()?);
        Some(Self {
            private: private.to_vec(),
            modulus,
            public_exponent,
            primes,
            exponents,
            coefficient,
        })
    }

    /// The DER of `RSAPrivateKey`.
    pub(super) fn private(&self) -> &[u8] {
        &self.private
    }

    /// The DER of `RSAPublicKey`.
    pub(super) fn public(&self) -> Vec<u8> {
        let numbers = [&self.modulus, &self.public_exponent];
        der::sequence(numbers.map(|number| der::unsigned(&number.to_bytes_be())))
    }

    /// RSASSA-PKCS1-v1_5 (RFC 8017 §8.2).
    pub(super) fn sign_pkcs1(&self, hash: Hash, message: &[u8]) -> Vec<u8> {
        let info = der::sequence([hash.identifier(), der::octet_string(&hash.of(message))]);
        let padding = vec![0xff; self.size() - info.len() - 3];
        self.power(&[&[0, 1], padding.as_slice(), &[0], &info].concat())
    }

    /// RSASSA-PSS (RFC 8017 §8.1, encoding §9.1.1).
    pub(super) fn sign_pss(&self, hash: Hash, message: &[u8]) -> Vec<u8> {
        let digest = hash.of(message);
        let salt = hash.of(&[b"salt ", message].concat());
        let seal = hash.of(&[&[0; 8], digest.as_slice(), &salt].concat());
        let bits = self.modulus.bits() - 1;
        let length = usize::try_from(bits.div_ceil(8)).expect("a key of some hundred octets");
        let mut block = vec![0; length - salt.len() - seal.len() - 2];
        block.push(1);
        block.extend_from_slice(&salt);
        let mask = mask(hash, &seal, block.len());
        block
            .iter_mut()
            .zip(mask)
            .for_each(|(octet, mask)| *octet ^= mask);
        block[0] &= 0xff >> ((8 - bits % 8) % 8);
        self.power(&[block.as_slice(), &seal, &[0xbc]].concat())
    }

    fn size(&self) -> usize {
        usize::try_from(self.modulus.bits().div_ceil(8)).expect("a key of some hundred octets")
    }

    /// RSASP1 (RFC 8017 §5.2.1, the second form).
    fn power(&self, encoded: &[u8]) -> Vec<u8> {
        let message = BigUint::from_bytes_be(encoded);
        let [p, q] = &self.primes;
        let [by_p, by_q] =
            [0, 1].map(|side| message.modpow(&self.exponents[side], &self.primes[side]));
        let difference = (&by_p + p - &by_q % p) % p;
        let number = (by_q + difference * &self.coefficient % p * q).to_bytes_be();
        let zeros = vec![0; self.size() - number.len()];
        [zeros, number].concat()
    }
}

/// MGF1 (RFC 8017 B.2.1).
fn mask(hash: Hash, seed: &[u8], length: usize) -> Vec<u8> {
    (0u32..)
        .flat_map(|counter| hash.of(&[seed, &counter.to_be_bytes()].concat()))
        .take(length)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> Rsa {
        Rsa::from_pkcs8(include_bytes!("../../keys/rsa-1024.der")).expect("a key file")
    }

    fn opened(key: &Rsa, signature: &[u8]) -> Vec<u8> {
        BigUint::from_bytes_be(signature)
            .modpow(&key.public_exponent, &key.modulus)
            .to_bytes_be()
    }

    #[test]
    fn the_public_power_gives_back_the_digest_info() {
        let (key, message) = (key(), b"message");
        let opened = opened(&key, &key.sign_pkcs1(Hash::Sha256, message));
        assert!(opened.starts_with(&[1, 0xff]));
        assert!(opened.ends_with(&Hash::Sha256.of(message)));
    }

    #[test]
    fn a_pss_block_ends_with_its_trailer() {
        let key = key();
        let signature = key.sign_pss(Hash::Sha256, b"message");
        assert_eq!(signature.len(), 128);
        assert_eq!(opened(&key, &signature).last(), Some(&0xbc));
        assert_eq!(signature, key.sign_pss(Hash::Sha256, b"message"));
    }
}
