//! Cases of the rule `critical` (RFC 5280 §4.2, §6.1.4 (o), §6.1.5 (f)).

use crate::Criticality::{Critical, NonCritical};
use crate::cases::{Case, Trio};
use crate::{CertBuilder, Criticality, Extension, GeneralName, der, oid};

/// An OID that nobody knows (2.999 is for examples).
const UNKNOWN: &str = "2.999.7";
/// Starts like a sequence and ends too early.
const GARBAGE: &[u8] = &[0x30, 0x05, 0x01];

fn case(name: &str, about: &str) -> Case {
    Case::new(&format!("rules/critical/{name}"), about)
}

fn unknown(builder: CertBuilder, criticality: Criticality) -> CertBuilder {
    builder.raw_extension(UNKNOWN, criticality, &der::null())
}

pub(super) fn garbled(builder: CertBuilder, oid: &str, criticality: Criticality) -> CertBuilder {
    builder
        .without(oid)
        .raw_extension(oid, criticality, GARBAGE)
}

pub(super) fn cases() -> Vec<Case> {
    [
        unknown_ones(),
        known_ones(),
        not_processed(),
        malformed_ones(),
        malformed_lists(),
        many(),
        qualifiers(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn unknown_ones() -> Vec<Case> {
    vec![
        case("all_known", "Every critical extension is known.")
            .strict()
            .trio(Trio::new()),
        case(
            "unknown_non_critical",
            "The leaf has an unknown extension that may be passed over.",
        )
        .strict()
        .trio(Trio::new().leaf(|leaf| unknown(leaf, NonCritical))),
        case(
            "unknown_in_leaf",
            "The leaf has an unknown critical extension.",
        )
        .trio(Trio::new().leaf(|leaf| unknown(leaf, Critical)))
        .invalid("unknown_critical_extension")
        .at("leaf"),
        case(
            "unknown_in_intermediate",
            "The intermediate has an unknown critical extension.",
        )
        .trio(Trio::new().intermediate(|ca| unknown(ca, Critical)))
        .invalid("unknown_critical_extension")
        .at("intermediate 1"),
        case(
            "unknown_in_anchor",
            "The anchor's certificate has an unknown critical extension.",
        )
        .trio(Trio::new().root(|root| unknown(root, Critical)))
        .invalid("unknown_critical_extension")
        .at("anchor"),
        case(
            "unknown_in_anchor_rfc5280",
            "The anchor's certificate has an unknown critical extension; only name and key count.",
        )
        .profile("rfc5280")
        .trio(Trio::new().root(|root| unknown(root, Critical))),
    ]
}

/// A known extension that may be critical, and one of an issuer that may not.
fn known_ones() -> Vec<Case> {
    let name = GeneralName::uri("http://ca.test/");
    let point = der::sequence([der::context(0, &der::context(0, &name.der()))]);
    let points = der::sequence([point]);
    let key_id = Extension::subject_key_identifier(&[7; 20]).critical();
    vec![
        case(
            "distribution_points",
            "The leaf's CRL distribution points are critical, and well-formed.",
        )
        .strict()
        .trio(
            Trio::new()
                .leaf(|leaf| leaf.raw_extension(oid::CRL_DISTRIBUTION_POINTS, Critical, &points)),
        ),
        case(
            "own_key_identifier",
            "The subject key identifier of the intermediate is critical.",
        )
        .trio(Trio::new().intermediate(|ca| ca.extension(key_id)))
        .invalid("unknown_critical_extension")
        .at("intermediate 1"),
    ]
}

/// Known extensions that path validation does not act on.
fn not_processed() -> Vec<Case> {
    let names = der::sequence([GeneralName::uri("http://ca.test/").der()]);
    let raw = |oid, value: &[u8]| Extension::raw(oid, Critical, value);
    let features = der::sequence([der::integer(5)]);
    let timestamps = der::octet_string(&[0, 0]);
    let access = Extension::ocsp_responder("http://ocsp.test/").critical();
    let key_id = Extension::authority_key_identifier(&[7; 20]).critical();
    [
        (
            "tls_feature",
            "TLS feature",
            raw(oid::TLS_FEATURE, &features),
        ),
        (
            "timestamps",
            "list of certificate timestamps",
            raw(oid::SCT_LIST, &timestamps),
        ),
        (
            "issuer_alt_name",
            "issuer alternative name",
            raw(oid::ISSUER_ALT_NAME, &names),
        ),
        (
            "poison",
            "poison of precertificates",
            raw(oid::CT_POISON, &der::null()),
        ),
        ("information_access", "authority information access", access),
        ("key_identifier", "authority key identifier", key_id),
    ]
    .into_iter()
    .map(|(name, text, extension)| {
        case(name, &format!("The leaf's {text} is critical."))
            .trio(Trio::new().leaf(|leaf| leaf.extension(extension)))
            .invalid("unknown_critical_extension")
            .at("leaf")
    })
    .collect()
}

fn malformed_ones() -> Vec<Case> {
    let leaf = |oid, criticality| Trio::new().leaf(|leaf| garbled(leaf, oid, criticality));
    vec![
        case(
            "malformed_in_leaf",
            "The key usage of the leaf is critical and cannot be read.",
        )
        .trio(leaf(oid::KEY_USAGE, Critical))
        .invalid("malformed_critical_extension")
        .at("leaf"),
        case(
            "malformed_in_intermediate",
            "The basic constraints of the intermediate are critical and cannot be read.",
        )
        .trio(Trio::new().intermediate(|ca| garbled(ca, oid::BASIC_CONSTRAINTS, Critical)))
        .invalid("malformed_critical_extension")
        .at("intermediate 1"),
        case(
            "malformed_needed",
            "The extended key usage of the leaf is not critical, but cannot be read.",
        )
        .trio(leaf(oid::EXTENDED_KEY_USAGE, NonCritical))
        .invalid("malformed_needed_extension")
        .at("leaf"),
        case(
            "malformed_policies_in_anchor",
            "The certificate policies of the anchor cannot be read; nothing is taken from them.",
        )
        .trio(Trio::new().root(|root| garbled(root, oid::CERTIFICATE_POLICIES, NonCritical))),
        case(
            "malformed_critical_policies_in_anchor",
            "The policy mappings of the anchor are critical and cannot be read.",
        )
        .trio(Trio::new().root(|root| garbled(root, oid::POLICY_MAPPINGS, Critical)))
        .invalid("malformed_critical_extension")
        .at("anchor"),
        case(
            "malformed_distribution_points",
            "The leaf's CRL distribution points are critical, and hold no distribution point.",
        )
        .trio(Trio::new().leaf(|leaf| {
            let other = der::sequence([der::octet_string(b"x")]);
            leaf.raw_extension(oid::CRL_DISTRIBUTION_POINTS, Critical, &other)
        }))
        .invalid("malformed_critical_extension")
        .at("leaf"),
    ]
}

/// Lists of names.
fn malformed_lists() -> Vec<Case> {
    vec![
        case(
            "malformed_last_name",
            "The leaf's list of subject alternative names breaks off in its second one.",
        )
        .trio(Trio::new().leaf(|leaf| {
            let names = [
                der::context_primitive(2, b"example.com"),
                vec![0x82, 9, b'a'],
            ];
            leaf.without(oid::SUBJECT_ALT_NAME).raw_extension(
                oid::SUBJECT_ALT_NAME,
                NonCritical,
                &der::sequence(names),
            )
        }))
        .invalid("malformed_needed_extension")
        .at("leaf"),
        case(
            "duplicate",
            "The leaf has two lists of subject alternative names (RFC 5280 §4.2 allows one).",
        )
        .trio(Trio::new().leaf(|leaf| {
            let names = der::sequence([der::context_primitive(2, b"example.com")]);
            leaf.raw_extension(oid::SUBJECT_ALT_NAME, NonCritical, &names)
        }))
        .refused(),
        case(
            "duplicate_unknown",
            "The leaf has an extension twice that nobody knows (RFC 5280 §4.2).",
        )
        .trio(Trio::new().leaf(|leaf| {
            leaf.raw_extension("2.999.7", NonCritical, &[5, 0])
                .raw_extension("2.999.7", NonCritical, &[5, 0])
        }))
        .invalid("unreadable_leaf")
        .at("leaf"),
    ]
}

/// RFC 5280 has no limit; a verifier that has one leaves what is behind it unread.
fn many() -> Vec<Case> {
    let numbered = |leaf, last| {
        (0..200)
            .map(|number| Extension::raw(&format!("2.999.8.{number}"), NonCritical, &der::null()))
            .chain([last])
            .fold(leaf, CertBuilder::extension)
    };
    vec![
        case(
            "many",
            "The leaf has two hundred extensions that nobody knows, none critical.",
        )
        .trio(
            Trio::new()
                .leaf(|leaf| numbered(leaf, Extension::raw(UNKNOWN, NonCritical, &der::null()))),
        ),
        case(
            "many_last_unknown",
            "The leaf has two hundred extensions that nobody knows, and the last one is critical.",
        )
        .trio(
            Trio::new()
                .leaf(|leaf| numbered(leaf, Extension::raw(UNKNOWN, Critical, &der::null()))),
        )
        .invalid("unknown_critical_extension")
        .at("leaf"),
    ]
}

/// Two policies, one with these qualifiers.
fn policies(criticality: Criticality, qualifiers: Vec<Vec<u8>>) -> Extension {
    let plain = der::sequence([der::oid("2.999.1.2")]);
    let qualified = der::sequence([der::oid("2.999.1.1"), der::sequence(qualifiers)]);
    let value = der::sequence([plain, qualified]);
    Extension::raw(oid::CERTIFICATE_POLICIES, criticality, &value)
}

/// A practice statement, and another qualifier.
fn statement_and(kind: &str, value: Vec<u8>) -> Vec<Vec<u8>> {
    let qualifier = |kind, value| der::sequence([der::oid(kind), value]);
    let uri = der::tlv(der::IA5_STRING, b"https://example.com/cps");
    vec![qualifier(oid::CPS_POINTER, uri), qualifier(kind, value)]
}

/// Policies that are critical must be understood with their qualifiers (RFC 5280 §4.2.1.4).
fn qualifiers() -> Vec<Case> {
    let leaf = |criticality, qualifiers| {
        Trio::new().leaf(|leaf| leaf.extension(policies(criticality, qualifiers)))
    };
    let notice = der::sequence([der::tlv(der::UTF8_STRING, b"For tests.")]);
    let unknown = || statement_and(UNKNOWN, der::null());
    vec![
        case(
            "policy_qualifiers",
            "The leaf's policies are critical, with a practice statement and a notice.",
        )
        .trio(leaf(Critical, statement_and(oid::USER_NOTICE, notice))),
        case(
            "policy_qualifier_unknown",
            "The leaf's policies are critical, and one has a qualifier that nobody knows.",
        )
        .trio(leaf(Critical, unknown()))
        .invalid("unknown_policy_qualifier")
        .at("leaf"),
        case(
            "policy_qualifier_unknown_non_critical",
            "One of the leaf's policies has a qualifier that nobody knows; they are not critical.",
        )
        .trio(leaf(NonCritical, unknown())),
        case(
            "policy_qualifier_unknown_in_intermediate",
            "The intermediate's policies are critical, and one has a qualifier that nobody knows.",
        )
        .trio(Trio::new().intermediate(|ca| ca.extension(policies(Critical, unknown()))))
        .invalid("unknown_policy_qualifier")
        .at("intermediate 1"),
        case(
            "policy_notice_malformed",
            "The leaf's policies are critical, and the notice in them cannot be read.",
        )
        .trio(leaf(Critical, statement_and(oid::USER_NOTICE, der::null())))
        .invalid("malformed_critical_extension")
        .at("leaf"),
    ]
}
