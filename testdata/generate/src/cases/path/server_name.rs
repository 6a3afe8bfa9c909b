//! Cases of the rule `server_name` (RFC 9525 §6, RFC 5280 §4.2.1.6).

use crate::cases::{Case, Trio};
use crate::{GeneralName, Name};

const MISMATCH: &str = "name_mismatch";

fn case(name: &str, about: &str) -> Case {
    Case::new(&format!("rules/server_name/{name}"), about)
}

/// A leaf with these alternative names and no others.
fn named(names: impl IntoIterator<Item = GeneralName>) -> Trio {
    let bare = Trio::new().leaf(|leaf| leaf.no_names().subject(Name::empty()));
    names
        .into_iter()
        .fold(bare, |trio, name| trio.leaf(|leaf| leaf.name(name)))
}

fn dns(name: &str) -> Trio {
    named([GeneralName::dns(name)])
}

pub(super) fn cases() -> Vec<Case> {
    [
        found(),
        not_found(),
        wildcards(),
        addresses(),
        others(),
        no_name(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn mismatch(name: &str, about: &str, asked: &str, trio: Trio) -> Case {
    case(name, about)
        .names(&[asked])
        .trio(trio)
        .invalid(MISMATCH)
        .at("leaf")
}

/// What is asked for is not a name at all.
fn no_name() -> Vec<Case> {
    vec![
        case(
            "asked_without_form",
            "Two dots follow each other in the name asked for.",
        )
        .names(&["www..example.com"])
        .trio(Trio::new())
        .invalid("bad_reference_name"),
    ]
}

fn found() -> Vec<Case> {
    let both = || {
        named([
            GeneralName::dns("other.test"),
            GeneralName::dns("example.com"),
        ])
    };
    vec![
        case("same", "The name asked for is in the certificate.")
            .strict()
            .trio(Trio::new()),
        case(
            "second",
            "The name asked for is the second one in the certificate.",
        )
        .trio(both()),
        case(
            "two_asked",
            "Two names are asked for, and both are in the certificate.",
        )
        .names(&["example.com", "other.test"])
        .trio(both()),
        case(
            "case_differs",
            "The name asked for differs in upper and lower case.",
        )
        .names(&["EXAMPLE.com"])
        .trio(Trio::new()),
        case(
            "trailing_dot",
            "The name asked for ends with a dot, as a fully qualified one may.",
        )
        .names(&["example.com."])
        .trio(Trio::new()),
        case(
            "a_label",
            "The name asked for has an international label in its ASCII form.",
        )
        .names(&["xn--bcher-kva.example"])
        .trio(dns("xn--bcher-kva.example")),
        case("single_label", "The name asked for has one label only.")
            .names(&["localhost"])
            .trio(dns("localhost")),
    ]
}

fn not_found() -> Vec<Case> {
    vec![
        mismatch(
            "other",
            "The certificate is for another name.",
            "other.test",
            Trio::new(),
        ),
        mismatch(
            "below",
            "The name asked for is below the one in the certificate.",
            "www.example.com",
            Trio::new(),
        ),
        mismatch(
            "above",
            "The name asked for is above the one in the certificate.",
            "example.com",
            dns("www.example.com"),
        ),
        mismatch(
            "common_name_only",
            "The name asked for is the common name, and there are no alternative names.",
            "example.com",
            Trio::new().leaf(|leaf| leaf.no_names()),
        ),
        mismatch(
            "common_name_beside_others",
            "The name asked for is the common name, but not among the alternative names.",
            "example.com",
            Trio::new().leaf(|leaf| leaf.no_names().dns("other.test")),
        ),
    ]
}

fn wildcards() -> Vec<Case> {
    vec![
        case("wildcard", "The wildcard stands for the first label.")
            .names(&["www.example.com"])
            .trio(dns("*.example.com")),
        case(
            "wildcard_case_differs",
            "The wildcard's domain differs in upper and lower case.",
        )
        .names(&["www.example.COM"])
        .trio(dns("*.EXAMPLE.com")),
        mismatch(
            "wildcard_two_labels",
            "The wildcard stands for one label, not for two.",
            "a.b.example.com",
            dns("*.example.com"),
        ),
        mismatch(
            "wildcard_no_label",
            "The wildcard stands for one label, not for none.",
            "example.com",
            dns("*.example.com"),
        ),
        mismatch(
            "wildcard_partial",
            "The wildcard is part of a label.",
            "www.example.com",
            dns("w*.example.com"),
        ),
        mismatch(
            "wildcard_inside",
            "The wildcard is not the first label.",
            "www.a.example.com",
            dns("www.*.example.com"),
        ),
        mismatch(
            "wildcard_two",
            "There are two wildcards.",
            "a.b.example.com",
            dns("*.*.example.com"),
        ),
        mismatch(
            "wildcard_alone",
            "The wildcard is the whole name.",
            "localhost",
            dns("*"),
        ),
        mismatch(
            "wildcard_address",
            "The wildcard looks as if it were for addresses.",
            "192.0.2.10",
            dns("*.0.2.10"),
        ),
    ]
}

fn addresses() -> Vec<Case> {
    let ip = |address| named([GeneralName::ip(address)]);
    vec![
        case("ip_v4", "The IPv4 address asked for is in the certificate.")
            .names(&["192.0.2.10"])
            .trio(ip("192.0.2.10")),
        case("ip_v6", "The IPv6 address asked for is in the certificate.")
            .names(&["2001:db8::10"])
            .trio(ip("2001:db8::10")),
        case(
            "ip_v6_long_form",
            "The IPv6 address asked for is written in its long form.",
        )
        .names(&["2001:0db8:0000:0000:0000:0000:0000:0010"])
        .trio(ip("2001:db8::10")),
        mismatch(
            "ip_other",
            "The certificate is for another address.",
            "192.0.2.10",
            ip("192.0.2.11"),
        ),
        mismatch(
            "ip_as_dns",
            "The address asked for is in the certificate as a DNS name, not as an address.",
            "192.0.2.10",
            dns("192.0.2.10"),
        ),
        mismatch(
            "ip_asked_dns_found",
            "An address is asked for, and the certificate has a DNS name only.",
            "192.0.2.10",
            Trio::new(),
        ),
        mismatch(
            "ip_v4_in_v6",
            "The IPv4 address asked for is in the certificate as an IPv6 address.",
            "192.0.2.10",
            ip("::ffff:192.0.2.10"),
        ),
    ]
}

fn others() -> Vec<Case> {
    let email = || named([GeneralName::email("user@example.com")]);
    let uri = || named([GeneralName::uri("https://example.com/a")]);
    let rfc5280 = |case: Case| case.profile("rfc5280").purpose("any");
    vec![
        rfc5280(
            case("email", "The mailbox asked for is in the certificate.")
                .names(&["mailto:user@example.com"])
                .trio(email()),
        ),
        rfc5280(
            case(
                "email_host_case_differs",
                "The mailbox asked for differs in upper and lower case of the host.",
            )
            .names(&["mailto:user@EXAMPLE.com"])
            .trio(email()),
        ),
        rfc5280(mismatch(
            "email_other",
            "The certificate is for another mailbox.",
            "mailto:other@example.com",
            email(),
        )),
        rfc5280(mismatch(
            "email_case_differs",
            "The mailbox asked for differs in upper and lower case before the @.",
            "mailto:User@example.com",
            email(),
        )),
        rfc5280(
            case("uri", "The URI asked for is in the certificate.")
                .names(&["https://example.com/a"])
                .trio(uri()),
        ),
        rfc5280(mismatch(
            "uri_other",
            "The certificate is for another URI.",
            "https://example.com/b",
            uri(),
        )),
        mismatch(
            "dns_asked_behind_email",
            "A DNS name is asked for, and the certificate has a mailbox and another DNS name.",
            "example.org",
            named([
                GeneralName::email("user@example.com"),
                GeneralName::dns("example.com"),
            ]),
        ),
        mismatch(
            "dns_asked_email_found",
            "A DNS name is asked for, and the certificate has a mailbox only.",
            "example.com",
            email(),
        ),
    ]
}
