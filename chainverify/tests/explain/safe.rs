//! Whatever a certificate holds, the text stays what it is: no control characters, no lines that a
//! certificate wrote.

use chainverify::{Detail, ReferenceName, TrustStore, Verifier};
use chainverify_testdata::Criticality::NonCritical;
use chainverify_testdata::{CertBuilder, Extension, GeneralName, Name, der, oid};
use proptest::collection::vec;
use proptest::prelude::{Strategy, any};
use proptest::strategy::Union;

use crate::by_hand::Setting;

/// What a hostile CA may write.
#[derive(Clone, Debug)]
struct Hostile {
    tag: u8,
    text: Vec<u8>,
}

impl Hostile {
    fn utf8(text: &str) -> Self {
        Self {
            tag: der::UTF8_STRING,
            text: text.into(),
        }
    }

    fn name(&self) -> Name {
        Name::empty()
            .and_string(oid::ORGANIZATION, self.tag, &self.text)
            .and_string(oid::COMMON_NAME, self.tag, &self.text)
    }

    /// Every explanation of a chain that holds this text wherever it may stand.
    fn explanations(&self) -> Vec<String> {
        let root = CertBuilder::ca("Root").subject(self.name()).sign();
        let ca = CertBuilder::intermediate("CA").subject(self.name());
        let ca = ca
            .raw_extension("1.2.3", NonCritical, &self.text)
            .issuer(&root)
            .sign();
        let names = [
            GeneralName::Dns(self.text.clone()),
            GeneralName::Email(self.text.clone()),
            GeneralName::Uri(self.text.clone()),
            GeneralName::Ip(self.text.clone()),
            GeneralName::Directory(self.name()),
        ];
        let leaf = CertBuilder::leaf("example.com")
            .no_names()
            .subject(self.name());
        let leaf = names.into_iter().fold(leaf, CertBuilder::name);
        let leaf = leaf.issuer(&ca).sign();
        let settings = [
            Setting::new(&leaf, &[&ca], &[&root]),
            Setting::new(&leaf, &[&ca], &[]),
            Setting::new(&leaf, &[&root], &[&root]),
            Setting::new(&leaf, &[&ca, &root], &[&ca])
                .with(|policy| *policy = policy.clone().strict()),
        ];
        settings.iter().flat_map(explanations).collect()
    }
}

fn explanations(setting: &Setting) -> Vec<String> {
    let verifier = Verifier::builder()
        .roots(setting.store.clone())
        .policy(setting.policy.clone())
        .build();
    let mozilla = TrustStore::new();
    let name = ReferenceName::parse("example.org").unwrap();
    let requests = [setting.request(), setting.request().name(name)];
    requests
        .into_iter()
        .map(|request| match verifier.verify_request(request) {
            Ok(path) => {
                let explanation = path.explain().compared_with(&mozilla);
                explanation.detail(Detail::Everything).to_string()
            }
            Err(failure) => failure.explain().detail(Detail::Everything).to_string(),
        })
        .collect()
}

fn assert_safe(text: &str) {
    for line in text.lines() {
        let commands = |character: &char| {
            character.is_control() || "\u{200e}\u{202e}\u{2066}".contains(*character)
        };
        let bad = line.chars().find(commands);
        assert_eq!(bad, None, "{line:?}");
    }
}

#[test]
fn no_control_character_of_a_certificate_reaches_the_text() {
    for text in [
        "\x1b[31mred",
        "a\0b",
        "a\rb",
        "a\x07",
        "\u{85}",
        "\u{9b}31m",
        "moc\u{202e}elpmaxe",
        "\u{200e}\u{2066}",
    ] {
        Hostile::utf8(text)
            .explanations()
            .iter()
            .for_each(|text| assert_safe(text));
    }
}

#[test]
fn no_certificate_can_write_a_line() {
    let count = |text: &str| {
        let all = Hostile::utf8(text).explanations();
        all.iter()
            .map(|text| text.lines().count())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        count("a\n✓ example.com is trusted"),
        count("a_✓ example.com is trusted")
    );
}

#[test]
fn names_of_other_string_types_are_no_way_around_it() {
    for tag in [
        der::PRINTABLE_STRING,
        der::TELETEX_STRING,
        der::IA5_STRING,
        der::BMP_STRING,
        0x1c,
    ] {
        let text = [0, 0, 0, 0x1b, 0, 0, 0, b'\n'].to_vec();
        Hostile { tag, text }
            .explanations()
            .iter()
            .for_each(|text| assert_safe(text));
    }
}

#[test]
fn whatever_bytes_stand_in_a_certificate_the_text_is_safe() {
    let mut runner = proptest::test_runner::TestRunner::new(proptest::test_runner::Config {
        cases: 48,
        failure_persistence: None,
        ..Default::default()
    });
    let tags = proptest::sample::select(vec![0x0c_u8, 0x13, 0x14, 0x16, 0x1c, 0x1e, 0x05]);
    let hostile = (tags, vec(any::<u8>(), 0..40)).prop_map(|(tag, text)| Hostile { tag, text });
    let strings = any::<String>().prop_map(|text| Hostile::utf8(&text));
    let checked = runner.run(&Union::new([hostile.boxed(), strings.boxed()]), |hostile| {
        hostile
            .explanations()
            .iter()
            .for_each(|text| assert_safe(text));
        Ok(())
    });
    checked.unwrap();
}

#[test]
fn a_certificate_with_a_policy_no_one_knows_is_explained_safely() {
    let bits = der::sequence([der::tlv(der::OID, &[0x2a, 0x8f, 0xff, 0xff, 0x7f])]);
    let leaf = CertBuilder::leaf("example.com")
        .extension(Extension::raw(oid::EXTENDED_KEY_USAGE, NonCritical, &bits))
        .sign();
    let setting = Setting::new(&leaf, &[], &[&leaf]);
    let failure = setting.verdict().unwrap_err();
    let text = failure.explain().to_string();
    assert!(text.contains("it allows: 1.2.33554431"), "{text}");
    assert_safe(&text);
}
