//! The typed fields of a report.

use std::collections::BTreeSet;

use chainverify::finding::{Act, Class, FixBy, Severity};
use chainverify::policy::Exploration;
use chainverify::report::{
    NotChecked, NotUsed, Report, RevocationCheck, Role, Signature, Source, Status, Use, Verdict,
};
use chainverify::trust::{PlacedBy, Placement, Provenance};
use chainverify::{Code, Origin, Purpose, Request, Verifier, rules};
use chainverify_testdata::{CertBuilder, Flaw, Key};

use crate::by_hand::{Der, Setting, codes, der, ders, now, report, store, trio};

fn roles(report: &Report) -> Vec<Role> {
    report.path.iter().map(|step| step.role).collect()
}

#[test]
fn the_report_of_a_valid_path_says_everything_about_it() {
    let [root, ca, leaf] = trio();
    let setting = Setting::new(&leaf, &[&ca], &[&root]);
    let path = setting.verdict().unwrap();
    let report = path.report();
    let Verdict::Valid { from, until, .. } = report.verdict else {
        panic!("{report}");
    };
    assert_eq!((from, until), path.validity());
    assert_eq!(from.to_string(), "2026-01-01T00:00:00Z");
    assert_eq!(until.to_string(), "2027-01-01T00:00:00Z");
    assert!(report.names.is_empty() && report.limits.is_empty());
    assert!(report.attempts.is_empty() && report.requests.is_empty());
    assert_eq!(report.purpose, Purpose::Server);
    assert_eq!(report.time.as_unix(), 1_780_272_000);
    assert_eq!((report.findings.len(), report.code()), (0, None));

    assert_eq!(
        roles(&report),
        [Role::Leaf, Role::Intermediate(1), Role::Anchor]
    );
    let verified = Some(Signature::Verified);
    let signatures: Vec<_> = report.path.iter().map(|step| step.signature).collect();
    assert_eq!(signatures, [verified, verified, None]);
    for (number, (step, made)) in report.path.iter().zip([&leaf, &ca, &root]).enumerate() {
        assert_eq!(step.certificate, number);
        let certificate = &report.certificates[number];
        assert_eq!(certificate.cert.as_ref().unwrap().der(), &der(made));
        assert_eq!(certificate.used, Use::OnPath);
        let is_from = match (number, &certificate.source) {
            (0 | 1, Source::Sent { place, .. }) => *place == number,
            (2, Source::Store { origin, .. }) => *origin == Origin::Given,
            _ => false,
        };
        assert!(is_from, "{:?}", certificate.source);
    }
    assert_eq!(report.store.anchors, 1);
    assert_eq!(report.store.origin, Some(Origin::Given));
    assert_eq!(report.store.provenance, None);
}

/// Without anything that speaks of them, the status of each certificate says so, and why.
#[test]
fn statuses_say_not_checked() {
    let [root, ca, leaf] = trio();
    let setting = Setting::new(&leaf, &[&ca], &[&root]);
    let path = setting.verdict().unwrap();
    let is_not_checked = |check: &RevocationCheck| {
        let why = NotChecked::NoSource;
        matches!(check.status, Status::NotChecked { why: found, .. } if found == why)
    };
    let statuses: Vec<_> = path.statuses().collect();
    assert_eq!(statuses.len(), path.certs().count());
    assert!(statuses.iter().all(is_not_checked));
    let failure = Setting::new(&leaf, &[&ca], &[&ca, &root])
        .with(|policy| policy.max_depth = Some(0))
        .verdict()
        .map_or_else(|report| *report, |path| path.report());
    for report in [path.report(), failure] {
        let on_path = report.path.iter();
        let (anchors, others): (Vec<_>, Vec<_>) =
            on_path.partition(|step| step.role == Role::Anchor);
        let revocation = |step: &&_| -> Option<RevocationCheck> {
            let step: &chainverify::report::PathCertificate = step;
            step.revocation.clone()
        };
        assert!(anchors.iter().all(|step| revocation(step).is_none()));
        assert!(
            others
                .iter()
                .all(|step| revocation(step).is_some_and(|status| is_not_checked(&status)))
        );
    }
}

#[test]
fn a_finding_names_the_bytes_that_it_is_about() {
    let [root, ca, _] = trio();
    let leaf = CertBuilder::leaf("example.com")
        .validity("2025-01-01T00:00:00Z", "2025-02-01T00:00:00Z")
        .issuer(&ca)
        .sign();
    let setting = Setting::new(&leaf, &[&ca], &[&root]);
    let report = setting.verdict().unwrap_err();
    let primary = report.primary().unwrap();
    assert!(matches!(primary.code(), Code::Expired { .. }));
    let about = report.certificate(primary.certificate().unwrap()).unwrap();
    let dates = about.cert.as_ref().unwrap().bytes(primary.span().unwrap());
    assert!(dates.windows(13).any(|bytes| bytes == b"250201000000Z"));
    assert_eq!(primary.severity(), Severity::Error);
    let fix = report.fix(primary);
    assert_eq!((fix.by, fix.act), (FixBy::Operator, Act::Renew));
    assert_eq!(fix.certificates, [0]);
    assert_eq!(report.fixes(), [fix]);
}

#[test]
fn the_primary_finding_comes_first_then_errors_then_warnings() {
    let root = CertBuilder::ca("Root").sign();
    let ca = CertBuilder::intermediate("CA")
        .without(chainverify_testdata::oid::KEY_USAGE)
        .validity("2025-01-01T00:00:00Z", "2025-02-01T00:00:00Z")
        .issuer(&root)
        .sign();
    let leaf = CertBuilder::leaf("example.com")
        .flaw(Flaw::FlippedSignature)
        .issuer(&ca)
        .sign();
    let setting = Setting::new(&leaf, &[&ca], &[&root]);
    let report = setting.verdict().unwrap_err();
    let wanted = ["signature_invalid", "expired", "key_usage_missing"];
    assert_eq!(codes(&report.findings), wanted);
    let severities = report.findings.iter().map(|one| one.severity());
    let severities: Vec<_> = severities.collect();
    let wanted = [Severity::Error, Severity::Error, Severity::Warning];
    assert_eq!(severities, wanted);
}

/// Whoever sends certificates finds each of them in the report, as it was sent, and why it was not
/// used.
#[test]
#[allow(clippy::too_many_lines)] // one report, certificate by certificate
fn every_certificate_is_listed_as_presented_and_why_it_was_not_used() {
    let [root, ca, leaf] = trio();
    let cross_root = CertBuilder::ca("Cross").sign();
    let cross = CertBuilder::intermediate("CA")
        .validity("2026-01-01T00:00:00Z", "2026-12-01T00:00:00Z")
        .issuer(&cross_root)
        .sign();
    let expired = CertBuilder::intermediate("CA")
        .validity("2025-01-01T00:00:00Z", "2025-02-01T00:00:00Z")
        .issuer(&root)
        .sign();
    let namesake = CertBuilder::intermediate("CA").key(Key::p256("namesake"));
    let namesake = namesake.issuer(&root).sign();
    let stranger = CertBuilder::intermediate("Stranger").issuer(&root).sign();
    let garbage = Der::from(vec![0x30, 0]);
    let sent = [
        der(&leaf),
        der(&stranger),
        der(&ca),
        garbage,
        der(&ca),
        der(&expired),
        der(&root),
    ];
    let given = ders(&[&cross, &namesake]);
    let policy = |exploration| {
        let mut policy = chainverify::Policy::web_server();
        policy.exploration = exploration;
        policy
    };
    let all = |exploration| {
        let verifier = Verifier::builder()
            .roots(store(&[&root, &cross_root]))
            .policy(policy(exploration))
            .build();
        let request = Request::unnamed(&sent).candidates(&given).at(now());
        let report = report(verifier.verify_request(request));
        assert_eq!(
            roles(&report),
            [Role::Leaf, Role::Intermediate(1), Role::Anchor]
        );
        let listed = report.certificates.iter().map(|one| {
            let (from, place) = match &one.source {
                Source::Sent { place, .. } => ("sent", *place),
                Source::Given { place, .. } => ("given", *place),
                Source::Store { .. } => ("store", 0),
                other => panic!("{other:?}"),
            };
            let used = match &one.used {
                Use::OnPath => "on path".to_owned(),
                Use::Duplicate { of, .. } => format!("the same as {of}"),
                Use::Unreadable { .. } => "unreadable".to_owned(),
                Use::NotUsed { why, .. } => format!("{why:?}"),
                other => format!("{other:?}"),
            };
            format!("{from} {place}: {used}")
        });
        listed.collect::<Vec<_>>()
    };
    let why = |why: NotUsed| format!("{why:?}");
    let first = all(Exploration::First);
    let wanted = [
        "sent 0: on path".to_owned(),
        format!("sent 1: {}", why(NotUsed::NotAnIssuer)),
        "sent 2: on path".to_owned(),
        "sent 3: unreadable".to_owned(),
        "sent 4: the same as 2".to_owned(),
        format!("sent 5: {}", why(NotUsed::OutOfDate)),
        format!("sent 6: {}", why(NotUsed::IsAnchor)),
        format!("given 0: {}", why(NotUsed::Alternative)),
        format!("given 1: {}", why(NotUsed::OtherKey)),
        "store 0: on path".to_owned(),
    ];
    assert_eq!(first, wanted);
    let all = all(Exploration::All);
    assert_eq!(
        all[7],
        format!("given 0: {}", why(NotUsed::OnOtherValidPath))
    );
    assert_eq!(all[8], format!("given 1: {}", why(NotUsed::OtherKey)));
}

#[test]
fn long_lists_are_cut_and_what_is_left_out_is_counted() {
    let [root, ca, leaf] = trio();
    let strangers: Vec<_> = (0..150_u8)
        .map(|n| {
            let stranger = CertBuilder::intermediate("Stranger").serial(&[1, n]);
            der(&stranger.issuer(&root).sign())
        })
        .collect();
    let mut setting = Setting::new(&leaf, &[], &[&root]);
    setting.chain.extend(strangers);
    setting.chain.push(der(&ca));
    let report = report(setting.verdict());
    assert!(report.is_valid());
    // The first hundred, what the path needs, and the anchor.
    assert_eq!(report.certificates.len(), 102);
    assert_eq!(report.certificates_left_out, 51);
    assert_eq!(roles(&report).len(), 3);
    let on_path = report
        .path
        .iter()
        .map(|step| &report.certificates[step.certificate]);
    assert!(on_path.into_iter().all(|one| one.used == Use::OnPath));
}

/// The report of a valid path whose anchor is from the store of the operating system.
fn of_os(setting: &Setting) -> Report {
    let mut report = report(setting.verdict());
    report.store.origin = Some(Origin::Os);
    report
}

#[test]
fn a_root_of_this_machine_alone_is_said_to_be_one_and_who_put_it_there() {
    let [root, ca, leaf] = trio();
    let setting = Setting::new(&leaf, &[&ca], &[&root]);
    let mut local = of_os(&setting);
    let mut asked = None;
    local.add_provenance(|cert| {
        asked = Some(cert.subject().to_string());
        let path = "/usr/local/share/ca-certificates/corp.crt";
        Some(Placement::new(path.into(), PlacedBy::Administrator))
    });
    assert_eq!(asked.as_deref(), Some("CN=Root"));
    assert!(local.is_valid());
    assert_eq!(codes(&local.findings), ["only_in_local_store"]);
    let found = &local.findings[0];
    assert_eq!(found.severity(), Severity::Warning);
    assert_eq!(found.code().class(), Class::Notice);
    let about = found.certificate().unwrap();
    assert_eq!(local.role(about), Some(Role::Anchor));
    let text = local.text().to_string();
    let words = "root \"Root\" only on this machine, put there by an administrator (/usr/local/share/ca-certificates/corp.crt)";
    assert!(text.lines().next().unwrap().contains(words), "{text}");
    let words = "warning: anchor \"Root\" is a root of this machine that no root programme has (as of 2026-10), from \"/usr/local/share/ca-certificates/corp.crt\"     Mozilla";
    assert!(text.contains(words), "{text}");
}

#[test]
fn a_root_that_was_given_is_meant() {
    let [root, ca, leaf] = trio();
    let mut given = report(Setting::new(&leaf, &[&ca], &[&root]).verdict());
    given.add_provenance(|_| panic!("nobody needs to know"));
    assert_eq!(given.store.provenance, Some(Provenance::Given));
    assert!(given.findings.is_empty());
    let text = given.text().to_string();
    assert!(
        text.contains("root \"Root\" in the given roots; no name"),
        "{text}"
    );
}

/// No root programme has intermediates, so that their absence says nothing.
#[test]
fn an_intermediate_as_anchor_is_not_called_a_root() {
    let [_, ca, leaf] = trio();
    let mut report = of_os(&Setting::new(&leaf, &[&ca], &[&ca]));
    report.add_provenance(|_| None);
    assert_eq!(codes(&report.findings), ["intermediate_in_local_store"]);
    let text = report.text().to_string();
    assert!(!text.contains("root programme"), "{text}");
    assert!(
        text.contains("put the root above \"CA\" into the trust store"),
        "{text}"
    );
}

#[test]
fn a_failure_that_reaches_no_anchor_has_no_provenance() {
    let [root, _, leaf] = trio();
    let mut report = report(Setting::new(&leaf, &[], &[&root]).verdict());
    report.add_provenance(|_| panic!("there is no anchor"));
    assert_eq!(report.store.provenance, None);
    assert_eq!(report.store.origin, None);
}

#[test]
fn a_failure_that_reaches_an_anchor_says_in_its_row_whose_it_is() {
    let [root, ca, leaf] = trio();
    let setting = Setting::new(&leaf, &[&ca], &[&root]);
    let verifier = Verifier::new(setting.store.clone());
    let request = setting.request().names("other.test");
    let mut report = *verifier.verify_request(request).unwrap_err();
    report.store.origin = Some(Origin::Os);
    report.add_provenance(|_| None);
    assert_eq!(
        codes(&report.findings),
        ["name_mismatch", "only_in_local_store"]
    );
    let text = report.text().to_string();
    let mut lines = text
        .lines()
        .filter(|line| line.contains(", only on this machine"));
    assert!(
        lines.next().unwrap().trim_start().starts_with("anchor"),
        "{text}"
    );
}

#[test]
fn roles_are_those_of_the_path() {
    let [root, ca, leaf] = trio();
    let other = CertBuilder::ca("Other").sign();
    let setting = Setting::new(&leaf, &[&ca, &root], &[&other]);
    let report = report(setting.verdict());
    assert_eq!(report.code().unwrap().id(), "untrusted_root");
    assert_eq!(
        roles(&report),
        [Role::Leaf, Role::Intermediate(1), Role::Root]
    );
    let about = report.primary().unwrap().certificate().unwrap();
    assert_eq!(report.role(about), Some(Role::Root));
    let mut sources = report.certificates.iter().map(|one| &one.source);
    assert!(sources.all(|source| matches!(source, Source::Sent { .. })));
}

#[test]
fn every_rule_has_an_id_and_a_reference() {
    let all = rules();
    let ids: BTreeSet<_> = all.iter().map(|(id, _)| *id).collect();
    assert_eq!(ids.len(), all.len(), "each id once");
    assert!(all.iter().all(|(_, reference)| !reference.is_empty()));
}
