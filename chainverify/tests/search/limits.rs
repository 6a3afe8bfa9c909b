//! Each limit ends the search, is named beside the verdict, and lets through what it allows.

use chainverify::{Exploration, Limit, Policy, Switch};
use chainverify_testdata::{CertBuilder, Extension, GeneralName, Key, Made};

use crate::by_hand::{Setting, certs, leaf_with_urls, need, trio, word};

/// The word of the verdict, and the limit that ended the search.
fn outcome(setting: &Setting) -> (&'static str, Option<Limit>) {
    let verdict = setting.verdict();
    let stopped = match &verdict {
        Ok(path) => path.stopped(),
        Err(failure) => failure.stopped(),
    };
    (word(&verdict), stopped)
}

fn limited(setting: Setting, change: impl FnOnce(&mut chainverify::Limits)) -> Setting {
    setting.with(|policy: &mut Policy| change(&mut policy.limits))
}

fn plain() -> Setting {
    let [root, ca, leaf] = trio();
    Setting::new(&leaf, &[&ca], &[&root])
}

/// So many CAs below the root, from the top.
fn tower(height: u32) -> Vec<Made> {
    let mut tower = vec![CertBuilder::ca("Root").sign()];
    for floor in 1..=height {
        let below = CertBuilder::intermediate(&format!("CA {floor}"));
        tower.push(below.issuer(&tower[tower.len() - 1]).sign());
    }
    tower
}

fn under(tower: &[Made]) -> Setting {
    let (root, cas) = tower.split_first().unwrap();
    let leaf = CertBuilder::leaf("example.com").issuer(&tower[tower.len() - 1]);
    let cas: Vec<&Made> = cas.iter().rev().collect();
    Setting::new(&leaf.sign(), &cas, &[root])
}

#[test]
fn signatures_are_limited() {
    for (signatures, wanted) in [
        (2, ("valid", None)),
        (1, ("search_stopped", Some(Limit::Signatures))),
        (0, ("search_stopped", Some(Limit::Signatures))),
    ] {
        let setting = limited(plain(), |limits| limits.signatures = signatures);
        let found = outcome(&setting);
        assert_eq!(found.1, wanted.1, "{signatures}");
        assert_eq!(found.0 == "valid", wanted.0 == "valid", "{signatures}");
    }
}

#[test]
fn a_path_whose_signatures_were_not_all_checked_is_never_valid() {
    let setting = limited(plain(), |limits| {
        limits.signatures = 1;
        limits.near_miss_signatures = 0;
    });
    let failure = setting.verdict().unwrap_err();
    let text = failure.explain().to_string();
    let line = "the search was stopped by the limit of signatures: there may be a path";
    assert!(text.contains(line), "{text}");
    assert!(text.contains("(not checked)"), "{text}");
}

#[test]
fn nodes_are_limited() {
    for (nodes, wanted) in [
        (2, ("valid", None)),
        (1, ("search_stopped", Some(Limit::Nodes))),
        (0, ("search_stopped", Some(Limit::Nodes))),
    ] {
        let setting = limited(plain(), |limits| limits.nodes = nodes);
        let found = outcome(&setting);
        assert_eq!(found.1, wanted.1, "{nodes}");
        assert_eq!(found.0 == "valid", wanted.0 == "valid", "{nodes}");
    }
}

#[test]
fn certificates_are_limited_and_those_before_the_limit_count() {
    let [root, ca, leaf] = trio();
    let stranger = CertBuilder::intermediate("Stranger").issuer(&root).sign();
    let sent = |sent: &[&Made]| {
        let setting = Setting::new(&leaf, sent, &[&root]);
        outcome(&limited(setting, |limits| limits.certificates = 1))
    };
    assert_eq!(sent(&[&ca]), ("valid", None));
    let stopped = Some(Limit::Certificates);
    assert_eq!(sent(&[&ca, &stranger]), ("valid", stopped));
    assert_eq!(sent(&[&stranger, &ca]), ("issuer_not_found", stopped));
}

#[test]
fn fetched_certificates_are_limited_too() {
    let [root, ca, _] = trio();
    let stranger = CertBuilder::intermediate("Stranger").issuer(&root).sign();
    let leaf = leaf_with_urls(&ca, &["http://ca.test/"]);
    for (limit, wanted) in [(2, "valid"), (1, "issuer_not_found")] {
        let setting = Setting::new(&leaf, &[], &[&root]);
        let setting = limited(setting, |limits| limits.certificates = limit);
        let mut search = setting.search();
        let asked = need(&mut search);
        search.answer(asked.id(), certs(&[&stranger, &ca]));
        let verdict = search.finish();
        assert_eq!(word(&verdict), wanted);
        if let Err(failure) = verdict {
            assert_eq!(failure.stopped(), Some(Limit::Certificates));
        }
    }
}

#[test]
fn requests_are_limited() {
    let [root, ca, _] = trio();
    let leaf = leaf_with_urls(&ca, &["http://a/", "http://b/", "http://c/"]);
    for requests in 0..=3 {
        let setting = Setting::new(&leaf, &[], &[&root]);
        let setting = limited(setting, |limits| limits.requests = requests);
        let failure = setting.verdict().unwrap_err();
        let made = failure.explain().rows().fetched.len();
        assert_eq!(u32::try_from(made), Ok(requests));
        assert_eq!(failure.stopped(), None);
    }
}

#[test]
fn depth_is_limited_to_so_many_intermediates() {
    let tower = tower(3);
    for (depth, wanted) in [(3, "valid"), (2, "search_too_deep"), (0, "search_too_deep")] {
        let setting = limited(under(&tower), |limits| limits.depth = depth);
        assert_eq!(outcome(&setting), (wanted, None), "{depth}");
    }
    let setting = limited(under(&tower), |limits| limits.depth = 2);
    let failure = setting.verdict().unwrap_err();
    let at = failure.primary().certificate().unwrap();
    assert_eq!(failure.position(at), Some(2));
}

#[test]
fn a_fetched_issuer_beyond_the_depth_is_not_climbed() {
    let tower = tower(1);
    let leaf = leaf_with_urls(&tower[1], &["http://ca.test/"]);
    let setting = Setting::new(&leaf, &[], &[&tower[0]]);
    let setting = limited(setting, |limits| limits.depth = 0);
    let mut search = setting.search();
    let asked = need(&mut search);
    search.answer(asked.id(), certs(&[&tower[1]]));
    assert_ne!(word(&search.finish()), "valid");
}

#[test]
fn name_comparisons_are_limited() {
    let permitted = [GeneralName::dns("example.com"), GeneralName::dns("b.test")];
    let root = CertBuilder::ca("Root").sign();
    let ca = CertBuilder::intermediate("CA")
        .extension(Extension::name_constraints(&permitted, &[]))
        .issuer(&root)
        .sign();
    let leaf = CertBuilder::leaf("example.com").issuer(&ca).sign();
    let at = |count| {
        let setting = Setting::new(&leaf, &[&ca], &[&root]);
        limited(setting, |limits| limits.name_comparisons = count)
    };
    assert_eq!(outcome(&at(250_000)), ("valid", None));
    let stopped = Some(Limit::NameComparisons);
    assert_eq!(outcome(&at(0)), ("search_stopped", stopped));
}

#[test]
fn nodes_of_the_policy_graph_are_limited() {
    let policies = ["1.2.1", "1.2.2", "1.2.3", "1.2.4", "1.2.5"];
    let policies = Extension::certificate_policies(&policies);
    let root = CertBuilder::ca("Root").sign();
    let ca = CertBuilder::intermediate("CA").extension(policies.clone());
    let ca = ca.issuer(&root).sign();
    let leaf = CertBuilder::leaf("example.com").extension(policies);
    let leaf = leaf.issuer(&ca).sign();
    let at = |count| {
        let setting = Setting::new(&leaf, &[&ca], &[&root]);
        let setting = setting.with(|policy| policy.initial_explicit_policy = Switch::Set);
        limited(setting, |limits| limits.policy_nodes = count)
    };
    assert_eq!(outcome(&at(4_096)), ("valid", None));
    assert_eq!(outcome(&at(3)), ("policy_graph_too_large", None));
}

#[test]
fn near_misses_have_a_budget_of_their_own() {
    let [root, ca, _] = trio();
    let leaf = CertBuilder::leaf("example.com")
        .validity("2025-01-01T00:00:00Z", "2025-02-01T00:00:00Z")
        .issuer(&ca)
        .sign();
    let signatures = |near_miss| {
        let setting = Setting::new(&leaf, &[&ca], &[&root]);
        let setting = limited(setting, |limits| {
            limits.signatures = 0;
            limits.near_miss_signatures = near_miss;
        });
        let failure = setting.verdict().unwrap_err();
        assert_eq!(failure.primary().code().id(), "expired");
        assert_eq!(failure.stopped(), None);
        let rows = failure.explain().rows();
        rows.path
            .iter()
            .filter_map(|row| row.signature)
            .collect::<Vec<_>>()
    };
    assert_eq!(signatures(8), ["ok", "ok"]);
    assert_eq!(signatures(0), ["not_checked", "not_checked"]);
}

#[test]
fn a_limit_that_ends_the_search_for_more_paths_leaves_the_valid_one() {
    let [root, ca, leaf] = trio();
    let other = CertBuilder::ca("Other").sign();
    let cross = CertBuilder::intermediate("CA")
        .key(ca.key.clone())
        .issuer(&other)
        .sign();
    let setting = Setting::new(&leaf, &[&ca, &cross], &[&root, &other]);
    let setting = limited(setting, |limits| limits.signatures = 2);
    let setting = setting.with(|policy| policy.exploration = Exploration::All);
    let path = setting.verdict().unwrap();
    assert_eq!(path.stopped(), Some(Limit::Signatures));
    assert_eq!(path.all().count(), 1);
    let rows = path.explain().rows();
    assert_eq!((rows.verdict, rows.stopped), ("valid", Some("signatures")));
}

#[test]
fn namesakes_cannot_use_up_the_budget_of_a_good_chain() {
    let [root, ca, leaf] = trio();
    let decoys: Vec<Made> = (0..200)
        .map(|n| {
            let key = Key::p256(&format!("decoy {n}"));
            CertBuilder::intermediate("CA")
                .key(key)
                .issuer(&root)
                .sign()
        })
        .collect();
    let mut sent: Vec<&Made> = decoys.iter().collect();
    sent.push(&ca);
    let setting = Setting::new(&leaf, &sent, &[&root]);
    assert_eq!(outcome(&setting), ("valid", None));
}

#[test]
fn every_limit_has_its_word_and_its_sentence() {
    for (limit, word, sentence) in [
        (Limit::Signatures, "signatures", "signature checks"),
        (
            Limit::NameComparisons,
            "name_comparisons",
            "name constraint",
        ),
        (Limit::Nodes, "nodes", "paths"),
        (Limit::Certificates, "certificates", "certificates"),
    ] {
        assert_eq!(limit.as_str(), word);
        assert!(limit.to_string().contains(sentence), "{limit}");
    }
}
