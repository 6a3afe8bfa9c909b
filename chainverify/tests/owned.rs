//! A report owns everything: `?` takes it wherever errors go, and it can be kept, cloned, sent to
//! another thread, written as JSON and read back, long after the chain and the verifier are gone.

#![cfg(all(feature = "std", feature = "ring", feature = "serde"))]

use core::error::Error;
use core::time::Duration;
use std::sync::mpsc;

use chainverify::{Origin, Report, Request, TrustStore, Verifier};
use pki_types::{CertificateDer, UnixTime};

const ROOT: &[u8] = include_bytes!("../../testdata/example/root.pem");
const CHAIN: &[u8] = include_bytes!("../../testdata/example/chain.pem");

fn verifier() -> Verifier {
    let mut roots = TrustStore::new();
    roots.add_pem(ROOT, &Origin::Given);
    Verifier::new(roots)
}

fn chain() -> Vec<CertificateDer<'static>> {
    chainverify::cert::from_pem(CHAIN).unwrap()
}

fn request<'a>(chain: &'a [CertificateDer<'a>], name: &'a str) -> Request<'a> {
    let time = UnixTime::since_unix_epoch(Duration::from_secs(1_780_272_000));
    Request::server(chain, name).at(time)
}

/// Everything that was borrowed is gone when the report comes out.
fn failure() -> Box<Report> {
    let (verifier, chain) = (verifier(), chain());
    verifier
        .verify_request(request(&chain, "example.org"))
        .unwrap_err()
}

#[test]
fn an_anyhow_error_takes_it() {
    fn verify() -> anyhow::Result<usize> {
        let (verifier, chain) = (verifier(), chain());
        let path = verifier.verify_request(request(&chain, "example.org"))?;
        Ok(path.certs().count())
    }
    let error = verify().unwrap_err();
    let report = error.downcast_ref::<Box<Report>>().unwrap();
    assert_eq!(report.code().unwrap().id(), "name_mismatch");
    assert!(format!("{error:#}").starts_with("\"example.org\" is not trusted: leaf"));
}

#[test]
fn a_boxed_error_takes_it() {
    fn verify() -> Result<usize, Box<dyn Error + Send + Sync>> {
        let (verifier, chain) = (verifier(), chain());
        Ok(verifier.verify(&chain, "www.example.org")?.certs().count())
    }
    assert!(
        verify()
            .unwrap_err()
            .downcast_ref::<Box<Report>>()
            .is_some()
    );
}

#[test]
fn an_error_of_ones_own_takes_it() {
    #[derive(Debug, thiserror::Error)]
    enum Mine {
        #[error("the peer is not who it should be: {0}")]
        Peer(#[from] Box<Report>),
    }
    fn verify() -> Result<usize, Mine> {
        let (verifier, chain) = (verifier(), chain());
        let path = verifier.verify_request(request(&chain, "example.org"))?;
        Ok(path.certs().count())
    }
    let Mine::Peer(report) = verify().unwrap_err();
    assert!(!report.is_valid());
}

#[test]
fn it_is_kept_cloned_and_sent() {
    struct Log {
        last: Option<Report>,
    }
    let mut log = Log { last: None };
    let (send, receive) = mpsc::channel();
    std::thread::spawn(move || send.send(*failure()).unwrap());
    log.last = Some(receive.recv().unwrap());
    let copy = log.last.clone().unwrap();
    assert_eq!(copy.text(), log.last.unwrap().text());
}

#[test]
fn it_is_written_as_json_and_read_back() {
    let report = failure();
    let json = serde_json::to_string(&report).unwrap();
    let value: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(value["schema"], 1);
    assert_eq!(value["verdict"], "not_valid");
    assert_eq!(value["headline"], report.to_string());
    assert_eq!(value["findings"][0]["code"], "name_mismatch");
    assert_eq!(
        value["certificates"].as_array().unwrap().len(),
        report.certificates.len()
    );
    assert_eq!(value["path"][0]["revocation"]["status"], "not_checked");
}

#[test]
fn it_can_be_shared_between_threads() {
    fn is_error<T: Error + Clone + Send + Sync + 'static>() {}
    is_error::<Report>();
}
