//! Who may sign OCSP responses: the CA and whom it named, under each anchor, as far as their own
//! status allows it, and without costing more than it brings.

use chainverify::policy::RevocationMode;
use chainverify::report::Source;
use chainverify::revocation::crl::Crl;
use chainverify::search::{Answer, FetchProblem, Fetched, Need, Step};
use chainverify_testdata::{
    CertBuilder, Criticality, CrlBuilder, CrlEntry, Extension, GeneralName, Key, Made, OcspBuilder,
    OcspStatus, der, oid,
};

use crate::by_hand::report;
use crate::crl_signers::{entry, indirect, listed_by};
use crate::world::{
    CRL, Case, LATER, OCSP, ROOT_CRL, World, check, empty, outcome, parse, revoked, revoking,
    why_nothing, word,
};

const NOT_AUTHORIZED: &str =
    "it was signed neither by the CA nor by a responder that the CA authorized";

/// A responder of this CA.
pub(crate) fn responder(ca: &Made) -> CertBuilder {
    CertBuilder::leaf("responder")
        .no_names()
        .serial(&[7])
        .extension(Extension::extended_key_usage(&[oid::OCSP_SIGNING]))
        .issuer(ca)
}

/// That its status need not be known.
pub(crate) fn no_check() -> Extension {
    let id_pkix_ocsp_nocheck = "1.3.6.1.5.5.7.48.1.5";
    Extension::raw(id_pkix_ocsp_nocheck, Criticality::NonCritical, &der::null())
}

/// What this responder says of the leaf of "CA".
pub(crate) fn by(responder: &Made, ca: &Made, status: &OcspStatus) -> OcspBuilder {
    OcspBuilder::new(responder)
        .single(ca, &[5], status, LATER)
        .cert(&responder.der)
}

#[test]
fn a_responder_that_the_ca_named_may_sign() {
    let world = World::new();
    let signer = responder(&world.ca).extension(no_check()).sign();
    let says = || by(&signer, &world.ca, &revoked());
    for response in [says(), says().by_key()] {
        let report = world.by_ocsp(&[response.sign()]);
        assert_eq!(outcome(&report), ("revoked", "revoked"), "{report:?}");
        // It is no part of the chain, and listed for its own path.
        let sources = report.certificates.iter().map(|one| &one.source);
        assert_eq!(
            sources.filter(|one| **one == Source::OcspResponse).count(),
            1
        );
        assert_eq!(report.certificates.len(), 4);
    }
}

#[test]
fn a_responder_that_the_ca_did_not_name_may_not_sign() {
    let world = World::new();
    let stranger = CertBuilder::intermediate("CA")
        .key(Key::p256("stranger"))
        .sign();
    let sibling = CertBuilder::intermediate("Sibling")
        .issuer(&world.root)
        .sign();
    let responder = || responder(&world.ca).extension(no_check());
    let purpose = |purpose: &str| Extension::extended_key_usage(&[purpose]);
    for (what, signer) in [
        (
            "without the extended key usage",
            responder().extension(purpose(oid::SERVER_AUTH)),
        ),
        (
            "without any extended key usage",
            responder().without(oid::EXTENDED_KEY_USAGE),
        ),
        (
            "with anyExtendedKeyUsage alone",
            responder().extension(purpose(oid::ANY_EXTENDED_KEY_USAGE)),
        ),
        (
            "expired",
            responder().validity("2026-01-01T00:00:00Z", "2026-05-31T00:00:00Z"),
        ),
        ("of a CA by the same name", responder().issuer(&stranger)),
        (
            "of another CA of the same root",
            responder().issuer(&sibling),
        ),
        (
            "of the root, two steps above",
            responder().issuer(&world.root),
        ),
    ] {
        let says = by(&signer.sign(), &world.ca, &revoked());
        let report = world.by_ocsp(&[says.sign()]);
        assert_eq!(outcome(&report), ("valid", "unknown"), "{what}");
        assert_eq!(why_nothing(&report), [NOT_AUTHORIZED], "{what}");
    }
    // The leaf's own key is none of a responder either.
    let own = by(&world.leaf, &world.ca, &OcspStatus::Good);
    let report = world.by_ocsp(&[own.sign()]);
    assert_eq!(outcome(&report), ("valid", "unknown"));
}

#[test]
fn a_responder_without_nocheck_may_itself_be_revoked() {
    let world = World::new();
    let signer = responder(&world.ca).sign();
    let response = by(&signer, &world.ca, &revoked()).sign();
    let verdict = |crl: Vec<u8>| {
        let crls = [parse(&crl)];
        let responses = [response.as_slice()];
        let request = world.request().ocsp_responses(responses).crls(&crls);
        outcome(&world.report(request)).0
    };
    assert_eq!(verdict(empty(&world.ca).sign()), "revoked");
    let revoked = empty(&world.ca).entry(&CrlEntry::new(&[7])).sign();
    assert_eq!(verdict(revoked), "valid");
}

#[test]
fn a_leaf_that_a_responder_says_is_revoked_is_so_under_each_of_two_anchors() {
    let root = CertBuilder::ca("Root").serial(&[1]).sign();
    let reissued = CertBuilder::ca("Root").serial(&[2]).sign();
    let ca = CertBuilder::intermediate("CA").issuer(&root).sign();
    let leaf = CertBuilder::leaf("example.com").serial(&[5]).issuer(&ca);
    let leaf = leaf.sign();
    let responder = responder(&ca).extension(no_check()).sign();
    let says = by(&responder, &ca, &revoked()).sign();
    for roots in [&[&root][..], &[&reissued], &[&root, &reissued]] {
        let mut case = Case::new(&[&leaf, &ca], roots);
        case.responses.push(says.clone());
        assert_eq!(
            outcome(&case.report()),
            ("revoked", "revoked"),
            "{}",
            roots.len()
        );
    }
}

#[test]
fn a_leaf_that_a_responder_says_is_revoked_is_so_under_a_cross_signed_ca() {
    let root = CertBuilder::ca("Root").sign();
    let other = CertBuilder::ca("Other Root").sign();
    let ca = CertBuilder::intermediate("CA").issuer(&root).sign();
    let cross = CertBuilder::intermediate("CA").issuer(&other).sign();
    let leaf = CertBuilder::leaf("example.com").serial(&[5]).issuer(&ca);
    let leaf = leaf.sign();
    let responder = responder(&ca).extension(no_check()).sign();
    let mut case = Case::new(&[&leaf, &ca, &cross], &[&root, &other]);
    case.responses.push(by(&responder, &ca, &revoked()).sign());
    assert_eq!(outcome(&case.report()), ("revoked", "revoked"));
}

#[test]
fn the_status_of_a_revoked_ca_is_said_where_the_leafs_needs_a_responder() {
    let world = World::new();
    let responder = responder(&world.ca).extension(no_check()).sign();
    let says = by(&responder, &world.ca, &OcspStatus::Good).sign();
    let crls = [parse(&revoking(&world.root, &[9]).sign())];
    let responses = [says.as_slice()];
    let report = world.report(world.request().crls(&crls).ocsp_responses(responses));
    assert_eq!(outcome(&report).0, "revoked");
    assert_eq!(word(check(&report, 1).status), "revoked");
}

#[test]
fn a_responder_that_an_answer_revokes_does_not_count_any_more() {
    let world = World::new().fetching();
    let responder = responder(&world.ca).extension(listed_by(&["Root"])).sign();
    let says = by(&responder, &world.ca, &OcspStatus::Good).sign();
    let crl = CrlBuilder::new(&world.root).extension(indirect(&[]));
    let crl = parse(&crl.entry(&entry(&world.ca, &[7])).sign());
    let answer = |need: &Need| match need.urls[0].as_str() {
        ROOT_CRL => Answer::url(ROOT_CRL, Ok(Fetched::Crl(crl.clone()))),
        url => Answer::url(url, Err(FetchProblem::TimedOut)),
    };
    let run = |given: &[Crl]| {
        let request = world.request().ocsp_responses([says.as_slice()]);
        let mut search = world.search(request.crls(given));
        while let Step::Need(need) = search.step() {
            search.answer(need.id, answer(&need));
        }
        word(check(&report(search.finish()), 0).status)
    };
    assert_eq!(run(core::slice::from_ref(&crl)), "unknown", "given");
    assert_eq!(run(&[]), "unknown", "fetched");
}

#[test]
fn the_leaf_of_a_server_is_not_excused_by_nocheck() {
    let world = World::of(|leaf| {
        leaf.extension(Extension::extended_key_usage(&[
            oid::SERVER_AUTH,
            oid::OCSP_SIGNING,
        ]))
        .extension(no_check())
    });
    let world = world.mode(RevocationMode::Hard);
    let report = world.by_crls(&[empty(&world.root).sign()]);
    assert_eq!(outcome(&report), ("revocation_not_checked", "no source"));
}

#[test]
fn what_a_path_costs_does_not_grow_with_those_who_sign_statuses() {
    let root = CertBuilder::ca("Root").sign();
    let names: Vec<_> = (0..500)
        .map(|n| GeneralName::dns(&format!("n{n}.example.com")))
        .collect();
    let permitted = [GeneralName::dns("example.com")];
    let ca = CertBuilder::intermediate("CA")
        .extension(Extension::name_constraints(&permitted, &[]))
        .issuer(&root)
        .sign();
    let leaf = CertBuilder::leaf("example.com").serial(&[5]).issuer(&ca);
    let leaf = names.into_iter().fold(leaf, CertBuilder::name).sign();
    let responder = responder(&ca).extension(no_check()).sign();
    let run = |leaf: &Made, work: u32, responses: &[Vec<u8>]| {
        let mut case = Case::new(&[leaf, &ca], &[&root]);
        case.policy.limits.work_per_octet = 0;
        case.policy.limits.work = work;
        case.responses = responses.to_vec();
        outcome(&case.report())
    };
    let least = |leaf: &Made| {
        let mut enough = (0..1 << 18).step_by(64);
        enough
            .find(|work| run(leaf, *work, &[]).0 == "valid")
            .unwrap()
    };
    // As dear as the path of the responder, which has no names.
    let plain = CertBuilder::leaf("example.com").issuer(&ca).sign();
    let (own, plain) = (least(&leaf), least(&plain));
    let says = by(&responder, &ca, &OcspStatus::Good).sign();
    // The response itself is looked at for each certificate of both paths, and once more.
    let more = 2 * plain + 6 * u32::try_from(says.len()).unwrap();
    assert!(own > 2 * more, "{own}, {more}");
    assert_eq!(run(&leaf, own + more, &[says]), ("valid", "good"));
}

#[test]
fn a_leaf_does_not_say_of_itself_that_it_is_good() {
    let both = Extension::extended_key_usage(&[oid::SERVER_AUTH, oid::OCSP_SIGNING]);
    let world = World::of(|leaf| leaf.extension(both));
    let says = by(&world.leaf, &world.ca, &OcspStatus::Good).sign();
    assert_eq!(outcome(&world.by_ocsp(&[says])), ("valid", "unknown"));
}

#[test]
fn a_hard_policy_asks_for_the_status_of_a_responder() {
    let world = World::of(|leaf| leaf.extension(Extension::ocsp_responder(OCSP)));
    let world = world.fetching().mode(RevocationMode::Hard);
    let responder = responder(&world.ca);
    let responder = responder.extension(Extension::crl_distribution_point(CRL));
    let says = by(&responder.sign(), &world.ca, &OcspStatus::Good).sign();
    let mut search = world.search(world.request());
    while let Step::Need(need) = search.step() {
        let answer = match need.urls[0].as_str() {
            ROOT_CRL => Fetched::Crl(parse(&empty(&world.root).sign())),
            CRL => Fetched::Crl(parse(&empty(&world.ca).sign())),
            _ => Fetched::Ocsp(says.clone()),
        };
        search.answer(need.id, Answer::url(&*need.urls[0], Ok(answer)));
    }
    assert_eq!(outcome(&report(search.finish())), ("valid", "good"));
}
