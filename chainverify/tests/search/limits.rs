//! Each limit ends the search, or a part of it, is named in the report whatever the verdict, and
//! lets through what it allows.

use chainverify::policy::{Exploration, Limit, Limits};
use chainverify::report::{Role, Signature};
use chainverify::search::Step;
use chainverify_testdata::{CertBuilder, Extension, GeneralName, Made};

use crate::by_hand::{
    Setting, certs, code, leaf_with_urls, namesakes, need, nothing, report, trio,
};

/// The code of the verdict, and the limits that were reached.
fn outcome(setting: &Setting) -> (&'static str, Vec<Limit>) {
    let report = report(setting.verdict());
    let text = report.text().to_string();
    for limit in &report.limits {
        let line = format!("\n  limit reached: {limit}; there may be a path that was not tried");
        assert!(text.contains(&line), "{text}");
    }
    let code = report.code().map_or("valid", |code| code.id());
    assert_eq!(code == "valid", report.is_valid());
    (code, report.limits)
}

fn limited(setting: Setting, change: impl FnOnce(&mut Limits)) -> Setting {
    setting.with(|policy| change(&mut policy.limits))
}

fn plain() -> Setting {
    let [root, ca, leaf] = trio();
    Setting::new(&leaf, &[&ca], &[&root])
}

/// So many CAs below the root, from the top.
fn tower(height: u32) -> Vec<Made> {
    let mut tower = vec![CertBuilder::ca("Root").sign()];
    for level in 1..=height {
        let below = CertBuilder::intermediate(&format!("CA {level}"));
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
    for signatures in 0..=3 {
        let setting = limited(plain(), |limits| limits.signatures = signatures);
        let wanted = match signatures {
            2.. => ("valid", vec![]),
            _ => ("search_stopped", vec![Limit::Signatures]),
        };
        assert_eq!(outcome(&setting), wanted, "{signatures}");
    }
}

#[test]
fn steps_of_the_search_are_limited() {
    for nodes in 0..=4 {
        let setting = limited(plain(), |limits| limits.nodes = nodes);
        let wanted = match nodes {
            3.. => ("valid", vec![]),
            _ => ("search_stopped", vec![Limit::Nodes]),
        };
        assert_eq!(outcome(&setting), wanted, "{nodes}");
    }
}

#[test]
fn a_search_that_was_stopped_at_once_says_so() {
    let setting = limited(plain(), |limits| limits.nodes = 0);
    let report = setting.verdict().unwrap_err();
    let line = "the certificate is not trusted: the chain could not be checked on any path within \
                the limit of steps of the search";
    assert_eq!(report.to_string(), line);
}

#[test]
fn certificates_are_limited_and_those_before_the_limit_count() {
    let [root, ca, leaf] = trio();
    let stranger = CertBuilder::intermediate("Stranger").issuer(&root).sign();
    let sent = |sent: &[&Made]| {
        let setting = Setting::new(&leaf, sent, &[&root]);
        outcome(&limited(setting, |limits| limits.certificates = 2))
    };
    assert_eq!(sent(&[&ca]), ("valid", vec![]));
    let stopped = vec![Limit::Certificates];
    assert_eq!(sent(&[&ca, &stranger]), ("valid", stopped.clone()));
    assert_eq!(sent(&[&stranger, &ca]), ("issuer_not_found", stopped));
}

#[test]
fn fetched_certificates_are_limited_too() {
    let [root, ca, _] = trio();
    let stranger = CertBuilder::intermediate("Stranger").issuer(&root).sign();
    let leaf = leaf_with_urls(&ca, &["http://ca.test/"]);
    for (limit, wanted) in [(3, "valid"), (2, "issuer_not_found")] {
        let setting = Setting::new(&leaf, &[], &[&root]);
        let setting = limited(setting, |limits| limits.certificates = limit);
        let mut search = setting.search();
        let asked = need(&mut search);
        search.answer(asked.id, certs(&[&stranger, &ca]));
        let verdict = search.finish();
        assert_eq!(code(&verdict), wanted);
        let wanted: &[_] = match limit {
            3 => &[],
            _ => &[Limit::Certificates],
        };
        assert_eq!(report(verdict).limits, wanted);
    }
}

#[test]
fn requests_are_limited() {
    let uppers: Vec<Made> = (0..3)
        .map(|n| CertBuilder::ca(&format!("Upper {n}")).sign())
        .collect();
    let lowers: Vec<Made> = (0..3)
        .map(|n| {
            CertBuilder::intermediate("CA")
                .extension(Extension::ca_issuers(&format!("http://ca.test/{n}")))
                .issuer(&uppers[n])
                .sign()
        })
        .collect();
    let root = CertBuilder::ca("Root").sign();
    let leaf = CertBuilder::leaf("example.com").issuer(&lowers[0]).sign();
    let lowers: Vec<&Made> = lowers.iter().collect();
    for requests in 0..=4 {
        let setting = Setting::new(&leaf, &lowers, &[&root]);
        let setting = limited(setting, |limits| limits.requests = requests);
        let mut search = setting.search();
        while let Step::Need(need) = search.step() {
            search.answer(need.id, nothing());
        }
        let report = search.finish().unwrap_err();
        assert_eq!(report.code().unwrap().id(), "issuer_not_found");
        assert_eq!(report.requests.len(), (requests as usize).min(3));
        let wanted: &[_] = match requests {
            3.. => &[],
            _ => &[Limit::Requests],
        };
        assert_eq!(report.limits, wanted, "{requests}");
    }
}

#[test]
fn depth_is_limited_to_so_many_intermediates() {
    let tower = tower(3);
    for depth in 0..=3 {
        let setting = limited(under(&tower), |limits| limits.depth = depth);
        let wanted = match depth {
            3 => ("valid", vec![]),
            _ => ("search_too_deep", vec![Limit::Depth]),
        };
        assert_eq!(outcome(&setting), wanted, "{depth}");
    }
    let setting = limited(under(&tower), |limits| limits.depth = 2);
    let report = setting.verdict().unwrap_err();
    let at = report.primary().unwrap().certificate().unwrap();
    assert_eq!(report.role(at), Some(Role::Intermediate(2)));
}

#[test]
fn a_fetched_issuer_beyond_the_depth_is_not_on_a_path() {
    let tower = tower(1);
    let leaf = leaf_with_urls(&tower[1], &["http://ca.test/"]);
    let setting = Setting::new(&leaf, &[], &[&tower[0]]);
    let setting = limited(setting, |limits| limits.depth = 0);
    let mut search = setting.search();
    let asked = need(&mut search);
    search.answer(asked.id, certs(&[&tower[1]]));
    assert_eq!(code(&search.finish()), "search_too_deep");
}

/// However little work is allowed, the verdict is valid or says which limit was reached.
#[test]
fn work_on_names_and_policies_is_limited() {
    let permitted: Vec<_> = (0..50)
        .map(|n| GeneralName::dns(&format!("{n}.example.com")))
        .collect();
    let policies: Vec<_> = (0..50).map(|n| format!("1.2.{n}")).collect();
    let policies: Vec<_> = policies.iter().map(String::as_str).collect();
    let policies = Extension::certificate_policies(&policies);
    let root = CertBuilder::ca("Root").sign();
    let ca = CertBuilder::intermediate("CA")
        .extension(Extension::name_constraints(&permitted, &[]))
        .extension(policies.clone())
        .issuer(&root)
        .sign();
    let leaf = CertBuilder::leaf("7.example.com").extension(policies);
    let leaf = leaf.issuer(&ca).sign();
    let at = |work| {
        let setting = Setting::new(&leaf, &[&ca], &[&root]);
        outcome(&limited(setting, |limits| {
            limits.work = work;
            limits.work_per_octet = 0;
        }))
    };
    assert_eq!(at(1 << 18), ("valid", vec![]));
    let mut codes = Vec::new();
    for work in (0..12).map(|bit| (1 << bit) - 1) {
        let (code, limits) = at(work);
        assert_eq!(limits.is_empty(), code == "valid", "{work}: {code}");
        assert!(limits.iter().all(|limit| *limit == Limit::Work));
        codes.push(code);
    }
    codes.dedup();
    assert_eq!(codes[0], "search_stopped", "{codes:?}");
    assert!(codes.contains(&"limit_reached"), "{codes:?}");
}

#[test]
fn findings_are_limited() {
    let [root, ca, _] = trio();
    let leaf = CertBuilder::leaf("example.com")
        .serial(&[0])
        .issuer(&ca)
        .sign();
    let at = |findings, strict| {
        let setting = Setting::new(&leaf, &[&ca], &[&root]).with(|policy| {
            policy.limits.findings = findings;
            if strict {
                *policy = policy.clone().strict();
            }
        });
        outcome(&setting)
    };
    assert_eq!(at(1, true), ("serial_not_positive", vec![]));
    assert_eq!(at(0, true), ("search_stopped", vec![Limit::Findings]));
    // What does not decide is looked at for a report alone.
    assert_eq!(at(0, false), ("valid", vec![]));
}

#[test]
fn near_misses_have_a_budget_of_their_own() {
    let [root, ca, _] = trio();
    let leaf = CertBuilder::leaf("example.com")
        .validity("2025-01-01T00:00:00Z", "2025-02-01T00:00:00Z")
        .issuer(&ca)
        .sign();
    for near_miss in 0..=3 {
        let setting = Setting::new(&leaf, &[&ca], &[&root]);
        let setting = limited(setting, |limits| {
            limits.signatures = 0;
            limits.near_miss_signatures = near_miss;
        });
        let report = setting.verdict().unwrap_err();
        assert_eq!(report.code().unwrap().id(), "expired");
        let signature = |number: u32| {
            let is_checked = near_miss > number;
            Some(match is_checked {
                true => Signature::Verified,
                false => Signature::NotChecked,
            })
        };
        let signatures: Vec<_> = report.path.iter().map(|step| step.signature).collect();
        assert_eq!(signatures, [signature(0), signature(1), None]);
        let wanted: &[_] = match near_miss {
            2.. => &[],
            _ => &[Limit::NearMissSignatures],
        };
        assert_eq!(report.limits, wanted);
    }
}

/// Three roots that issued a certificate of the CA each: three valid paths.
fn crossed() -> Setting {
    let roots = ["One", "Two", "Three"].map(|name| CertBuilder::ca(name).sign());
    let cas = roots
        .each_ref()
        .map(|root| CertBuilder::intermediate("CA").issuer(root).sign());
    let leaf = CertBuilder::leaf("example.com").issuer(&cas[0]).sign();
    let setting = Setting::new(&leaf, &cas.each_ref(), &roots.each_ref());
    setting.with(|policy| policy.exploration = Exploration::All)
}

#[test]
fn a_limit_that_ends_the_search_for_more_paths_leaves_the_valid_ones() {
    let all = |change: fn(&mut Limits)| {
        let setting = limited(crossed(), change);
        let path = setting.verdict().unwrap();
        (path.all().count(), path.report().limits)
    };
    assert_eq!(all(|_| {}), (3, vec![]));
    assert_eq!(all(|it| it.signatures = 2), (1, vec![Limit::Signatures]));
    assert_eq!(all(|it| it.signatures = 5), (2, vec![Limit::Signatures]));
    assert_eq!(all(|it| it.nodes = 6), (2, vec![Limit::Nodes]));
    assert_eq!(
        all(|it| it.certificates = 3),
        (2, vec![Limit::Certificates])
    );
}

#[test]
fn namesakes_cannot_use_up_the_budget_of_a_good_chain() {
    let [root, ca, leaf] = trio();
    let decoys = namesakes(200, &root);
    let mut sent: Vec<&Made> = decoys.iter().collect();
    sent.push(&ca);
    let setting = Setting::new(&leaf, &sent, &[&root]);
    assert_eq!(outcome(&setting), ("valid", vec![]));
}

#[test]
fn every_limit_has_the_id_of_its_field_and_its_words() {
    for (limit, id, words) in [
        (Limit::Signatures, "signatures", "signature checks"),
        (
            Limit::NearMissSignatures,
            "near_miss_signatures",
            "paths that failed already",
        ),
        (Limit::Depth, "depth", "intermediates on a path"),
        (Limit::Work, "work", "names, constraints and policies"),
        (Limit::Nodes, "nodes", "steps of the search"),
        (Limit::Certificates, "certificates", "certificates"),
        (Limit::Findings, "findings", "findings"),
        (Limit::Requests, "requests", "requests"),
    ] {
        assert_eq!(limit.as_str(), id);
        assert_eq!(serde_json::to_value(limit).unwrap(), id);
        assert!(limit.to_string().contains(words), "{limit}");
        let fields = format!("{:?}", Limits::DEFAULT);
        assert!(fields.contains(&format!(" {id}: ")), "{fields}");
    }
}
