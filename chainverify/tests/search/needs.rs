//! `Need` and `Answer`: what is asked for, one need after the other, and what becomes of it. The
//! search can be resumed.

use chainverify::report::Request as Asked;
use chainverify::search::{Answer, FetchProblem, Step, Wanted};
use chainverify::{Report, Search};
use chainverify_testdata::{CertBuilder, Extension, Made};

use crate::by_hand::{
    Setting, certs, code, codes, der, ders, leaf_with_urls, names, need, nothing, report, trio,
};

pub(super) const URL: &str = "http://ca.test/ca.der";
const OTHER: &str = "http://ca.test/other.der";
const LDAP: &str = "ldap://ca.test/cn=CA?cACertificate";

/// Root, CA, and a leaf that says where its issuer may be had; only the leaf is sent.
pub(super) fn alone(urls: &[&str]) -> (Made, Made, Setting) {
    let [root, ca, _] = trio();
    let leaf = leaf_with_urls(&ca, urls);
    let setting = Setting::new(&leaf, &[], &[&root]);
    (root, ca, setting)
}

/// What became of each URL of a request, by the id of the problem.
pub(super) fn outcomes(request: &Asked) -> Vec<(Option<&str>, Result<usize, &'static str>)> {
    let outcome = |one: &Result<usize, FetchProblem>| one.clone().map_err(|problem| problem.id());
    let urls = request.urls.iter();
    urls.map(|url| (url.url.as_deref(), outcome(&url.outcome)))
        .collect()
}

#[test]
fn a_search_goes_on_where_it_needed_something() {
    let (_, ca, setting) = alone(&[URL]);
    let mut search = setting.search();
    let asked = need(&mut search);
    assert_eq!(asked.wanted, Wanted::Issuers);
    assert_eq!(asked.certificate, setting.chain[0]);
    assert_eq!(asked.urls, [URL]);
    search.answer(asked.id, Answer::url(URL, Ok(ders(&[&ca]).into())));
    assert_eq!(search.step(), Step::Done);
    let path = search.finish().unwrap();
    assert_eq!(names(&path), ["example.com", "CA", "Root"]);
    assert_eq!(codes(&path.warnings()), ["completed_by_fetch"]);
    let report = path.report();
    assert_eq!(report.requests.len(), 1);
    assert_eq!(report.requests[0].certificate, Some(0));
    assert_eq!(outcomes(&report.requests[0]), [(Some(URL), Ok(1))]);
}

/// Whoever answers decides which schemes to try; what became of each is said.
#[test]
fn all_urls_of_a_certificate_are_in_one_need_each_once_of_whatever_scheme() {
    let capital = "HTTP://CA.TEST/CA.DER";
    let (_, _, setting) = alone(&[LDAP, URL, capital, URL, OTHER]);
    let mut search = setting.search();
    let asked = need(&mut search);
    assert_eq!(asked.urls, [LDAP, URL, capital, OTHER]);
    assert_eq!(search.step(), Step::Waiting);
    let refused = Answer::url(LDAP, Err(FetchProblem::SchemeNotAllowed));
    let answer = refused.and_url(URL, Err(FetchProblem::TimedOut));
    search.answer(asked.id, answer);
    assert_eq!(search.step(), Step::Done);
    let report = search.finish().unwrap_err();
    let wanted = [
        (Some(LDAP), Err("scheme_not_allowed")),
        (Some(URL), Err("timed_out")),
        (Some(capital), Err("not_tried")),
        (Some(OTHER), Err("not_tried")),
    ];
    assert_eq!(outcomes(&report.requests[0]), wanted);
    let text = report.text().to_string();
    for url in [LDAP, URL, capital, OTHER] {
        let line = format!("\n  issuer URL of \"example.com\": {url}: ");
        assert_eq!(text.matches(&line).count(), 1, "{text}");
    }
}

#[test]
fn urls_that_are_too_many_or_too_long_are_counted() {
    let many: Vec<String> = (0..10).map(|n| format!("http://ca.test/{n}")).collect();
    let long = format!("http://ca.test/{}", "a".repeat(2_000));
    let urls: Vec<&str> = many.iter().chain([&long]).map(String::as_str).collect();
    let (_, _, setting) = alone(&urls);
    let mut search = setting.search();
    let asked = need(&mut search);
    assert_eq!(asked.urls, urls[..8]);
    search.answer(asked.id, Answer::nothing(FetchProblem::TimedOut));
    let report = search.finish().unwrap_err();
    assert_eq!(report.requests[0].urls.len(), 8);
    assert_eq!(report.requests[0].urls_left_out, 3);
    let text = report.text().to_string();
    let line = "\n  issuer URLs of \"example.com\": 3 more, not tried";
    assert!(text.ends_with(line), "{text}");

    let (_, _, setting) = alone(&[&long]);
    let mut search = setting.search();
    assert_eq!(search.step(), Step::Done);
    let report = search.finish().unwrap_err();
    assert!(report.requests.is_empty());
    let said = "; it may be had at 1 that is too long to be listed";
    assert!(report.to_string().ends_with(said), "{report}");
}

#[test]
fn what_became_of_each_url_is_said() {
    let [root, ca, _] = trio();
    let stranger = CertBuilder::intermediate("Stranger").issuer(&root).sign();
    let leaf = leaf_with_urls(&ca, &["http://a/", "http://b/", "http://c/", "http://d/"]);
    let setting = Setting::new(&leaf, &[], &[&root]);
    let mut search = setting.search();
    let asked = need(&mut search);
    let answer = Answer::url("http://a/", Ok(vec![vec![0x30].into()].into()))
        .and_url("http://b/", Ok(ders(&[&stranger]).into()))
        .and_url("http://c/", Ok(ders(&[&stranger, &leaf]).into()))
        .and_url("http://d/", Err(FetchProblem::TooManyRedirects))
        .and_url("http://elsewhere/", Err(FetchProblem::Unreachable));
    search.answer(asked.id, answer);
    let report = search.finish().unwrap_err();
    assert_eq!(
        outcomes(&report.requests[0]),
        [
            (Some("http://a/"), Err("not_certificates")),
            (Some("http://b/"), Ok(1)),
            (Some("http://c/"), Ok(0)),
            (Some("http://d/"), Err("too_many_redirects")),
            (Some("http://elsewhere/"), Err("unreachable")),
        ]
    );
    let text = report.text().to_string();
    for line in [
        "http://a/: the answer holds no certificates",
        "http://b/: 1 new certificate, not on the path",
        "http://c/: no new certificate",
        "http://d/: too many redirects",
        "http://elsewhere/: the host could not be reached",
    ] {
        let line = format!("  issuer URL of \"example.com\": {line}");
        assert!(text.lines().any(|other| other == line), "{line}\n{text}");
    }
}

/// From a local store or a cache: then no URL was needed.
#[test]
fn an_answer_may_come_from_no_url() {
    let (_, ca, setting) = alone(&[URL]);
    let mut search = setting.search();
    let asked = need(&mut search);
    search.answer(asked.id, certs(&[&ca]));
    let report = report(search.finish());
    assert!(report.is_valid());
    let wanted = [(Some(URL), Err("not_tried")), (None, Ok(1))];
    assert_eq!(outcomes(&report.requests[0]), wanted);
    let text = report.text().to_string();
    assert!(!text.contains("fetched from"), "{text}");

    let mut search = setting.search();
    let asked = need(&mut search);
    search.answer(asked.id, nothing());
    let report = report_of(search);
    assert_eq!(
        outcomes(&report.requests[0]),
        [(Some(URL), Err("timed_out"))]
    );
}

pub(super) fn report_of(search: Search<'_>) -> Report {
    report(search.finish())
}

#[test]
fn a_fetched_certificate_that_needs_another_one_makes_the_next_need() {
    let root = CertBuilder::ca("Root").sign();
    let upper = CertBuilder::intermediate("Upper").issuer(&root).sign();
    let lower = CertBuilder::intermediate("Lower")
        .extension(Extension::ca_issuers(OTHER))
        .issuer(&upper)
        .sign();
    let leaf = leaf_with_urls(&lower, &[URL]);
    let setting = Setting::new(&leaf, &[], &[&root]);
    let mut search = setting.search();
    let first = need(&mut search);
    search.answer(first.id, certs(&[&lower]));
    let second = need(&mut search);
    assert_eq!(
        (second.urls, second.certificate),
        (vec![OTHER.into()], der(&lower))
    );
    assert_ne!(first.id, second.id);
    search.answer(second.id, certs(&[&upper]));
    assert_eq!(search.step(), Step::Done);
    let path = search.finish().unwrap();
    assert_eq!(names(&path), ["example.com", "Lower", "Upper", "Root"]);
}

#[test]
fn the_second_answer_to_a_need_is_ignored() {
    let (_, ca, setting) = alone(&[URL]);
    let mut search = setting.search();
    let asked = need(&mut search);
    search.answer(asked.id, nothing());
    search.answer(asked.id, certs(&[&ca]));
    let report = search.finish().unwrap_err();
    assert_eq!(report.code().unwrap().id(), "issuer_not_found");
    assert_eq!(
        outcomes(&report.requests[0]),
        [(Some(URL), Err("timed_out"))]
    );
}

#[test]
fn finishing_without_a_step_searches_without_requests() {
    let [root, ca, leaf] = trio();
    let whole = Setting::new(&leaf, &[&ca], &[&root]);
    assert_eq!(code(&whole.search().finish()), "valid");

    let (_, _, setting) = alone(&[URL]);
    let report = setting.search().finish().unwrap_err();
    assert!(report.requests.is_empty());
    let line = report.to_string();
    assert!(
        line.ends_with(&format!("; it may be had at \"{URL}\"")),
        "{line}"
    );
}

#[test]
fn finishing_with_a_need_open_counts_it_as_not_tried() {
    let (_, _, setting) = alone(&[URL, OTHER]);
    let mut search = setting.search();
    let _ = need(&mut search);
    let report = search.finish().unwrap_err();
    let wanted = [URL, OTHER].map(|url| (Some(url), Err("not_tried")));
    assert_eq!(outcomes(&report.requests[0]), wanted);
    assert_eq!(report.code().unwrap().id(), "issuer_not_found");
}

#[test]
fn nothing_is_asked_for_below_an_error_or_beside_a_valid_path() {
    let [root, ca, _] = trio();
    let expired = CertBuilder::leaf("example.com")
        .extension(Extension::ca_issuers(URL))
        .validity("2025-01-01T00:00:00Z", "2025-02-01T00:00:00Z")
        .issuer(&ca)
        .sign();
    let setting = Setting::new(&expired, &[], &[&root]);
    assert_eq!(setting.search().step(), Step::Done);

    let leaf = leaf_with_urls(&ca, &[URL]);
    let setting = Setting::new(&leaf, &[&ca], &[&root]);
    let mut search = setting.search();
    assert_eq!(search.step(), Step::Done);
    assert_eq!(code(&search.finish()), "valid");
}

#[test]
fn an_issuer_that_leads_nowhere_does_not_end_the_asking() {
    let (root, ca, _) = alone(&[]);
    let namesake = CertBuilder::intermediate("CA")
        .key(chainverify_testdata::Key::p256("namesake"))
        .issuer(&root)
        .sign();
    let leaf = leaf_with_urls(&ca, &[URL]);
    let setting = Setting::new(&leaf, &[&namesake], &[&root]);
    let mut search = setting.search();
    let asked = need(&mut search);
    search.answer(asked.id, certs(&[&ca]));
    assert_eq!(code(&search.finish()), "valid");
}

#[test]
fn every_fetch_problem_has_its_id_and_its_text() {
    let redirected = FetchProblem::redirected("http://b/", FetchProblem::TimedOut);
    for (problem, id, text) in [
        (FetchProblem::NotTried, "not_tried", "not tried"),
        (FetchProblem::BadUrl, "bad_url", "not a URL"),
        (
            FetchProblem::SchemeNotAllowed,
            "scheme_not_allowed",
            "plain http",
        ),
        (
            FetchProblem::NameNotResolved,
            "name_not_resolved",
            "resolved",
        ),
        (
            FetchProblem::address_refused([10, 0, 0, 1].into()),
            "address_refused",
            "10.0.0.1",
        ),
        (FetchProblem::Unreachable, "unreachable", "reached"),
        (FetchProblem::TimedOut, "timed_out", "timed out"),
        (FetchProblem::http_status(503), "http_status", "503"),
        (
            redirected,
            "redirected",
            "it redirects to http://b/: timed out",
        ),
        (
            FetchProblem::too_large(9),
            "too_large",
            "longer than 9 octets",
        ),
        (
            FetchProblem::TooManyRedirects,
            "too_many_redirects",
            "redirects",
        ),
        (
            FetchProblem::NotCertificates,
            "not_certificates",
            "no certificates",
        ),
        (FetchProblem::Interrupted, "interrupted", "broke off"),
    ] {
        assert_eq!(problem.id(), id);
        assert!(problem.to_string().contains(text), "{problem}");
    }
}
