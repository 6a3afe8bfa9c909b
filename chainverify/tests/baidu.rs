//! The real chain of baidu.com of 2020, in all the ways in which it can be right or wrong: complete,
//! without its intermediate, fetched, for another name, expired, altered, under another root, and
//! with a root of the operating system's store.
//!
//! Needs the data, see `common/conformance.rs`. The same through the command is tested there.

#![cfg(all(feature = "std", feature = "ring"))]

use chainverify::Policy;
use chainverify::search::{Answer, Need};
use common::{Der, Name, Outcome, Question, Verdict, ask, ask_with, conformance, store, time};
use pki_types::UnixTime;
use pki_types::pem::PemObject as _;

mod common;

const NAME: &str = "baidu.com";
const TIME: &str = "2020-12-01T00:00:00Z";
const ISSUER: &str = "GlobalSign Organization Validation CA - SHA256 - G2";
const ISSUER_URL: &str = "http://secure.globalsign.com/cacert/gsorganizationvalsha2g2r1.crt";

struct Chain {
    leaf: Der,
    intermediate: Der,
    root: Der,
}

impl Chain {
    /// None if there is no data.
    fn load() -> Option<Self> {
        let folder = conformance::folder("baidu")?;
        let file = |name: &str| Der::from(conformance::read(&folder.join(name)));
        Some(Self {
            leaf: file("leaf.der"),
            intermediate: file("intermediate.der"),
            root: file("root.der"),
        })
    }

    /// The complete chain, at the time and for the name that it is good for.
    fn question(&self) -> Question {
        Question {
            roots: store([self.root.clone()]).0,
            leaf: self.leaf.clone(),
            intermediates: vec![self.intermediate.clone()],
            names: vec![Name::Any(NAME.to_owned())],
            time: time::rfc3339(TIME).unwrap(),
            policy: Policy::web_server(),
            revocation: common::Given::default(),
        }
    }
}

/// The verdict, and that the first line and the primary finding say why.
fn assert_not_valid(outcome: &Outcome, code: &str) {
    let text = &outcome.explanation;
    assert_eq!(outcome.verdict, Verdict::NotValid, "\n{text}");
    assert_eq!(outcome.code(), code, "\n{text}");
    let line = outcome.first_line();
    assert!(line.contains("not trusted"), "\n{text}");
    assert!(outcome.first_line_says_cause(), "\n{text}");
}

fn assert_valid(outcome: &Outcome) {
    assert_eq!(outcome.verdict, Verdict::Valid, "\n{}", outcome.explanation);
}

fn assert_says(outcome: &Outcome, words: &str) {
    let text = &outcome.explanation;
    assert!(text.contains(words), "{words} is not in\n{text}");
}

#[test]
fn the_complete_chain_is_valid() {
    let Some(chain) = Chain::load() else { return };
    assert_eq!(time::rfc3339(TIME).unwrap().as_secs(), 1_606_780_800);
    let outcome = ask(&chain.question());
    assert_valid(&outcome);
    assert_says(&outcome, "GlobalSign Root CA");
}

#[test]
fn a_missing_intermediate_is_named_with_the_place_where_it_may_be_had() {
    let Some(chain) = Chain::load() else { return };
    let outcome = ask(&Question {
        intermediates: Vec::new(),
        ..chain.question()
    });
    assert_not_valid(&outcome, "issuer_not_found");
    assert_says(&outcome, ISSUER);
    assert_says(&outcome, ISSUER_URL);
}

#[test]
fn a_fetched_intermediate_makes_the_chain_valid_and_is_marked() {
    let Some(chain) = Chain::load() else { return };
    let question = Question {
        intermediates: Vec::new(),
        ..chain.question()
    };
    let mut asked = Vec::new();
    let outcome = ask_with(&question, &mut |need: &Need| {
        asked.extend(need.urls.iter().cloned());
        Answer::url(ISSUER_URL, Ok(vec![chain.intermediate.clone()].into()))
    });
    assert_valid(&outcome);
    assert_eq!(asked, [ISSUER_URL]);
    assert!(
        outcome.has("completed_by_fetch"),
        "\n{}",
        outcome.explanation
    );
    assert_says(&outcome, ISSUER_URL);
}

#[test]
fn a_complete_chain_asks_for_nothing() {
    let Some(chain) = Chain::load() else { return };
    let mut refuse = |need: &Need| -> Answer { panic!("asked for {:?}", need.urls) };
    assert_valid(&ask_with(&chain.question(), &mut refuse));
}

#[test]
fn another_name_is_refused_with_the_names_that_the_certificate_has() {
    let Some(chain) = Chain::load() else { return };
    let names = vec![Name::Any("baidu.example".to_owned())];
    let outcome = ask(&Question {
        names,
        ..chain.question()
    });
    assert_not_valid(&outcome, "name_mismatch");
    for name in ["baidu.example", "baidu.com", "baifubao.com"] {
        assert_says(&outcome, name);
    }
}

#[test]
fn today_it_is_expired() {
    let Some(chain) = Chain::load() else { return };
    let outcome = ask(&Question {
        time: UnixTime::now(),
        ..chain.question()
    });
    assert_not_valid(&outcome, "expired");
    assert_eq!(outcome.findings[0].certificate, "leaf");
    assert_says(&outcome, "2021-07-26");
}

/// The leaf, with the first name in it changed from `baidu.com` to `baidv.com`, or a byte of the
/// signature; both leave the DER in good order.
fn altered(leaf: &Der) -> [Der; 2] {
    let mut name = leaf.to_vec();
    let at = name
        .windows(9)
        .position(|window| window == b"baidu.com")
        .unwrap();
    name[at + 4] = b'v';
    let mut signature = leaf.to_vec();
    *signature.last_mut().unwrap() ^= 1;
    [name.into(), signature.into()]
}

#[test]
fn an_altered_certificate_is_refused() {
    let Some(chain) = Chain::load() else { return };
    for leaf in altered(&chain.leaf) {
        let outcome = ask(&Question {
            leaf,
            ..chain.question()
        });
        assert_not_valid(&outcome, "signature_invalid");
        assert_eq!(outcome.findings[0].certificate, "leaf");
    }
}

#[test]
#[cfg(feature = "digest")]
fn the_explanation_of_an_altered_certificate_shows_both_hashes() {
    let Some(chain) = Chain::load() else { return };
    let [leaf, _] = altered(&chain.leaf);
    let outcome = ask(&Question {
        leaf,
        ..chain.question()
    });
    assert!(
        outcome
            .first_line()
            .contains("was altered after it was signed")
    );
    for hash in ["H1", "H2"] {
        assert_says(&outcome, hash);
    }
}

#[test]
#[cfg(feature = "digest")]
fn the_hashes_show_that_the_certificate_was_altered() {
    use chainverify::crypto::digest::{Comparison, evidence};
    let Some(chain) = Chain::load() else { return };
    let issuer = chainverify::Cert::parse(chain.intermediate.clone()).unwrap();
    let compare = |leaf: &Der| {
        let leaf = chainverify::Cert::parse(leaf.clone()).unwrap();
        let signed = leaf.signed();
        evidence(
            signed.message,
            signed.algorithm,
            signed.signature,
            issuer.subject_public_key_info(),
        )
    };
    let original = compare(&chain.leaf);
    assert_eq!(original.comparison, Comparison::Equal);
    let [name, signature] = altered(&chain.leaf).map(|leaf| compare(&leaf));
    let h1 = |evidence: &chainverify::crypto::digest::Evidence| evidence.computed.clone().unwrap();
    let Comparison::Differs { recovered } = &name.comparison else {
        panic!("{name:?}");
    };
    assert_eq!(*recovered, h1(&original), "H2 is what the issuer signed");
    assert_ne!(*recovered, h1(&name), "H1 is another hash now");
    assert!(
        matches!(signature.comparison, Comparison::NotByThisKey(_)),
        "{signature:?}"
    );
}

#[test]
fn under_another_root_it_is_untrusted() {
    let Some(chain) = Chain::load() else { return };
    let pem = conformance::repository().join("testdata/example/root.pem");
    let stranger = Der::from_pem_file(pem).unwrap();
    let roots = store([stranger]).0;
    let question = Question {
        roots,
        ..chain.question()
    };
    // The root is not sent: all that can be said is that nobody here knows the intermediate's issuer.
    let outcome = ask(&question);
    assert_not_valid(&outcome, "issuer_not_found");
    assert_eq!(outcome.findings[0].certificate, "intermediate 1");
    assert_says(&outcome, "GlobalSign Root CA");
    // The root is sent: it is there, but nobody trusts it.
    let intermediates = vec![chain.intermediate.clone(), chain.root.clone()];
    let outcome = ask(&Question {
        intermediates,
        ..question
    });
    assert_not_valid(&outcome, "untrusted_root");
    assert_says(&outcome, "GlobalSign Root CA");
}

#[test]
fn under_a_namesake_root_with_another_key_it_is_refused() {
    let Some(chain) = Chain::load() else { return };
    let mut namesake = chain.root.to_vec();
    let modulus = chain
        .root
        .windows(4)
        .position(|window| *window == [2, 0x82, 1, 1])
        .unwrap();
    namesake[modulus + 100] ^= 1;
    let roots = store([namesake.into()]).0;
    let outcome = ask(&Question {
        roots,
        ..chain.question()
    });
    assert_not_valid(&outcome, "signature_invalid");
    assert_eq!(outcome.findings[0].certificate, "intermediate 1");
}

/// In a process of its own, because it needs another environment.
#[test]
#[cfg(feature = "os-roots")]
fn a_root_of_the_os_store_makes_it_valid_and_is_named_as_such() {
    let Some(chain) = Chain::load() else { return };
    let file = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("baidu-root.pem");
    std::fs::write(&file, chainverify_testdata::pem("CERTIFICATE", &chain.root)).unwrap();
    let child = std::process::Command::new(std::env::current_exe().unwrap())
        .args([
            "--exact",
            "with_the_os_store_of_the_environment",
            "--ignored",
            "--nocapture",
        ])
        .env("SSL_CERT_FILE", &file)
        .env_remove("SSL_CERT_DIR")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&child.stdout);
    assert!(
        child.status.success(),
        "{said}{}",
        String::from_utf8_lossy(&child.stderr)
    );
    assert!(said.contains("1 passed"), "{said}");
}

#[test]
#[ignore = "is run by the test above, with SSL_CERT_FILE set"]
#[cfg(feature = "os-roots")]
fn with_the_os_store_of_the_environment() {
    let file = std::env::var("SSL_CERT_FILE").unwrap();
    let chain = Chain::load().unwrap();
    let roots = chainverify::TrustStore::os().unwrap();
    assert_eq!((roots.len(), roots.left_out().len()), (1, 0));
    let outcome = ask(&Question {
        roots,
        ..chain.question()
    });
    assert_valid(&outcome);
    assert_says(&outcome, "your OS store");
    assert_says(&outcome, &file);
}
