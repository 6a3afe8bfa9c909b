//! Several needs at once: answered in any order, by a hook of a verifier too. The search takes only
//! answers to what it asked.

use core::cell::Cell;
use core::future::Future;
use core::pin::pin;
use core::task::{Context, Poll, Waker};

use chainverify::search::{Need, Step};
use chainverify::{Search, Verifier};
use chainverify_testdata::{CertBuilder, Extension, Made};

use super::needs::{URL, alone, outcomes, report_of};
use crate::by_hand::{Setting, certs, code, leaf_with_urls, names, need, nothing, store};

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
fn a_verifier_asks_the_hook_for_what_is_missing() {
    let (root, ca, setting) = alone(&[URL]);
    let verifier = Verifier::new(store(&[&root]));
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
