//! Signatures by OpenSSL 3.0 (`openssl dgst -sign`, with `-sigopt` for RSASSA-PSS, `openssl pkeyutl
//! -sign -digest sm3`) for what has no vectors in Wycheproof, and keys and signatures that are not
//! what they should be.

use alloc::vec::Vec;

use ::slh_dsa::signature::{Keypair as _, Signer as _};
use ::slh_dsa::{Sha2_128f, Sha2_192f, Sha2_256f, Shake128f, Shake192f, Shake256f, SigningKey};
use pki_types::SignatureVerificationAlgorithm;

use super::*;
use crate::der::{Field, Reader, tag};

const SIGNED: &[u8] = b"the signed part";

/// A key on P-256: SubjectPublicKeyInfo.
const P256: &str = "3059301306072a8648ce3d020106082a8648ce3d030107034200043eb68decd70d3c4e45fa065f0e58ce7418\
     826be3f1e391b99fa7f4cb784cac4fc9f89cf4a5cc7e6e95c9a52c3b4ad13b0c912b0a484842fb98b817c214\
     c2586f";
/// A key on P-384: SubjectPublicKeyInfo.
const P384: &str = "3076301006072a8648ce3d020106052b810400220362000418b118f717c65c633b6f71bf836df8e28f27762f\
     23f8e956001a10eaef4208224e789d4a7db6066d60c6dfaf50057b08d1278db1bdfb1fe6305347b9f260d37a\
     41a3c7f9dd4097aa21765fd3c8236fbdf9f5774b1de3b3a006e3bc5de9fbaf1d";
/// A key on P-521: SubjectPublicKeyInfo.
const P521: &str = "30819b301006072a8648ce3d020106052b81040023038186000401cd19c4735c29a1714dc0371ecf105794b0\
     fc8147a24a82303be8ec1a3e8abf16889cc11aadf352d38577f394549436d4ea4d28addf3550ce58e6f96a75\
     31f9d480001b602db80308b388b0bbbdfc5444b95d435031d50bfbe31f95d684e669e11c15a455c18fb9ef65\
     d1b2cf19d76cbe41862fd2d07d50a5ac46c95afb5755601bbcf0";
/// A key on the curve of SM2: SubjectPublicKeyInfo.
const SM2: &str = "3059301306072a8648ce3d020106082a811ccf5501822d034200041b64d42e74bea05325566ad2dfc40e2fe9\
     f9350ababaa945bff4ebc70d5dee64dcbf5285034242ab5ecb495ddfbd81ac305ab60c8a2130edeabe88f5de\
     fd9489";
/// An RSA key of 768 bits: SubjectPublicKeyInfo.
const RSA: &str = "307c300d06092a864886f70d0101010500036b003068026100b15f5524561fb088679efeaa171c40dd10fb38\
     7cbb631b344165d848cf56bad126c31406f5f59b9fd52bda37ca473f9d216e8bf6decec3df7068435b93421b\
     a0b7999590f21e54837160e564bfffef9223b929b490e5d01056b0d1cea89870a10203010001";
/// An RSA key of 2049 bits, with which an encoded message is an octet shorter than the modulus:
/// SubjectPublicKeyInfo.
const RSA_2049: &str = "30820122300d06092a864886f70d01010105000382010f003082010a0282010100c06afec7991127749df620\
     5838deb0e8682d07203a588ec3fd330ec9d05a4d8ab8137b19e40a33c8b4b8e501ee7a2f2dbc4d7bd492953c\
     99ff3473678d7ba47befc61c303df83ac816cc3ee4429356f2d710de96421407060e42fc8ce3b15b0d84f636\
     f91b6d5f9d23b2e8e095bbab3bc656f9a51edc1bf6d04bbc2f09b16de2c1d3a93c1dfb37c00319116b028f5c\
     d10b92866863e2a632412467e2374b4e32bc7779bfc56ffc04ae843131a32ee669b4a2a3af3a043f9e2440cf\
     d60d43b2e170faeed6185859b83116b27cefc1066615fa2af3d74412fdd4201e36dd87f411322696e29c2c5f\
     af3b894dbf9fcd293496a3be4c7a423733df72a751e37055b70203010001";

type Row = (
    fn() -> &'static dyn SignatureVerificationAlgorithm,
    &'static str,
    &'static str,
);

const SIGNATURES: &[Row] = &[
    (
        || RSA_PSS_2048_8192_SHA256_LEGACY_KEY,
        RSA_2049,
        "622e79c32400766623d10ce71cda0caf8fb0bc5658714a674d8da2556e292668f876ced724488c95472bde46\
         2114de98f690276db836e050e8b67e34815a7f297c65f76367a1101ea6eb09c2cae9c615306debfb0eb28f3b\
         7438191569f85a93dc48bb65075be73396d31042569c248d86bc0f00fe1033907712aeea4b1dcc9c5f6db28d\
         5b096b918caae4568a31895c128957a73c96bc79db96c8fcbb6dcd968b1f5e6d1c2b37557000718fd2b5d889\
         8de2e10124f57a27ba228459e99db54170920282c5161ae1a52fdf168365cfc5e47e538fc86072f643319154\
         a3f32477638b3fd8342b73c79d200c24b33668bd9f45c27f52e0a371d69c206550be79a3",
    ),
    (
        || ECDSA_P256_SHA1,
        P256,
        "3045022056d85058c4c9d705945e7b44d135afa41c25f0a2197d260131b84e0eae9c0f28022100dd02a31854\
     2cdf7462504bfb879df31ed179b4e295f36b296ebe3c9cc4701241",
    ),
    (
        || ECDSA_P256_SHA384,
        P256,
        "30450221008c956fb7d553dff5b2f58f142c7818ca839a962cf5c99385337fc30a852b0d78022024df8f32a0\
     158bc32519da883115f856a23171b64a9a300e320934ee91e58dcc",
    ),
    (
        || ECDSA_P384_SHA1,
        P384,
        "30640230101be68bc3f3cf64f33977d8d3e7f1b49ec6a428306217be293f633e3bad0f368b53b17b94442782\
     ef8204fa6c51e20d02303e45ce80221b9fbd572170e34a8cc5f9336f7065cbef573b4a6860989f7f7f732e8c\
     a0e36e77a46c2c04f1b5cc6862fe",
    ),
    (
        || ECDSA_P521_SHA1,
        P521,
        "3081880242014cc5beabc48a584101e601b0b500e0023cb31c6531b14ced583a7ba68531a50ac1f0e42b67b3\
     87cda3b67f2b45896c930f52b60a74fcef17ff4e4e972597c725b4024200aaccdc4a41f778982cac1e31a185\
     33778831dc510a3a3ea36a634ebadb87fd6fcf8cd61fa4bfcdfb9fb09512a2caefc0aca342cdfb27f8fd55fa\
     a66775a3c13997",
    ),
    (
        || ECDSA_P521_SHA256,
        P521,
        "308188024201145025405585bad0ddccf0c06a8e02a982d3624e959ec0895176c19dc0d39547297041dc243f\
     c99bfe9c1698f40e8a22709fbd2de7aa6d0e90d47c1c28e2b36dee024200c0c0b8a8f25538e4c590c14039e5\
     15626c35b7166ed7cfc99f98bc5ac3b051969bb39f54d9c47fc4fe4cdc32d2fd96244d9b00dd1c26f60a0e4b\
     6bb384b01ca217",
    ),
    (
        || ECDSA_P521_SHA384,
        P521,
        "3081880242018048b6de2133ed991371289ab37ba25b41eaff61cf4104598c78276c922e9de654f23f188842\
     11927d4c6fe9de53e39b05cd1ef3e778f718783451dedbf18746b00242010aae28675f8ca2201987f5a5515f\
     bb0e82cc4c195caf65d7d19b87669e0ee5e3b10a4aec7e793dbda62f6976251545a4eb514fad101b9c6419d2\
     36bdddfff39b60",
    ),
    (
        || SM2_SM3,
        SM2,
        "30450220666cd8c731a45dc2caf7b54bf3540530ce9d1f54581d9d67930406475355c1cc0221009f1baabe8a\
     145abe40855cf86fc5ff93fc5cdde19ca66dc4a8db034c2f4155d9",
    ),
    (
        || RSA_PKCS1_512_8192_SHA1,
        RSA,
        "383905a600ccc5d8abbf075908fc9ffd0c51746a77f4a4850c003ff8e91ba68ea9228892dfb64611c69fcd3c\
     229d333990a087b64af85679325c1b8db30e284899469fe175830d746a24b946a96db5b8cb5cd83706d72678\
     15350c72f774ef3c",
    ),
    (
        || RSA_PKCS1_512_8192_SHA256,
        RSA,
        "8903e73c7b18348247ffd871f08d21bae933c3a92b6bc5fec88eb6782329d7f624b680a70f76ebac2ebf3370\
     dc9050e11d1a620f1f978c219addc6e04520651f6412768743f093deba7f639704ea5651cf70f7efcf8c6bfb\
     16e9fd2f1b6d348c",
    ),
    (
        || RSA_PKCS1_512_8192_SHA384,
        RSA,
        "1ea0fc1755cd1ccac2be51e8c58862e38df7f9a35bdc24bcf6369ca58c8c3ff707d310fda8d7d45c4e771aa2\
     95b5bab6ad66d3cffea7698db8f5e8f1e95939be93e20f34622cd2b028d0daead51915800c3972f1bbd75871\
     d1ecc99719f546a4",
    ),
    (
        || RSA_PKCS1_512_8192_SHA512,
        RSA,
        "1c8f5663f682215e9ed2e710cd33566623da1e6c7237f7e2eb91a8ff2d4f0e6b220471a8ceb57946b738f728\
     029df3bda19f27c3a85ffa1af48350690e740b06958f661e3564e7376649edfa3784684b599d051695aaedd0\
     76819a76fd17d132",
    ),
];

fn hex(text: &str) -> Vec<u8> {
    let digits: Vec<u8> = text
        .chars()
        .map(|digit| u8::try_from(digit.to_digit(16).unwrap()).unwrap())
        .collect();
    digits
        .chunks(2)
        .map(|pair| pair[0] * 16 + pair[1])
        .collect()
}

/// Contents of AlgorithmIdentifier and BIT STRING of a key.
fn key(spki: &str) -> (Vec<u8>, Vec<u8>) {
    const FIELD: Field = Field::SubjectPublicKeyInfo;
    let der = hex(spki);
    let mut parts = Reader::new(&der).expect(tag::SEQUENCE, FIELD).unwrap();
    let algorithm = parts.expect(tag::SEQUENCE, FIELD).unwrap();
    let bits = parts.expect(tag::BIT_STRING, FIELD).unwrap();
    let octets = bits.octet_aligned_bits(FIELD).unwrap();
    (algorithm.bytes().to_vec(), octets.bytes().to_vec())
}

#[test]
fn signatures_by_openssl_verify_and_altered_ones_do_not() {
    for (algorithm, spki, signature) in SIGNATURES {
        let algorithm = algorithm();
        let (id, key) = key(spki);
        assert_eq!(algorithm.public_key_alg_id().as_ref(), id);
        let signature = hex(signature);
        let verifies = |key: &[u8], message: &[u8], signature: &[u8]| {
            algorithm.verify_signature(key, message, signature).is_ok()
        };
        assert!(verifies(&key, SIGNED, &signature), "{algorithm:?}");
        assert!(!verifies(&key, b"the forged part", &signature));
        assert!(!verifies(&key, SIGNED, &[]));
        assert!(!verifies(&[], SIGNED, &signature));
        for at in 0..signature.len() {
            let mut altered = signature.clone();
            altered[at] ^= 1;
            assert!(!verifies(&key, SIGNED, &altered), "{algorithm:?} at {at}");
        }
    }
}

/// Nothing panics on keys and signatures cut short, drawn out or altered: they come from strangers.
#[test]
fn hostile_keys_and_signatures_are_refused() {
    let everything = [ALL, DIAGNOSIS].concat();
    for (_, spki, signature) in SIGNATURES {
        let (_, key) = key(spki);
        let signature = hex(signature);
        for algorithm in &everything {
            let refuses = |key: &[u8], signature: &[u8]| {
                algorithm.verify_signature(key, b"", signature).is_err()
            };
            for end in [0, 1, 2, key.len() / 2, key.len() - 1, key.len()] {
                assert!(refuses(&key[..end], &signature));
            }
            for end in [0, 1, 2, signature.len() / 2, signature.len() - 1] {
                assert!(refuses(&key, &signature[..end]));
            }
            assert!(refuses(&key, &[&signature[..], &[0]].concat()));
            assert!(refuses(&[&key[..], &[0]].concat(), &signature));
            assert!(refuses(&[4; 3000], &[0x30; 3000]));
        }
    }
}

/// `Dss-Parms` and `DSAPublicKey`, from octets without a sign.
fn dsa_key(p: &[u8], q: &[u8], g: &[u8], y: &[u8]) -> Vec<u8> {
    let integer = |digits: &[u8]| tlv(2, &[&[0], digits].concat());
    [
        tlv(0x30, &[integer(p), integer(q), integer(g)].concat()),
        integer(y),
    ]
    .concat()
}

fn tlv(tag: u8, contents: &[u8]) -> Vec<u8> {
    let length = u16::try_from(contents.len()).unwrap().to_be_bytes();
    let header = match contents.len() {
        0..=0x7f => [tag, length[1]].to_vec(),
        0x80..=0xff => [tag, 0x81, length[1]].to_vec(),
        _ => [tag, 0x82, length[0], length[1]].to_vec(),
    };
    [header, contents.to_vec()].concat()
}

#[test]
fn hostile_dsa_parameters_are_refused() {
    let signature = tlv(0x30, &[tlv(2, &[1]), tlv(2, &[1])].concat());
    let (p, q) = ([0xff; 128], [0x81; 20]);
    let mut even = p;
    even[127] = 0xfe;
    let mut one_below = p;
    one_below[127] = 0xfd;
    let octets = |length: usize| alloc::vec![0xff; length];
    for (p, q, g, y) in [
        (&p[..], &q[..], &p[1..], &p[1..]),
        (&even, &q, &p[1..], &p[1..]),
        (&p, &octets(19), &p[1..], &p[1..]),
        (&p, &octets(128), &p[1..], &p[1..]),
        (&p, &q, &p, &p[1..]),
        (&p, &q, &p[1..], &p),
        (&p, &q, &octets(200), &octets(200)),
        (&p, &q, &octets(1), &octets(1)),
        (&p, &q, &one_below, &one_below),
        (&octets(2000), &octets(32), &octets(9), &octets(9)),
        (&octets(10), &octets(20), &octets(9), &octets(9)),
    ] {
        let key = dsa_key(p, q, g, y);
        assert!(DSA_SHA1.verify_signature(&key, SIGNED, &signature).is_err());
    }
    assert!(DSA_SHA1.verify_signature(&[], SIGNED, &signature).is_err());
}

#[test]
fn every_algorithm_is_in_its_list_once() {
    for list in [ALL, DIAGNOSIS] {
        let mut ids: Vec<_> = list
            .iter()
            .map(|one| (one.public_key_alg_id(), one.signature_alg_id()))
            .map(|(key, signature)| (key.as_ref().to_vec(), signature.as_ref().to_vec()))
            .collect();
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), list.len());
    }
}

/// What Wycheproof has no vectors for and OpenSSL 3.0 cannot sign: a signature by the crate itself for
/// every parameter set, which verifies under the identifier of that set and under no other. (NIST PKITS
/// has a whole suite signed elsewhere with SHA2-128s.)
#[test]
fn slh_dsa_takes_its_own_signatures_under_its_own_identifier() {
    let signed = [
        slh_dsa_signature::<Sha2_128f, 16>(SLH_DSA_SHA2_128F),
        slh_dsa_signature::<Sha2_192f, 24>(SLH_DSA_SHA2_192F),
        slh_dsa_signature::<Sha2_256f, 32>(SLH_DSA_SHA2_256F),
        slh_dsa_signature::<Shake128f, 16>(SLH_DSA_SHAKE_128F),
        slh_dsa_signature::<Shake192f, 24>(SLH_DSA_SHAKE_192F),
        slh_dsa_signature::<Shake256f, 32>(SLH_DSA_SHAKE_256F),
    ];
    check_slh_dsa(&signed);
}

/// Short signatures take long to make, minutes where the optimiser did not run.
#[cfg(not(debug_assertions))]
#[test]
fn slh_dsa_takes_its_own_short_signatures_under_its_own_identifier() {
    use ::slh_dsa::{Sha2_128s, Sha2_192s, Sha2_256s, Shake128s, Shake192s, Shake256s};
    let signed = [
        slh_dsa_signature::<Sha2_128s, 16>(SLH_DSA_SHA2_128S),
        slh_dsa_signature::<Sha2_192s, 24>(SLH_DSA_SHA2_192S),
        slh_dsa_signature::<Sha2_256s, 32>(SLH_DSA_SHA2_256S),
        slh_dsa_signature::<Shake128s, 16>(SLH_DSA_SHAKE_128S),
        slh_dsa_signature::<Shake192s, 24>(SLH_DSA_SHAKE_192S),
        slh_dsa_signature::<Shake256s, 32>(SLH_DSA_SHAKE_256S),
    ];
    check_slh_dsa(&signed);
}

/// The algorithm, a key and a signature on [`SIGNED`].
type SlhDsa = (
    &'static dyn SignatureVerificationAlgorithm,
    Vec<u8>,
    Vec<u8>,
);

/// `N` of FIPS 205 §11: the octets of a seed.
fn slh_dsa_signature<P: ::slh_dsa::ParameterSet, const N: usize>(
    algorithm: &'static dyn SignatureVerificationAlgorithm,
) -> SlhDsa {
    let key = SigningKey::<P>::slh_keygen_internal(&[1; N], &[2; N], &[3; N]);
    let public = key.verifying_key().to_bytes().to_vec();
    (algorithm, public, key.sign(SIGNED).to_bytes().to_vec())
}

fn check_slh_dsa(signed: &[SlhDsa]) {
    let all = || ALL.iter().filter(|one| is_slh_dsa(**one));
    assert_eq!(all().count(), 12);
    for (algorithm, key, signature) in signed {
        for other in all() {
            let verifies = other.verify_signature(key, SIGNED, signature).is_ok();
            let is_this = other.signature_alg_id() == algorithm.signature_alg_id();
            assert_eq!(verifies, is_this, "{other:?} on {algorithm:?}");
        }
        let mut altered = signature.clone();
        altered[signature.len() / 2] ^= 1;
        assert!(algorithm.verify_signature(key, SIGNED, &altered).is_err());
    }
}

/// The arc 2.16.840.1.101.3.4.3 with 20 to 31 (RFC 9909 §3).
fn is_slh_dsa(algorithm: &dyn SignatureVerificationAlgorithm) -> bool {
    let id = algorithm.signature_alg_id();
    let [.., 3, 4, 3, last] = id.as_ref() else {
        return false;
    };
    (20..=31).contains(last)
}
