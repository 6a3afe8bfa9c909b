//! Policies: certificatePolicies, policyMappings, policyConstraints, inhibitAnyPolicy (RFC 5280 §4.2.1.4, §4.2.1.5, §4.2.1.11,
//! §4.2.1.14).

use super::{Known, known, with};
use crate::extension::{Criticality, Extension};
use crate::{der, oid};

const ONE: &str = "1.3.6.1.4.1.32473.10";
const OTHER: &str = "1.3.6.1.4.1.32473.11";

pub(super) fn certificate_policies() -> Known {
    let of = |policies: &[&str]| Extension::certificate_policies(policies).value;
    let one = |parts: &[Vec<u8>]| der::sequence([der::sequence(parts.iter().cloned())]);
    let many: Vec<String> = (0..100)
        .map(|number| format!("1.3.6.1.4.1.32473.100.{number}"))
        .collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    let domain = der::oid(oid::DOMAIN_VALIDATED);
    let known = known(
        oid::CERTIFICATE_POLICIES,
        "certificatePolicies",
        Criticality::NonCritical,
        of(&[oid::DOMAIN_VALIDATED]),
    );
    let known = with(
        known,
        [
            ("any", of(&[oid::ANY_POLICY])),
            ("another", of(&[ONE])),
            ("two", of(&[oid::DOMAIN_VALIDATED, ONE])),
            (
                "one-twice",
                of(&[oid::DOMAIN_VALIDATED, oid::DOMAIN_VALIDATED]),
            ),
            ("a-hundred", of(&many)),
            (
                "qualifiers-empty",
                one(&[domain.clone(), der::sequence([])]),
            ),
            ("policy-without-sequence", der::sequence([domain])),
            ("policy-malformed", one(&[der::tlv(der::OID, &[0x80])])),
        ],
    );
    with(known, qualifiers())
}

/// One policy with a qualifier.
fn qualifiers() -> Vec<(&'static str, Vec<u8>)> {
    const STATEMENT: &str = "1.3.6.1.5.5.7.2.1";
    const NOTICE: &str = "1.3.6.1.5.5.7.2.2";
    let qualified = |qualifier: &[Vec<u8>]| {
        let qualifier = der::sequence(qualifier.iter().cloned());
        let policy = [der::oid(oid::DOMAIN_VALIDATED), der::sequence([qualifier])];
        der::sequence([der::sequence(policy)])
    };
    let notice = |text: Vec<u8>| qualified(&[der::oid(NOTICE), der::sequence([text])]);
    let notice_in = |tag| notice(der::tlv(tag, b"notice"));
    let statement_in =
        |tag| qualified(&[der::oid(STATEMENT), der::tlv(tag, b"http://ca.example/")]);
    let long = notice(der::tlv(der::UTF8_STRING, &[b'a'; 300]));
    vec![
        ("statement", statement_in(der::IA5_STRING)),
        ("statement-in-utf8", statement_in(der::UTF8_STRING)),
        ("notice-in-utf8", notice_in(der::UTF8_STRING)),
        ("notice-in-ia5", notice_in(der::IA5_STRING)),
        ("notice-in-visible", notice_in(0x1a)),
        ("notice-of-300-characters", long),
        ("notice-of-null", notice(der::null())),
        (
            "unknown-qualifier",
            qualified(&[der::oid(OTHER), der::null()]),
        ),
        ("qualifier-without-value", qualified(&[der::oid(OTHER)])),
    ]
}

pub(super) fn policy_mappings() -> Known {
    let of = |pairs: &[(&str, &str)]| Extension::policy_mappings(pairs).value;
    let known = known(
        oid::POLICY_MAPPINGS,
        "policyMappings",
        Criticality::Critical,
        of(&[(ONE, OTHER)]),
    );
    with(
        known,
        [
            ("from-any", of(&[(oid::ANY_POLICY, ONE)])),
            ("to-any", of(&[(ONE, oid::ANY_POLICY)])),
            ("to-itself", of(&[(ONE, ONE)])),
            ("own-policy", of(&[(oid::DOMAIN_VALIDATED, ONE)])),
            ("pair-twice", of(&[(ONE, OTHER), (ONE, OTHER)])),
            (
                "half-a-pair",
                der::sequence([der::sequence([der::oid(ONE)])]),
            ),
        ],
    )
}

pub(super) fn policy_constraints() -> Known {
    let field = |number, octets: &[u8]| der::context_primitive(number, octets);
    let of = |fields: &[Vec<u8>]| der::sequence(fields.iter().cloned());
    let known = known(
        oid::POLICY_CONSTRAINTS,
        "policyConstraints",
        Criticality::Critical,
        of(&[field(0, &[5])]),
    );
    with(
        known,
        [
            ("explicit-0", of(&[field(0, &[0])])),
            ("explicit-1", of(&[field(0, &[1])])),
            ("explicit-minus-1", of(&[field(0, &[0xff])])),
            ("explicit-padded", of(&[field(0, &[0, 0])])),
            ("explicit-2-to-32", of(&[field(0, &[1, 0, 0, 0, 0])])),
            ("explicit-empty", of(&[field(0, &[])])),
            ("mapping-0", of(&[field(1, &[0])])),
            ("both", of(&[field(0, &[0]), field(1, &[0])])),
            ("fields-swapped", of(&[field(1, &[0]), field(0, &[0])])),
            ("third-field", of(&[field(0, &[5]), field(2, &[0])])),
        ],
    )
}

pub(super) fn inhibit_any_policy() -> Known {
    let known = known(
        oid::INHIBIT_ANY_POLICY,
        "inhibitAnyPolicy",
        Criticality::Critical,
        der::integer(5),
    );
    with(
        known,
        [
            ("0", der::integer(0)),
            ("1", der::integer(1)),
            ("minus-1", der::integer_bytes(&[0xff])),
            ("padded", der::integer_bytes(&[0, 0])),
            ("2-to-32", der::integer(1 << 32)),
            ("in-a-sequence", der::sequence([der::integer(0)])),
        ],
    )
}
