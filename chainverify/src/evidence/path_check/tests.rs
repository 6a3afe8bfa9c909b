//! What a path check says of keys that inherit their parameters.

use super::*;
use crate::arena::ids;
use crate::cert::Name;
use crate::finding::SignatureCause;

#[test]
fn a_signature_by_an_inheriting_key_is_not_verified_for_its_own_error_or_that_of_a_key() {
    let [one, other]: [CertId; 2] = ids();
    let invalid = Code::SignatureInvalid {
        issuer: Name::from_contents(&[]).into(),
        cause: SignatureCause::Unknown,
        key_ids: None,
    };
    let algorithm = || rules::algorithm(&[]);
    let unsupported = Code::UnsupportedParameters {
        algorithm: algorithm(),
    };
    let key = Code::MalformedKey {
        error: None,
        why: None,
    };
    for (code, about_other) in [(invalid, false), (unsupported, false), (key, true)] {
        let about = |code, id| Finding::new(code, Severity::Error).of(CertRef::Cert(id));
        let id = code.id();
        let check = PathCheck {
            findings: Vec::from([about(Code::LeafIsCa, other), about(code, one)]),
            standing: Standing::default(),
            verdict: Verdict::Invalid,
            is_walked: true,
            statuses: None,
        };
        let found = |about| Some(check.signature_error_about(about)?.code().id());
        assert_eq!(found(one), Some(id));
        assert_eq!(found(other), about_other.then_some(id));
    }
}
