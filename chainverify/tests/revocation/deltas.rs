//! Delta CRLs (RFC 5280 §5.2.4): which of them count, and when they are asked for.

use chainverify::Search;
use chainverify::policy::RevocationMode;
use chainverify::search::{Answer, FetchProblem, Fetched, Need, Step, Wanted};
use chainverify_testdata::{CertBuilder, CrlBuilder, CrlEntry, Extension, Key, Made, OcspStatus};

use crate::by_hand::report;
use crate::world::{
    CRL, OCSP, ROOT_CRL, World, empty, outcome, parse, response, revoking, why_nothing,
};
const DELTA: &str = "http://ca.test/delta.crl";
const KEY_COMPROMISE: u8 = 1;
const HOLD: u8 = 6;
const REMOVE_FROM_CRL: u8 = 8;

/// The leaf on the list of the CA, or on none.
fn listed(ca: &Made, reason: Option<u8>) -> CrlBuilder {
    let list = empty(ca);
    match reason {
        Some(reason) => list.entry(&CrlEntry::new(&[5]).reason(reason)),
        None => list,
    }
}

/// A delta to list 1 with the leaf on it.
fn delta(ca: &Made, number: u64, reason: u8) -> Vec<u8> {
    listed(ca, Some(reason))
        .extension(Extension::crl_number(number))
        .extension(Extension::delta_crl_indicator(1))
        .sign()
}

/// The CA's list names where its deltas are.
fn naming(list: CrlBuilder) -> Vec<u8> {
    list.extension(Extension::freshest_crl(DELTA)).sign()
}

/// The leaf names them.
fn named_by_leaf() -> World {
    World::of(|leaf| {
        leaf.extension(Extension::crl_distribution_point(CRL))
            .extension(Extension::freshest_crl(DELTA))
    })
}

/// Answers with these lists, and with what there is at the place of the deltas; what was asked of the
/// leaf's CA, in order.
fn drive(
    search: &mut Search<'_>,
    (root, list): (&[u8], &[u8]),
    delta: &Result<Vec<u8>, FetchProblem>,
) -> Vec<String> {
    let mut asked = Vec::new();
    let answer = |need: &Need| {
        let url = need.urls[0].clone();
        let is_delta = url == DELTA;
        assert_eq!(need.wanted == Wanted::DeltaCrl, is_delta, "{url}");
        let outcome = match &*url {
            ROOT_CRL => Ok(root.to_vec()),
            CRL => Ok(list.to_vec()),
            DELTA => delta.clone(),
            other => panic!("{other} was asked"),
        };
        let fetched = outcome.map(|der| Fetched::Crl(parse(&der)));
        (Answer::url(&*url, fetched), url)
    };
    while let Step::Need(need) = search.step() {
        let (answer, url) = answer(&need);
        search.answer(need.id, answer);
        if url != ROOT_CRL {
            asked.push(url);
        }
    }
    assert_eq!(search.step(), Step::Done);
    asked
}

#[test]
fn a_delta_is_asked_for_where_a_list_or_the_certificate_names_one() {
    for (world, name) in [
        (World::new(), true),
        (named_by_leaf(), false),
        // In both, the same place is asked once.
        (named_by_leaf(), true),
    ] {
        let world = world.fetching();
        for (on_list, on_delta, expected) in [
            (None, KEY_COMPROMISE, ("revoked", "revoked")),
            (Some(HOLD), REMOVE_FROM_CRL, ("valid", "good")),
            (Some(HOLD), KEY_COMPROMISE, ("revoked", "revoked")),
        ] {
            let list = listed(&world.ca, on_list);
            let list = if name { naming(list) } else { list.sign() };
            let root = empty(&world.root).sign();
            let mut search = world.search(world.request());
            let delta = Ok(delta(&world.ca, 2, on_delta));
            let asked = drive(&mut search, (&root, &list), &delta);
            assert_eq!(asked, [CRL, DELTA]);
            let report = report(search.finish());
            assert_eq!(outcome(&report), expected, "{on_list:?} {on_delta}");
        }
    }
}

/// RFC 5280 §6.3.3: without deltas, a complete CRL in its time is enough.
#[test]
fn without_the_delta_the_list_counts() {
    for mode in [RevocationMode::Soft, RevocationMode::Hard] {
        for (on_list, expected) in [
            (None, ("valid", "good")),
            (Some(HOLD), ("revoked", "revoked")),
        ] {
            let world = World::new().fetching().mode(mode);
            let list = naming(listed(&world.ca, on_list));
            let root = empty(&world.root).sign();
            let mut search = world.search(world.request());
            let nothing = Err(FetchProblem::http_status(404));
            let asked = drive(&mut search, (&root, &list), &nothing);
            assert_eq!(asked, [CRL, DELTA]);
            let report = report(search.finish());
            assert_eq!(outcome(&report), expected);
            assert_eq!(why_nothing(&report), ["the server answered 404"]);
        }
    }
}

#[test]
fn a_delta_is_not_asked_for_where_it_could_change_nothing() {
    let world = World::new().fetching();
    let root = empty(&world.root).sign();
    let none = Err(FetchProblem::TimedOut);
    // Revoked for good.
    let list = naming(revoking(&world.ca, &[5]));
    let mut search = world.search(world.request());
    assert_eq!(drive(&mut search, (&root, &list), &none), [CRL]);
    // Given with its list.
    let list = naming(empty(&world.ca));
    let given = [
        parse(&root),
        parse(&list),
        parse(&delta(&world.ca, 2, KEY_COMPROMISE)),
    ];
    let mut search = world.search(world.request().crls(&given));
    assert_eq!(search.step(), Step::Done);
    assert_eq!(outcome(&report(search.finish())), ("revoked", "revoked"));
    // A responder says good, too.
    let good = response(&world, &OcspStatus::Good).sign();
    let request = world.request().crls(&given[..2]).staple(Some(&good));
    assert_eq!(world.search(request).step(), Step::Done);
    // Nothing may be asked.
    let quiet = World::new();
    let list = naming(empty(&quiet.ca));
    let given = [parse(&empty(&quiet.root).sign()), parse(&list)];
    let mut search = quiet.search(quiet.request().crls(&given));
    assert_eq!(search.step(), Step::Done);
    assert_eq!(outcome(&report(search.finish())), ("valid", "good"));
}

/// Who signs a list with a key of his own names no places to ask, and no delta makes asking needless.
#[test]
fn what_nobody_vouches_for_does_not_count_about_deltas() {
    let world = named_by_leaf().fetching();
    let root = empty(&world.root).sign();
    let key = Key::p256("stranger");
    let stranger = CertBuilder::intermediate("CA").key(key).issuer(&world.root);
    let stranger = stranger.sign();
    let none = Err(FetchProblem::TimedOut);
    let mut search = world.search(world.request());
    let forged = naming(empty(&stranger));
    assert_eq!(drive(&mut search, (&root, &forged), &none), [CRL]);
    assert_eq!(outcome(&report(search.finish())), ("valid", "unknown"));
    // Beside a good list.
    let given = [
        parse(&root),
        parse(&empty(&world.ca).sign()),
        parse(&delta(&stranger, 2, KEY_COMPROMISE)),
    ];
    let mut search = world.search(world.request().crls(&given));
    assert_eq!(drive(&mut search, (&root, &root), &none), [DELTA]);
    assert_eq!(outcome(&report(search.finish())), ("valid", "good"));
}

/// A delta that is none, or names further ones, is no way to make it ask without end.
#[test]
fn deltas_do_not_lead_to_further_deltas() {
    let world = World::new().fetching();
    let list = naming(empty(&world.ca));
    let root = empty(&world.root).sign();
    let further = empty(&world.ca)
        .extension(Extension::crl_number(2))
        .extension(Extension::delta_crl_indicator(1))
        .extension(Extension::freshest_crl(OCSP));
    for delta in [further.sign(), list.clone()] {
        let mut search = world.search(world.request());
        let asked = drive(&mut search, (&root, &list), &Ok(delta));
        assert_eq!(asked, [CRL, DELTA]);
        assert_eq!(outcome(&report(search.finish())), ("valid", "good"));
    }
}

/// RFC 5280 §5.3.1: a delta takes from the list who was on hold, and nobody else who is valid.
#[test]
fn a_delta_takes_only_a_hold_from_the_list() {
    let world = World::new();
    let lifts = delta(&world.ca, 2, REMOVE_FROM_CRL);
    for (reason, expected) in [
        (HOLD, ("valid", "good")),
        (KEY_COMPROMISE, ("revoked", "revoked")),
    ] {
        let list = listed(&world.ca, Some(reason)).sign();
        let crls = [list, lifts.clone()];
        assert_eq!(outcome(&world.by_crls(&crls)), expected, "{reason}");
    }
}

#[test]
fn of_several_deltas_the_one_with_the_highest_number_counts() {
    let world = World::new();
    let list = listed(&world.ca, Some(HOLD)).sign();
    let lifts = delta(&world.ca, 2, REMOVE_FROM_CRL);
    let revokes = delta(&world.ca, 3, KEY_COMPROMISE);
    for crls in [
        [list.clone(), lifts.clone(), revokes.clone()],
        [list, revokes, lifts],
    ] {
        assert_eq!(outcome(&world.by_crls(&crls)), ("revoked", "revoked"));
    }
}
