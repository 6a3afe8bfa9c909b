//! Anchors as values: made of certificates or of names and keys, with constraints given with them,
//! collected into stores.

use core::time::Duration;

use chainverify::der::{Field, Problem, Time};
use chainverify::pki_types::{CertificateDer, Der, TrustAnchor, UnixTime};
use chainverify::trust::{Anchor, LoadReason};
use chainverify::{Origin, Purpose, Request, TrustStore, Verifier};
use chainverify_testdata::{CertBuilder, Extension, GeneralName, Made, der};

use super::{names, root};

fn certificate(made: &Made) -> CertificateDer<'static> {
    made.der.clone().into()
}

fn anchor(made: &Made) -> Anchor {
    Anchor::from_cert(certificate(made)).unwrap()
}

/// The contents of a NameConstraints that permits this DNS name.
fn permits(name: &str) -> Vec<u8> {
    der::context(0, &der::sequence([GeneralName::dns(name).der()]))
}

/// The name and the key of a root.
fn bare(made: &Made, constraints: Option<Vec<u8>>) -> TrustAnchor<'static> {
    let contents = |value: &[u8]| der::split(value).map(|(_, contents, _)| contents.to_vec());
    TrustAnchor {
        subject: contents(&made.subject.der()).unwrap().into(),
        subject_public_key_info: contents(&made.key.spki()).unwrap().into(),
        name_constraints: constraints.map(Der::from),
    }
}

/// What the store says of `name`, issued by this root: "valid", or the id of the finding.
fn verdict(store: &TrustStore, root: &Made, name: &str) -> &'static str {
    let leaf = CertBuilder::leaf(name).issuer(root).sign();
    let time = UnixTime::since_unix_epoch(Duration::from_secs(1_780_272_000));
    let chain = [certificate(&leaf)];
    let verifier = Verifier::new(store.clone());
    let verdict = verifier.verify_request(Request::named(&chain, name).at(time));
    verdict.map_or_else(|report| report.code().unwrap().id(), |_| "valid")
}

#[test]
fn constraints_given_with_an_anchor_hold_beside_those_of_its_certificate() {
    let own = [GeneralName::dns("example.com")];
    let root = CertBuilder::ca("Root")
        .extension(Extension::name_constraints(&own, &[]))
        .sign();
    let given = anchor(&root)
        .with_name_constraints(permits("a.example.com"))
        .unwrap();
    let store: TrustStore = [given].into_iter().collect();
    assert_eq!(verdict(&store, &root, "www.a.example.com"), "valid");
    assert_eq!(
        verdict(&store, &root, "b.example.com"),
        "name_not_permitted"
    );
    let wider = anchor(&root).with_name_constraints(permits("com")).unwrap();
    let store: TrustStore = [wider].into_iter().collect();
    assert_eq!(verdict(&store, &root, "b.example.com"), "valid");
    assert_eq!(
        verdict(&store, &root, "b.example2.com"),
        "name_not_permitted"
    );
}

#[test]
fn constraints_that_are_given_twice_both_hold() {
    let root = root("Root");
    for made in [
        anchor(&root),
        Anchor::from_trust_anchor(bare(&root, None)).unwrap(),
    ] {
        let twice = made
            .with_name_constraints(permits("example.com"))
            .and_then(|anchor| anchor.with_name_constraints(permits("a.example.com")))
            .unwrap();
        let store: TrustStore = [twice].into_iter().collect();
        assert_eq!(verdict(&store, &root, "www.a.example.com"), "valid");
        assert_eq!(
            verdict(&store, &root, "b.example.com"),
            "name_not_permitted"
        );
    }
}

#[test]
fn adding_an_anchor_again_never_takes_constraints_away() {
    let root = root("Root");
    let free = || anchor(&root);
    let bound = || {
        free()
            .with_origin(Origin::Mozilla)
            .with_name_constraints(permits("example.com"))
            .unwrap()
    };
    let bare_free = || Anchor::from_trust_anchor(bare(&root, None)).unwrap();
    let bare_bound = || {
        let constraints = Some(permits("example.com"));
        Anchor::from_trust_anchor(bare(&root, constraints)).unwrap()
    };
    for anchors in [
        [free(), bound()],
        [bound(), free()],
        [bare_free(), bare_bound()],
        [bare_bound(), bare_free()],
    ] {
        let origin = anchors[0].origin().clone();
        let mut store = TrustStore::new();
        let added = anchors.map(|anchor| store.add_anchor(anchor));
        assert_eq!((added, store.len()), ([true, false], 1));
        assert_eq!(store.anchors().next().unwrap().origin(), &origin);
        assert_eq!(verdict(&store, &root, "example.com"), "valid");
        assert_eq!(verdict(&store, &root, "example.org"), "name_not_permitted");
    }
}

#[test]
fn adding_an_anchor_again_never_takes_its_last_date_of_trust_away() {
    let root = root("Root");
    let free = || anchor(&root);
    // The leaf is valid from 2026-01-01T00:00:00Z on.
    let [just_before, same] = [1_767_225_599, 1_767_225_600].map(Time::from_unix);
    let dated = |after| free().with_distrust_after(Purpose::Server, after);
    let client = || free().with_distrust_after(Purpose::Client, just_before);
    let (refused, valid) = ("issued_after_distrust", "valid");
    for (anchors, wanted) in [
        ([free(), dated(just_before)], refused),
        ([dated(just_before), free()], refused),
        ([dated(same), dated(just_before)], refused),
        ([dated(just_before), dated(same)], refused),
        ([free(), dated(same)], valid),
        ([free(), client()], valid),
    ] {
        let mut store = TrustStore::new();
        let added = anchors.map(|anchor| store.add_anchor(anchor));
        assert_eq!((added, store.len()), ([true, false], 1));
        assert_eq!(verdict(&store, &root, "example.com"), wanted);
    }
}

#[test]
fn the_same_name_and_key_with_and_without_a_certificate_are_two_anchors() {
    let root = root("Root");
    let mut store = TrustStore::new();
    store.extend([anchor(&root)]);
    store.extend([bare(&root, None), bare(&root, None)]);
    assert_eq!(store.len(), 2);
}

#[test]
fn an_anchor_whose_constraints_cannot_be_read_is_left_out_and_named() {
    let [one, two, three] = ["One", "Two", "Three"].map(root);
    let unreadable = [bare(&two, Some(der::null()))];
    let anchors = [bare(&one, None)].into_iter().chain(unreadable);
    let store: TrustStore = anchors.chain([bare(&three, None)]).collect();
    assert_eq!(names(&store), ["One", "Three"]);
    let [error] = store.left_out() else { panic!() };
    assert_eq!((error.place.as_str(), error.number), ("the given roots", 2));
    let LoadReason::NameConstraints(reason) = error.reason else {
        panic!("{error}");
    };
    let found = (reason.field(), reason.offset(), reason.problem());
    assert_eq!(found, (Field::NameConstraints, 0, Problem::TrailingData));
    let text = error.to_string();
    assert!(
        text.starts_with("the given roots, anchor 2: nameConstraints at byte 0: "),
        "{text}"
    );
}

#[test]
fn constraints_that_cannot_be_read_are_an_error_where_they_are_given() {
    let root = root("Root");
    for contents in [Vec::new(), der::null(), permits("a")[1..].to_vec()] {
        assert!(
            anchor(&root)
                .with_name_constraints(contents.clone())
                .is_err()
        );
        assert!(Anchor::from_trust_anchor(bare(&root, Some(contents))).is_err());
    }
}

#[test]
fn a_certificate_whose_own_constraints_cannot_be_read_issued_nothing_valid() {
    let unreadable = Extension::name_constraints(&[], &[]).non_critical();
    let root = CertBuilder::ca("Root").extension(unreadable).sign();
    let store: TrustStore = [anchor(&root)].into_iter().collect();
    assert_eq!(
        verdict(&store, &root, "example.com"),
        "malformed_needed_extension"
    );
}

#[test]
fn what_is_no_certificate_is_no_anchor() {
    let error = Anchor::from_cert(vec![0x30, 0].into()).unwrap_err();
    assert_eq!(error.field(), Field::TbsCertificate);
}

#[test]
fn the_origin_of_an_anchor_can_be_set() {
    let made = anchor(&root("Root"));
    assert_eq!(made.origin(), &Origin::Given);
    let origin = Origin::File("roots.pem".into());
    assert_eq!(made.with_origin(origin.clone()).origin(), &origin);
}

#[test]
#[cfg(feature = "mozilla-roots")]
fn a_set_of_names_and_keys_is_collected_in_one_call() {
    let mozilla = TrustStore::mozilla();
    let certs: Vec<_> = mozilla
        .anchors()
        .filter_map(|anchor| anchor.cert())
        .collect();
    let bare: Vec<TrustAnchor<'static>> = certs
        .iter()
        .map(|cert| {
            webpki::anchor_from_trusted_cert(cert.der())
                .unwrap()
                .to_owned()
        })
        .collect();
    let store = bare.iter().cloned().collect::<TrustStore>();
    assert_eq!(store.left_out(), []);
    assert_eq!(names(&store), names(&mozilla));
    assert!(store.anchors().all(|anchor| anchor.cert().is_none()));
}
