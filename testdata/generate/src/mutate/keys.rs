//! Public keys: the base's P-256 key in other encodings (SEC 1 §2.3.3, RFC 5480 §2), and other keys, usable or not.

use super::tree::Node;
use crate::{Key, RsaSize, der, oid, p192_spki};

const EC: &str = "1.2.840.10045.2.1";
const P256: &str = "1.2.840.10045.3.1.7";
const RSA: &str = "1.2.840.113549.1.1.1";

/// A `SubjectPublicKeyInfo`, and what it is called.
type Row = (&'static str, Vec<u8>);

/// All keys; none if the certificate has no key on P-256.
pub(super) fn all(tree: &Node) -> Vec<Row> {
    let Some((_, bits)) = tree.find("subjectPublicKeyInfo.subjectPublicKey") else {
        return Vec::new();
    };
    let inside = bits.inside();
    let [0, point @ ..] = inside.as_slice() else {
        return Vec::new();
    };
    let keys = [points(point), curves(point), others(), rsa()];
    keys.concat()
}

fn spki(algorithm: &[Vec<u8>], key: &[u8]) -> Vec<u8> {
    der::sequence([
        der::sequence(algorithm.iter().cloned()),
        der::bit_string(key),
    ])
}

/// Points on P-256, of which the base's is one.
fn points(point: &[u8]) -> Vec<Row> {
    let (x, y) = point[1..].split_at(32);
    let p256 = |key: &[u8]| spki(&[der::oid(EC), der::oid(P256)], key);
    let form = |first: u8, rest: &[u8]| p256(&[&[first], rest].concat());
    let parity = y[31] & 1;
    let both = [x, y].concat();
    let off_curve = [x, &y[..31], &[y[31] ^ 1]].concat();
    vec![
        ("compressed", form(2 | parity, x)),
        ("compressed-other-half", form(2 | (parity ^ 1), x)),
        ("hybrid", form(6 | parity, &both)),
        ("hybrid-other-half", form(6 | (parity ^ 1), &both)),
        ("point-at-infinity", form(0, &[])),
        ("no-point", p256(&[])),
        ("off-the-curve", form(4, &off_curve)),
        ("coordinates-zero", form(4, &[0; 64])),
        ("coordinates-ones", form(4, &[0xff; 64])),
        ("a-coordinate-less", form(4, x)),
    ]
}

/// The same point, said to be of another kind.
fn curves(point: &[u8]) -> Vec<Row> {
    let of = |algorithm: &[Vec<u8>]| spki(algorithm, point);
    let on = |curve| of(&[der::oid(EC), der::oid(curve)]);
    vec![
        ("no-parameters", of(&[der::oid(EC)])),
        ("null-parameters", of(&[der::oid(EC), der::null()])),
        (
            "parameters-twice",
            of(&[der::oid(EC), der::oid(P256), der::oid(P256)]),
        ),
        ("p384-for-p256", on("1.3.132.0.34")),
        ("secp256k1", on("1.3.132.0.10")),
        ("unknown-curve", on("1.3.6.1.4.1.32473.4")),
        ("ec-dh", of(&[der::oid("1.3.132.1.12"), der::oid(P256)])),
        ("unknown-algorithm", of(&[der::oid("1.3.6.1.4.1.32473.5")])),
    ]
}

fn others() -> Vec<Row> {
    let edwards = Key::ed25519("mutant").public_bits();
    let plain = |algorithm, key: &[u8]| spki(&[der::oid(algorithm)], key);
    let with_null = spki(&[der::oid("1.3.101.112"), der::null()], &edwards);
    vec![
        ("p192", p192_spki()),
        ("p384", Key::p384("mutant").spki()),
        ("another-p256", Key::p256("mutant").spki()),
        ("ed25519", Key::ed25519("mutant").spki()),
        ("ed25519-with-null", with_null),
        ("ed25519-of-31-octets", plain("1.3.101.112", &edwards[1..])),
        ("x25519", plain("1.3.101.110", &[9; 32])),
        ("ed448", plain("1.3.101.113", &[9; 57])),
    ]
}

fn rsa() -> Vec<Row> {
    let of_size = |size| Key::rsa(size).spki();
    let public = Key::rsa(RsaSize::Bits2048).public_bits();
    let modulus = der::split(&public)
        .and_then(|(_, inside, _)| der::split(inside))
        .map_or(&[][..], |(_, modulus, _)| modulus);
    let of = |numbers: &[Vec<u8>]| {
        let key = der::sequence(numbers.iter().cloned());
        spki(&[der::oid(RSA), der::null()], &key)
    };
    let exponent = |octets: &[u8]| of(&[der::unsigned(modulus), der::integer_bytes(octets)]);
    let modulus_of = |number| of(&[number, der::integer(65_537)]);
    let three = [
        der::unsigned(modulus),
        der::integer(65_537),
        der::integer(1),
    ];
    vec![
        ("rsa-1024", of_size(RsaSize::Bits1024)),
        ("rsa-2048", of_size(RsaSize::Bits2048)),
        ("rsa-2052", of_size(RsaSize::Bits2052)),
        ("rsa-4096", of_size(RsaSize::Bits4096)),
        ("rsa-exponent-0", exponent(&[0])),
        ("rsa-exponent-1", exponent(&[1])),
        ("rsa-exponent-2", exponent(&[2])),
        ("rsa-exponent-3", exponent(&[3])),
        ("rsa-exponent-negative", exponent(&[0x81])),
        ("rsa-exponent-of-33-bits", exponent(&[1, 0, 0, 0, 1])),
        (
            "rsa-exponent-of-65-bits",
            exponent(&[1, 0, 0, 0, 0, 0, 0, 0, 1]),
        ),
        (
            "rsa-modulus-negative",
            modulus_of(der::integer_bytes(&modulus[1..])),
        ),
        ("rsa-modulus-zero", modulus_of(der::integer(0))),
        ("rsa-modulus-one-octet", modulus_of(der::integer(35))),
        ("rsa-three-numbers", of(&three)),
        ("rsa-pss", spki(&[der::oid(oid::RSASSA_PSS)], &public)),
        ("rsa-without-null", spki(&[der::oid(RSA)], &public)),
    ]
}
