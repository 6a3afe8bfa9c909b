//! Constraints of URIs.

use super::{EXCLUDED, PERMITTED, case, exclude, permit, sole};
use crate::GeneralName;
use crate::cases::Case;

pub(super) fn cases() -> Vec<Case> {
    let case = |name, about, constraints, uri: &str| {
        case(name, about)
            .names(&[uri])
            .profile("rfc5280")
            .purpose("any")
            .trio(sole(constraints, GeneralName::uri(uri)))
    };
    let base = GeneralName::uri;
    vec![
        case(
            "uri_host_permitted",
            "The URI is on the permitted host.",
            permit(base("example.com")),
            "https://example.com/a",
        ),
        case(
            "uri_host_not_permitted",
            "The URI is on a host below the permitted one, which is another host.",
            permit(base("example.com")),
            "https://www.example.com/a",
        )
        .invalid(PERMITTED)
        .at("leaf"),
        case(
            "uri_domain_permitted",
            "The URI is on a host of the permitted domain.",
            permit(base(".example.com")),
            "https://www.example.com:8443/a",
        ),
        case(
            "uri_domain_not_permitted",
            "The URI is on the host that the domain is named after, which is not in it.",
            permit(base(".example.com")),
            "https://example.com/a",
        )
        .invalid(PERMITTED)
        .at("leaf"),
        case(
            "uri_excluded",
            "The URI is on a host of the excluded domain.",
            exclude(base(".example.com")),
            "https://www.example.com/a",
        )
        .invalid(EXCLUDED)
        .at("leaf"),
        case(
            "uri_without_host",
            "Hosts of URIs are constrained, and the URI of the leaf has none (RFC 5280 §4.2.1.10).",
            permit(base("example.com")),
            "urn:example:a",
        )
        .names(&[])
        .invalid("constrained_uri_without_host")
        .at("leaf"),
    ]
}
