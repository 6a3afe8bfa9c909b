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
mod tests;
