//! What the report tells of those who signed what is said of revocation: their paths, and why one is not
//! valid.

use chainverify::Report;
use chainverify::report::{Detail, PathOf, Source, Use};
use chainverify_testdata::{CertBuilder, Extension, OcspStatus, oid};

use crate::responders::{by, no_check, responder};
use crate::world::{World, outcome};

/// It says that the leaf is good.
fn says_good(world: &World, responder: CertBuilder) -> Report {
    let response = by(&responder.sign(), &world.ca, &OcspStatus::Good);
    world.by_ocsp(&[response.sign()])
}

/// The names on the paths of responders, what is wrong with each, and where its first certificate is
/// from and what for.
fn told(report: &Report) -> Vec<(String, Option<&'static str>)> {
    let of_responders = report.attempts.iter();
    let of_responders = of_responders.filter(|attempt| attempt.of == PathOf::OcspResponder);
    let told = of_responders.map(|attempt| {
        let certificates = attempt
            .path
            .iter()
            .map(|number| &report.certificates[*number]);
        let names: Vec<_> = certificates.map(|one| one.subject.to_string()).collect();
        let first = attempt.findings.first().map(|finding| finding.code().id());
        (names.join(" "), first)
    });
    told.collect()
}

#[test]
fn the_path_of_a_responder_is_in_the_report() {
    let world = World::new();
    let report = says_good(&world, responder(&world.ca).extension(no_check()));
    assert_eq!(outcome(&report), ("valid", "good"));
    assert_eq!(
        told(&report),
        [("CN=responder CN=CA CN=Root".to_owned(), None)]
    );
    let first = &report.certificates[report.attempts[0].path[0]];
    assert_eq!(
        (&first.source, &first.used),
        (&Source::OcspResponse, &Use::OnSignersPath)
    );
    assert!(!report.text().to_string().contains("path of OCSP responder"));
    let everything = report.text_with(Detail::Everything).to_string();
    let line = "\n  path of OCSP responder: \"responder\" → \"CA\" → \"Root\": valid\n";
    assert!(everything.contains(line), "{everything}");
    let line = "\n  certificate of the OCSP response: \"responder\", used for revocation";
    assert!(everything.contains(line), "{everything}");
}

#[test]
fn why_a_responder_is_not_trusted_is_told() {
    let world = World::new();
    let expired = responder(&world.ca)
        .extension(no_check())
        .validity("2025-01-01T00:00:00Z", "2026-01-01T00:00:00Z");
    let report = says_good(&world, expired);
    assert_eq!(outcome(&report), ("valid", "unknown"));
    let expected = ("CN=responder CN=CA CN=Root".to_owned(), Some("expired"));
    assert_eq!(told(&report), [expected]);
    let text = report.text().to_string();
    let line = "\n  path of OCSP responder: \"responder\" → \"CA\" → \"Root\": certificate of the OCSP response \"responder\" expired ";
    assert!(text.contains(line), "{text}");
}

#[test]
fn what_is_not_told_of_many_responders_is_counted() {
    let world = World::new();
    let responses = ["A", "B", "C", "D", "E"].map(|name| {
        let expired = CertBuilder::leaf(name)
            .no_names()
            .extension(Extension::extended_key_usage(&[oid::OCSP_SIGNING]))
            .extension(no_check())
            .validity("2025-01-01T00:00:00Z", "2026-01-01T00:00:00Z");
        let expired = expired.issuer(&world.ca).sign();
        by(&expired, &world.ca, &OcspStatus::Good).sign()
    });
    let report = world.by_ocsp(&responses);
    let paths = |detail| {
        let text = report.text_with(detail).to_string();
        text.matches("\n  path of OCSP responder: \"").count()
    };
    assert_eq!((paths(Detail::Path), paths(Detail::Everything)), (3, 5));
    let more = "\n  path of OCSP responder: 2 more, --explain lists them";
    assert!(report.text().to_string().contains(more));
}
