//! The sorted subtrees answer as the oracle does, and as RFC 5280 §4.2.1.10 says; and their work
//! grows with the octets, not with names times subtrees.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::compared::{
    DIRECTORY, DNS, EMAIL, IP, OTHER, REGISTERED_ID, Raw, SMTP_UTF8, URI, answers, directory, list,
    simple, tlv,
};
use super::oracle::Answer;
use super::*;
use crate::budget::Limits;
use crate::cert::Name;
use crate::der::Reader;

fn one(tag: u8, base: &[u8], name: &[u8]) -> [Answer; 2] {
    let (base, name) = ([(tag, base.to_vec())], [(tag, name.to_vec())]);
    [answers(&base, &[], &name)[0], answers(&[], &base, &name)[0]]
}

/// Permitted alone, and excluded alone.
const INSIDE: [Answer; 2] = [Answer::Allowed, Answer::Excluded];
const OUTSIDE: [Answer; 2] = [Answer::NotPermitted, Answer::Allowed];
const PARTLY: [Answer; 2] = [Answer::NotPermitted, Answer::Excluded];
const BAD_NAME: [Answer; 2] = [Answer::MalformedName; 2];
const BAD_BASE: [Answer; 2] = [Answer::MalformedConstraint; 2];

fn check(tag: u8, expected: [Answer; 2], pairs: &[(&str, &str)]) {
    for (name, base) in pairs {
        let found = one(tag, base.as_bytes(), name.as_bytes());
        assert_eq!(found, expected, "{name} under {base}");
    }
}

#[test]
fn a_domain_holds_its_host_and_all_below_at_label_borders() {
    for name in ["example.com", "foo.bar.EXAMPLE.com", "*.example.com"] {
        check(
            DNS,
            INSIDE,
            &[(name, "example.com"), (name, "Com"), (name, "")],
        );
    }
    for name in [
        "not-example.com",
        "com",
        "example.org",
        "*.com.org",
        "a-example.com",
    ] {
        check(DNS, OUTSIDE, &[(name, "example.com")]);
    }
}

#[test]
fn a_wildcard_may_meet_a_domain_without_being_inside() {
    check(
        DNS,
        PARTLY,
        &[
            ("*.example.com", "foo.Example.com"),
            ("*.com", "example.com"),
        ],
    );
    check(
        DNS,
        OUTSIDE,
        &[
            ("*.example.com", "a.foo.example.com"),
            ("*.example.com", ".foo.example.com"),
        ],
    );
}

#[test]
fn a_leading_dot_leaves_the_host_itself_out() {
    check(
        DNS,
        INSIDE,
        &[
            ("a.example.com", ".example.com"),
            ("a.b.example.com", ".Example.com"),
            ("*.example.com", ".example.com"),
        ],
    );
    check(
        DNS,
        OUTSIDE,
        &[
            ("example.com", ".example.com"),
            ("notexample.com", ".example.com"),
            ("*.com", ".example.com"),
        ],
    );
}

#[test]
fn any_other_constraint_for_dns_names_is_malformed() {
    for base in
        "*.example.com|.|..example.com|.*.example.com|example.com.|127.0.0.1|a b|*".split('|')
    {
        check(DNS, BAD_BASE, &[("foo.example.com", base)]);
    }
    for name in "|.example.com|*|a..b|example.com.".split('|') {
        check(DNS, BAD_NAME, &[(name, ""), (name, "example.com")]);
    }
}

#[test]
fn a_constraint_for_mailboxes_is_a_mailbox_a_host_or_a_domain() {
    check(
        EMAIL,
        INSIDE,
        &[
            ("foo@example.com", "foo@Example.com"),
            ("foo@example.com", "example.com"),
            ("foo@example.com", ""),
            ("foo@a.b.example.com", ".example.com"),
            ("*@example.com", "*@example.com"),
            (r#""foo"@example.com"#, "foo@example.com"),
            (r#""f\oo"@example.com"#, "foo@example.com"),
        ],
    );
    check(
        EMAIL,
        OUTSIDE,
        &[
            ("Foo@example.com", "foo@example.com"),
            ("foo@a.example.com", "example.com"),
            ("foo@example.com", ".example.com"),
            ("foo@notexample.com", ".example.com"),
            ("user@example.com", "*@example.com"),
            ("*@sub.example.com", "*@example.com"),
        ],
    );
    for base in [
        "a@b@example.com",
        "@example.com",
        "a@",
        ".",
        "*.example.com",
        "a@.example.com",
        "a b",
    ] {
        check(EMAIL, BAD_BASE, &[("a@example.com", base)]);
    }
    for name in ["", "example.com", "a@*.example.com", "a@[192.0.2.1]"] {
        check(EMAIL, BAD_NAME, &[(name, ""), (name, "example.com")]);
    }
}

/// How a mailbox with other letters stands under a constraint of rfc822Name: permitted alone, and
/// excluded alone.
fn smtp_utf8(base: &str, name: &str) -> [Answer; 2] {
    let base = [(EMAIL, base.as_bytes().to_vec())];
    let name = [(SMTP_UTF8, name.as_bytes().to_vec())];
    [answers(&base, &[], &name)[0], answers(&[], &base, &name)[0]]
}

#[test]
fn an_excluded_mailbox_excludes_all_mailboxes_with_other_letters_on_its_host() {
    assert_eq!(
        smtp_utf8("jose@example.com", "jos\u{e9}@Example.com"),
        PARTLY
    );
    assert_eq!(smtp_utf8("jose@example.com", "jose@example.com"), INSIDE);
    for host in ["a.example.com", "example.org", "com"] {
        let name = format!("jos\u{e9}@{host}");
        assert_eq!(smtp_utf8("jose@example.com", &name), OUTSIDE, "{host}");
    }
    assert_eq!(smtp_utf8("example.com", "jos\u{e9}@example.com"), INSIDE);
    assert_eq!(smtp_utf8(".example.com", "jos\u{e9}@example.com"), OUTSIDE);
}

#[test]
fn a_constraint_for_uris_is_a_host_or_a_domain() {
    check(
        URI,
        INSIDE,
        &[
            ("https://Example.com:1/a", "example.COM"),
            ("https://a.b.example.com", ".example.com"),
            ("https://example.com", ""),
        ],
    );
    check(
        URI,
        OUTSIDE,
        &[
            ("https://a.example.com", "example.com"),
            ("https://example.com", ".example.com"),
            ("https://user@evil.example/example.com", "example.com"),
        ],
    );
    for base in [
        "https://example.com",
        "example.com:80",
        "127.0.0.1",
        "[::1]",
        ".",
        "*.example.com",
        "a@b",
        "a/",
    ] {
        check(URI, BAD_BASE, &[("https://a.b", base)]);
    }
    for name in [
        "http://127.0.0.1/",
        "http://[::1]",
        "urn:uuid:6e8bc430",
        "file:///a",
    ] {
        let none = [Answer::UriWithoutHostName; 2];
        check(URI, none, &[(name, ""), (name, ".example.com")]);
    }
    check(
        URI,
        BAD_NAME,
        &[
            ("http://*.example.com", ""),
            ("//example.com", "example.com"),
        ],
    );
}

#[test]
fn a_block_holds_the_addresses_of_its_family_that_agree_under_its_mask() {
    let net = [192, 0, 2, 0, 255, 255, 255, 0];
    assert_eq!(one(IP, &net, &[192, 0, 2, 1]), INSIDE);
    assert_eq!(one(IP, &net, &[192, 0, 3, 1]), OUTSIDE);
    assert_eq!(one(IP, &[0; 8], &[192, 0, 3, 1]), INSIDE);
    assert_eq!(
        one(IP, &[10, 1, 2, 3, 255, 0, 0, 0], &[10, 9, 9, 9]),
        INSIDE
    );
    assert_eq!(one(IP, &[0; 8], &[0; 16]), OUTSIDE);
    assert_eq!(one(IP, &[0; 32], &[0; 4]), OUTSIDE);
    // limbo `rfc5280::nc::nc-permits-invalid-ip-san`
    assert_eq!(one(IP, &net, &net), BAD_NAME);
    for base in [
        &[0; 0][..],
        &[0; 4],
        &[0; 16],
        &[0; 9],
        &[0; 31],
        &[0, 0, 0, 0, 255, 0, 255, 0],
    ] {
        assert_eq!(one(IP, base, &[0; 4]), BAD_BASE);
    }
}

#[test]
fn a_directory_name_holds_all_that_begin_with_its_rdns() {
    let name = directory(&["Example", "Unit"]);
    for base in [&["example"][..], &["EXAMPLE", "unit"], &[]] {
        assert_eq!(one(DIRECTORY, &directory(base), &name), INSIDE, "{base:?}");
    }
    for base in [&["Exampl"][..], &["Unit"], &["Example", "Unit", "More"]] {
        assert_eq!(one(DIRECTORY, &directory(base), &name), OUTSIDE, "{base:?}");
    }
    let malformed = [0x31, 0];
    assert_eq!(one(DIRECTORY, &malformed, &name), BAD_BASE);
    assert_eq!(one(DIRECTORY, &directory(&[]), &malformed), BAD_NAME);
}

/// NFKC, which is not applied, would make the two equal, or something that begins alike.
#[test]
fn what_could_be_equal_to_an_excluded_directory_name_is_excluded() {
    for (name, base) in [
        ("\u{ff25}vil", "Evil"),
        ("Evil", "\u{ff25}vil"),
        ("Cafe\u{301}", "Caf\u{e9}"),
        ("Caf\u{e9}", "Cafe\u{301}"),
        ("Stra\u{df}e", "Strasse"),
        ("fifth", "\u{fb01}fth"),
        ("\u{fb01}fth", "fifth"),
        ("\u{ff25}vil", "\u{ff25}vi\u{217c}"),
    ] {
        let (name, base) = (directory(&["C", name, "x"]), directory(&["C", base]));
        assert_eq!(one(DIRECTORY, &base, &name), PARTLY, "{name:?} {base:?}");
    }
    for (name, base) in [
        ("\u{c9}vil", "Evil"),
        ("\u{415}vil", "Evil"),
        ("Cafe\u{301}", "Other"),
        ("Cab\u{fb01}", "Cba\u{fb01}"),
        ("\u{5317}\u{4eac}", "Evil"),
    ] {
        let (name, base) = (directory(&["C", name, "x"]), directory(&["C", base]));
        assert_eq!(one(DIRECTORY, &base, &name), OUTSIDE, "{name:?} {base:?}");
    }
    let (name, base) = (directory(&["\u{ff25}"]), directory(&["Evil", "Unit"]));
    assert_eq!(one(DIRECTORY, &base, &name), PARTLY);
    let same = directory(&["\u{ff25}vil"]);
    assert_eq!(one(DIRECTORY, &same, &same), INSIDE);
}

#[test]
fn kinds_do_not_constrain_each_other_and_unsupported_ones_are_said() {
    let base = |tag| [(tag, b"example.com".to_vec())];
    let other = [
        (URI, b"https://other.test".to_vec()),
        (IP, b"\x7f\0\0\x01".to_vec()),
    ];
    assert_eq!(
        answers(&base(DNS), &base(EMAIL), &other),
        [Answer::Allowed; 2]
    );
    let id = [(REGISTERED_ID, b"\x2a".to_vec())];
    assert_eq!(answers(&id, &[], &other), [Answer::Allowed; 2]);
    assert_eq!(answers(&id, &[], &id), [Answer::Unsupported]);
    // All types of otherName are one kind for constraints of it.
    let principal = [(OTHER, b"\x06\x02\x2a\x03\xa0\x02\x05\0".to_vec())];
    let mailbox = [(SMTP_UTF8, "jos\u{e9}@example.com".as_bytes().to_vec())];
    assert_eq!(answers(&principal, &[], &mailbox), [Answer::Unsupported]);
    assert_eq!(answers(&[], &principal, &mailbox), [Answer::Unsupported]);
    let type_id = [&[6, 8][..], crate::der::known::SMTP_UTF8_MAILBOX].concat();
    let value = tlv(0xa0, &tlv(0x0c, "\u{e9}@example.com".as_bytes()));
    let mailbox_base = [(OTHER, [type_id, value].concat())];
    assert_eq!(
        answers(&[], &mailbox_base, &principal),
        [Answer::Unsupported]
    );
    assert_eq!(answers(&[], &mailbox_base, &mailbox), [Answer::Unsupported]);
}

/// Also where nothing is made of it: it has to be read.
#[test]
fn each_octet_of_a_name_and_of_a_base_costs_work() {
    let mut limits = Limits::DEFAULT;
    limits.work = 3_000;
    let affordable = |octets: usize| {
        let long = directory(&[&"a".repeat(octets)]);
        let der = list(0xa1, &[(DIRECTORY, long.clone())]);
        let constraints = ext::NameConstraints::from_contents(Reader::new(&der)).unwrap();
        let base = Subtrees::new(&constraints, &der, &mut Budget::new(limits)).is_ok();
        let name = GeneralName::Directory(Name::from_contents(&long));
        let none = Subtrees::default();
        let name = none.standing(&name, &mut Budget::new(limits)).is_ok();
        assert_eq!(base, name);
        name
    };
    assert!(affordable(100));
    assert!(!affordable(1_000));
}

/// What is left of an allowance of `work` after 1 000 names under 2 000 subtrees.
#[test]
fn work_is_linear_in_octets_but_for_a_logarithm() {
    let bases: Vec<Raw> = (0..2_000)
        .map(|number| (DNS, format!("zone{number}.example.net").into_bytes()))
        .collect();
    let der = list(0xa1, &bases);
    let constraints = ext::NameConstraints::from_contents(Reader::new(&der)).unwrap();
    let names: Vec<String> = (0..1_000)
        .map(|number| format!("www{number}.example.net"))
        .collect();
    let octets: usize = der.len() + names.iter().map(String::len).sum::<usize>();
    let mut limits = Limits::DEFAULT;
    limits.work = u32::try_from(octets * 12).unwrap();
    let mut budget = Budget::new(limits);
    let subtrees = Subtrees::new(&constraints, &der, &mut budget).unwrap();
    for name in &names {
        let name = GeneralName::Dns(name.as_bytes());
        let standing = subtrees.standing(&name, &mut budget).unwrap();
        assert_eq!(simple(standing), Answer::Allowed);
    }
    limits.work = u32::try_from(octets).unwrap();
    let stopped = Subtrees::new(&constraints, &der, &mut Budget::new(limits)).err();
    assert_eq!(stopped, Some(Limit::Work));
}
