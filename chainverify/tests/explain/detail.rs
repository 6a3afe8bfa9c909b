//! How much the text says, and how it says it.

use chainverify::{Detail, Exploration, Verifier};
use chainverify_testdata::{CertBuilder, Flaw, Key, Made, RsaSize};

use crate::by_hand::{NOTHING, Setting, leaf_with_urls, store, trio};

/// Five CAs of one name and other keys; none issued the leaf.
fn decoys() -> Setting {
    let [root, _, leaf] = trio();
    let decoys: Vec<Made> = (0..5)
        .map(|n| {
            let key = Key::p256(&format!("decoy {n}"));
            let ca = CertBuilder::intermediate("CA").key(key);
            ca.issuer(&root).sign()
        })
        .collect();
    let sent: Vec<&Made> = decoys.iter().collect();
    Setting::new(&leaf, &sent, &[&root])
}

#[test]
fn the_headline_is_the_first_line_at_every_detail() {
    let setting = decoys();
    let failure = setting.verdict().unwrap_err();
    let headline = failure.explain().headline();
    assert!(!headline.contains('\n'));
    assert_eq!(failure.to_string(), headline);
    assert_eq!(
        failure.explain().detail(Detail::Headline).to_string(),
        headline
    );
    for detail in [Detail::Path, Detail::Everything] {
        let text = failure.explain().detail(detail).to_string();
        assert_eq!(text.lines().next(), Some(headline.as_str()));
        assert!(text.lines().count() > 1);
    }
    assert_eq!(Detail::default(), Detail::Path);
    assert!(!failure.explain().is_valid());
}

#[test]
fn more_detail_has_every_line_of_less() {
    let setting = decoys();
    let failure = setting.verdict().unwrap_err();
    let text = |detail| failure.explain().detail(detail).to_string();
    let (less, more) = (text(Detail::Path), text(Detail::Everything));
    for line in less.lines().filter(|line| !line.contains("also tried")) {
        assert!(more.contains(line), "{line}\n{more}");
    }
    assert!(more.len() > less.len());
    assert!(more.contains("hash of "), "{more}");
}

#[test]
fn paths_that_look_the_same_are_one_line() {
    let setting = decoys();
    let failure = setting.verdict().unwrap_err();
    assert_eq!(failure.explain().rows().tried.len(), 4);
    let text = failure.explain().to_string();
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
        let text = match setting.verdict() {
            Ok(path) => path.explain().detail(detail).to_string(),
            Err(failure) => failure.explain().detail(detail).to_string(),
        };
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
        let path = setting.verdict().unwrap();
        assert!(path.explain().is_valid());
        path.explain().detail(detail).to_string()
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
    let key = Key::rsa(RsaSize::Bits2048);
    let root = CertBuilder::ca("Root").key(key).sign();
    let leaf = CertBuilder::leaf("example.com").issuer(&root);
    let good = Setting::new(&leaf.clone().sign(), &[], &[&root]);
    let path = good.verdict().unwrap();
    let text = path.explain().detail(Detail::Everything).to_string();
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
    let (h1, h2) = hashes(&text);
    assert_eq!((h1.len(), &h1), (64, &h2));
    assert!(
        !path.explain().to_string().contains("H1"),
        "only if asked for"
    );

    let altered = leaf.flaw(Flaw::FlippedSerial).sign();
    let bad = Setting::new(&altered, &[], &[&root]);
    let failure = bad.verdict().unwrap_err();
    let text = failure.explain().to_string();
    let (h1, h2) = hashes(&text);
    assert_ne!(h1, h2);
    assert!(text.contains("was altered after it was signed"), "{text}");
}

#[test]
fn a_signature_by_another_key_is_named_as_that() {
    let root = CertBuilder::ca("Root: of all")
        .key(Key::rsa(RsaSize::Bits2048))
        .sign();
    let other = Made {
        key: Key::rsa(RsaSize::Bits2048Other),
        ..root.clone()
    };
    let leaf = CertBuilder::leaf("example.com").issuer(&other).sign();
    let setting = Setting::new(&leaf, &[], &[&root]);
    let failure = setting.verdict().unwrap_err();
    let headline = failure.explain().headline();
    let words =
        "the key of \"Root: of all\" did not make: forged, or by another issuer of the same name";
    assert!(headline.contains(words), "{headline}");
    let rows = failure.explain().rows();
    assert_eq!(rows.digests[0].comparison, "not_by_this_key");
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
    let text = |sent: &[&Made]| {
        let setting = Setting::new(&leaf, sent, &[&root]);
        setting.verdict().unwrap().explain().to_string()
    };
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
        let text = match setting.verdict() {
            Ok(path) => path.explain().to_string(),
            Err(failure) => failure.explain().to_string(),
        };
        let line = text.lines().nth(1).unwrap().to_owned();
        let (_, rest) = line.split_once('(').unwrap();
        rest.split_once(')').unwrap().0.to_owned()
    };
    let early = "2020-01-01T00:00:00Z";
    for (from, until, words) in [
        (early, "2026-06-01T12:00:00Z", "ends within a day"),
        (early, "2026-06-02T00:00:00Z", "1 day left"),
        (early, "2026-06-11T00:00:00Z", "10 days left"),
        (early, "2036-06-11T00:00:00Z", "10 years left"),
        (early, "2026-05-31T00:00:00Z", "expired 1 day ago"),
        (early, "2020-06-01T00:00:00Z", "expired 6 years ago"),
        (
            "2026-06-01T00:00:01Z",
            "2027-01-01T00:00:00Z",
            "begins in 1 day",
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
fn requests_are_said_where_they_explain_something() {
    let [root, ca, _] = trio();
    let leaf = leaf_with_urls(&ca, &["http://ca.test/"]);
    let setting = Setting::new(&leaf, &[], &[&root]);
    let offline = setting.verdict().unwrap_err().explain().to_string();
    let line = "issuer URL of \"example.com\": http://ca.test/: ";
    assert!(offline.contains(&format!("{line}not tried")), "{offline}");
    let verifier = Verifier::new(store(&[&root]));
    let mut hook = |_: &chainverify::Need| NOTHING;
    let failure = verifier
        .verify_with(setting.request(), &mut hook)
        .unwrap_err();
    let text = failure.explain().to_string();
    assert!(text.contains(&format!("{line}timed out")), "{text}");
}

#[test]
fn a_long_name_is_cut_in_the_table_only() {
    let long = "x".repeat(70);
    let [root, ca, _] = trio();
    let leaf = CertBuilder::leaf("example.com")
        .subject(chainverify_testdata::Name::common(&long))
        .issuer(&ca)
        .sign();
    let setting = Setting::new(&leaf, &[&ca], &[&root]);
    let path = setting.verdict().unwrap();
    let text = path.explain().to_string();
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
    let path = setting.verdict().unwrap();
    assert!(
        path.explain()
            .headline()
            .starts_with("✓ \"example.com\" is trusted")
    );
    assert_eq!(path.explain().rows().path[0].short, "example.com");
    assert_eq!(path.explain().rows().time, "2026-06-01T00:00:00Z");
}
