//! Keys that leave their parameters to the key above them (RFC 5280 §6.1.4 (e)): what they signed is
//! verified when the path is walked, and the report says what came of it.

use chainverify::report::Signature;
use chainverify::{Algorithms, Policy};
use chainverify_testdata::{CertBuilder, Made, der};
use pki_types::{AlgorithmIdentifier, InvalidSignature, SignatureVerificationAlgorithm};

use crate::by_hand::{Setting, code};

/// The parameters of the domain in which [`Dsa`] finds signatures good.
const DOMAIN: [u8; 3] = [0x30, 1, 7];

/// DSA with SHA-256 (RFC 5758 §3.1): a signature is good if the key came with [`DOMAIN`].
#[derive(Debug)]
struct Dsa;

impl SignatureVerificationAlgorithm for Dsa {
    fn verify_signature(&self, key: &[u8], _: &[u8], _: &[u8]) -> Result<(), InvalidSignature> {
        match key.starts_with(&DOMAIN) {
            true => Ok(()),
            false => Err(InvalidSignature),
        }
    }

    fn public_key_alg_id(&self) -> AlgorithmIdentifier {
        AlgorithmIdentifier::from_slice(&[6, 7, 0x2a, 0x86, 0x48, 0xce, 0x38, 4, 1])
    }

    fn signature_alg_id(&self) -> AlgorithmIdentifier {
        AlgorithmIdentifier::from_slice(&[6, 9, 0x60, 0x86, 0x48, 1, 0x65, 3, 4, 3, 2])
    }
}

/// With a DSA key of these parameters.
fn dsa(cert: CertBuilder, parameters: &[u8]) -> CertBuilder {
    let algorithm = der::sequence([der::oid("1.2.840.10040.4.1"), parameters.to_vec()]);
    let key = der::bit_string(&der::integer(2));
    cert.raw_spki(&der::sequence([algorithm, key]))
}

fn signed(cert: CertBuilder, issuer: &Made) -> Made {
    let algorithm = der::sequence([der::oid("2.16.840.1.101.3.4.3.2")]);
    cert.issuer(issuer).raw_algorithm(algorithm).sign()
}

/// The code for a leaf below a CA whose key inherits from that of the root, and what is said of both
/// signatures.
fn verified(root: CertBuilder) -> (&'static str, [Option<Signature>; 2]) {
    let root = root.sign();
    let ca = signed(dsa(CertBuilder::intermediate("CA"), &[]), &root);
    let leaf = signed(CertBuilder::leaf("example.com"), &ca);
    let mut setting = Setting::new(&leaf, &[&ca], &[&root]);
    setting.policy = Policy::rfc5280();
    let algorithms = Algorithms::new(&[&Dsa]);
    let verdict = setting.search_by(&algorithms).finish();
    let code = code(&verdict);
    let report = match verdict {
        Ok(path) => path.report(),
        Err(report) => *report,
    };
    let [leaf, ca, ..] = report.path.as_slice() else {
        panic!("{report}")
    };
    (code, [leaf.signature, ca.signature])
}

#[test]
fn a_signature_by_an_inheriting_key_is_verified_with_the_parameters_above() {
    let [good, unsupported, not_checked] = [
        Signature::Verified,
        Signature::Unsupported,
        Signature::NotChecked,
    ]
    .map(Some);
    let root = || CertBuilder::ca("Root");
    assert_eq!(verified(dsa(root(), &DOMAIN)), ("valid", [good, good]));
    // A key of another kind: nothing below it is worth a walk.
    let other_kind = "unsupported_key_for_signature";
    assert_eq!(verified(root()), (other_kind, [not_checked, unsupported]));
    // Of no domain at all: such a key can verify nothing.
    let none = dsa(root(), &[]);
    assert_eq!(verified(none), ("malformed_key", [not_checked; 2]));
}
