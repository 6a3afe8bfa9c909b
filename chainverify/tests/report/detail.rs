//! How much the text says, and how it says it.

use chainverify::crypto::digest::Comparison;
use chainverify::finding::SignatureCause;
use chainverify::policy::Exploration;
use chainverify::report::Detail;
use chainverify::search::Need;
use chainverify::{Code, Verifier};
use chainverify_testdata::{CertBuilder, Flaw, Key, Made, RsaSize};

use crate::by_hand::{Setting, leaf_with_urls, namesakes, nothing, report, store, trio};

/// The whole text of a verification without requests.
fn text(setting: &Setting, detail: Detail) -> String {
    report(setting.verdict()).text_with(detail).to_string()
}

/// Five CAs of one name and other keys; none issued the leaf.
fn decoys() -> Setting {
    let [root, _, leaf] = trio();
    let decoys = namesakes(5, &root);
    let sent: Vec<&Made> = decoys.iter().collect();
    Setting::new(&leaf, &sent, &[&root])
}

#[test]
fn the_headline_is_the_first_line_at_every_detail() {
    let failure = report(decoys().verdict());
    let [root, ca, leaf] = trio();
    let valid = report(Setting::new(&leaf, &[&ca], &[&root]).verdict());
    for (report, mark, reference) in [
        (failure, "✗ ", "     RFC 5280 §6.1.3 (a) (1)"),
        (valid, "✓ ", ""),
    ] {
        let line = report.to_string();
        assert!(!line.contains('\n'));
        let headline = report.headline().to_string();
        assert_eq!(headline, format!("{mark}{line}{reference}"));
        for detail in [Detail::Path, Detail::Everything] {
            let text = report.text_with(detail).to_string();
            assert_eq!(text.lines().next(), Some(headline.as_str()));
            assert_eq!(text, format!("{headline}{}", report.details(detail)));
            assert!(text.lines().count() > 1 && !text.ends_with('\n'));
        }
        assert_eq!(report.text(), report.text_with(Detail::Path));
    }
}

#[test]
fn more_detail_has_every_line_of_less() {
    let setting = decoys();
    let (less, more) = (
        text(&setting, Detail::Path),
        text(&setting, Detail::Everything),
    );
    // What is counted in less is listed in more.
    let is_summary = |line: &&str| line.contains("also tried") || line.contains("not used");
    for line in less.lines().filter(|line| !is_summary(line)) {
        assert!(more.contains(line), "{line}\n{more}");
    }
    assert!(more.len() > less.len());
    assert!(more.contains("hash of "), "{more}");
}

#[test]
fn paths_that_look_the_same_are_one_line() {
    let report = report(decoys().verdict());
    assert_eq!(report.attempts.len(), 4);
    let text = report.text().to_string();
    let lines: Vec<&str> = text
        .lines()
        .filter(|line| line.contains("also tried"))
        .collect();
    assert_eq!(lines.len(), 1, "{text}");
    assert!(
        lines[0].contains("also tried, 4 times: \"example.com\" → \"CA\""),
        "{text}"
    );
}

#[test]
fn other_paths_are_listed_up_to_three_and_counted_beyond() {
    let key = Key::p256("CA");
    let roots: Vec<Made> = (0..6)
        .map(|n| CertBuilder::ca(&format!("Root {n}")).sign())
        .collect();
    let cas: Vec<Made> = roots
        .iter()
        .map(|root| {
            let ca = CertBuilder::intermediate("CA").key(key.clone());
            ca.validity("2025-01-01T00:00:00Z", "2025-02-01T00:00:00Z")
                .issuer(root)
                .sign()
        })
        .collect();
    let leaf = CertBuilder::leaf("example.com").issuer(&cas[0]).sign();
    let (sent, trusted): (Vec<&Made>, Vec<&Made>) = (cas.iter().collect(), roots.iter().collect());
    let count = |setting: &Setting, detail| {
        let text = text(setting, detail);
        let lines = text
            .lines()
            .filter_map(|line| line.split_once("also tried: "));
        let lines: Vec<String> = lines.map(|(_, rest)| rest.to_owned()).collect();
        (lines.len(), lines.last().cloned().unwrap_or_default())
    };
    let setting = Setting::new(&leaf, &sent, &trusted);
    let (listed, last) = count(&setting, Detail::Path);
    assert!(listed <= 4, "{listed}: {last}");

    let good = CertBuilder::intermediate("CA")
        .key(key)
        .issuer(&roots[0])
        .sign();
    let mut with_good = sent.clone();
    with_good.push(&good);
    let setting = Setting::new(&leaf, &with_good, &trusted);
    let setting = setting.with(|policy| policy.exploration = Exploration::All);
    assert_eq!(setting.verdict().unwrap().all().count(), 1);
}

#[test]
fn beside_a_valid_path_others_are_only_counted() {
    let [root, ca, leaf] = trio();
    let roots: Vec<Made> = (0..3)
        .map(|n| CertBuilder::ca(&format!("Root {n}")).sign())
        .collect();
    let crosses: Vec<Made> = roots
        .iter()
        .map(|root| CertBuilder::intermediate("CA").issuer(root).sign())
        .collect();
    let text = |others: usize, detail| {
        let mut sent = vec![&ca];
        sent.extend(&crosses[..others]);
        let mut trusted = vec![&root];
        trusted.extend(&roots[..others]);
        let setting = Setting::new(&leaf, &sent, &trusted);
        let setting = setting.with(|policy| policy.exploration = Exploration::All);
        let report = report(setting.verdict());
        assert!(report.is_valid());
        report.text_with(detail).to_string()
    };
    assert!(!text(0, Detail::Path).contains("also tried"));
    assert!(text(1, Detail::Path).contains("also tried: 1 other path"));
    assert!(text(2, Detail::Path).contains("also tried: 2 other paths"));
    assert!(!text(2, Detail::Path).contains("valid too"));
    let all = text(2, Detail::Everything);
    assert_eq!(all.matches(": valid too").count(), 2, "{all}");
}

#[test]
fn hashes_stand_one_above_the_other_where_the_signature_gives_them_back() {
    let key = Key::rsa(RsaSize::Bits4096);
    let root = CertBuilder::ca("Root").key(key).sign();
    let leaf = CertBuilder::leaf("example.com").issuer(&root);
    let good = Setting::new(&leaf.clone().sign(), &[], &[&root]);
    let everything = text(&good, Detail::Everything);
    let hashes = |text: &str| {
        let of = |start: &str| {
            let line = text
                .lines()
                .find(|line| line.trim_start().starts_with(start));
            let line = line.unwrap_or_else(|| panic!("no {start} in {text}"));
            line.rsplit(' ').next().map(str::to_owned).unwrap()
        };
        (of("H1"), of("H2"))
    };
    let (h1, h2) = hashes(&everything);
    assert_eq!((h1.len(), &h1), (64, &h2));
    let brief = text(&good, Detail::Path);
    assert!(!brief.contains("H1"), "only if asked for");

    let altered = leaf.flaw(Flaw::FlippedSerial).sign();
    let bad = Setting::new(&altered, &[], &[&root]);
    let report = bad.verdict().unwrap_err();
    let text = report.text().to_string();
    let (h1, h2) = hashes(&text);
    assert_ne!(h1, h2);
    let cause = ": the certificate was altered after it was signed";
    assert!(report.to_string().ends_with(cause), "{text}");
    let cause = match report.code() {
        Some(Code::SignatureInvalid { cause, .. }) => cause,
        other => panic!("{other:?}"),
    };
    assert_eq!(*cause, SignatureCause::Altered);
}

#[test]
fn a_signature_by_another_key_is_named_as_that() {
    let root = CertBuilder::ca("Root: of all")
        .key(Key::rsa(RsaSize::Bits4096))
        .sign();
    let other = Made {
        key: Key::rsa(RsaSize::Bits4096Other),
        ..root.clone()
    };
    let leaf = CertBuilder::leaf("example.com").issuer(&other).sign();
    let setting = Setting::new(&leaf, &[], &[&root]);
    let report = setting.verdict().unwrap_err();
    let line = report.to_string();
    let words = "with the key of \"Root: of all\": this key did not make it; its authority key \
                 identifier is ";
    assert!(line.contains(words), "{line}");
    let key_ids = match report.code() {
        Some(Code::SignatureInvalid { key_ids, .. }) => key_ids.as_ref().unwrap(),
        other => panic!("{other:?}"),
    };
    let hex = |key: &Key| -> String {
        let octets = key.id();
        octets.iter().map(|octet| format!("{octet:02x}")).collect()
    };
    assert_eq!(key_ids.wanted.as_excerpt(), &*hex(&other.key));
    assert_eq!(key_ids.found.as_excerpt(), &*hex(&root.key));
    let comparisons = report.hash_comparisons();
    let comparison = &comparisons[0].evidence.comparison;
    assert!(
        matches!(comparison, Comparison::NotByThisKey(_)),
        "{comparison:?}"
    );
}

#[test]
fn unused_certificates_are_one_line_however_many() {
    let [root, ca, leaf] = trio();
    let unused = |name: &str, serial| {
        CertBuilder::intermediate(name)
            .serial(&[serial])
            .issuer(&root)
            .sign()
    };
    let (one, two, again) = (unused("One", 1), unused("Two", 2), unused("One", 3));
    let text = |sent: &[&Made]| text(&Setting::new(&leaf, sent, &[&root]), Detail::Path);
    let words = "warning: 1 certificate was sent but not needed: \"One\" ";
    assert!(text(&[&ca, &one]).contains(words));
    let words = "warning: 3 certificates were sent but not needed: \"One\", \"Two\" ";
    assert!(text(&[&ca, &one, &two, &again]).contains(words));
}

#[test]
fn distances_in_time_are_said_in_days_and_then_in_years() {
    let [root, ca, _] = trio();
    let line = |from: &str, until: &str| {
        let leaf = CertBuilder::leaf("example.com")
            .validity(from, until)
            .issuer(&ca)
            .sign();
        let setting = Setting::new(&leaf, &[&ca], &[&root]);
        let text = text(&setting, Detail::Path);
        let line = text.lines().nth(1).unwrap().to_owned();
        let (_, rest) = line.split_once('(').unwrap();
        rest.split_once(')').unwrap().0.to_owned()
    };
    let early = "2020-01-01T00:00:00Z";
    for (from, until, words) in [
        (early, "2026-06-01T12:00:00Z", "less than a day left"),
        (early, "2026-06-02T00:00:00Z", "1 day left"),
        (early, "2026-06-11T00:00:00Z", "10 days left"),
        (early, "2036-06-11T00:00:00Z", "10 years left"),
        (early, "2026-05-31T00:00:00Z", "expired 1 day ago"),
        (early, "2020-06-01T00:00:00Z", "expired 6 years ago"),
        (
            "2026-06-01T00:00:01Z",
            "2027-01-01T00:00:00Z",
            "begins in less than a day",
        ),
        (
            "2026-07-01T00:00:00Z",
            "2027-01-01T00:00:00Z",
            "begins in 30 days",
        ),
    ] {
        assert_eq!(line(from, until), words);
    }
}

#[test]
fn requests_are_said_where_there_were_some() {
    let [root, ca, _] = trio();
    let leaf = leaf_with_urls(&ca, &["http://ca.test/"]);
    let setting = Setting::new(&leaf, &[], &[&root]);
    let offline = text(&setting, Detail::Path);
    assert!(!offline.contains("issuer URL"), "{offline}");
    let words = "it may be had at \"http://ca.test/\"";
    assert!(offline.contains(words), "{offline}");
    let verifier = Verifier::new(store(&[&root]));
    let mut hook = |_: &Need| nothing();
    let report = verifier
        .verify_with(setting.request(), &mut hook)
        .unwrap_err();
    let text = report.text().to_string();
    let line = "\n  issuer URL of \"example.com\": http://ca.test/: timed out";
    assert!(text.contains(line), "{text}");
}

#[test]
fn a_long_name_is_cut_in_the_table_only() {
    let long = "x".repeat(70);
    let [root, ca, _] = trio();
    let leaf = CertBuilder::leaf("example.com")
        .subject(chainverify_testdata::Name::common(&long))
        .issuer(&ca)
        .sign();
    let text = text(&Setting::new(&leaf, &[&ca], &[&root]), Detail::Path);
    let mut lines = text.lines();
    assert!(lines.next().unwrap().contains(&long));
    let row = lines.next().unwrap();
    assert!(row.contains(&format!("  {}…  ", "x".repeat(59))), "{row}");
}

#[test]
fn a_leaf_without_a_subject_goes_by_its_first_alternative_name() {
    let [root, ca, _] = trio();
    let leaf = CertBuilder::leaf("example.com")
        .subject(chainverify_testdata::Name::empty())
        .issuer(&ca)
        .sign();
    let setting = Setting::new(&leaf, &[&ca], &[&root]);
    let report = report(setting.verdict());
    let line = report.headline().to_string();
    assert!(line.starts_with("✓ \"example.com\" is trusted"), "{line}");
    assert_eq!(report.time.to_string(), "2026-06-01T00:00:00Z");
}

/// Nothing is passed over in silence: what was not checked, every report says.
#[test]
fn what_was_not_checked_is_said() {
    let [root, ca, leaf] = trio();
    for setting in [
        Setting::new(&leaf, &[&ca], &[&root]),
        Setting::new(&leaf, &[], &[&root]),
        Setting::new(&leaf, &[], &[&leaf]),
    ] {
        let text = text(&setting, Detail::Path);
        let line = "  revocation: not checked, nothing given covers it, and the certificate names no source";
        assert_eq!(text.lines().filter(|other| *other == line).count(), 1);
    }
}

#[test]
fn conformance_notes_are_counted_and_listed_if_everything_is_asked_for() {
    let [root, ca, _] = trio();
    let noted = |count: u8| {
        let leaf = CertBuilder::leaf("example.com").serial(&[0]);
        let leaf = match count {
            1 => leaf,
            _ => leaf.without(chainverify_testdata::oid::EXTENDED_KEY_USAGE),
        };
        Setting::new(&leaf.issuer(&ca).sign(), &[&ca], &[&root])
    };
    for (count, line) in [
        (1, "  1 conformance note, --explain shows it"),
        (2, "  2 conformance notes, --explain lists them"),
    ] {
        let brief = text(&noted(count), Detail::Path);
        assert!(brief.lines().any(|other| other == line), "{brief}");
        assert!(!brief.contains("serial number"), "{brief}");
        let all = text(&noted(count), Detail::Everything);
        assert_eq!(all.matches("\n  warning: ").count(), usize::from(count));
        assert!(!all.contains("--explain"), "{all}");
    }
}
