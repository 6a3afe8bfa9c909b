//! Who is believed: signers of CRLs and OCSP responses, under each anchor and in each order, whatever is
//! sent beside them; what the report says then; and that none of it costs more than it brings.

use chainverify::policy::{Fetching, RevocationMode, RevocationScope, RevocationSource};
use chainverify::revocation::blocklist::{Blocked, Blocklist};
use chainverify::revocation::crl::Crl;
use chainverify::search::{Answer, FetchProblem, Fetched, Need, Step};
use chainverify::{Policy, Report, Request, Search, TrustStore};
use chainverify_testdata::{
    CertBuilder, Criticality, CrlBuilder, CrlEntry, Extension, GeneralName, Issuer, Key, KeyUsage,
    Made, Name, OcspBuilder, OcspStatus, der, oid,
};

use crate::by_hand::{Der, RING, ders, now, report, store};
use crate::world::{
    CRL, LATER, OCSP, ROOT_CRL, World, check, empty, outcome, parse, response, revoked, revoking,
    word,
};

const NO_CHECK: &str = "1.3.6.1.5.5.7.48.1.5";
const OCSP_SIGNING: &str = "1.3.6.1.5.5.7.3.9";

/// A responder of this CA.
fn responder(ca: &Made) -> CertBuilder {
    CertBuilder::leaf("responder")
        .no_names()
        .serial(&[7])
        .extension(Extension::extended_key_usage(&[OCSP_SIGNING]))
        .issuer(ca)
}

/// That its status need not be known.
fn no_check() -> Extension {
    Extension::raw(NO_CHECK, Criticality::NonCritical, &der::null())
}

/// What this responder says of the leaf of "CA".
fn by(responder: &Made, ca: &Made, status: &OcspStatus) -> Vec<u8> {
    let response = OcspBuilder::new(responder).single(ca, &[5], status, LATER);
    response.cert(&responder.der).sign()
}

/// cRLDistributionPoints with a point for each of these issuers of indirect CRLs.
fn listed_by(issuers: &[&str]) -> Extension {
    let points = issuers.iter().map(|issuer| {
        let name = GeneralName::Directory(Name::common(issuer)).der();
        der::sequence([der::context(2, &name)])
    });
    let value = der::sequence(points);
    Extension::raw(
        oid::CRL_DISTRIBUTION_POINTS,
        Criticality::NonCritical,
        &value,
    )
}

/// issuingDistributionPoint of an indirect CRL, with these fields before.
fn indirect(before: &[Vec<u8>]) -> Extension {
    let own = der::context_primitive(4, &[0xff]);
    let fields: Vec<_> = before.iter().cloned().chain([own]).collect();
    Extension::issuing_distribution_point(&fields)
}

/// The entry of an indirect CRL for a certificate of this issuer.
fn entry(issuer: &Made, serial: &[u8]) -> CrlEntry {
    let issuer = GeneralName::Directory(issuer.subject.clone());
    CrlEntry::new(serial)
        .reason(1)
        .certificate_issuer(&[issuer])
}

/// Somebody who signs CRLs and nothing else.
fn crl_signer(name: &str, serial: u8, issuer: &Made) -> CertBuilder {
    CertBuilder::leaf(name)
        .no_names()
        .serial(&[serial])
        .extension(Extension::key_usage(&[KeyUsage::CrlSign]))
        .issuer(issuer)
}

/// What comes of these certificates and sources.
struct Case {
    chain: Vec<Der>,
    candidates: Vec<Der>,
    store: TrustStore,
    policy: Policy,
    crls: Vec<Crl>,
    responses: Vec<Vec<u8>>,
}

impl Case {
    fn new(chain: &[&Made], roots: &[&Made]) -> Self {
        Self {
            chain: ders(chain),
            candidates: Vec::new(),
            store: store(roots),
            policy: Policy::web_server(),
            crls: Vec::new(),
            responses: Vec::new(),
        }
    }

    fn report(&self) -> Report {
        let responses = self.responses.iter().map(Vec::as_slice);
        let request = Request::unnamed(&self.chain)
            .at(now())
            .candidates(&self.candidates)
            .crls(&self.crls)
            .ocsp_responses(responses);
        report(Search::new(request, &self.store, &self.policy, &RING).finish())
    }
}

#[test]
fn a_leaf_that_a_responder_says_is_revoked_is_so_under_each_of_two_anchors() {
    let root = CertBuilder::ca("Root").serial(&[1]).sign();
    let reissued = CertBuilder::ca("Root").serial(&[2]).sign();
    let ca = CertBuilder::intermediate("CA").issuer(&root).sign();
    let leaf = CertBuilder::leaf("example.com").serial(&[5]).issuer(&ca);
    let leaf = leaf.sign();
    let responder = responder(&ca).extension(no_check()).sign();
    let says = by(&responder, &ca, &revoked());
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
    case.responses.push(by(&responder, &ca, &revoked()));
    assert_eq!(outcome(&case.report()), ("revoked", "revoked"));
}

#[test]
fn the_status_of_a_revoked_ca_is_said_where_the_leafs_needs_a_responder() {
    let world = World::new();
    let responder = responder(&world.ca).extension(no_check()).sign();
    let says = by(&responder, &world.ca, &OcspStatus::Good);
    let crls = [parse(&revoking(&world.root, &[9]).sign())];
    let responses = [says.as_slice()];
    let report = world.report(world.request().crls(&crls).ocsp_responses(responses));
    assert_eq!(outcome(&report).0, "revoked");
    assert_eq!(word(check(&report, 1).status), "revoked");
}

/// A leaf that "Signer" lists in an indirect CRL as revoked.
fn listed(sent: &[&Made], signer_issuer: Option<&Made>) -> (Case, Made) {
    let root = CertBuilder::ca("Root").sign();
    let ca = CertBuilder::intermediate("CA").issuer(&root).sign();
    let leaf = CertBuilder::leaf("example.com").serial(&[5]).issuer(&ca);
    let leaf = leaf.extension(listed_by(&["Signer"])).sign();
    let signer = crl_signer("Signer", 8, signer_issuer.unwrap_or(&root)).sign();
    let crl = CrlBuilder::new(&signer).extension(indirect(&[]));
    let crl = crl.entry(&entry(&ca, &[5])).sign();
    let chain: Vec<_> = [&leaf, &ca]
        .into_iter()
        .chain(sent.iter().copied())
        .collect();
    let mut case = Case::new(&chain, &[&root]);
    case.crls.push(parse(&crl));
    case.candidates = ders(&[&signer]);
    (case, signer)
}

#[test]
fn certificates_with_the_name_of_a_crls_issuer_do_not_hide_it() {
    let (case, _) = listed(&[], None);
    assert_eq!(outcome(&case.report()), ("revoked", "revoked"));
    let fakes = (0..8).map(|number| {
        let key = Key::p256(&format!("fake {number}"));
        CertBuilder::ca("Signer")
            .key(key)
            .serial(&[number + 1])
            .sign()
    });
    let fakes: Vec<_> = fakes.collect();
    let (case, _) = listed(&fakes.iter().collect::<Vec<_>>(), None);
    let report = case.report();
    assert!(
        !report.is_valid(),
        "{:?}: {}",
        outcome(&report),
        report.text()
    );
}

#[test]
fn a_limit_that_ends_the_search_for_a_signer_makes_no_leaf_valid() {
    let root = CertBuilder::ca("Root").sign();
    let sub = CertBuilder::ca("Sub").issuer(&root).sign();
    let (mut case, signer) = listed(&[], Some(&sub));
    case.candidates = ders(&[&sub, &signer]);
    assert_eq!(outcome(&case.report()), ("revoked", "revoked"));
    let fakes = (0..100_u8).map(|number| {
        let key = Key::p256(&format!("fake {number}"));
        let name = root.subject.clone();
        CertBuilder::ca("Sub")
            .key(key.clone())
            .serial(&[1, number])
            .extension(Extension::subject_key_identifier(&sub.key.id()))
            .validity("2026-01-01T00:00:00Z", "2029-01-01T00:00:00Z")
            .issuer(Issuer { name, key })
            .sign()
    });
    let fakes: Vec<_> = fakes.collect();
    let (mut case, signer) = listed(&fakes.iter().collect::<Vec<_>>(), Some(&sub));
    case.candidates = ders(&[&sub, &signer]);
    let report = case.report();
    assert!(
        !report.is_valid(),
        "{:?}: {:?}",
        outcome(&report),
        report.limits
    );
}

#[test]
fn the_order_of_crls_by_signers_that_list_each_other_does_not_matter() {
    let root = CertBuilder::ca("Root").sign();
    let ca = CertBuilder::intermediate("CA").issuer(&root).sign();
    let leaf = CertBuilder::leaf("example.com").serial(&[5]).issuer(&ca);
    let leaf = leaf.extension(listed_by(&["S1", "S4"])).sign();
    let signer = |number: u8| {
        let own = crl_signer(&format!("S{number}"), 0x20 + number, &root);
        match number {
            4 => own.sign(),
            _ => own
                .extension(listed_by(&[&format!("S{}", number + 1)]))
                .sign(),
        }
    };
    let signers: Vec<_> = (1..=4).map(signer).collect();
    let crls = signers.iter().map(|signer| {
        let crl = CrlBuilder::new(signer).extension(indirect(&[]));
        let is_last = signer.subject == Name::common("S4");
        let crl = if is_last {
            crl.entry(&entry(&ca, &[5]))
        } else {
            crl
        };
        parse(&crl.sign())
    });
    let mut crls: Vec<_> = crls.collect();
    for order in ["as they list each other", "the other way round"] {
        let mut case = Case::new(&[&leaf, &ca], &[&root]);
        case.candidates = ders(&signers.iter().collect::<Vec<_>>());
        case.crls.clone_from(&crls);
        assert_eq!(outcome(&case.report()), ("revoked", "revoked"), "{order}");
        crls.reverse();
    }
}

#[test]
fn the_order_of_crls_by_two_signers_of_which_one_revokes_the_other_does_not_matter() {
    let root = CertBuilder::ca("Root").sign();
    let ca = CertBuilder::intermediate("CA").issuer(&root).sign();
    let leaf = CertBuilder::leaf("example.com").serial(&[5]).issuer(&ca);
    let leaf = leaf.extension(listed_by(&["A", "B"])).sign();
    let a = crl_signer("A", 0x21, &root)
        .extension(listed_by(&["B"]))
        .sign();
    let b = crl_signer("B", 0x22, &root)
        .extension(listed_by(&["A"]))
        .sign();
    // keyCompromise alone: it takes both to say of the leaf that it is good.
    let some_reasons = der::tlv(0x83, &[6, 0x40]);
    let by_a = CrlBuilder::new(&a).extension(indirect(&[some_reasons]));
    let by_a = parse(&by_a.entry(&entry(&root, &[0x22])).sign());
    let by_b = parse(&CrlBuilder::new(&b).extension(indirect(&[])).sign());
    let outcomes = [[&by_a, &by_b], [&by_b, &by_a]].map(|crls| {
        let mut case = Case::new(&[&leaf, &ca], &[&root]);
        case.candidates = ders(&[&a, &b]);
        case.crls = crls.map(Crl::clone).to_vec();
        outcome(&case.report())
    });
    assert_eq!(outcomes, [("valid", "unknown"), ("valid", "unknown")]);
}

#[test]
fn a_responder_that_an_answer_revokes_does_not_count_any_more() {
    let world = World::new().fetching();
    let responder = responder(&world.ca).extension(listed_by(&["Root"])).sign();
    let says = by(&responder, &world.ca, &OcspStatus::Good);
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
fn of_two_answers_of_the_same_time_the_one_that_revokes_counts() {
    let world = World::new();
    for both in [[OcspStatus::Good, revoked()], [revoked(), OcspStatus::Good]] {
        let response = OcspBuilder::new(&world.ca);
        let response = both.iter().fold(response, |response, status| {
            response.single(&world.ca, &[5], status, LATER)
        });
        let report = world.by_ocsp(&[response.sign()]);
        assert_eq!(outcome(&report), ("revoked", "revoked"));
    }
}

#[test]
fn the_leaf_of_a_server_is_not_excused_by_nocheck() {
    let world = World::of(|leaf| {
        leaf.extension(Extension::extended_key_usage(&[
            oid::SERVER_AUTH,
            OCSP_SIGNING,
        ]))
        .extension(no_check())
    });
    let world = world.mode(RevocationMode::Hard);
    let report = world.by_crls(&[empty(&world.root).sign()]);
    assert_eq!(outcome(&report), ("revocation_not_checked", "no source"));
}

#[test]
fn nothing_is_asked_for_a_path_of_which_the_leaf_is_revoked() {
    let world = World::new().fetching();
    let crls = [parse(&revoking(&world.ca, &[5]).sign())];
    let mut search = world.search(world.request().crls(&crls));
    assert_eq!(search.step(), Step::Done);
}

#[test]
fn a_demanded_staple_is_seen_where_ocsp_does_not_count_otherwise() {
    let feature = der::sequence([der::integer(5)]);
    let feature = Extension::raw("1.3.6.1.5.5.7.1.24", Criticality::NonCritical, &feature);
    let mut world = World::of(|leaf| leaf.extension(feature));
    world.policy.revocation.sources = &[RevocationSource::Crl];
    let staple = response(&world, &OcspStatus::Good).sign();
    let report = world.report(world.request().staple(Some(&staple)));
    assert_eq!(outcome(&report).0, "valid");
}

#[test]
fn a_blocklist_counts_for_intermediates_whatever_the_scope_of_revocation() {
    let issuer = CertBuilder::ca("Root").sign().subject.der();
    let list: Blocklist = [Blocked::certificate(&issuer, &[9]).expect("a name")]
        .into_iter()
        .collect();
    let mut world = World::new();
    world.policy.revocation.scope = RevocationScope::Leaf;
    let report = world.report(world.request().blocklist(&list));
    assert_eq!(outcome(&report).0, "blocklisted");
    let world = World::new().mode(RevocationMode::Off);
    let report = world.report(world.request().blocklist(&list));
    assert_eq!(outcome(&report).0, "blocklisted");
}

#[test]
fn a_response_that_cannot_be_read_is_said_to_be_so() {
    let world = World::new();
    let report = world.by_ocsp(&[b"garbage".to_vec()]);
    assert_eq!(check(&report, 0).sources.len(), 1);
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
    let says = by(&responder, &ca, &OcspStatus::Good);
    // The response itself is looked at for each certificate of both paths, and once more.
    let more = 2 * plain + 6 * u32::try_from(says.len()).unwrap();
    assert!(own > 2 * more, "{own}, {more}");
    assert_eq!(run(&leaf, own + more, &[says]), ("valid", "good"));
}

#[test]
fn a_leaf_does_not_say_of_itself_that_it_is_good() {
    let both = Extension::extended_key_usage(&[oid::SERVER_AUTH, OCSP_SIGNING]);
    let world = World::of(|leaf| leaf.extension(both));
    let says = by(&world.leaf, &world.ca, &OcspStatus::Good);
    assert_eq!(outcome(&world.by_ocsp(&[says])), ("valid", "unknown"));
}

#[test]
fn a_ca_is_not_good_by_the_word_of_a_signer_below_it() {
    let root = CertBuilder::ca("Root").sign();
    let ca = CertBuilder::intermediate("CA").issuer(&root).sign();
    let leaf = CertBuilder::leaf("example.com").issuer(&ca).sign();
    let below = crl_signer("Root", 8, &ca).key(Key::p256("below")).sign();
    let mut case = Case::new(&[&leaf, &ca, &below], &[&root]);
    case.crls.push(parse(&empty(&below).sign()));
    assert_eq!(word(check(&case.report(), 1).status), "unknown");
}

#[test]
fn a_staple_with_a_nonce_of_its_own_counts() {
    let world = World::new();
    let nonce = der::octet_string(&[8; 32]);
    let nonce = Extension::raw("1.3.6.1.5.5.7.48.1.2", Criticality::NonCritical, &nonce);
    let staple = response(&world, &OcspStatus::Good).extension(nonce).sign();
    let request = world.request().ocsp_nonce([7; 32]).staple(Some(&staple));
    assert_eq!(outcome(&world.report(request)), ("valid", "good"));
}

#[test]
fn a_hard_policy_asks_for_the_status_of_a_responder() {
    let world = World::of(|leaf| leaf.extension(Extension::ocsp_responder(OCSP)));
    let world = world.fetching().mode(RevocationMode::Hard);
    let responder = responder(&world.ca);
    let responder = responder.extension(Extension::crl_distribution_point(CRL));
    let says = by(&responder.sign(), &world.ca, &OcspStatus::Good);
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

/// The CA of the signer is not on the path of the leaf, so that nobody else wants its status.
#[test]
fn the_status_of_a_ca_above_a_signer_is_asked_for_where_it_decides() {
    for mode in [RevocationMode::Soft, RevocationMode::Hard] {
        let root = CertBuilder::ca("Root").sign();
        let sub = CertBuilder::ca("Sub")
            .serial(&[3])
            .extension(Extension::crl_distribution_point(ROOT_CRL))
            .issuer(&root)
            .sign();
        let (mut case, _) = listed(&[&sub], Some(&sub));
        case.policy.revocation.fetch = Fetching::On;
        case.policy.revocation.mode = mode;
        let request = Request::unnamed(&case.chain)
            .at(now())
            .candidates(&case.candidates)
            .crls(&case.crls);
        let mut search = Search::new(request, &case.store, &case.policy, &RING);
        while let Step::Need(need) = search.step() {
            let crl = Fetched::Crl(parse(&empty(&root).sign()));
            search.answer(need.id, Answer::url(&*need.urls[0], Ok(crl)));
        }
        let report = report(search.finish());
        let expected = match mode {
            // Nobody knows the status of the signer itself.
            RevocationMode::Hard => ("revocation_unknown", "unknown"),
            _ => ("revoked", "revoked"),
        };
        assert_eq!(outcome(&report), expected);
    }
}
