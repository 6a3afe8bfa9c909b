//! What a path may end in: direct trust, anchors that are only name and key, roots sent along.

use chainverify::{DirectTrust, Field, Level, Origin, Problem, TrustStore};
use chainverify_testdata::{CertBuilder, Extension, GeneralName, Key, Made, Name, der};
use pki_types::{Der, TrustAnchor};

use crate::by_hand::{Setting, names, trio, word};

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
    let mut store = TrustStore::new();
    store.add_anchor(anchor, Origin::Given).unwrap();
    store
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
    let rows = path.explain().rows();
    let roles: Vec<_> = rows.path.iter().map(|row| row.role.as_str()).collect();
    assert_eq!(roles, ["leaf"]);
    assert_eq!(rows.path[0].signature, None);
}

#[test]
fn it_is_not_if_direct_trust_is_switched_off() {
    let leaf = self_signed();
    let setting = Setting::new(&leaf, &[], &[&leaf]);
    let setting = setting.with(|policy| policy.direct_trust = DirectTrust::Off);
    assert_eq!(word(&setting.verdict()), "direct_trust_off");
}

#[test]
fn direct_trust_is_in_these_bytes_only() {
    let trusted = self_signed();
    let other = CertBuilder::leaf("example.com").serial(&[1]).sign();
    let setting = Setting::new(&other, &[], &[&trusted]);
    assert_eq!(trusted.key.spki(), other.key.spki());
    let rows = setting
        .verdict()
        .map(|path| path.explain().rows().path.len());
    // The same name and key: it is a path of two, judged as one, and the leaf is no CA.
    assert_eq!(
        rows.map_err(|failure| failure.primary().code().id()),
        Err("not_a_ca")
    );
}

#[test]
fn a_pinned_leaf_of_a_ca_is_trusted_or_must_have_another_path() {
    let [root, ca, leaf] = trio();
    let pinned = Setting::new(&leaf, &[&ca], &[&leaf]);
    assert_eq!(word(&pinned.verdict()), "valid");
    let off = pinned.with(|policy| policy.direct_trust = DirectTrust::Off);
    assert_ne!(word(&off.verdict()), "valid");
    let both = Setting::new(&leaf, &[&ca], &[&leaf, &root]);
    let both = both.with(|policy| policy.direct_trust = DirectTrust::Off);
    assert_eq!(
        names(&both.verdict().unwrap()),
        ["example.com", "CA", "Root"]
    );
}

#[test]
fn an_intermediate_may_be_an_anchor() {
    let [_, ca, leaf] = trio();
    let setting = Setting::new(&leaf, &[&ca], &[&ca]);
    let path = setting.verdict().unwrap();
    assert_eq!(names(&path), ["example.com", "CA"]);
    let words: Vec<_> = path.warnings().iter().map(|one| one.code().id()).collect();
    assert_eq!(words, ["root_sent"]);
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
    let row = path.explain().rows().path.pop().unwrap();
    assert_eq!(
        (row.role.as_str(), row.subject.as_str()),
        ("anchor", "CN=Root")
    );
    assert_eq!((row.key.as_str(), row.issuer), ("P-256", None));
    let text = path.explain().to_string();
    assert!(
        text.contains("Root         no dates, P-256, in the given roots"),
        "{text}"
    );
}

#[test]
fn the_name_constraints_of_an_anchor_hold_without_its_certificate() {
    let [root, ca, leaf] = trio();
    let mut setting = Setting::new(&leaf, &[&ca], &[]);
    setting.store = store_of(bare(&root, Some("example.com")));
    assert_eq!(word(&setting.verdict()), "valid");
    setting.store = store_of(bare(&root, Some("example.org")));
    let failure = setting.verdict().unwrap_err();
    assert_eq!(failure.primary().code().id(), "name_not_permitted");
    assert!(
        failure.to_string().contains("what \"Root\" is permitted"),
        "{failure}"
    );
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
    assert_eq!(word(&setting.verdict()), "name_not_permitted");
}

#[test]
fn name_constraints_that_cannot_be_read_make_no_anchor() {
    let [root, ..] = trio();
    let mut anchor = bare(&root, None);
    anchor.name_constraints = Some(Der::from(der::null()));
    let mut store = TrustStore::new();
    let error = store.add_anchor(anchor, Origin::Given).unwrap_err();
    let found = (error.field(), error.offset(), error.problem());
    let wanted = (Field::NameConstraints, 0, Problem::TrailingData);
    assert_eq!(found, wanted);
    assert!(store.is_empty());
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
    let failure = setting.verdict().unwrap_err();
    assert_eq!(failure.primary().code().id(), "signature_invalid");
    setting
        .store
        .add_anchor(bare(&root, None), Origin::Given)
        .unwrap();
    assert_eq!(word(&setting.verdict()), "valid");
    assert_eq!(setting.store.len(), 2);
}

#[test]
fn a_key_of_an_anchor_that_cannot_be_read_is_said() {
    let [root, ca, leaf] = trio();
    let mut anchor = bare(&root, None);
    anchor.subject_public_key_info = Der::from(der::null());
    let mut setting = Setting::new(&leaf, &[&ca], &[]);
    setting.store = store_of(anchor);
    let failure = setting.verdict().unwrap_err();
    let text = failure.explain().to_string();
    assert!(text.contains("malformed public key"), "{text}");
    assert!(text.contains("unreadable key"), "{text}");
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
        (word(&verdict), warnings)
    };
    assert_eq!(level(Level::Error), ("anchor_expired", 0));
    assert_eq!(level(Level::Warning), ("valid", 1));
    assert_eq!(level(Level::Off), ("valid", 0));
}

#[test]
fn a_root_of_the_store_that_was_sent_again_with_other_dates_is_not_climbed() {
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

#[test]
fn every_origin_has_its_words() {
    let environment = Origin::Environment {
        variable: "SSL_CERT_FILE",
        path: "/a".into(),
    };
    for (origin, words) in [
        (Origin::Os, "your OS store"),
        (environment, "your OS store (SSL_CERT_FILE=/a)"),
        (Origin::Mozilla, "Mozilla's embedded set"),
        (Origin::File("b".into()), "the given file b"),
        (Origin::Given, "the given roots"),
    ] {
        assert_eq!(origin.to_string(), words);
    }
}
