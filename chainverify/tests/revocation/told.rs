//! What the report tells of those who signed what is said of revocation: their paths, and why one is not
//! valid.

use chainverify::Report;
use chainverify::report::{Detail, PathOf, Source, Use};
use chainverify_testdata::{
    CertBuilder, Criticality, Extension, Made, OcspBuilder, OcspStatus, der,
};

use crate::world::{LATER, World, outcome};

const OCSP_SIGNING: &str = "1.3.6.1.5.5.7.3.9";
const NO_CHECK: &str = "1.3.6.1.5.5.7.48.1.5";

/// A responder of the CA.
fn responder(world: &World, change: impl FnOnce(CertBuilder) -> CertBuilder) -> Made {
    let builder = CertBuilder::leaf("responder")
        .no_names()
        .serial(&[7])
        .extension(Extension::extended_key_usage(&[OCSP_SIGNING]))
        .extension(Extension::raw(
            NO_CHECK,
            Criticality::NonCritical,
            &der::null(),
        ));
    change(builder).issuer(&world.ca).sign()
}

/// It says that the leaf is good.
fn says_good(world: &World, responder: &Made) -> Report {
    let response = OcspBuilder::new(responder).single(&world.ca, &[5], &OcspStatus::Good, LATER);
    world.by_ocsp(&[response.cert(&responder.der).sign()])
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
    let report = says_good(&world, &responder(&world, |it| it));
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
    let expired = responder(&world, |it| {
        it.validity("2025-01-01T00:00:00Z", "2026-01-01T00:00:00Z")
    });
    let report = says_good(&world, &expired);
    assert_eq!(outcome(&report), ("valid", "unknown"));
    let expected = ("CN=responder CN=CA CN=Root".to_owned(), Some("expired"));
    assert_eq!(told(&report), [expected]);
    let text = report.text().to_string();
    let line = "\n  path of OCSP responder: \"responder\" → \"CA\" → \"Root\": certificate of the OCSP response \"responder\" expired ";
    assert!(text.contains(line), "{text}");
}
