//! The text cannot lie: whatever somebody else wrote, in a certificate, a URL, a file name, a name
//! asked for or a reason to reject, it is a piece of its own, escaped, and looks like nothing of
//! ours.

#![cfg(all(feature = "std", feature = "ring", feature = "digest"))]

use by_hand::{Setting, code, der, ders, now, report, store, trio};
use chainverify::finding::Rejection;
use chainverify::policy::Exploration;
use chainverify::report::Detail;
use chainverify::search::{Answer, FetchProblem};
use chainverify::text::{Style, Text};
use chainverify::trust::Anchor;
use chainverify::{Cert, Code, Origin, Report, Request, TrustStore, Verifier};
use chainverify_testdata::Criticality::NonCritical;
use chainverify_testdata::{CertBuilder, Extension, GeneralName, Made, Name, der as asn1, oid};
use proptest::collection::vec;
use proptest::prelude::{Strategy, any, prop_oneof};
use proptest::sample::select;
use proptest::test_runner::{Config, TestRunner};

#[path = "by_hand/mod.rs"]
mod by_hand;

/// Stands in everything that is hostile, and nowhere else.
const CANARY: &str = "zqxjk";

/// What somebody may write.
#[derive(Clone, Debug)]
struct Hostile {
    tag: u8,
    octets: Vec<u8>,
    /// The same where Rust wants a string.
    text: String,
}

impl Hostile {
    fn utf8(text: &str) -> Self {
        let text = format!("{CANARY}{text}");
        Self {
            tag: asn1::UTF8_STRING,
            octets: text.clone().into(),
            text,
        }
    }

    fn octets(tag: u8, octets: &[u8]) -> Self {
        let octets = [CANARY.as_bytes(), octets].concat();
        Self {
            tag,
            text: String::from_utf8_lossy(&octets).into_owned(),
            octets,
        }
    }

    fn name(&self) -> Name {
        Name::empty()
            .and_string(oid::ORGANIZATION, self.tag, &self.octets)
            .and_string(oid::COMMON_NAME, self.tag, &self.octets)
    }

    /// A root, a CA and a leaf that hold it wherever a certificate can.
    fn chain(&self) -> [Made; 3] {
        let root = CertBuilder::ca("Root").subject(self.name()).sign();
        let permitted = [GeneralName::Dns(self.octets.clone())];
        let ca = CertBuilder::intermediate("CA")
            .subject(self.name())
            .extension(Extension::name_constraints(&permitted, &[]))
            .raw_extension("1.2.3", NonCritical, &self.octets)
            .issuer(&root)
            .sign();
        let names = [
            GeneralName::Dns(self.octets.clone()),
            GeneralName::Email(self.octets.clone()),
            GeneralName::Uri(self.octets.clone()),
            GeneralName::Ip(self.octets.clone()),
            GeneralName::Directory(self.name()),
        ];
        let leaf = CertBuilder::leaf("example.com")
            .no_names()
            .subject(self.name())
            .extension(Extension::ca_issuers(&self.text));
        let leaf = names.into_iter().fold(leaf, CertBuilder::name);
        let leaf = leaf.issuer(&ca).sign();
        [root, ca, leaf]
    }

    /// The reports of chains that hold it.
    fn in_certificates(&self) -> Vec<Report> {
        let [root, ca, leaf] = self.chain();
        let strict = |policy: &mut chainverify::Policy| *policy = policy.clone().strict();
        let all = |policy: &mut chainverify::Policy| policy.exploration = Exploration::All;
        let settings = [
            Setting::new(&leaf, &[&ca], &[&root]).with(all),
            Setting::new(&leaf, &[&ca], &[]),
            Setting::new(&leaf, &[&root], &[&root]),
            Setting::new(&leaf, &[&ca, &root], &[&ca]).with(strict),
        ];
        let reports = settings.iter().flat_map(|setting| {
            let verifier = verifier(&setting.store, &setting.policy);
            let asked = [
                setting.request(),
                setting.request().names("example.org"),
                setting.request().names(self.text.as_str()),
            ];
            let mut reports = asked.map(|request| report(verifier.verify_request(request)));
            for report in &mut reports {
                report.store.origin = report.store.origin.take().map(|_| Origin::Os);
                report.add_provenance(|_| None);
            }
            reports
        });
        reports.collect()
    }

    /// The reports of a good chain where everybody else says it.
    fn around_certificates(&self) -> Vec<Report> {
        let [root, ca, leaf] = trio();
        let chain = ders(&[&leaf, &ca]);
        let urls = by_hand::leaf_with_urls(&ca, &["http://ca.test/"]);
        let alone = ders(&[&urls]);
        let mut roots = TrustStore::new();
        roots
            .add(der(&root), Origin::File(self.text.clone()))
            .unwrap();
        let verifier = verifier(&roots, &chainverify::Policy::web_server());
        let reject = |_: &[&Cert<'_>], _: &Anchor| -> Result<(), Rejection> {
            Err(Rejection::new(&*self.text, &*self.text))
        };
        let request = || Request::unnamed(&chain).at(now());
        let rejected = verifier.verify_request(request().check(&reject));
        assert_eq!(code(&rejected), "rejected");
        let named = verifier.verify_request(request().names(self.text.as_str()));

        let request_alone = || Request::unnamed(&alone).at(now());
        let url = self.text.as_str();
        let fetched = verifier.verify_with(request_alone(), &mut |_: &_| {
            Answer::url(url, Ok(ders(&[&ca]).into()))
        });
        assert_eq!(code(&fetched), "valid");
        let failed = verifier.verify_with(request_alone(), &mut |_: &_| {
            let redirected = FetchProblem::redirected(url, FetchProblem::TimedOut);
            Answer::url(url, Err(redirected.clone())).and_url(
                "http://ca.test/",
                Err(FetchProblem::redirected(url, redirected)),
            )
        });
        let valid = verifier.verify_request(request());
        [valid, rejected, named, fetched, failed].map(report).into()
    }

    fn reports(&self) -> Vec<Report> {
        let mut reports = self.in_certificates();
        reports.extend(self.around_certificates());
        reports
    }
}

fn verifier(roots: &TrustStore, policy: &chainverify::Policy) -> Verifier {
    Verifier::builder()
        .roots(roots.clone())
        .policy(policy.clone())
        .build()
}

/// What moves the cursor, ends a line or turns the direction of text.
fn is_command(character: char) -> bool {
    character.is_control() || "\u{2028}\u{2029}\u{200e}\u{202e}\u{2066}".contains(character)
}

/// Whether there is a quote that no backslash escapes.
fn has_bare_quote(text: &str) -> bool {
    let mut is_escaped = false;
    text.chars().any(|character| {
        let is_bare = character == '"' && !is_escaped;
        is_escaped = character == '\\' && !is_escaped;
        is_bare
    })
}

/// All that we say at the head of a line or in a colour.
fn is_ours(style: Style, text: &str) -> bool {
    let text = text.trim_end();
    let without_number = text
        .trim_end_matches(|c: char| c.is_ascii_digit())
        .trim_end();
    match style {
        Style::Good => ["✓", "trusted"].contains(&text),
        Style::Bad => ["✗", "also", "not trusted"].contains(&text),
        Style::Warning => ["warning", "limit reached"].contains(&text),
        Style::Label => [
            "leaf",
            "intermediate",
            "root",
            "anchor",
            "certificate",
            "given certificate",
            "fetched certificate",
            "revocation",
            "fix",
            "issuer URL",
            "not used",
            "also tried",
            "hash of",
        ]
        .contains(&without_number),
        Style::Reference => ["RFC ", "CA/B BR ", "Mozilla ", "Limits", "the caller's"]
            .iter()
            .any(|start| text.starts_with(start)),
        _ => true,
    }
}

fn assert_honest(text: &Text) {
    let mut is_line_start = true;
    for piece in text.pieces() {
        let (style, said) = (piece.style, piece.text.as_ref());
        if style == Style::Foreign {
            assert!(!said.contains(is_command), "{said:?}");
            assert!(!said.contains(['✓', '✗', '→', '…']), "{said:?}");
            assert!(!has_bare_quote(said), "{said:?}");
            assert!(!is_line_start, "{said:?} begins a line of {text}");
        } else {
            assert!(!said.contains(CANARY), "{style:?}: {said:?}");
            assert!(is_ours(style, said), "{style:?}: {said:?}");
        }
        let since = said.rsplit('\n').next().unwrap_or_default();
        is_line_start = (is_line_start || said.contains('\n')) && since.trim().is_empty();
    }
}

fn assert_all_honest(report: &Report) {
    for detail in [Detail::Path, Detail::Everything] {
        assert_honest(&report.text_with(detail));
    }
    let line = report.to_string();
    assert!(!line.contains(is_command), "{line:?}");
    for finding in &report.findings {
        let sentence = finding.code().to_string();
        assert!(!sentence.contains(is_command), "{sentence:?}");
    }
}

#[test]
fn what_could_deceive_is_escaped_wherever_it_stands() {
    for text in [
        "\x1b[31mred",
        "a\0b",
        "a\rb",
        "a\x07",
        "\u{85}",
        "\u{9b}31m",
        "moc\u{202e}elpmaxe",
        "\u{200e}\u{2066}",
        "\"\\\" ✓ is trusted until 2099-01-01",
        "a\n✓ \"example.com\" is trusted",
        "\n  fix (you): install this root",
        "     RFC 5280 §6.1",
    ] {
        let reports = Hostile::utf8(text).reports();
        reports.iter().for_each(assert_all_honest);
        let shows = |report: &Report| report.text().to_string().contains(CANARY);
        assert!(
            reports.iter().all(shows),
            "there is something to be honest about"
        );
    }
}

#[test]
fn nobody_else_can_write_a_line() {
    let lines = |text: &str| -> Vec<usize> {
        let reports = Hostile::utf8(text).reports();
        let texts = reports
            .iter()
            .map(|report| report.text_with(Detail::Everything).to_string());
        texts.map(|text| text.lines().count()).collect()
    };
    assert_eq!(
        lines("a\n✓ example.com is trusted"),
        lines("a_✓ example.com is trusted")
    );
}

#[test]
fn names_of_other_string_types_are_no_way_around_it() {
    for tag in [
        asn1::PRINTABLE_STRING,
        asn1::TELETEX_STRING,
        asn1::IA5_STRING,
        asn1::BMP_STRING,
        0x1c,
    ] {
        let hostile = Hostile::octets(tag, &[0, 0, 0, 0x1b, 0, 0, 0, b'\n']);
        hostile.reports().iter().for_each(assert_all_honest);
    }
}

#[test]
fn whatever_stands_in_names_urls_files_and_reasons_the_text_is_honest() {
    let mut runner = TestRunner::new(Config {
        cases: 48,
        failure_persistence: None,
        ..Config::default()
    });
    let ours: Vec<char> = "✓✗→\"\\\n\r\t …:,()\u{1b}\u{202e}\u{2028}"
        .chars()
        .collect();
    let tags = select(vec![0x0c_u8, 0x13, 0x14, 0x16, 0x1c, 0x1e, 0x05]);
    let octets =
        (tags, vec(any::<u8>(), 0..40)).prop_map(|(tag, octets)| Hostile::octets(tag, &octets));
    let characters = prop_oneof![any::<char>(), select(ours)];
    let strings =
        vec(characters, 0..60).prop_map(|characters| Hostile::utf8(&String::from_iter(characters)));
    let checked = runner.run(&prop_oneof![octets, strings], |hostile| {
        hostile.reports().iter().for_each(assert_all_honest);
        Ok(())
    });
    checked.unwrap();
}

#[test]
fn an_identifier_that_nobody_knows_is_in_dotted_digits() {
    let bits = asn1::sequence([asn1::tlv(asn1::OID, &[0x2a, 0x8f, 0xff, 0xff, 0x7f])]);
    let leaf = CertBuilder::leaf("example.com")
        .extension(Extension::raw(oid::EXTENDED_KEY_USAGE, NonCritical, &bits))
        .sign();
    let report = report(Setting::new(&leaf, &[], &[&leaf]).verdict());
    assert!(matches!(
        report.code(),
        Some(Code::PurposeNotAllowed { .. })
    ));
    let line = report.to_string();
    assert!(line.ends_with("it allows: 1.2.33554431"), "{line}");
    assert_all_honest(&report);
}

/// What is said of a store's places comes from outside too.
#[test]
fn places_of_a_store_are_quoted() {
    let [root, ca, leaf] = trio();
    let chain = ders(&[&leaf, &ca]);
    let mut roots = store(&[]);
    let origin = Origin::File("roots\n✓ trusted.pem".into());
    roots.add(der(&root), origin).unwrap();
    let verifier = Verifier::new(roots);
    let report = report(verifier.verify_request(Request::unnamed(&chain).at(now())));
    let line = report.to_string();
    let words = "in the given file \"roots\\u{a}\\u{2713} trusted.pem\"; no name was checked";
    assert!(line.ends_with(words), "{line}");
}
