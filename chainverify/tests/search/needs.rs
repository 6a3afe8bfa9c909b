//! `Need` and `Answer`: the search can be resumed, and takes only answers to what it asked.

use core::cell::Cell;
use core::future::Future;
use core::pin::pin;
use core::task::{Context, Poll, Waker};

use chainverify::{Answer, FetchProblem, Need, Step, Verifier};
use chainverify_testdata::{CertBuilder, Extension, Made};

use crate::by_hand::{NOTHING, Setting, certs, leaf_with_urls, names, need, trio, word};

const URL: &str = "http://ca.test/ca.der";
const OTHER: &str = "http://ca.test/other.der";

/// Root, CA, and a leaf that says where its issuer may be had; only the leaf is sent.
fn alone(urls: &[&str]) -> (Made, Made, Setting) {
    let [root, ca, _] = trio();
    let leaf = leaf_with_urls(&ca, urls);
    let setting = Setting::new(&leaf, &[], &[&root]);
    (root, ca, setting)
}

#[test]
fn a_search_goes_on_where_it_needed_something() {
    let (_, ca, setting) = alone(&[URL]);
    let mut search = setting.search();
    let asked = need(&mut search);
    assert_eq!(asked.url(), URL);
    search.answer(asked.id(), certs(&[&ca]));
    assert_eq!(search.step(), Step::Done);
    let path = search.finish().unwrap();
    assert_eq!(names(&path), ["example.com", "CA", "Root"]);
    let warnings = path.warnings();
    let words: Vec<_> = warnings.iter().map(|warning| warning.code().id()).collect();
    assert_eq!(words, ["completed_by_fetch"]);
}

#[test]
fn addresses_are_asked_one_after_another_and_each_once() {
    let (_, _, setting) = alone(&[URL, "ldap://ca.test/", URL, OTHER]);
    let mut search = setting.search();
    let mut asked = Vec::new();
    while let Step::Need(need) = search.step() {
        asked.push(need.url().to_owned());
        search.answer(need.id(), NOTHING);
    }
    assert_eq!(asked, [URL, OTHER]);
    assert_eq!(word(&search.finish()), "issuer_not_found");
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
    search.answer(first.id(), certs(&[&lower]));
    let second = need(&mut search);
    assert_eq!(second.url(), OTHER);
    assert_ne!(first.id(), second.id());
    search.answer(second.id(), certs(&[&upper]));
    assert_eq!(search.step(), Step::Done);
    let path = search.finish().unwrap();
    assert_eq!(names(&path), ["example.com", "Lower", "Upper", "Root"]);
}

#[test]
fn an_answer_with_the_id_of_another_search_is_ignored() {
    let (_, ca, setting) = alone(&[URL, OTHER]);
    let mut elsewhere = setting.search();
    let first = need(&mut elsewhere);
    elsewhere.answer(first.id(), NOTHING);
    let second = need(&mut elsewhere);

    let mut search = setting.search();
    search.answer(first.id(), certs(&[&ca]));
    let asked = need(&mut search);
    assert_eq!(
        asked.url(),
        URL,
        "nothing was asked yet, so nothing was taken"
    );
    search.answer(second.id(), certs(&[&ca]));
    search.answer(asked.id(), NOTHING);
    assert_eq!(need(&mut search).url(), OTHER);
}

#[test]
fn the_second_answer_to_a_need_is_ignored() {
    let (_, ca, setting) = alone(&[URL]);
    let mut search = setting.search();
    let asked = need(&mut search);
    search.answer(asked.id(), NOTHING);
    search.answer(asked.id(), certs(&[&ca]));
    let verdict = search.finish();
    assert_eq!(word(&verdict), "issuer_not_found");
    let rows = verdict.unwrap_err().explain().rows();
    let outcomes: Vec<_> = rows.fetched.iter().map(|row| row.outcome).collect();
    assert_eq!(outcomes, ["timed_out"]);
}

#[test]
fn what_became_of_each_request_is_said() {
    let [root, ca, _] = trio();
    let stranger = CertBuilder::intermediate("Stranger").issuer(&root).sign();
    let leaf = leaf_with_urls(&ca, &["http://a/", "http://b/", "http://c/", "http://d/"]);
    let setting = Setting::new(&leaf, &[], &[&root]);
    let garbage = Answer::Certs(vec![vec![0x30].into()]);
    let answers = [
        garbage,
        certs(&[&stranger]),
        certs(&[&stranger, &leaf]),
        Answer::Nothing(FetchProblem::HttpStatus(404)),
    ];
    let mut search = setting.search();
    for answer in answers {
        let asked = need(&mut search);
        search.answer(asked.id(), answer);
    }
    let failure = search.finish().unwrap_err();
    let rows = failure.explain().rows();
    let said: Vec<_> = rows
        .fetched
        .iter()
        .map(|row| (row.outcome, row.text.as_str()))
        .collect();
    let wanted = [
        ("not_certificates", "the answer holds no certificates"),
        ("ok", "1 new certificate, not on this path"),
        ("ok", "no new certificate"),
        ("http_status", "the server answered 404"),
    ];
    assert_eq!(said, wanted);
    assert!(rows.fetched.iter().all(|row| row.of == "example.com"));
}

#[test]
fn finishing_without_a_step_searches_without_requests() {
    let [root, ca, leaf] = trio();
    let whole = Setting::new(&leaf, &[&ca], &[&root]);
    assert_eq!(word(&whole.search().finish()), "valid");

    let (_, _, setting) = alone(&[URL]);
    let failure = setting.search().finish().unwrap_err();
    let rows = failure.explain().rows();
    assert_eq!(rows.fetched[0].outcome, "not_tried");
}

#[test]
fn finishing_with_a_need_open_counts_it_as_not_tried() {
    let (_, _, setting) = alone(&[URL, OTHER]);
    let mut search = setting.search();
    let _ = need(&mut search);
    let failure = search.finish().unwrap_err();
    let rows = failure.explain().rows();
    let outcomes: Vec<_> = rows.fetched.iter().map(|row| row.outcome).collect();
    assert_eq!(outcomes, ["not_tried", "not_tried"]);
    assert_eq!(failure.primary().code().id(), "issuer_not_found");
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
    assert_eq!(word(&search.finish()), "valid");
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
    search.answer(asked.id(), certs(&[&ca]));
    assert_eq!(word(&search.finish()), "valid");
}

#[test]
fn a_verifier_asks_the_hook_for_what_is_missing() {
    let (root, ca, setting) = alone(&[URL]);
    let verifier = Verifier::new(crate::by_hand::store(&[&root]));
    let calls = Cell::new(0);
    let mut hook = |need: &Need| {
        calls.set(calls.get() + 1);
        assert_eq!(need.url(), URL);
        certs(&[&ca])
    };
    let verdict = verifier.verify_with(setting.request(), &mut hook);
    assert_eq!(word(&verdict), "valid");
    assert_eq!(calls.get(), 1);
    let offline = verifier.verify_request(setting.request());
    assert_eq!(word(&offline), "issuer_not_found");
}

/// Runs a future to its end, and counts how often it had to wait.
fn block_on<F: Future>(future: F) -> (F::Output, u32) {
    let mut future = pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    let mut waits = 0;
    loop {
        match future.as_mut().poll(&mut context) {
            Poll::Ready(output) => return (output, waits),
            Poll::Pending => waits += 1,
        }
    }
}

/// Not ready the first time.
async fn later<T>(value: T) -> T {
    let mut value = Some(value);
    let mut is_first = true;
    core::future::poll_fn(move |_| {
        if core::mem::take(&mut is_first) {
            return Poll::Pending;
        }
        value.take().map_or(Poll::Pending, Poll::Ready)
    })
    .await
}

#[test]
fn an_async_hook_may_wait() {
    let (root, ca, setting) = alone(&[OTHER, URL]);
    let verifier = Verifier::new(crate::by_hand::store(&[&root]));
    let hook = |need: Need| {
        let answer = match need.url() {
            URL => certs(&[&ca]),
            _ => NOTHING,
        };
        later(answer)
    };
    let (verdict, waits) = block_on(verifier.verify_async(setting.request(), hook));
    assert_eq!(names(&verdict.unwrap()), ["example.com", "CA", "Root"]);
    assert_eq!(waits, 2);
}

#[test]
fn every_fetch_problem_has_its_word_and_its_text() {
    let address = core::net::IpAddr::from([10, 0, 0, 1]);
    let redirected = FetchProblem::Redirected {
        to: "http://b/".into(),
        problem: Box::new(FetchProblem::TimedOut),
    };
    let all = [
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
            FetchProblem::AddressRefused(address),
            "address_refused",
            "10.0.0.1",
        ),
        (FetchProblem::Unreachable, "unreachable", "reached"),
        (FetchProblem::TimedOut, "timed_out", "timed out"),
        (FetchProblem::HttpStatus(503), "http_status", "503"),
        (
            FetchProblem::TooManyRedirects,
            "too_many_redirects",
            "redirects",
        ),
        (
            redirected,
            "timed_out",
            "it redirects to http://b/: timed out",
        ),
        (
            FetchProblem::TooLarge { limit: 9 },
            "too_large",
            "longer than 9 bytes",
        ),
        (
            FetchProblem::NotCertificates,
            "not_certificates",
            "no certificates",
        ),
        (FetchProblem::Interrupted, "interrupted", "broke off"),
    ];
    for (problem, word, text) in all {
        assert_eq!(problem.as_str(), word);
        assert!(problem.to_string().contains(text), "{problem}");
    }
}
