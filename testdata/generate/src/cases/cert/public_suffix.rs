//! Cases of the rule `public_suffix` (CA/B BR §3.2.2.6).

use crate::cases::lapse::Lapse;
use crate::cases::{Case, Trio};

fn lapse(name: &str, about: &str, wildcard: &str, host: &str) -> [Case; 2] {
    Lapse::leaf("wildcard_on_public_suffix", |leaf| {
        leaf.dns("example.com").dns(wildcard)
    })
    .both(&format!("rules/public_suffix/{name}"), about)
    .map(|case| case.names(&[host]))
}

pub(super) fn cases() -> Vec<Case> {
    let owned = Trio::new().leaf(|leaf| leaf.dns("example.com").dns("*.example.co.uk"));
    let mut cases = vec![
        Case::new(
            "rules/public_suffix/owned",
            "The wildcard stands below a domain that has an owner.",
        )
        .strict()
        .names(&["www.example.co.uk"])
        .trio(owned),
    ];
    cases.extend(lapse(
        "two_labels",
        "The wildcard stands right below a public suffix.",
        "*.co.uk",
        "example.co.uk",
    ));
    cases.extend(lapse(
        "private",
        "The wildcard stands right below a suffix of the list's private part.",
        "*.S3.amazonaws.com",
        "example.s3.amazonaws.com",
    ));
    cases
}
