//! What a path may end in: direct trust, anchors that are only name and key, roots sent along.

use chainverify::der::{Field, Problem};
use chainverify::policy::{DirectTrust, Level};
use chainverify::report::{Role, Source};
use chainverify::trust::Anchor;
use chainverify::{Origin, TrustStore};
use chainverify_testdata::{CertBuilder, Extension, GeneralName, Key, Made, Name, der};
use pki_types::{Der, TrustAnchor};

use crate::by_hand::{Setting, code, codes, names, trio};

/// Name, key and name constraints of a root, without its certificate.
fn bare(root: &Made, permitted: Option<&str>) -> TrustAnchor<'static> {
    let contents = |value: &[u8]| der::split(value).map(|(_, contents, _)| contents.to_vec());
    let constraints = permitted.map(|name| {
        let base = der::sequence([GeneralName::dns(name).der()]);
        Der::from(der::context(0, &base))
    });
    TrustAnchor {
        subject: contents(&root.subject.der()).unwrap().into(),
        subject_public_key_info: contents(&root.key.spki()).unwrap().into(),
        name_constraints: constraints,
    }
}

fn store_of(anchor: TrustAnchor<'static>) -> TrustStore {
    [anchor].into_iter().collect()
}

fn self_signed() -> Made {
    CertBuilder::leaf("example.com").sign()
}

#[test]
fn a_leaf_that_is_an_anchor_is_trusted_by_itself() {
    let leaf = self_signed();
    let setting = Setting::new(&leaf, &[], &[&leaf]);
    let path = setting.verdict().unwrap();
    assert_eq!(path.certs().count(), 1);
    assert_eq!(path.anchor().cert().unwrap().der(), &setting.chain[0]);
    let report = path.report();
    let roles: Vec<_> = report.path.iter().map(|step| step.role).collect();
    assert_eq!(roles, [Role::Leaf]);
    assert_eq!(report.path[0].signature, None);
}

#[test]
fn it_is_not_if_direct_trust_is_switched_off() {
    let leaf = self_signed();
    let setting = Setting::new(&leaf, &[], &[&leaf]);
    let setting = setting.with(|policy| policy.direct_trust = DirectTrust::Off);
    assert_eq!(code(&setting.verdict()), "direct_trust_off");
}

#[test]
fn direct_trust_is_in_these_bytes_only() {
    let trusted = self_signed();
    let other = CertBuilder::leaf("example.com").serial(&[1]).sign();
    let setting = Setting::new(&other, &[], &[&trusted]);
    assert_eq!(trusted.key.spki(), other.key.spki());
    // The same name and key: it is a path of two, checked as one, and the leaf is no CA.
    assert_eq!(code(&setting.verdict()), "not_a_ca");
}

#[test]
fn a_pinned_leaf_of_a_ca_is_trusted_or_must_have_another_path() {
    let [root, ca, leaf] = trio();
    let pinned = Setting::new(&leaf, &[&ca], &[&leaf]);
    assert_eq!(code(&pinned.verdict()), "valid");
    let off = pinned.with(|policy| policy.direct_trust = DirectTrust::Off);
    assert_ne!(code(&off.verdict()), "valid");
    let both = Setting::new(&leaf, &[&ca], &[&leaf, &root]);
    let both = both.with(|policy| policy.direct_trust = DirectTrust::Off);
    assert_eq!(
        names(&both.verdict().unwrap()),
        ["example.com", "CA", "Root"]
    );
}

/// It is not called a root, and nobody is told to leave out what other clients need.
#[test]
fn an_intermediate_may_be_an_anchor() {
    let [root, ca, leaf] = trio();
    let said = |sent: &[&Made], roots: &[&Made]| {
        let setting = Setting::new(&leaf, sent, roots);
        let path = setting.verdict().unwrap();
        let line = path.report().to_string();
        let is_root = path.anchor().name().display_name() == "Root";
        assert_eq!(line.contains(": root "), is_root, "{line}");
        assert_eq!(line.contains(": anchor "), !is_root, "{line}");
        (names(&path).join(" "), codes(&path.warnings()))
    };
    let (short, long) = ("example.com CA", "example.com CA Root");
    assert_eq!(said(&[&ca], &[&ca]), (short.into(), vec![]));
    let alone = said(&[], &[&ca]);
    assert_eq!(alone, (short.into(), vec!["completed_by_store"]));
    // The path goes on to a root where there is one.
    assert_eq!(said(&[&ca], &[&ca, &root]), (long.into(), vec![]));
    assert_eq!(said(&[&ca], &[&root, &ca]), (long.into(), vec![]));
}

#[test]
fn an_anchor_may_be_only_name_and_key() {
    let [root, ca, leaf] = trio();
    let mut setting = Setting::new(&leaf, &[&ca], &[]);
    setting.store = store_of(bare(&root, None));
    let path = setting.verdict().unwrap();
    assert_eq!(names(&path), ["example.com", "CA", "Root"]);
    assert!(path.anchor().cert().is_none());
    assert_eq!(path.anchor().origin(), &Origin::Given);
    let report = path.report();
    let last = report.path.last().unwrap();
    let anchor = &report.certificates[last.certificate];
    assert_eq!(last.role, Role::Anchor);
    assert_eq!(anchor.subject.to_string(), "CN=Root");
    assert!(anchor.cert.is_none());
    assert!(matches!(anchor.source, Source::Store { .. }));
    let text = report.text().to_string();
    let line = "  anchor          Root         name and key, no dates, P-256, in the given roots";
    assert!(text.contains(line), "{text}");
}

#[test]
fn the_name_constraints_of_an_anchor_hold_without_its_certificate() {
    let [root, ca, leaf] = trio();
    let mut setting = Setting::new(&leaf, &[&ca], &[]);
    setting.store = store_of(bare(&root, Some("example.com")));
    assert_eq!(code(&setting.verdict()), "valid");
    setting.store = store_of(bare(&root, Some("example.org")));
    let report = setting.verdict().unwrap_err();
    assert_eq!(report.code().unwrap().id(), "name_not_permitted");
    let line = report.to_string();
    let words = "outside the permitted subtrees of \"Root\": dNSName \"example.org\"";
    assert!(line.contains(words), "{line}");
}

#[test]
fn the_name_constraints_of_an_anchor_with_a_certificate_hold_too() {
    let permitted = [GeneralName::dns("example.org")];
    let root = CertBuilder::ca("Root")
        .extension(Extension::name_constraints(&permitted, &[]))
        .sign();
    let ca = CertBuilder::intermediate("CA").issuer(&root).sign();
    let leaf = CertBuilder::leaf("example.com").issuer(&ca).sign();
    let setting = Setting::new(&leaf, &[&ca], &[&root]);
    assert_eq!(code(&setting.verdict()), "name_not_permitted");
}

#[test]
fn name_constraints_that_cannot_be_read_make_no_anchor() {
    let [root, ..] = trio();
    let mut anchor = bare(&root, None);
    anchor.name_constraints = Some(Der::from(der::null()));
    let error = Anchor::from_trust_anchor(anchor).unwrap_err();
    let found = (error.field(), error.offset(), error.problem());
    let wanted = (Field::NameConstraints, 0, Problem::TrailingData);
    assert_eq!(found, wanted);
}

#[test]
fn an_anchor_of_the_right_name_and_another_key_signed_nothing() {
    let [root, ca, leaf] = trio();
    let namesake = Made {
        key: Key::p256("namesake"),
        ..root.clone()
    };
    let mut setting = Setting::new(&leaf, &[&ca], &[]);
    setting.store = store_of(bare(&namesake, None));
    assert_eq!(code(&setting.verdict()), "signature_invalid");
    setting.store.extend([bare(&root, None)]);
    assert_eq!(code(&setting.verdict()), "valid");
    assert_eq!(setting.store.len(), 2);
}

#[test]
fn a_key_of_an_anchor_that_cannot_be_read_is_said() {
    let [root, ca, leaf] = trio();
    let mut anchor = bare(&root, None);
    anchor.subject_public_key_info = Der::from(der::null());
    let mut setting = Setting::new(&leaf, &[&ca], &[]);
    setting.store = store_of(anchor);
    let report = setting.verdict().unwrap_err();
    assert_eq!(report.code().unwrap().id(), "malformed_key");
    let text = report.text().to_string();
    assert!(
        text.contains("anchor \"Root\" has a malformed public key"),
        "{text}"
    );
    assert!(text.contains("no dates, malformed key, in"), "{text}");
}

#[test]
fn the_dates_of_an_anchor_count_by_policy() {
    let root = CertBuilder::ca("Root")
        .validity("2020-01-01T00:00:00Z", "2026-03-01T00:00:00Z")
        .sign();
    let ca = CertBuilder::intermediate("CA").issuer(&root).sign();
    let leaf = CertBuilder::leaf("example.com").issuer(&ca).sign();
    let level = |level| {
        let setting = Setting::new(&leaf, &[&ca], &[&root]);
        let setting = setting.with(|policy| policy.anchor_time = level);
        let verdict = setting.verdict();
        let warnings = verdict.as_ref().map_or(0, |path| path.warnings().len());
        (code(&verdict), warnings)
    };
    assert_eq!(level(Level::Error), ("anchor_expired", 0));
    assert_eq!(level(Level::Warning), ("valid", 1));
    assert_eq!(level(Level::Off), ("valid", 0));
}

#[test]
fn a_root_of_the_store_that_was_sent_again_with_other_dates_is_not_on_the_path() {
    let root = CertBuilder::ca("Root").sign();
    let again = CertBuilder::ca("Root")
        .validity("2020-01-01T00:00:00Z", "2030-01-01T00:00:00Z")
        .sign();
    let ca = CertBuilder::intermediate("CA").issuer(&root).sign();
    let leaf = CertBuilder::leaf("example.com").issuer(&ca).sign();
    let setting = Setting::new(&leaf, &[&ca, &again], &[&root]);
    let path = setting.verdict().unwrap();
    assert_eq!(names(&path), ["example.com", "CA", "Root"]);
    assert_eq!(path.anchor().cert().unwrap().der().as_ref(), root.der);
}

#[test]
fn a_store_knows_its_anchors_and_takes_each_once() {
    let [root, ca, _] = trio();
    let mut store = crate::by_hand::store(&[&root]);
    store.add(crate::by_hand::der(&root), Origin::Os).unwrap();
    assert_eq!((store.len(), store.is_empty()), (1, false));
    let cert = |made: &Made| chainverify::Cert::parse(crate::by_hand::der(made)).unwrap();
    assert!(store.contains(&cert(&root)));
    assert!(!store.contains(&cert(&ca)));
    let origins: Vec<_> = store
        .anchors()
        .map(|anchor| anchor.origin().clone())
        .collect();
    assert_eq!(origins, [Origin::Given]);
    let nameless = CertBuilder::bare(Name::empty(), Key::p256("nameless")).sign();
    store
        .add(crate::by_hand::der(&nameless), Origin::Given)
        .unwrap();
    assert!(store.contains(&cert(&nameless)));
}

/// Root, upper and lower intermediate, and a leaf.
fn descent() -> [Made; 4] {
    let root = CertBuilder::ca("Root").sign();
    let upper = CertBuilder::intermediate("Upper").issuer(&root).sign();
    let lower = CertBuilder::intermediate("Lower").issuer(&upper).sign();
    let leaf = CertBuilder::leaf("example.com").issuer(&lower).sign();
    [root, upper, lower, leaf]
}

#[test]
fn a_path_goes_on_over_intermediates_that_the_store_alone_has() {
    let [root, upper, lower, leaf] = descent();
    let setting = Setting::new(&leaf, &[], &[&lower, &upper, &root]);
    let path = setting.verdict().unwrap();
    assert_eq!(names(&path), ["example.com", "Lower", "Upper", "Root"]);
    assert_eq!(codes(&path.warnings()), ["completed_by_store"; 2]);
    let report = path.report();
    let sources: Vec<_> = report
        .path
        .iter()
        .map(|step| {
            let one = &report.certificates[step.certificate];
            matches!(one.source, Source::Store { .. })
        })
        .collect();
    assert_eq!(sources, [false, true, true, true]);
    let roles: Vec<_> = report.path.iter().map(|step| step.role).collect();
    let wanted = [
        Role::Leaf,
        Role::Intermediate(1),
        Role::Intermediate(2),
        Role::Anchor,
    ];
    assert_eq!(roles, wanted);
}

#[test]
fn it_does_so_below_an_intermediate_that_was_sent_too() {
    let [root, upper, lower, leaf] = descent();
    let setting = Setting::new(&leaf, &[&lower], &[&upper, &root]);
    let path = setting.verdict().unwrap();
    assert_eq!(names(&path), ["example.com", "Lower", "Upper", "Root"]);
    assert_eq!(codes(&path.warnings()), ["completed_by_store"]);
}

#[test]
fn where_it_does_not_fit_the_path_ends_in_the_intermediate() {
    let [root, upper, lower, leaf] = descent();
    let namesake = CertBuilder::ca("Root").key(Key::p256("namesake")).sign();
    for (roots, wanted) in [
        ([&lower, &namesake], vec!["example.com", "Lower"]),
        ([&lower, &root], vec!["example.com", "Lower"]),
        ([&upper, &namesake], vec!["example.com", "Lower", "Upper"]),
        (
            [&upper, &root],
            vec!["example.com", "Lower", "Upper", "Root"],
        ),
    ] {
        let setting = Setting::new(&leaf, &[&lower], &roots);
        assert_eq!(names(&setting.verdict().unwrap()), wanted);
    }
}

#[test]
fn whatever_is_imposed_on_the_root_holds() {
    let [root, upper, lower, leaf] = descent();
    let mut store = crate::by_hand::store(&[&lower, &upper]);
    store.add_anchor(Anchor::from_trust_anchor(bare(&root, Some("example.org"))).unwrap());
    let setting = Setting {
        store,
        ..Setting::new(&leaf, &[], &[])
    };
    // The path over the root is not valid, the one that ends below it is.
    assert_eq!(
        names(&setting.verdict().unwrap()),
        ["example.com", "Lower", "Upper"]
    );
}
