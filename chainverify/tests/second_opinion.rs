//! The opinion of rustls 0.23, held against rustls-webpki called directly and against the verifiers of
//! rustls itself, on every testcase of limbo; and what it says in words.
//!
//! Limbo needs the data, see `common/conformance.rs`.

#![cfg(all(feature = "std", feature = "ring", feature = "second-opinion"))]

use std::sync::{Arc, LazyLock};

use chainverify::second_opinion::{self, Basis, Opinion, Peer, Verdict};
use chainverify::{Report, Request, Verifier};
use common::conformance::{for_all, say};
use common::{Der, Question};
use pki_types::{ServerName, SignatureVerificationAlgorithm};
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::ServerCertVerifier;
use rustls::server::WebPkiClientVerifier;
use rustls::{CertificateError, RootCertStore};
use suite::{Profile, Testcase};
use webpki::{EndEntityCert, KeyUsage, anchor_from_trusted_cert};

#[path = "second_opinion/by_models.rs"]
mod by_models;
mod common;
#[path = "common/exceptions.rs"]
mod exceptions;
#[path = "second_opinion/models.rs"]
mod models;
#[path = "common/limbo.rs"]
mod suite;
#[path = "common/truth.rs"]
mod truth;
#[path = "second_opinion/words.rs"]
mod words;

static SUITE: LazyLock<Option<Vec<Testcase>>> = LazyLock::new(suite::load);

const ALGORITHMS: &[&dyn SignatureVerificationAlgorithm] = chainverify::crypto::ring::ALL;

/// A testcase as the library is asked it.
struct Asked {
    verifier: Verifier,
    chain: Vec<Der>,
    question: Question,
    names: Vec<ServerName<'static>>,
}

impl Asked {
    fn new(case: &Testcase) -> Self {
        let question = case.question(Profile::Web);
        let verifier = Verifier::builder()
            .roots(question.roots.clone())
            .policy(question.policy.clone())
            .algorithms(chainverify::Algorithms::new(ALGORITHMS))
            .build();
        let leaf = core::iter::once(&question.leaf);
        let names = question.names.iter().filter_map(|name| match name {
            common::Name::Dns(name) | common::Name::Ip(name) => {
                Some(ServerName::try_from(name.clone()).unwrap())
            }
            _ => None,
        });
        Self {
            verifier,
            chain: leaf.chain(&question.intermediates).cloned().collect(),
            names: names.collect(),
            question,
        }
    }

    fn report(&self) -> Report {
        let mut request = Request::unnamed(&self.chain).at(self.question.time);
        for name in &self.question.names {
            request = request.names(name.names());
        }
        match self.verifier.verify_request(request) {
            Ok(path) => path.report(),
            Err(report) => *report,
        }
    }

    fn opinion(&self) -> Opinion {
        second_opinion::rustls(&self.verifier, &self.chain, &self.report())
    }
}

/// rustls-webpki with the testcase's own anchors, whether or not the library can read them.
fn webpki_says(case: &Testcase, asked: &Asked) -> Result<(), webpki::Error> {
    let anchors = case.anchors();
    let anchors = anchors.iter().map(anchor_from_trusted_cert);
    let anchors: Vec<_> = anchors.filter_map(Result::ok).collect();
    let leaf = EndEntityCert::try_from(&asked.question.leaf)?;
    let (usage, names) = match case.is_of_client() {
        true => (KeyUsage::client_auth(), &[][..]),
        false => (KeyUsage::server_auth(), asked.names.as_slice()),
    };
    let intermediates = &asked.question.intermediates;
    let time = asked.question.time;
    leaf.verify_for_usage(ALGORITHMS, &anchors, intermediates, time, usage, None, None)?;
    names
        .iter()
        .try_for_each(|name| leaf.verify_is_valid_for_subject_name(name))
}

/// The verifiers of rustls; none where they cannot be made or need a name that there is not.
fn rustls_says(case: &Testcase, asked: &Asked) -> Option<Result<(), rustls::Error>> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(case.anchors());
    if roots.is_empty() {
        return None;
    }
    let roots = Arc::new(roots);
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let Question {
        leaf,
        intermediates,
        time,
        ..
    } = &asked.question;
    if case.is_of_client() {
        let verifier = WebPkiClientVerifier::builder_with_provider(roots, provider);
        let verifier = verifier.build().unwrap();
        return Some(
            verifier
                .verify_client_cert(leaf, intermediates, *time)
                .map(drop),
        );
    }
    let [name] = asked.names.as_slice() else {
        return None;
    };
    let verifier = WebPkiServerVerifier::builder_with_provider(roots, provider);
    let verifier = verifier.build().unwrap();
    let said = verifier.verify_server_cert(leaf, intermediates, name, &[], *time);
    Some(said.map(drop))
}

/// The name of the variant, without what is in it.
fn variant(error: &rustls::Error) -> String {
    let rustls::Error::InvalidCertificate(error) = error else {
        panic!("rustls says {error:?}");
    };
    let name = |text: String| {
        let end = text.find(|c: char| !c.is_ascii_alphanumeric());
        text[..end.unwrap_or(text.len())].to_owned()
    };
    match error {
        CertificateError::Other(other) => format!("Other({})", name(format!("{:?}", other.0))),
        error => name(format!("{error:?}")),
    }
}

#[test]
fn on_every_testcase_the_opinion_is_what_rustls_webpki_says_when_called_directly() {
    let Some(suite) = &*SUITE else { return };
    let cases: Vec<_> = suite.iter().collect();
    let differences = for_all(&cases, |&case| {
        let asked = Asked::new(case);
        let opinion = asked.opinion();
        assert_eq!((opinion.of, opinion.basis), (Peer::Rustls, Basis::Run));
        let direct = webpki_says(case, &asked);
        let is_same = match opinion.verdict {
            Verdict::Accepts => direct.is_ok(),
            Verdict::Refuses => direct.is_err(),
            _ => false,
        };
        (!is_same).then(|| format!("{}: {opinion:?}, but {direct:?}", case.id))
    });
    let differences: Vec<_> = differences.into_iter().flatten().collect();
    say(&format!(
        "second opinion: {} testcases of limbo, {} differences from rustls-webpki",
        cases.len(),
        differences.len()
    ));
    assert!(differences.is_empty(), "\n{}\n", differences.join("\n"));
}

#[test]
fn on_every_testcase_rustls_itself_gives_the_variant_that_is_named() {
    let Some(suite) = &*SUITE else { return };
    let cases: Vec<_> = suite.iter().collect();
    let compared = for_all(&cases, |&case| {
        let asked = Asked::new(case);
        let said = rustls_says(case, &asked)?
            .map_err(|error| variant(&error))
            .err();
        let named = asked.opinion().variant.map(String::from);
        Some((said != named).then(|| format!("{}: {named:?}, but {said:?}", case.id)))
    });
    let compared: Vec<_> = compared.into_iter().flatten().collect();
    say(&format!(
        "second opinion: {} testcases of limbo asked of rustls too",
        compared.len()
    ));
    // One is of a server without a name.
    assert!(compared.len() + 2 > cases.len(), "{}", compared.len());
    let differences: Vec<_> = compared.into_iter().flatten().collect();
    assert!(differences.is_empty(), "\n{}\n", differences.join("\n"));
}
