//! The points on the curves and no others, told by the standards and by the crates of the curves.

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
