//! What is asked of the world outside, in which order, and what becomes of a path while it waits.

use chainverify::policy::{RevocationMode, RevocationSource};
use chainverify::revocation::ocsp::{OcspRequest, Target};
use chainverify::search::{Answer, FetchProblem, Fetched, Need, Step, Wanted};
use chainverify::{Cert, Search};
use chainverify_testdata::{CertBuilder, Extension, OcspStatus};

use crate::by_hand::{code, need, nothing};
use crate::world::{
    CRL, OCSP, ROOT_CRL, World, check, empty, outcome, parse, response, revoked, revoking,
    why_nothing, word,
};

fn crl(url: &str, der: &[u8]) -> Answer {
    Answer::url(url, Ok(Fetched::Crl(parse(der))))
}

/// Steps to the end and answers by URL; the URLs that were asked for, in order.
fn drive(search: &mut Search<'_>, answer: impl Fn(&Need, &str) -> Answer) -> Vec<String> {
    let mut asked = Vec::new();
    while let Step::Need(need) = search.step() {
        let url = need.urls[0].clone();
        search.answer(need.id, answer(&need, &url));
        asked.push(url);
    }
    asked
}

#[test]
fn nothing_is_asked_unless_the_policy_says_so() {
    let world = World::new();
    let mut search = world.search(world.request());
    assert_eq!(search.step(), Step::Done);
    assert_eq!(code(&search.finish()), "valid");
    // A verification without a hook asks nothing either, and says so.
    let world = World::new().fetching();
    let report = world.report(world.request());
    assert_eq!(outcome(&report), ("valid", "not asked"));
    assert!(report.requests.is_empty());
}

#[test]
fn the_crls_of_all_certificates_are_asked_for_at_once() {
    let world = World::new().fetching();
    let mut search = world.search(world.request());
    let first = need(&mut search);
    assert_eq!(
        (first.wanted, &*first.urls),
        (Wanted::Crl, &[ROOT_CRL.to_owned()][..])
    );
    assert_eq!(first.certificate.as_ref(), world.ca.der);
    let second = need(&mut search);
    assert_eq!(
        (second.wanted, &*second.urls),
        (Wanted::Crl, &[CRL.to_owned()][..])
    );
    assert_eq!(search.step(), Step::Waiting);
    search.answer(second.id, crl(CRL, &empty(&world.ca).sign()));
    assert_eq!(search.step(), Step::Waiting);
    search.answer(first.id, crl(ROOT_CRL, &empty(&world.root).sign()));
    assert_eq!(search.step(), Step::Done);
    let report = search.finish().expect("it is valid").report();
    assert_eq!(outcome(&report), ("valid", "good"));
    assert_eq!(word(check(&report, 1).status), "good");
    assert_eq!(report.requests.len(), 2);
}

#[test]
fn a_responder_is_asked_where_there_is_no_crl() {
    let world = World::new().fetching();
    let mut search = world.search(world.request());
    let asked = drive(&mut search, |need, url| match url {
        ROOT_CRL => crl(url, &empty(&world.root).sign()),
        CRL => Answer::url(url, Err(FetchProblem::TimedOut)),
        _ => {
            assert_eq!(need.wanted, Wanted::Ocsp);
            let leaf = Cert::parse(world.leaf.der.clone().into()).unwrap();
            let ca = Cert::parse(world.ca.der.clone().into()).unwrap();
            let target = Target {
                serial_number: leaf.serial_number(),
                issuer: leaf.issuer(),
                issuer_key: ca.public_key().unwrap().key,
            };
            assert_eq!(*need.ocsp_request, OcspRequest::default().to_der(&target));
            let der = response(&world, &OcspStatus::Good).sign();
            Answer::url(url, Ok(Fetched::Ocsp(der)))
        }
    });
    assert_eq!(asked, [ROOT_CRL, CRL, OCSP]);
    let report = search.finish().expect("it is valid").report();
    assert_eq!(outcome(&report), ("valid", "good"));
    assert_eq!(why_nothing(&report), ["timed out"]);
    assert!(report.findings.is_empty(), "{:?}", report.findings);
}

#[test]
fn the_policy_says_what_is_asked_first() {
    let mut world = World::new().fetching();
    world.policy.revocation.sources = &[RevocationSource::Ocsp];
    let mut search = world.search(world.request());
    let asked = drive(&mut search, |_, url| {
        let der = response(&world, &revoked()).sign();
        Answer::url(url, Ok(Fetched::Ocsp(der)))
    });
    assert_eq!(asked, [OCSP]);
    let report = *search.finish().expect_err("it is revoked");
    assert_eq!(outcome(&report), ("revoked", "revoked"));
}

#[test]
fn what_cannot_be_had_is_a_warning_in_soft_and_an_error_in_hard() {
    let [all, first]: [&[&str]; 2] = [&[ROOT_CRL, CRL, OCSP], &[ROOT_CRL]];
    // Once a path is not valid, nothing more is asked about it.
    for (mode, expected, urls) in [
        (RevocationMode::Soft, ("valid", "unknown"), all),
        (
            RevocationMode::Hard,
            ("revocation_unknown", "not asked"),
            first,
        ),
    ] {
        let world = World::new().fetching().mode(mode);
        let mut search = world.search(world.request());
        let asked = drive(&mut search, |_, url| {
            Answer::url(url, Err(FetchProblem::http_status(404)))
        });
        assert_eq!(asked, urls);
        let report = crate::by_hand::report(search.finish());
        assert_eq!(outcome(&report), expected);
        let mut sentences: Vec<_> = report
            .findings
            .iter()
            .map(|one| one.code().to_string())
            .collect();
        sentences.sort();
        let crls = urls.iter().filter(|url| **url != OCSP);
        let unknown = |url: &&str| {
            format!("has an unknown revocation status (CRL at \"{url}\": the server answered 404)")
        };
        let mut expected: Vec<_> = crls.map(unknown).collect();
        expected.sort();
        assert_eq!(sentences, expected);
    }
}

#[test]
fn a_search_that_ends_without_answers_goes_by_what_is_known() {
    for mode in [RevocationMode::Soft, RevocationMode::Hard] {
        let world = World::new().fetching().mode(mode);
        let mut search = world.search(world.request());
        let waits = need(&mut search);
        let verdict = search.finish();
        match mode {
            RevocationMode::Hard => assert_eq!(code(&verdict), "revocation_not_checked"),
            _ => assert_eq!(code(&verdict), "valid"),
        }
        assert_eq!(waits.wanted, Wanted::Crl);
    }
}

#[test]
fn what_was_given_is_not_asked_for() {
    let world = World::new().fetching();
    let crls = [
        parse(&empty(&world.ca).sign()),
        parse(&empty(&world.root).sign()),
    ];
    let mut search = world.search(world.request().crls(&crls));
    assert_eq!(search.step(), Step::Done);
    assert_eq!(code(&search.finish()), "valid");
    // A stale one is made good by a fresh one.
    let stale = empty(&world.ca).updates("2026-01-01T00:00:00Z", Some("2026-02-01T00:00:00Z"));
    let crls = [parse(&stale.sign()), crls[1].clone()];
    let mut search = world.search(world.request().crls(&crls));
    let asked = drive(&mut search, |_, url| crl(url, &empty(&world.ca).sign()));
    assert_eq!(asked, [CRL]);
    let report = search.finish().expect("it is valid").report();
    assert_eq!(outcome(&report), ("valid", "good"));
    assert_eq!(
        why_nothing(&report),
        ["it is stale since 2026-02-01T00:00:00Z"]
    );
}

#[test]
fn a_short_lived_leaf_is_not_asked_about() {
    let world = World::of(|leaf| {
        leaf.validity("2026-05-30T00:00:00Z", "2026-06-03T00:00:00Z")
            .extension(Extension::crl_distribution_point(CRL))
    });
    let world = world.fetching();
    let mut search = world.search(world.request());
    let asked = drive(&mut search, |_, url| crl(url, &empty(&world.root).sign()));
    assert_eq!(asked, [ROOT_CRL]);
    let report = search.finish().expect("it is valid").report();
    assert_eq!(outcome(&report), ("valid", "not needed"));
}

#[test]
fn the_requests_have_a_limit_and_the_report_names_it() {
    let mut world = World::new().fetching();
    world.policy.limits.revocation_requests = 1;
    let mut search = world.search(world.request());
    let asked = drive(&mut search, |_, url| crl(url, &empty(&world.root).sign()));
    assert_eq!(asked, [ROOT_CRL]);
    let report = search.finish().expect("soft").report();
    assert_eq!(outcome(&report), ("valid", "not asked"));
    let limits: Vec<_> = report.limits.iter().map(|limit| limit.as_str()).collect();
    assert_eq!(limits, ["revocation_requests"]);
}

#[test]
fn an_answer_of_another_kind_is_a_problem() {
    let world = World::new().fetching();
    let mut search = world.search(world.request());
    let first = need(&mut search);
    search.answer(first.id, Answer::certs(Vec::new()));
    let second = need(&mut search);
    search.answer(second.id, Answer::url(CRL, Ok(Fetched::Ocsp(Vec::new()))));
    let third = need(&mut search);
    search.answer(
        third.id,
        Answer::url(OCSP, Ok(Fetched::Ocsp(b"garbage".to_vec()))),
    );
    let report = search.finish().expect("soft").report();
    assert_eq!(outcome(&report), ("valid", "unknown"));
    let mut why = why_nothing(&report);
    why.sort();
    assert_eq!(
        why,
        ["the answer is no CRL", "the answer is no OCSP response"]
    );
}

/// While one path waits, the search goes on: another path needs no answer.
#[test]
fn a_path_that_waits_does_not_hold_up_another_one() {
    let world = World::new();
    let root = &world.root;
    let twin = CertBuilder::intermediate("CA")
        .serial(&[10])
        .issuer(root)
        .sign();
    let leaf = CertBuilder::leaf("example.com")
        .serial(&[5])
        .issuer(&world.ca)
        .sign();
    let chain = crate::by_hand::ders(&[&leaf, &world.ca, &twin]);
    let world = world.fetching();
    let request = chainverify::Request::unnamed(&chain).at(crate::by_hand::now());
    let mut search = world.search(request);
    // The path over the CA that names a CRL waits; that over its twin has nothing to ask.
    while let Step::Need(need) = search.step() {
        assert_eq!(need.urls, [ROOT_CRL]);
    }
    assert_eq!(code(&search.finish()), "valid");
}

#[test]
fn a_revoked_intermediate_sends_the_search_on_to_a_path_without_it() {
    let world = World::new();
    let twin = CertBuilder::intermediate("CA")
        .serial(&[10])
        .issuer(&world.root)
        .sign();
    for order in [[&world.ca, &twin], [&twin, &world.ca]] {
        let chain = crate::by_hand::ders(&[&world.leaf, order[0], order[1]]);
        let crls = [
            parse(&revoking(&world.root, &[9]).sign()),
            parse(&empty(&world.ca).sign()),
        ];
        let request = chainverify::Request::unnamed(&chain).at(crate::by_hand::now());
        let path = world.verdict(request.crls(&crls)).expect("over the twin");
        let serials: Vec<_> = path
            .certs()
            .map(|cert| cert.serial_number().to_vec())
            .collect();
        assert_eq!(serials, [vec![5], vec![10]]);
        let words: Vec<_> = path.statuses().map(|check| word(check.status)).collect();
        assert_eq!(words, ["good", "good"]);
    }
}

#[test]
fn a_need_without_an_answer_waits() {
    let world = World::new().fetching();
    let mut search = world.search(world.request());
    let first = need(&mut search);
    search.answer(first.id, nothing());
    let second = need(&mut search);
    assert_eq!(search.step(), Step::Waiting);
    search.answer(second.id, nothing());
    assert_eq!(need(&mut search).wanted, Wanted::Ocsp);
}

#[test]
fn nothing_is_asked_for_a_path_of_which_the_leaf_is_revoked() {
    let world = World::new().fetching();
    let crls = [parse(&revoking(&world.ca, &[5]).sign())];
    let mut search = world.search(world.request().crls(&crls));
    assert_eq!(search.step(), Step::Done);
}
