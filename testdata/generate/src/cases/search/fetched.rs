//! Issuers that are not sent, but can perhaps be had from an address.

use super::case;
use crate::cases::{Case, Fetch, Trio};
use crate::{CertBuilder, Extension, Made, pkcs7};

const URL: &str = "http://ca.test/intermediate.der";
const CAPITALS: &str = "HTTP://CA.TEST/intermediate.der";
const OTHER_URL: &str = "http://mirror.test/intermediate.der";

/// Root, intermediate, and a leaf that says at these addresses its issuer can be had.
fn with_address(urls: &[&str]) -> [Made; 3] {
    let places: Vec<_> = urls
        .iter()
        .map(|&url| ("1.3.6.1.5.5.7.48.2", url))
        .collect();
    Trio::new()
        .leaf(|leaf| leaf.extension(Extension::information_access(&places)))
        .sign()
}

pub(super) fn cases() -> Vec<Case> {
    [answered(), not_answered()].into_iter().flatten().collect()
}

/// Only the leaf is sent.
fn alone(name: &str, about: &str, root: &Made, leaf: &Made) -> Case {
    case(name, about).chain([leaf]).roots([root])
}

fn file(made: &Made) -> Fetch {
    Fetch::File("intermediate.der", made.der.clone())
}

fn answered() -> Vec<Case> {
    succeeding()
        .into_iter()
        .map(|case| case.warns("completed_by_fetch"))
        .collect()
}

fn succeeding() -> Vec<Case> {
    let [root, intermediate, leaf] = with_address(&[URL]);
    let [_, _, two_places] = with_address(&[URL, OTHER_URL]);
    let [_, _, beside_ldap] = with_address(&["ldap://ca.test/cn=ca", URL]);
    let [_, _, capitals] = with_address(&[CAPITALS]);
    let stranger = CertBuilder::intermediate("Stranger").issuer(&root).sign();
    let case = |name, about, leaf| alone(name, about, &root, leaf);
    let bundle = pkcs7::certs_only([&stranger, &intermediate]);
    vec![
        case(
            "fetched",
            "The intermediate is not sent, but can be had from the address in the leaf.",
            &leaf,
        )
        .fetch(URL, file(&intermediate)),
        case(
            "fetched_pkcs7",
            "The address in the leaf returns the intermediate and another one in a PKCS#7 bundle.",
            &leaf,
        )
        .fetch(URL, Fetch::File("intermediate.p7c", bundle)),
        case(
            "fetched_second_place",
            "The first address in the leaf does not answer, the second does.",
            &two_places,
        )
        .fetch(URL, Fetch::Timeout)
        .fetch(OTHER_URL, file(&intermediate)),
        case(
            "fetched_beside_ldap",
            "The first address in the leaf is not HTTP, the second is.",
            &beside_ldap,
        )
        .fetch(URL, file(&intermediate)),
        case(
            "fetched_capitals",
            "The address in the leaf has its scheme and its host in capitals.",
            &capitals,
        )
        .fetch(CAPITALS, file(&intermediate)),
        two_fetches(),
    ]
}

fn not_answered() -> Vec<Case> {
    let [root, _, leaf] = with_address(&[URL]);
    let stranger = CertBuilder::intermediate("Stranger").issuer(&root).sign();
    let case = |name, about, answer| {
        alone(name, about, &root, &leaf)
            .fetch(URL, answer)
            .invalid("issuer_not_found")
            .at("leaf")
    };
    vec![
        case(
            "fetch_garbage",
            "The address in the leaf returns no certificate.",
            Fetch::Garbage,
        ),
        case(
            "fetch_timeout",
            "The address in the leaf does not answer.",
            Fetch::Timeout,
        ),
        case(
            "fetch_stranger",
            "The address in the leaf returns somebody else's certificate.",
            file(&stranger),
        ),
        case(
            "fetch_same_leaf",
            "The address in the leaf returns the leaf itself.",
            file(&leaf),
        ),
        odd_addresses(),
    ]
}

/// Whatever a certificate names is said, with what became of it.
fn odd_addresses() -> Case {
    let [root, _, leaf] = with_address(&[
        "ldap:///cn=ca?cACertificate",
        "https://ca.test/intermediate.der",
        "http://ca.test/intermediate.der\n",
        "http://ca.test/\u{e9}.der",
        CAPITALS,
    ]);
    alone(
        "fetch_odd_addresses",
        "Of the addresses in the leaf two are not HTTP, one ends in a line feed, one is not ASCII, and one does not answer.",
        &root,
        &leaf,
    )
    .fetch(CAPITALS, Fetch::Timeout)
    .invalid("issuer_not_found")
    .at("leaf")
}

fn two_fetches() -> Case {
    let root = CertBuilder::ca("Test Root").sign();
    let upper = CertBuilder::intermediate("Upper").issuer(&root).sign();
    let lower = CertBuilder::intermediate("Lower")
        .extension(Extension::ca_issuers("http://ca.test/upper.der"))
        .issuer(&upper)
        .sign();
    let leaf = CertBuilder::leaf("example.com")
        .extension(Extension::ca_issuers("http://ca.test/lower.der"))
        .issuer(&lower)
        .sign();
    case(
        "fetched_twice",
        "Neither intermediate is sent; each certificate says where its issuer can be had.",
    )
    .chain([&leaf])
    .roots([&root])
    .fetch(
        "http://ca.test/lower.der",
        Fetch::File("lower.der", lower.der),
    )
    .fetch(
        "http://ca.test/upper.der",
        Fetch::File("upper.der", upper.der),
    )
}
