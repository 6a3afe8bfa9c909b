//! Who signs CRLs for others (indirect CRLs, RFC 5280 §5.2.5): found in each order, whatever is
//! sent beside them, and believed only where their own status allows it.

use chainverify::policy::{Fetching, RevocationMode};
use chainverify::revocation::crl::Crl;
use chainverify::search::{Answer, Fetched, Step};
use chainverify::{Request, Search};
use chainverify_testdata::{
    CertBuilder, Criticality, CrlBuilder, CrlEntry, Extension, GeneralName, Issuer, Key, KeyUsage,
    Made, Name, der, oid,
};

use crate::by_hand::{RING, ders, now, report};
use crate::world::{Case, ROOT_CRL, check, empty, outcome, parse, word};

/// cRLDistributionPoints with a point for each of these issuers of indirect CRLs.
pub(crate) fn listed_by(issuers: &[&str]) -> Extension {
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
pub(crate) fn indirect(before: &[Vec<u8>]) -> Extension {
    let own = der::context_primitive(4, &[0xff]);
    let fields: Vec<_> = before.iter().cloned().chain([own]).collect();
    Extension::issuing_distribution_point(&fields)
}

/// The entry of an indirect CRL for a certificate of this issuer.
pub(crate) fn entry(issuer: &Made, serial: &[u8]) -> CrlEntry {
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
fn a_ca_is_not_good_by_the_word_of_a_signer_below_it() {
    let root = CertBuilder::ca("Root").sign();
    let ca = CertBuilder::intermediate("CA").issuer(&root).sign();
    let leaf = CertBuilder::leaf("example.com").issuer(&ca).sign();
    let below = crl_signer("Root", 8, &ca).key(Key::p256("below")).sign();
    let mut case = Case::new(&[&leaf, &ca, &below], &[&root]);
    case.crls.push(parse(&empty(&below).sign()));
    assert_eq!(word(check(&case.report(), 1).status), "unknown");
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
