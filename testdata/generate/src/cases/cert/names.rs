//! Cases of the rule `names` (RFC 5280 §4.1.2.4, §4.1.2.6).

use crate::cases::{Case, Trio};
use crate::{CertBuilder, Name, der, oid};

fn case(name: &str, about: &str) -> Case {
    Case::new(&format!("rules/names/{name}"), about)
}

pub(super) fn cases() -> Vec<Case> {
    [in_order(), empty(), malformed(), unreadable_values()]
        .into_iter()
        .flatten()
        .collect()
}

fn leaf(subject: Name) -> Trio {
    Trio::new().leaf(|leaf| leaf.subject(subject))
}

fn in_order() -> Vec<Case> {
    let several = Name::common("example.com")
        .and(oid::ORGANIZATION, "Example")
        .and(oid::COUNTRY, "XX");
    let teletex = Name::empty().and_string(oid::COMMON_NAME, der::TELETEX_STRING, b"example.com");
    vec![
        case(
            "named",
            "Every certificate says who it is for and who issued it.",
        )
        .strict()
        .trio(Trio::new()),
        case(
            "no_subject",
            "The leaf has no subject, and critical alternative names instead.",
        )
        .strict()
        .trio(leaf(Name::empty())),
        case(
            "several_attributes",
            "The subject of the leaf has three attributes.",
        )
        .strict()
        .trio(leaf(several)),
        case(
            "teletex",
            "The subject of the leaf is a TeletexString, as old authorities wrote it.",
        )
        .trio(leaf(teletex)),
    ]
}

fn empty() -> Vec<Case> {
    let nameless = CertBuilder::ca("Test Root").subject(Name::empty()).sign();
    let below = CertBuilder::leaf("example.com").issuer(&nameless).sign();
    vec![
        case(
            "empty_issuer",
            "The leaf does not say who issued it; the anchor has no name.",
        )
        .descent(&[&nameless, &below])
        .invalid("empty_issuer")
        .at("leaf"),
        case(
            "authority_without_name",
            "The intermediate has no name, so the leaf cannot say who issued it.",
        )
        .trio(Trio::new().intermediate(|ca| ca.subject(Name::empty())))
        .invalid("empty_issuer")
        .at("leaf"),
    ]
}

fn malformed() -> Vec<Case> {
    let number = || Name::raw(&der::sequence([der::integer(7)]));
    let empty_set = Name::raw(&der::sequence([der::set([])]));
    vec![
        case("malformed_subject", "The subject of the leaf is a number.")
            .trio(leaf(number()))
            .invalid("malformed_name")
            .at("leaf"),
        case(
            "malformed_issuer",
            "The issuer of the leaf is a number, and so is the name of the intermediate.",
        )
        .trio(Trio::new().intermediate(|ca| ca.subject(number())))
        .refused(),
        case(
            "empty_attribute_set",
            "The subject of the leaf has a set without attributes.",
        )
        .trio(leaf(empty_set))
        .invalid("malformed_name")
        .at("leaf"),
    ]
}

/// What OpenSSL, Go and pyca refuse, or two of them.
fn unreadable_values() -> Vec<Case> {
    let text = |tag, octets: &[u8]| Name::empty().and_string(oid::COMMON_NAME, tag, octets);
    let typed = |oid: &[u8]| {
        let value = der::tlv(der::UTF8_STRING, b"example.com");
        let attribute = der::sequence([der::tlv(der::OID, oid), value]);
        Name::raw(&der::sequence([der::set([attribute])]))
    };
    let refused = |name: &str, about: &str, subject| {
        case(name, about)
            .trio(leaf(subject))
            .invalid("malformed_name")
            .at("leaf")
    };
    vec![
        refused(
            "type_unfinished",
            "The identifier of an attribute of the leaf's subject breaks off.",
            typed(&[0x55, 4, 0x83]),
        ),
        refused(
            "type_empty",
            "The identifier of an attribute of the leaf's subject is empty.",
            typed(&[]),
        ),
        refused(
            "type_padded",
            "The identifier of an attribute of the leaf's subject has a zero in front of a number.",
            typed(&[0x55, 4, 0x80, 3]),
        ),
        refused(
            "not_utf8",
            "The subject of the leaf is a UTF8String, and not UTF-8.",
            text(der::UTF8_STRING, b"example.com\xff"),
        ),
        refused(
            "bmp_odd",
            "The subject of the leaf is a BMPString with half a character.",
            text(der::BMP_STRING, b"\0a\0b\0"),
        ),
        refused(
            "bmp_surrogate",
            "The subject of the leaf is a BMPString with half a pair of surrogates.",
            text(der::BMP_STRING, b"\0a\xd8\x3d"),
        ),
        case(
            "printable_at",
            "The subject of the leaf is a PrintableString with a character that it may not have.",
        )
        .trio(leaf(text(der::PRINTABLE_STRING, b"user@example.com"))),
        case(
            "not_utf8_in_intermediate",
            "The name of the intermediate is a UTF8String, and not UTF-8.",
        )
        .trio(Trio::new().intermediate(|ca| ca.subject(text(der::UTF8_STRING, b"CA\xff"))))
        .refused(),
    ]
}
