//! Whether a public key is a point of its curve (SEC 1 §3.2.2.1, RFC 5480 §2.2), for P-256, P-384
//! and P-521. Plain arithmetic on public values, in every build: what is reported does not depend on
//! the provider. It decides no signature.

use crate::cert::KeyUnusable;
use crate::der::{Oid, known};

/// What is wrong with the octets of a key on the curve of this identifier; nothing is if the curve
/// is not known here. Whether a compressed point has a second coordinate is not looked at.
pub(super) fn fault(curve: Oid<'_>, point: &[u8]) -> Option<KeyUnusable> {
    match curve.as_bytes() {
        known::P256 => P256.fault(point),
        known::P384 => P384.fault(point),
        known::P521 => P521.fault(point),
        _ => None,
    }
}

/// `y² = x³ − 3x + b` modulo `p` (FIPS 186-5, SP 800-186 §3.2.1).
struct Curve<const LIMBS: usize> {
    /// Octets of a coordinate.
    octets: usize,
    p: Number<LIMBS>,
    /// `-3 / 2^(64 · LIMBS)` and `b / 2^(128 · LIMBS)` modulo `p`, as `multiply` leaves numbers.
    minus_three: Number<LIMBS>,
    b: Number<LIMBS>,
    /// `-1 / p` modulo 2⁶⁴.
    factor: u64,
}

/// The lowest limb first.
type Number<const LIMBS: usize> = [u64; LIMBS];

const P256: Curve<4> = Curve {
    octets: 32,
    p: [
        0xffff_ffff_ffff_ffff,
        0x0000_0000_ffff_ffff,
        0,
        0xffff_ffff_0000_0001,
    ],
    minus_three: [
        0xffff_fff6_ffff_fffd,
        0xffff_fffd_0000_0005,
        0x0000_0008_ffff_fff9,
        0x0000_0002_ffff_fff7,
    ],
    b: [
        0xe59b_e0a6_4584_a137,
        0xfc35_21eb_9ca0_65a7,
        0x7c17_8684_a0f4_5303,
        0x3081_dc38_d948_431a,
    ],
    factor: 1,
};

const P384: Curve<6> = Curve {
    octets: 48,
    p: [
        0x0000_0000_ffff_ffff,
        0xffff_ffff_0000_0000,
        0xffff_ffff_ffff_fffe,
        0xffff_ffff_ffff_ffff,
        0xffff_ffff_ffff_ffff,
        0xffff_ffff_ffff_ffff,
    ],
    minus_three: [
        0x0000_005d_ffff_ffed,
        0x0000_003b_0000_0075,
        0x0000_000c_0000_0005,
        0x0000_0009_0000_000f,
        0xffff_ffdb_ffff_fff7,
        0xffff_ffc3_ffff_ffc3,
    ],
    b: [
        0x915a_902a_4a46_51db,
        0x2c9f_09fa_919d_89c2,
        0xfc7a_73ca_8040_8afd,
        0x9e15_936d_2ed8_6bff,
        0xbefd_4246_abba_b844,
        0xf7cd_02a7_8f62_a21c,
    ],
    factor: 0x0000_0001_0000_0001,
};

const P521: Curve<9> = Curve {
    octets: 66,
    p: [
        0xffff_ffff_ffff_ffff,
        0xffff_ffff_ffff_ffff,
        0xffff_ffff_ffff_ffff,
        0xffff_ffff_ffff_ffff,
        0xffff_ffff_ffff_ffff,
        0xffff_ffff_ffff_ffff,
        0xffff_ffff_ffff_ffff,
        0xffff_ffff_ffff_ffff,
        0x01ff,
    ],
    minus_three: [
        0xffff_ffff_ffff_ffff,
        0xffff_ffff_ffff_ffff,
        0xffff_ffff_ffff_ffff,
        0xffff_ffff_ffff_ffff,
        0xffff_ffff_ffff_ffff,
        0xffff_ffff_ffff_ffff,
        0xffff_ffff_ffff_ffff,
        0xffff_ffff_fff3_ffff,
        0x0000_0000_0000_01ff,
    ],
    b: [
        0x02f4_eec6_fc1c_d5cf,
        0xe547_b1fa_4dec_594b,
        0x2646_3bc4_2785_5864,
        0xc96e_66cc_57ce_e2d2,
        0x8682_da15_03ba_8b69,
        0xe586_3872_687e_4a68,
        0xa35a_81f8_0146_54fa,
        0x41e9_61a7_8f7a_28fe,
        0x0000_0000_0000_00fc,
    ],
    factor: 1,
};

impl<const LIMBS: usize> Curve<LIMBS> {
    fn fault(&self, point: &[u8]) -> Option<KeyUnusable> {
        let (x, y) = match self.coordinates(point) {
            Ok(both) => both,
            Err(why) => return Some(why),
        };
        let is_point = match y {
            [] => self.element(x).is_some(),
            y => self.has(x, y),
        };
        (!is_point).then_some(KeyUnusable::PointNotOnCurve)
    }

    /// The octets of x and y; y is empty where the point is compressed.
    fn coordinates<'p>(&self, point: &'p [u8]) -> Result<(&'p [u8], &'p [u8]), KeyUnusable> {
        let coordinates = match point.first() {
            Some(4) | None => 2,
            Some(2 | 3) => 1,
            Some(other) => {
                return Err(KeyUnusable::PointForm {
                    first_octet: *other,
                });
            }
        };
        let expected = 1 + coordinates * self.octets;
        match point
            .get(1..)
            .map(|both| both.split_at_checked(self.octets))
        {
            Some(Some(both)) if point.len() == expected => Ok(both),
            _ => {
                let octets = point.len();
                Err(KeyUnusable::PointLength { octets, expected })
            }
        }
    }

    /// Whether the curve has the point: `y² = (x² − 3) · x + b`, each side divided by 2^(128 · LIMBS), as
    /// two multiplications leave it.
    fn has(&self, x: &[u8], y: &[u8]) -> bool {
        let (Some(x), Some(y)) = (self.element(x), self.element(y)) else {
            return false;
        };
        let square = self.multiply(self.multiply(y, y), one());
        let factor = self.add(self.multiply(x, x), self.minus_three);
        square == self.add(self.multiply(factor, x), self.b)
    }

    /// A number below `p`, from its octets, the highest first.
    fn element(&self, octets: &[u8]) -> Option<Number<LIMBS>> {
        let mut number = [0; LIMBS];
        for (limb, chunk) in number.iter_mut().zip(octets.rchunks(8)) {
            *limb = match chunk.first_chunk() {
                Some(whole) => u64::from_be_bytes(*whole),
                None => chunk
                    .iter()
                    .fold(0, |limb, octet| limb << 8 | u64::from(*octet)),
            };
        }
        let (_, is_below) = subtract(number, self.p);
        is_below.then_some(number)
    }

    fn add(&self, a: Number<LIMBS>, b: Number<LIMBS>) -> Number<LIMBS> {
        let mut sum = a;
        let mut carry = false;
        for (limb, other) in sum.iter_mut().zip(b) {
            let (partial, first) = limb.overflowing_add(other);
            let (total, second) = partial.overflowing_add(u64::from(carry));
            (*limb, carry) = (total, first || second);
        }
        match subtract(sum, self.p) {
            (_, true) if !carry => sum,
            (difference, _) => difference,
        }
    }

    /// `a · b / 2^(64 · LIMBS)` (Montgomery 1985): by one limb of `b` after the other, each time with the
    /// multiple of `p` added that makes the lowest limb zero, which then falls away. By division or by
    /// doubling and adding, a leaf's key would cost more than all rules together.
    #[inline(always)] // by the number of limbs: half of the instructions
    fn multiply(&self, a: Number<LIMBS>, b: Number<LIMBS>) -> Number<LIMBS> {
        let mut product = [0; LIMBS];
        let mut above = 0;
        for limb in b {
            let mut carry = 0;
            for (sum, a) in product.iter_mut().zip(a) {
                (*sum, carry) = multiply_add(a, limb, *sum, carry);
            }
            let (high, first) = carry.overflowing_add(above);
            let lowest = product.first().copied().unwrap_or(0);
            let multiple = lowest.wrapping_mul(self.factor);
            // Each limb goes one place down.
            let mut carry = 0;
            let mut shifted = [0; LIMBS];
            let mut places = shifted.iter_mut();
            for (number, (sum, p)) in product.into_iter().zip(self.p).enumerate() {
                let low;
                (low, carry) = multiply_add(p, multiple, sum, carry);
                if number > 0
                    && let Some(place) = places.next()
                {
                    *place = low;
                }
            }
            let (high, second) = carry.overflowing_add(high);
            if let Some(place) = places.next() {
                *place = high;
            }
            product = shifted;
            above = u64::from(first) + u64::from(second);
        }
        match subtract(product, self.p) {
            (_, true) if above == 0 => product,
            (difference, _) => difference,
        }
    }
}

fn one<const LIMBS: usize>() -> Number<LIMBS> {
    let mut one = [0; LIMBS];
    one.iter_mut().take(1).for_each(|lowest| *lowest = 1);
    one
}

/// `a · b + c + d`, as its two halves: at most 2¹²⁸ − 1.
#[allow(clippy::as_conversions, clippy::cast_possible_truncation)] // the halves of 128 bits
#[inline(always)]
fn multiply_add(a: u64, b: u64, c: u64, d: u64) -> (u64, u64) {
    let wide = u128::from(a) * u128::from(b) + u128::from(c) + u128::from(d);
    (wide as u64, (wide >> 64) as u64)
}

/// The difference, and whether it is below zero and so came round.
fn subtract<const LIMBS: usize>(a: Number<LIMBS>, b: Number<LIMBS>) -> (Number<LIMBS>, bool) {
    let mut difference = a;
    let mut borrow = false;
    for (limb, other) in difference.iter_mut().zip(b) {
        let (partial, first) = limb.overflowing_sub(other);
        let (total, second) = partial.overflowing_sub(u64::from(borrow));
        (*limb, borrow) = (total, first || second);
    }
    (difference, borrow)
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::*;

    /// The base points (SP 800-186 §3.2.1), without the octet of their form.
    const BASE_POINTS: [(&[u8], &str); 3] = [
        (
            known::P256,
            "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296\
             4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5",
        ),
        (
            known::P384,
            "aa87ca22be8b05378eb1c71ef320ad746e1d3b628ba79b9859f741e082542a385502f25dbf55296c3a545e3872760ab7\
             3617de4a96262c6f5d9e98bf9292dc29f8f41dbd289a147ce9da3113b5f0b8c00a60b1ce1d7e819d7a431d7c90ea0e5f",
        ),
        (
            known::P521,
            "00c6858e06b70404e9cd9e3ecb662395b4429c648139053fb521f828af606b4d3dbaa14b5e77efe75928fe1dc127a2ff\
             a8de3348b3c1856a429bf97e7e31c2e5bd66\
             011839296a789a3bc0045c8a5fb42c7d1bd998f54449579b446817afbd17273e662c97ee72995ef42640c550b9013fad\
             0761353c7086a272c24088be94769fd16650",
        ),
    ];

    fn points() -> impl Iterator<Item = (Oid<'static>, Vec<u8>)> {
        BASE_POINTS.into_iter().map(|(curve, coordinates)| {
            let octets = (0..coordinates.len())
                .step_by(2)
                .map(|at| u8::from_str_radix(&coordinates[at..at + 2], 16).unwrap());
            (
                Oid::from_contents(curve),
                core::iter::once(4).chain(octets).collect(),
            )
        })
    }

    #[test]
    fn a_base_point_is_on_its_curve_and_with_any_bit_altered_is_not() {
        for (curve, point) in points() {
            assert_eq!(fault(curve, &point), None);
            for bit in 8..8 * point.len() {
                let mut altered = point.clone();
                altered[bit / 8] ^= 1 << (bit % 8);
                assert_eq!(
                    fault(curve, &altered),
                    Some(KeyUnusable::PointNotOnCurve),
                    "{curve} {bit}"
                );
            }
        }
    }

    /// −P is (x, p − y): the arithmetic of both signs comes out even, and x and y stay below p.
    #[test]
    fn coordinates_are_below_the_modulus() {
        for (curve, point) in points() {
            let octets = point.len() / 2;
            let p: Vec<u8> = match octets {
                32 => P256.p.iter().rev().flat_map(|l| l.to_be_bytes()).collect(),
                48 => P384.p.iter().rev().flat_map(|l| l.to_be_bytes()).collect(),
                _ => P521
                    .p
                    .iter()
                    .rev()
                    .flat_map(|l| l.to_be_bytes())
                    .skip(6)
                    .collect(),
            };
            assert_eq!(p.len(), octets);
            let not_on_curve = Some(KeyUnusable::PointNotOnCurve);
            for form in [2, 3] {
                let compressed = [&[form], &point[1..=octets]].concat();
                assert_eq!(fault(curve, &compressed), None);
                assert_eq!(fault(curve, &[&[form], &p[..]].concat()), not_on_curve);
            }
            assert_eq!(
                fault(curve, &[&point[..=octets], &p].concat()),
                not_on_curve
            );
            assert_eq!(fault(curve, &[&[4], &p[..], &p].concat()), not_on_curve);
            assert_eq!(
                fault(curve, &[&[4][..], &[0xff].repeat(2 * octets)].concat()),
                not_on_curve
            );
        }
    }

    /// The parameters of SP 800-186 §3.2.1, from which the constants are.
    #[test]
    fn the_constants_are_those_of_the_curves() {
        fn check<const LIMBS: usize>(curve: &Curve<LIMBS>, b: Number<LIMBS>) {
            assert_eq!(curve.p[0].wrapping_mul(curve.factor), u64::MAX);
            let reduced = |number| curve.multiply(number, one());
            let mut three = [0; LIMBS];
            three[0] = 3;
            assert_eq!(curve.add(reduced(three), curve.minus_three), [0; LIMBS]);
            assert_eq!(reduced(reduced(b)), curve.b);
        }
        check(
            &P256,
            [
                0x3bce_3c3e_27d2_604b,
                0x651d_06b0_cc53_b0f6,
                0xb3eb_bd55_7698_86bc,
                0x5ac6_35d8_aa3a_93e7,
            ],
        );
        check(
            &P384,
            [
                0x2a85_c8ed_d3ec_2aef,
                0xc656_398d_8a2e_d19d,
                0x0314_088f_5013_875a,
                0x181d_9c6e_fe81_4112,
                0x988e_056b_e3f8_2d19,
                0xb331_2fa7_e23e_e7e4,
            ],
        );
        check(
            &P521,
            [
                0xef45_1fd4_6b50_3f00,
                0x3573_df88_3d2c_34f1,
                0x1652_c0bd_3bb1_bf07,
                0x5619_3951_ec7e_937b,
                0xb8b4_8991_8ef1_09e1,
                0xa2da_725b_99b3_15f3,
                0x929a_21a0_b685_40ee,
                0x953e_b961_8e1c_9a1f,
                0x0051,
            ],
        );
    }

    #[test]
    fn another_form_or_length_is_told_apart() {
        for (curve, point) in points() {
            let coordinate = point.len() / 2;
            let length = |octets, expected| Some(KeyUnusable::PointLength { octets, expected });
            let whole = point.len();
            assert_eq!(fault(curve, &[]), length(0, whole));
            assert_eq!(fault(curve, &point[..1]), length(1, whole));
            assert_eq!(fault(curve, &point[..whole - 1]), length(whole - 1, whole));
            let longer = [&point[..], &[0]].concat();
            assert_eq!(fault(curve, &longer), length(whole + 1, whole));
            let compressed = [&[2], &point[1..coordinate]].concat();
            assert_eq!(
                fault(curve, &compressed),
                length(coordinate, 1 + coordinate)
            );
            for first_octet in [0, 1, 5, 6, 7, 0xff] {
                let mut other = point.clone();
                other[0] = first_octet;
                assert_eq!(
                    fault(curve, &other),
                    Some(KeyUnusable::PointForm { first_octet })
                );
            }
        }
        assert_eq!(fault(Oid::from_contents(known::P192), &[]), None);
    }

    /// The crate of each curve is the oracle: multiples of the base point, as they are and altered.
    #[test]
    #[cfg(feature = "rustcrypto")]
    fn the_crates_of_the_curves_agree() {
        use p256::elliptic_curve::sec1::ToSec1Point as _;
        for number in 1..=40_u64 {
            let p256 = p256::ProjectivePoint::GENERATOR * p256::Scalar::from(number);
            let p384 = p384::ProjectivePoint::GENERATOR * p384::Scalar::from(number);
            let p521 = p521::ProjectivePoint::GENERATOR * p521::Scalar::from(number);
            let p256 = p256.to_affine().to_sec1_point(false).as_bytes().to_vec();
            let p384 = p384.to_affine().to_sec1_point(false).as_bytes().to_vec();
            let p521 = p521.to_affine().to_sec1_point(false).as_bytes().to_vec();
            for (curve, point) in [
                (known::P256, p256),
                (known::P384, p384),
                (known::P521, p521),
            ] {
                assert_eq!(fault(Oid::from_contents(curve), &point), None, "{number}");
            }
        }
    }
}
