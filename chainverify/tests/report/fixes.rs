//! What to do, as data: party, act and certificates; and what is around a finding decides with it.

use chainverify::finding::{Act, Fix, FixBy, Product, RequiredBy};
use chainverify::{Code, Origin, Report, Verifier};
use chainverify_testdata::{CertBuilder, Extension, GeneralName, Key, Made, Name, oid};

use crate::by_hand::{Setting, report, trio};

fn first(report: &Report) -> Fix {
    let fixes = report.fixes();
    assert!(fixes.iter().all(|fix| !fix.text.to_string().is_empty()));
    let findings = report.findings.first().unwrap();
    assert_eq!(fixes.first(), Some(&report.fix(findings)));
    fixes.into_iter().next().unwrap()
}

fn assert_is(fix: &Fix, by: FixBy, act: Act, certificates: &[usize]) {
    assert_eq!((fix.by, fix.act), (by, act), "{}", fix.text);
    assert_eq!(fix.certificates, certificates, "{}", fix.text);
}

#[test]
fn certificates_out_of_order_are_listed_as_they_are_to_be_sent() {
    let [root, upper, _] = trio();
    let lower = CertBuilder::intermediate("Lower").issuer(&upper).sign();
    let leaf = CertBuilder::leaf("example.com").issuer(&lower).sign();
    let report = report(Setting::new(&leaf, &[&upper, &lower], &[&root]).verdict());
    let fix = first(&report);
    assert_is(&fix, FixBy::Operator, Act::Send, &[0, 2, 1]);
    let text = "send, in this order: the leaf, \"Lower\", \"CA\"";
    assert_eq!(fix.text.to_string(), text);
}

#[test]
fn all_that_is_unused_is_one_fix() {
    let [root, ca, leaf] = trio();
    let others = ["One", "Two"].map(|name| CertBuilder::ca(name).sign());
    let again = CertBuilder::ca("Two").key(Key::p256("again")).sign();
    let sent = [&ca, &others[0], &others[1], &again];
    let report = report(Setting::new(&leaf, &sent, &[&root]).verdict());
    let fixes = report.fixes();
    assert_eq!(fixes.len(), 1);
    assert_is(&fixes[0], FixBy::Operator, Act::Omit, &[2, 3, 4]);
    let text = "remove the unused certificates 3, \"One\", 4, 5, \"Two\"";
    assert_eq!(fixes[0].text.to_string(), text);
    // Each by itself has its own.
    let finding = report.findings.get(1).unwrap();
    assert_is(&report.fix(finding), FixBy::Operator, Act::Omit, &[3]);
}

/// Of an anchor, which is not looked at, of two CAs and of the leaf, each with what it requires.
#[test]
fn whose_policy_constraint_takes_effect_first_is_who_requires_a_policy() {
    let requires = |builder: CertBuilder, skip: Option<u8>| match skip {
        None => builder,
        skip => builder.extension(Extension::policy_constraints(skip, None)),
    };
    for (skips, wanted) in [
        ([Some(0), Some(0), None, None], "Upper"),
        ([Some(0), None, Some(0), None], "Lower"),
        ([None, Some(2), Some(0), None], "Lower"),
        ([None, Some(1), Some(0), None], "Upper"),
        ([None, Some(7), None, Some(0)], "example.com"),
        ([None, Some(0), None, Some(0)], "Upper"),
        ([None, Some(2), None, Some(1)], "Upper"),
    ] {
        let [of_root, of_upper, of_lower, of_leaf] = skips;
        let root = requires(CertBuilder::ca("Root"), of_root).sign();
        let upper = requires(CertBuilder::intermediate("Upper"), of_upper);
        let upper = upper.issuer(&root).sign();
        let lower = requires(CertBuilder::intermediate("Lower"), of_lower);
        let lower = lower.issuer(&upper).sign();
        let leaf = CertBuilder::leaf("example.com").without(oid::CERTIFICATE_POLICIES);
        let leaf = requires(leaf, of_leaf).issuer(&lower).sign();
        let report = report(Setting::new(&leaf, &[&lower, &upper], &[&root]).verdict());
        let Some(Code::ExplicitPolicyUnsatisfied { required_by, .. }) = report.code() else {
            panic!("{skips:?}: {report}");
        };
        let RequiredBy::Ca(name) = required_by else {
            panic!("{skips:?}: {required_by:?}");
        };
        assert_eq!(name.as_name().display_name(), wanted, "{skips:?}");
    }
}

#[test]
fn a_name_that_was_asked_for_is_not_to_be_left_out() {
    let [root, ..] = trio();
    let permitted = [GeneralName::dns("example.com")];
    let ca = CertBuilder::intermediate("CA")
        .extension(Extension::name_constraints(&permitted, &[]))
        .issuer(&root)
        .sign();
    let leaf = CertBuilder::leaf("example.com")
        .dns("other.test")
        .issuer(&ca)
        .sign();
    let alone = CertBuilder::leaf("other.test").issuer(&ca).sign();
    let fix = |leaf: &Made, name| {
        let setting = Setting::new(leaf, &[&ca], &[&root]);
        let verifier = Verifier::new(setting.store.clone());
        let report = report(verifier.verify_request(setting.request().names(name)));
        assert!(matches!(report.code(), Some(Code::NameNotPermitted { .. })));
        first(&report)
    };
    assert_is(
        &fix(&leaf, "example.com"),
        FixBy::Operator,
        Act::Reissue,
        &[0],
    );
    assert_is(
        &fix(&leaf, "other.test"),
        FixBy::Operator,
        Act::Replace,
        &[0],
    );
    assert_is(
        &fix(&alone, "other.test"),
        FixBy::Operator,
        Act::Replace,
        &[0],
    );
}

#[test]
fn a_root_of_a_product_in_the_local_store_is_named_and_for_the_user_to_judge() {
    let name = Name::common("Anything").and(oid::ORGANIZATION, "ZSCALER INC.");
    let root = CertBuilder::ca("Root").subject(name).sign();
    let leaf = CertBuilder::leaf("example.com").issuer(&root).sign();
    let mut report = report(Setting::new(&leaf, &[], &[&root]).verdict());
    assert!(report.is_valid());
    report.store.origin = Some(Origin::Os);
    report.add_provenance(|_| None);
    let product = match report.findings[0].code() {
        Code::OnlyInLocalStore { product, .. } => *product,
        other => panic!("{other:?}"),
    };
    assert_eq!(
        product.map(|product: Product| product.name),
        Some("Zscaler")
    );
    let fix = first(&report);
    assert_is(&fix, FixBy::User, Act::Store, &[1]);
    let text = "remove \"Anything\" from the trust store, if you do not know that Zscaler inspects your connections";
    assert_eq!(fix.text.to_string(), text);
}
