//! `Need` and `Answer`: what is asked for, one need after the other and several at once, and what
//! becomes of it. The search can be resumed, and takes only answers to what it asked.

use core::cell::Cell;
use core::future::Future;
use core::pin::pin;
use core::task::{Context, Poll, Waker};

use chainverify::report::Request as Asked;
use chainverify::search::{Answer, FetchProblem, Need, Step, Wanted};
use chainverify::{Report, Search, Verifier};
use chainverify_testdata::{CertBuilder, Extension, Made};

use crate::by_hand::{
    Setting, certs, code, codes, der, ders, leaf_with_urls, names, need, nothing, report, trio,
};

const URL: &str = "http://ca.test/ca.der";
const OTHER: &str = "http://ca.test/other.der";
const LDAP: &str = "ldap://ca.test/cn=CA?cACertificate";

/// Root, CA, and a leaf that says where its issuer may be had; only the leaf is sent.
fn alone(urls: &[&str]) -> (Made, Made, Setting) {
    let [root, ca, _] = trio();
    let leaf = leaf_with_urls(&ca, urls);
    let setting = Setting::new(&leaf, &[], &[&root]);
    (root, ca, setting)
}

/// What became of each URL of a request, by the id of the problem.
fn outcomes(request: &Asked) -> Vec<(Option<&str>, Result<usize, &'static str>)> {
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
    search.answer(asked.id, Answer::url(URL, Ok(ders(&[&ca]))));
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
    let answer = Answer::url("http://a/", Ok(vec![vec![0x30].into()]))
        .and_url("http://b/", Ok(ders(&[&stranger])))
        .and_url("http://c/", Ok(ders(&[&stranger, &leaf])))
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

fn report_of(search: Search<'_>) -> Report {
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

/// A leaf that two certificates may have issued which lead nowhere by themselves: three needs.
struct Three {
    setting: Setting,
    right: Made,
    uppers: [Made; 2],
}

impl Three {
    fn new() -> Self {
        let root = CertBuilder::ca("Root").sign();
        let uppers = ["Upper 0", "Upper 1"].map(|name| CertBuilder::ca(name).sign());
        let lower = |number: usize| {
            let url = format!("http://ca.test/{number}");
            CertBuilder::intermediate("CA")
                .extension(Extension::ca_issuers(&url))
                .issuer(&uppers[number])
                .sign()
        };
        let lowers = [lower(0), lower(1)];
        let right = CertBuilder::intermediate("CA").issuer(&root).sign();
        let leaf = leaf_with_urls(&right, &["http://ca.test/leaf"]);
        Self {
            setting: Setting::new(&leaf, &[&lowers[0], &lowers[1]], &[&root]),
            right,
            uppers,
        }
    }

    /// All its needs, sorted by URL, without an answer in between.
    fn needs(search: &mut Search<'_>) -> [Need; 3] {
        let mut needs = [(); 3].map(|()| need(search));
        assert_eq!(search.step(), Step::Waiting);
        assert_eq!(search.step(), Step::Waiting);
        needs.sort_by(|one, other| one.urls.cmp(&other.urls));
        let urls = needs.each_ref().map(|need| need.urls[0].as_str());
        assert_eq!(
            urls,
            [
                "http://ca.test/0",
                "http://ca.test/1",
                "http://ca.test/leaf"
            ]
        );
        needs
    }
}

const ORDERS: [[usize; 3]; 6] = [
    [0, 1, 2],
    [0, 2, 1],
    [1, 0, 2],
    [1, 2, 0],
    [2, 0, 1],
    [2, 1, 0],
];

#[test]
fn needs_are_put_all_at_once_and_answered_in_any_order() {
    let Three {
        setting,
        right,
        uppers,
    } = Three::new();
    for order in ORDERS {
        let mut search = setting.search();
        let needs = Three::needs(&mut search);
        let answers = [&uppers[0], &uppers[1], &right];
        for at in order {
            // Nothing else is asked for before the last answer.
            assert_eq!(search.step(), Step::Waiting, "{order:?}");
            search.answer(needs[at].id, certs(&[answers[at]]));
            if at == 2 {
                break;
            }
        }
        assert_eq!(search.step(), Step::Done, "{order:?}");
        let path = search.finish().unwrap();
        assert_eq!(names(&path), ["example.com", "CA", "Root"], "{order:?}");
    }
}

#[test]
fn the_report_of_a_failure_does_not_depend_on_the_order_of_the_answers() {
    let Three {
        setting, uppers, ..
    } = Three::new();
    let reports = ORDERS.map(|order| {
        let mut search = setting.search();
        let needs = Three::needs(&mut search);
        for at in order {
            let answer = match at {
                2 => nothing(),
                _ => certs(&[&uppers[at]]),
            };
            search.answer(needs[at].id, answer);
        }
        assert_eq!(search.step(), Step::Done);
        let report = report_of(search);
        assert_eq!(report.code().unwrap().id(), "untrusted_root");
        assert_eq!(report.requests.len(), 3);
        report.headline().to_string()
    });
    assert!(reports.iter().all(|one| *one == reports[0]), "{reports:#?}");
}

#[test]
fn a_need_without_an_answer_waits_and_is_said_to_be_not_tried() {
    let Three { setting, .. } = Three::new();
    let mut search = setting.search();
    let needs = Three::needs(&mut search);
    search.answer(needs[2].id, nothing());
    assert_eq!(search.step(), Step::Waiting);
    let report = report_of(search);
    assert_eq!(report.code().unwrap().id(), "issuer_not_found");
    let mut said: Vec<_> = report.requests.iter().flat_map(outcomes).collect();
    said.sort_unstable();
    assert_eq!(
        said,
        [
            (Some("http://ca.test/0"), Err("not_tried")),
            (Some("http://ca.test/1"), Err("not_tried")),
            (Some("http://ca.test/leaf"), Err("timed_out")),
        ]
    );
}

#[test]
fn an_answer_with_the_id_of_another_search_is_ignored() {
    let three = Three::new();
    let mut elsewhere = three.setting.search();
    let strange = Three::needs(&mut elsewhere);
    let (_, ca, setting) = alone(&[URL]);
    let mut search = setting.search();
    for need in &strange {
        search.answer(need.id, certs(&[&ca]));
    }
    let asked = need(&mut search);
    for need in strange.iter().filter(|need| need.id != asked.id) {
        search.answer(need.id, certs(&[&ca]));
    }
    assert_eq!(search.step(), Step::Waiting, "nothing was taken");
    search.answer(asked.id, nothing());
    assert_eq!(code(&search.finish()), "issuer_not_found");
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
fn a_verifier_asks_the_hook_for_what_is_missing() {
    let (root, ca, setting) = alone(&[URL]);
    let verifier = Verifier::new(crate::by_hand::store(&[&root]));
    let calls = Cell::new(0);
    let mut hook = |need: &Need| {
        calls.set(calls.get() + 1);
        assert_eq!(need.urls, [URL]);
        certs(&[&ca])
    };
    let verdict = verifier.verify_with(setting.request(), &mut hook);
    assert_eq!(code(&verdict), "valid");
    assert_eq!(calls.get(), 1);
    let offline = verifier.verify_request(setting.request());
    assert_eq!(code(&offline), "issuer_not_found");
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
    let Three {
        setting,
        right,
        uppers,
    } = Three::new();
    let verifier = Verifier::new(setting.store.clone());
    let hook = |need: Need| {
        let answer = match need.urls[0].as_str() {
            "http://ca.test/leaf" => certs(&[&right]),
            _ => certs(&[&uppers[0]]),
        };
        later(answer)
    };
    let (verdict, waits) = block_on(verifier.verify_async(setting.request(), hook));
    assert_eq!(names(&verdict.unwrap()), ["example.com", "CA", "Root"]);
    assert!(waits >= 1, "{waits}");
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
