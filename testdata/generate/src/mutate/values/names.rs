//! Names and their constraints: subjectAltName, nameConstraints (RFC 5280 §4.2.1.6, §4.2.1.10).

use super::super::HOST;
use super::{Known, general_names, known, with};
use crate::extension::{Criticality, Extension};
use crate::name::{GeneralName, Name};
use crate::{der, oid};

pub(super) fn subject_alt_name() -> Known {
    let of = |names: &[GeneralName]| der::sequence(names.iter().map(GeneralName::der));
    let host = || GeneralName::dns(HOST);
    let sound = of(&[host()]);
    let known = known(
        oid::SUBJECT_ALT_NAME,
        "subjectAltName",
        Criticality::NonCritical,
        sound,
    );
    let beside = |(way, name): (&'static str, GeneralName)| (way, of(&[host(), name]));
    let known = with(
        known,
        alone().map(|(way, name)| (way, of(&[GeneralName::dns(name)]))),
    );
    let known = with(known, general_names().into_iter().map(beside));
    let known = with(known, beside_the_host().into_iter().map(beside));
    with(
        known,
        [
            ("only-an-email", of(&[GeneralName::email("a@example.com")])),
            (
                "host-as-uri",
                of(&[GeneralName::uri("https://www.example.com/")]),
            ),
            ("host-as-email", of(&[GeneralName::email(HOST)])),
            ("host-as-ip", of(&[GeneralName::Ip(HOST.into())])),
            (
                "host-as-common-name",
                of(&[GeneralName::Directory(Name::common(HOST))]),
            ),
            ("1000-names", of(&vec![host(); 1000])),
        ],
    )
}

/// Names that stand for the host, or not.
fn alone() -> [(&'static str, &'static str); 20] {
    [
        ("another-host", "mail.example.com"),
        ("in-capitals", "WWW.EXAMPLE.COM"),
        ("dot-after", "www.example.com."),
        ("dot-before", ".www.example.com"),
        ("parent-with-dot", ".example.com"),
        ("wildcard", "*.example.com"),
        ("wildcard-of-two-labels", "*.com"),
        ("wildcard-alone", "*"),
        ("wildcard-after-letter", "w*.example.com"),
        ("wildcard-before-letter", "*w.example.com"),
        ("wildcard-in-the-middle", "www.*.com"),
        ("wildcard-twice", "*.*.com"),
        ("wildcard-too-deep", "*.www.example.com"),
        ("wildcard-with-dot-after", "*.example.com."),
        ("space-before", " www.example.com"),
        ("nul-after", "www.example.com\0"),
        ("nul-and-more-after", "www.example.com\0.attacker.example"),
        ("with-port", "www.example.com:443"),
        ("with-scheme", "https://www.example.com"),
        ("full-width-letters", "\u{ff57}ww.example.com"),
    ]
}

fn beside_the_host() -> Vec<(&'static str, GeneralName)> {
    vec![
        ("beside-empty-dns", GeneralName::dns("")),
        ("beside-dns-dot", GeneralName::dns(".")),
        (
            "beside-dns-with-two-dots",
            GeneralName::dns("a..example.com"),
        ),
        ("beside-dns-with-space", GeneralName::dns("a b.example.com")),
        (
            "beside-dns-with-underscore",
            GeneralName::dns("a_b.example.com"),
        ),
        (
            "beside-dns-with-hyphen-first",
            GeneralName::dns("-a.example.com"),
        ),
        (
            "beside-dns-not-ascii",
            GeneralName::Dns(b"\xff.example.com".to_vec()),
        ),
        ("beside-dns-with-nul", GeneralName::dns("a\0.example.com")),
        ("beside-dns-as-address", GeneralName::dns("192.0.2.1")),
        (
            "beside-dns-of-300-octets",
            GeneralName::dns(&"a.".repeat(150)),
        ),
        ("beside-ip-of-no-octets", GeneralName::Ip(vec![])),
        ("beside-ip-of-5-octets", GeneralName::Ip(vec![1; 5])),
        ("beside-ip-of-8-octets", GeneralName::Ip(vec![1; 8])),
        ("beside-email-without-at", GeneralName::email("a")),
        (
            "beside-email-not-ascii",
            GeneralName::Email(b"\xff@example.com".to_vec()),
        ),
        ("beside-empty-email", GeneralName::email("")),
        ("beside-uri-relative", GeneralName::uri("/about")),
        (
            "beside-uri-not-ascii",
            GeneralName::Uri(b"http://\xff/".to_vec()),
        ),
        ("beside-uri-without-host", GeneralName::uri("http:///x")),
        ("beside-empty-uri", GeneralName::uri("")),
        ("beside-null", GeneralName::Raw(der::null())),
        ("beside-sequence", GeneralName::Raw(der::sequence([]))),
    ]
}

pub(super) fn name_constraints() -> Known {
    let of = |permitted: &[GeneralName], excluded: &[GeneralName]| {
        Extension::name_constraints(permitted, excluded).value
    };
    let known = known(
        oid::NAME_CONSTRAINTS,
        "nameConstraints",
        Criticality::Critical,
        of(&[GeneralName::dns("example.com")], &[]),
    );
    let permitted = |(way, base): (&'static str, GeneralName)| (way, of(&[base], &[]));
    let both = |(way, base): (&'static str, GeneralName)| {
        let beside = [GeneralName::dns("example.com"), base.clone()];
        [
            (format!("permitted-{way}"), of(&beside, &[])),
            (format!("excluded-{way}"), of(&[], &[base])),
        ]
    };
    let kinds = general_names().into_iter().chain(ranges());
    let known = with(known, bases().into_iter().map(permitted));
    with(with(known, kinds.flat_map(both)), forms())
}

/// What may be permitted; the leaf's names are below some of it.
fn bases() -> Vec<(&'static str, GeneralName)> {
    let dns = |way, name: &str| (way, GeneralName::dns(name));
    vec![
        dns("permitted-com", "com"),
        dns("permitted-host", HOST),
        dns("permitted-everything", ""),
        dns("permitted-dot", "."),
        dns("permitted-leading-dot", ".example.com"),
        dns("permitted-leading-dot-host", ".www.example.com"),
        dns("permitted-trailing-dot", "example.com."),
        dns("permitted-capitals", "EXAMPLE.COM"),
        dns("permitted-star", "*.example.com"),
        dns("permitted-part-of-label", "ample.com"),
        dns("permitted-deeper", "a.www.example.com"),
        dns("permitted-other", "example.org"),
        dns("permitted-space", "example.com "),
        (
            "permitted-not-ascii",
            GeneralName::Dns(b"\xff.com".to_vec()),
        ),
    ]
}

fn ranges() -> Vec<(&'static str, GeneralName)> {
    let ip = |way, octets: &[u8]| (way, GeneralName::Ip(octets.to_vec()));
    vec![
        ip("ip-range-around", &[192, 0, 2, 0, 255, 255, 255, 0]),
        ip("ip-range-elsewhere", &[198, 51, 100, 0, 255, 255, 255, 0]),
        ip("ip-everything", &[0; 8]),
        ip("ip-host-bits-set", &[192, 0, 2, 77, 255, 255, 255, 0]),
        ip("ip-mask-with-holes", &[192, 0, 2, 0, 255, 0, 255, 0]),
        ip("ip-of-5-octets", &[192, 0, 2, 0, 255]),
        ip("ipv6-everything", &[0; 32]),
        ("dns-host", GeneralName::dns(HOST)),
        ("dns-everything", GeneralName::dns("")),
        ("dns-leading-dot", GeneralName::dns(".example.com")),
        ("email-host", GeneralName::email("example.com")),
        ("email-everything", GeneralName::email("")),
        ("email-malformed", GeneralName::email("a@b@c")),
        ("uri-host", GeneralName::uri("www.example.com")),
        ("uri-domain", GeneralName::uri(".example.com")),
        (
            "own-organization",
            GeneralName::Directory(
                Name::empty()
                    .and(oid::COUNTRY, "XX")
                    .and(oid::ORGANIZATION, "Mutants of Example"),
            ),
        ),
        (
            "own-organization-capitals",
            GeneralName::Directory(
                Name::empty()
                    .and(oid::COUNTRY, "XX")
                    .and(oid::ORGANIZATION, "MUTANTS  OF EXAMPLE"),
            ),
        ),
        (
            "other-organization",
            GeneralName::Directory(
                Name::empty()
                    .and(oid::COUNTRY, "XX")
                    .and(oid::ORGANIZATION, "Others"),
            ),
        ),
    ]
}

/// The sequences around the bases.
fn forms() -> Vec<(&'static str, Vec<u8>)> {
    let base = || GeneralName::dns("example.com").der();
    let subtree =
        |parts: &[Vec<u8>]| der::sequence([der::context(0, &der::sequence(parts.iter().cloned()))]);
    vec![
        (
            "minimum-0-spelled-out",
            subtree(&[base(), der::context_primitive(0, &[0])]),
        ),
        (
            "minimum-1",
            subtree(&[base(), der::context_primitive(0, &[1])]),
        ),
        (
            "maximum-0",
            subtree(&[base(), der::context_primitive(1, &[0])]),
        ),
        (
            "maximum-5",
            subtree(&[base(), der::context_primitive(1, &[5])]),
        ),
        (
            "minimum-empty",
            subtree(&[base(), der::context_primitive(0, &[])]),
        ),
        ("subtree-empty", subtree(&[])),
        (
            "subtree-without-sequence",
            der::sequence([der::context(0, &base())]),
        ),
        ("permitted-empty", der::sequence([der::context(0, &[])])),
        ("excluded-empty", der::sequence([der::context(1, &[])])),
        (
            "permitted-twice",
            der::sequence([
                der::context(0, &der::sequence([base()])),
                der::context(0, &der::sequence([base()])),
            ]),
        ),
        (
            "excluded-before-permitted",
            der::sequence([
                der::context(
                    1,
                    &der::sequence([GeneralName::dns("bad.example.com").der()]),
                ),
                der::context(0, &der::sequence([base()])),
            ]),
        ),
        (
            "third-field",
            der::sequence([der::context(2, &der::sequence([base()]))]),
        ),
    ]
}
