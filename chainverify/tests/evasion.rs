//! Ways around the rules that no outside suite tries: each chain here would be accepted if one check
//! looked away. Chains that are well-formed but for this are in `testdata/rules`.

#![cfg(all(feature = "std", feature = "ring"))]

use by_hand::{Setting, code, codes};
use chainverify::Policy;
use chainverify::report::{Role, ValidPolicies};

use chainverify_testdata::{
    CertBuilder, Criticality, Extension, GeneralName, Key, Made, Name, der, oid,
};

#[path = "by_hand/mod.rs"]
mod by_hand;

/// VisibleString, which is no DirectoryString, but shown like one.
const VISIBLE_STRING: u8 = 0x1a;

/// What comes of a leaf with this subject under an intermediate that excludes `base`.
fn under_exclusion(base: GeneralName, subject: Name) -> &'static str {
    let root = CertBuilder::ca("Root").sign();
    let ca = CertBuilder::intermediate("CA")
        .extension(Extension::name_constraints(&[], &[base]))
        .issuer(&root)
        .sign();
    let leaf = CertBuilder::leaf("example.com").subject(subject);
    let leaf = leaf.issuer(&ca).sign();
    code(&Setting::new(&leaf, &[&ca], &[&root]).verdict())
}

fn email(tag: u8, octets: &[u8]) -> Name {
    Name::common("example.com").and_string(oid::EMAIL_ADDRESS, tag, octets)
}

#[test]
fn an_email_address_in_the_subject_is_checked_whatever_its_string_type() {
    let excluded = || GeneralName::email("example.com");
    for tag in [der::IA5_STRING, der::UTF8_STRING, der::PRINTABLE_STRING] {
        let found = |address: &[u8]| under_exclusion(excluded(), email(tag, address));
        assert_eq!(found(b"a@example.com"), "name_excluded", "{tag}");
        assert_eq!(found(b"a@example.org"), "valid", "{tag}");
    }
    let wide: Vec<u8> = b"a@example.com"
        .iter()
        .flat_map(|octet| [0, *octet])
        .collect();
    let found = under_exclusion(excluded(), email(der::BMP_STRING, &wide));
    assert_eq!(found, "malformed_constrained_name");
    // Where nobody constrains mailboxes, it is the subject's business.
    let other = under_exclusion(
        GeneralName::dns("example.org"),
        email(der::BMP_STRING, &wide),
    );
    assert_eq!(other, "valid");
}

#[test]
fn an_excluded_directory_name_is_found_in_every_type_of_string() {
    let organization = |tag, text: &[u8]| Name::empty().and_string(oid::ORGANIZATION, tag, text);
    let excluded = || GeneralName::Directory(organization(der::UTF8_STRING, b"Example"));
    for tag in [der::UTF8_STRING, der::TELETEX_STRING, VISIBLE_STRING] {
        let found = |text: &[u8]| under_exclusion(excluded(), organization(tag, text));
        assert_eq!(found(b"Example"), "name_excluded", "{tag}");
        assert_eq!(found(b"EXAMPLE"), "name_excluded", "{tag}");
        assert_eq!(found(b"Other"), "valid", "{tag}");
    }
}

#[test]
fn of_many_names_that_are_not_permitted_a_few_are_said_and_all_are_counted() {
    let root = CertBuilder::ca("Root").sign();
    let permitted = [GeneralName::dns("example.com")];
    let ca = CertBuilder::intermediate("CA")
        .extension(Extension::name_constraints(&permitted, &[]))
        .issuer(&root)
        .sign();
    let names = (0..2_000).map(|number| format!("host{number}.test"));
    let leaf = names.fold(CertBuilder::leaf("example.com"), |leaf, name| {
        leaf.dns(&name)
    });
    let leaf = leaf.issuer(&ca).sign();
    let setting = Setting::new(&leaf, &[&ca], &[&root]);
    let failure = setting.verdict().unwrap_err();
    let said = failure.findings.iter();
    let said = said.filter(|one| one.code().id() == "name_not_permitted");
    let counts: Vec<u32> = said.map(|one| one.repeated() + 1).collect();
    assert_eq!((counts.len(), counts.iter().sum::<u32>()), (8, 2_000));
}

/// RFC 5280 §6.1.3 (d) (2): where any policy is inhibited, a CA's own new certificate may still have
/// it, but not the last certificate of the path.
#[test]
fn the_policies_of_a_path_are_those_that_its_last_certificate_is_left() {
    const POLICY: &str = "2.999.1.1";
    let root = CertBuilder::ca("Root").sign();
    let ca = CertBuilder::intermediate("CA")
        .extension(Extension::certificate_policies(&[POLICY]))
        .extension(Extension::inhibit_any_policy(0))
        .issuer(&root)
        .sign();
    let own = |builder: CertBuilder| {
        let builder = builder.subject(Name::common("CA"));
        let any = Extension::certificate_policies(&[oid::ANY_POLICY]);
        builder.key(Key::p256("new key")).extension(any).issuer(&ca)
    };
    let renewed = own(CertBuilder::intermediate("CA")).sign();
    let leaf = CertBuilder::leaf("example.com")
        .extension(Extension::certificate_policies(&[POLICY]))
        .issuer(&renewed)
        .sign();
    let policies = |leaf: &Made, sent: &[&Made]| {
        let setting = Setting::new(leaf, sent, &[&root]);
        let policies = setting.verdict().unwrap().policies();
        match policies {
            ValidPolicies::Only(some) => some.iter().map(ToString::to_string).collect(),
            other => vec![format!("{other:?}")],
        }
    };
    assert_eq!(policies(&leaf, &[&renewed, &ca]), [POLICY]);
    let last = own(CertBuilder::leaf("example.com")).sign();
    assert_eq!(policies(&last, &[&ca]), [""; 0]);
}

/// Name constraints and path length of an anchor count under every policy.
#[test]
fn an_anchor_with_unreadable_constraints_is_refused_under_every_policy() {
    for extension in [oid::NAME_CONSTRAINTS, oid::BASIC_CONSTRAINTS] {
        let root = CertBuilder::ca("Root")
            .without(extension)
            .raw_extension(extension, Criticality::NonCritical, &[0x30, 1, 0])
            .sign();
        let ca = CertBuilder::intermediate("CA").issuer(&root).sign();
        let leaf = CertBuilder::leaf("example.com").issuer(&ca).sign();
        for policy in [
            Policy::web_server(),
            Policy::web_client(),
            Policy::rfc5280(),
        ] {
            let name = format!("{extension} {:?}", policy.purpose);
            let setting = Setting::new(&leaf, &[&ca], &[&root]).with(|it| *it = policy);
            let report = setting.verdict().unwrap_err();
            let codes = codes(&report.findings);
            assert!(
                codes.contains(&"malformed_needed_extension"),
                "{name}: {codes:?}"
            );
        }
    }
}

#[test]
fn a_key_and_a_subject_that_cannot_be_read_are_said_of_the_certificate_that_has_them() {
    let primary = |leaf: CertBuilder| {
        let root = CertBuilder::ca("Root").sign();
        let ca = CertBuilder::intermediate("CA").issuer(&root).sign();
        let leaf = leaf.issuer(&ca).sign();
        let setting = Setting::new(&leaf, &[&ca], &[&root]);
        let report = setting.verdict().unwrap_err();
        let certificate = report.primary().unwrap().certificate();
        let code = report.code().unwrap().id();
        (code, report.role(certificate.unwrap()))
    };
    let leaf = || CertBuilder::leaf("example.com");
    let bad_key = der::sequence([
        der::sequence([der::oid("1.2.840.113549.1.1.1"), der::null()]),
        der::bit_string(&[4]),
    ]);
    assert_eq!(
        primary(leaf().raw_spki(&bad_key)),
        ("malformed_key", Some(Role::Leaf))
    );
    let bad_name = Name::raw(&der::sequence([der::set([der::null()])]));
    assert_eq!(
        primary(leaf().subject(bad_name)),
        ("malformed_name", Some(Role::Leaf))
    );
}
