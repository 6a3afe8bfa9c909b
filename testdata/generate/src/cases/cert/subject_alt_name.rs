//! Cases of the rule `subject_alt_name`: its form (RFC 5280 §4.2.1.6).

use crate::cases::lapse::Lapse;
use crate::cases::{Case, Trio};
use crate::{CertBuilder, Extension, GeneralName, Name, der};

const MALFORMED: &str = "subject_alt_name_malformed";

fn path(name: &str) -> String {
    format!("rules/subject_alt_name/{name}")
}

pub(super) fn cases() -> Vec<Case> {
    [in_order(), lists(), names()]
        .into_iter()
        .flatten()
        .collect()
}

fn in_order() -> Vec<Case> {
    let case = |name, about: &str, trio| Case::new(&path(name), about).strict().trio(trio);
    let leaf = |name| Trio::new().leaf(|leaf| leaf.name(name));
    vec![
        case(
            "in_order",
            "The common name of the leaf is among its alternative names.",
            Trio::new(),
        ),
        case(
            "no_subject",
            "The leaf has no subject, and its alternative names are critical.",
            Trio::new().leaf(|leaf| leaf.subject(Name::empty())),
        ),
        case(
            "wildcard",
            "One alternative name of the leaf is a wildcard.",
            leaf(GeneralName::dns("*.example.com")),
        ),
        case(
            "ip",
            "One alternative name of the leaf is an address.",
            leaf(GeneralName::ip("2001:db8::10")),
        ),
        case(
            "other_kinds",
            "The leaf also has an otherName, an ediPartyName and a registeredID.",
            Trio::new().leaf(|leaf| {
                let party = der::context(1, &der::tlv(der::UTF8_STRING, b"party"));
                leaf.name(GeneralName::user_principal("user@example.com"))
                    .name(GeneralName::Raw(der::context(5, &party)))
                    .name(GeneralName::RegisteredId("2.999.1".into()))
            }),
        ),
        case(
            "smtp_utf8",
            "One alternative name of the leaf is a mailbox that is not ASCII before the @.",
            leaf(GeneralName::smtp_utf8_mailbox("jos\u{e9}@example.com")),
        ),
    ]
}

fn lists() -> Vec<Case> {
    let san = || Extension::subject_alt_name(&[GeneralName::dns("example.com")]);
    let no_subject =
        |leaf: CertBuilder| leaf.subject(Name::empty()).extension(san().non_critical());
    let mut cases = Vec::new();
    cases.extend(
        Lapse::leaf("subject_alt_name_critical", |leaf| {
            leaf.extension(san().critical())
        })
        .both(
            &path("critical"),
            "The alternative names of the leaf are critical although it has a subject.",
        ),
    );
    cases.extend(
        Lapse::leaf("subject_alt_name_not_critical", no_subject).both(
            &path("not_critical"),
            "The alternative names of the leaf are not critical; it has no subject.",
        ),
    );
    cases.extend(
        Lapse::leaf("common_name_not_in_subject_alt_name", |leaf| {
            leaf.subject(Name::common("other.example"))
        })
        .both(
            &path("common_name"),
            "The common name of the leaf is not among its alternative names.",
        ),
    );
    let address = CertBuilder::leaf("192.0.2.10").no_names().ip("192.0.2.10");
    cases.push(
        Case::new(
            &path("common_name_address_strict"),
            "The common name of the leaf is an address, and among its alternative names.",
        )
        .strict()
        .names(&["192.0.2.10"])
        .trio(Trio::new().leaf(|_| address)),
    );
    let missing = |name, case: fn(Case) -> Case| {
        let case = case(Case::new(
            &path(name),
            "The leaf has no alternative names, and none is asked for.",
        ));
        case.names(&[])
            .trio(Trio::new().leaf(CertBuilder::no_names))
            .at("leaf")
    };
    cases.push(missing("missing", |case| {
        case.warns("subject_alt_name_missing")
    }));
    cases.push(missing("missing_strict", |case| {
        case.strict().invalid("subject_alt_name_missing")
    }));
    cases
}

fn names() -> Vec<Case> {
    let dns = [
        (
            "ip_as_dns",
            "an address written as a DNS name",
            "192.0.2.10",
        ),
        (
            "underscore",
            "a DNS name with an underscore",
            "a_b.example.com",
        ),
        ("empty_dns", "an empty DNS name", ""),
        (
            "trailing_dot",
            "a DNS name that ends with a dot",
            "www.example.com.",
        ),
        ("space", "a DNS name with a space", "www example.com"),
        (
            "partial_wildcard",
            "a DNS name with a wildcard in a label",
            "w*.example.com",
        ),
        (
            "zero",
            "a DNS name with a zero octet",
            "example.com\0.other.test",
        ),
    ];
    let dns = dns.map(|(name, about, odd)| (name, about, GeneralName::dns(odd)));
    let odd = |(name, about, odd)| {
        Lapse::leaf(MALFORMED, |leaf| leaf.name(odd))
            .both(&path(name), &format!("The leaf has {about}."))
    };
    dns.into_iter().chain(other_kinds()).flat_map(odd).collect()
}

fn other_kinds() -> Vec<(&'static str, &'static str, GeneralName)> {
    vec![
        (
            "not_ia5",
            "a DNS name that is not IA5 text",
            GeneralName::Dns(vec![0xc3, 0xa9, 0xff]),
        ),
        (
            "ip_five_octets",
            "an address of five octets",
            GeneralName::Ip(vec![192, 0, 2, 10, 0]),
        ),
        (
            "email_without_host",
            "a mailbox without a host",
            GeneralName::email("user"),
        ),
        (
            "smtp_utf8_ascii",
            "a mailbox that is ASCII, and no rfc822Name",
            GeneralName::smtp_utf8_mailbox("user@example.com"),
        ),
        (
            "other_without_value",
            "an otherName without its value",
            GeneralName::Raw(der::context(0, &der::oid("2.999.1"))),
        ),
        (
            "edi_without_party",
            "an ediPartyName without the party's name",
            GeneralName::Raw(der::context(5, &[])),
        ),
        (
            "registered_id_empty",
            "a registeredID without a number",
            GeneralName::Raw(der::context_primitive(8, &[])),
        ),
        (
            "uri_relative",
            "a URI without a scheme",
            GeneralName::uri("/a"),
        ),
    ]
}
