//! What an audit of a trust store finds, root by root, and the store of an operating system below a folder.

use core::time::Duration;

use chainverify::report::audit;
use chainverify::trust::{Anchor, LocalPlaces, PlacedBy, Provenance};
use chainverify::{Origin, TrustStore};
use chainverify_testdata::{CertBuilder, Key, Made, Name, oid, pem};
use pki_types::{TrustAnchor, UnixTime};

use super::Folder;

/// 2026-06-01, when what the builder makes is valid.
fn now() -> UnixTime {
    UnixTime::since_unix_epoch(Duration::from_secs(1_780_272_000))
}

fn store(roots: &[&Made]) -> TrustStore {
    let mut store = TrustStore::new();
    for root in roots {
        store.add(root.der.clone().into(), Origin::Os).unwrap();
    }
    store
}

/// The codes about each root.
fn codes(store: &TrustStore) -> Vec<Vec<&'static str>> {
    let audited = audit(store, now(), &LocalPlaces::default());
    let codes = audited.iter().map(|root| {
        let findings = root.findings.iter();
        findings.map(|finding| finding.code().id()).collect()
    });
    codes.collect()
}

#[test]
fn each_root_has_its_own_findings() {
    let good = CertBuilder::ca("Good").sign();
    let expired = CertBuilder::ca("Expired")
        .validity("2020-01-01T00:00:00Z", "2021-01-01T00:00:00Z")
        .sign();
    let leaf = CertBuilder::leaf("leaf.example").sign();
    let found = codes(&store(&[&good, &expired, &leaf]));
    let local = "only_in_local_store";
    assert_eq!(found[..2], [vec![local], vec!["anchor_expired", local]]);
    assert!(found[2].contains(&"not_a_ca"), "{found:?}");
}

#[test]
fn what_was_given_is_meant_and_mozillas_set_is_public() {
    let root = CertBuilder::ca("Root").sign();
    let mut given = TrustStore::new();
    given.add(root.der.into(), Origin::Given).unwrap();
    assert_eq!(codes(&given), [[""; 0]]);
    let mozilla = TrustStore::mozilla();
    for root in audit(&mozilla, now(), &LocalPlaces::default()) {
        assert!(root.findings.is_empty(), "{root:?}");
        assert_eq!(root.same_key_as, None);
    }
}

#[test]
fn a_product_is_named() {
    let name = Name::common("Anything").and(oid::ORGANIZATION, "Zscaler Inc.");
    let root = CertBuilder::ca("Root").subject(name).sign();
    let store = store(&[&root]);
    let audited = audit(&store, now(), &LocalPlaces::default());
    let sentence = audited[0].findings[0].code().to_string();
    assert!(
        sentence.contains("looks like that of a CA of Zscaler"),
        "{sentence}"
    );
}

#[test]
fn the_same_name_and_key_in_another_certificate_is_told() {
    let root = |key: &str, until| {
        let key = Key::p256(key);
        CertBuilder::ca("Root")
            .key(key)
            .validity("2026-01-01T00:00:00Z", until)
            .sign()
    };
    let first = root("a", "2030-01-01T00:00:00Z");
    let other = root("b", "2030-01-01T00:00:00Z");
    let again = root("a", "2040-01-01T00:00:00Z");
    let store = store(&[&other, &first, &again]);
    let audited = audit(&store, now(), &LocalPlaces::default());
    let same: Vec<_> = audited.iter().map(|root| root.same_key_as).collect();
    assert_eq!(same, [None, None, Some(1)]);
}

#[test]
fn who_put_a_root_there_and_who_deselected_it_is_told() {
    let folder = Folder::new("audit");
    let [placed, blocked] =
        ["Placed", "Blocked"].map(|name| CertBuilder::ca(name).key(Key::p256(name)).sign());
    let put = |path: &str, made: &Made| {
        let path = folder.0.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, pem("CERTIFICATE", &made.der)).unwrap();
        path.display().to_string()
    };
    let file = put("etc/pki/ca-trust/source/anchors/a.pem", &placed);
    let block = put("etc/pki/ca-trust/source/blocklist/b.pem", &blocked);
    let places = LocalPlaces::below(&folder.0);
    let store = store(&[&placed, &blocked]);
    let audited = audit(&store, now(), &places);
    let Some(Provenance::Local {
        place: Some(place), ..
    }) = &audited[0].provenance
    else {
        panic!("{audited:?}");
    };
    assert_eq!((&place.path, place.by), (&file, PlacedBy::Administrator));
    assert_eq!(audited[0].blocked, None);
    assert_eq!(
        audited[1].blocked.as_ref().map(|block| &block.path),
        Some(&block)
    );
}

#[test]
fn an_anchor_without_a_certificate_has_nothing_to_find() {
    let anchor = TrustAnchor {
        subject: Vec::new().into(),
        subject_public_key_info: Vec::new().into(),
        name_constraints: None,
    };
    let store: TrustStore = [Anchor::from_trust_anchor(anchor).unwrap()]
        .into_iter()
        .collect();
    let audited = audit(&store, now(), &LocalPlaces::default());
    assert!(audited[0].findings.is_empty() && audited[0].provenance.is_none());
}

#[cfg(all(unix, not(target_os = "macos")))]
#[test]
fn the_store_below_a_folder_is_that_of_its_system() {
    let folder = Folder::new("sysroot");
    TrustStore::os_below(&folder.0).unwrap_err();
    let root = CertBuilder::ca("Root").sign();
    let bundle = folder.0.join("etc/pki/ca-trust/extracted/pem");
    std::fs::create_dir_all(&bundle).unwrap();
    std::fs::write(
        bundle.join("tls-ca-bundle.pem"),
        pem("CERTIFICATE", &root.der),
    )
    .unwrap();
    let store = TrustStore::os_below(&folder.0).unwrap();
    let origins: Vec<_> = store.anchors().map(Anchor::origin).collect();
    assert_eq!(origins, [&Origin::Os]);
}
