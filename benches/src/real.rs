//! Two real chains, which are verified with Mozilla's set alone. They are not committed:
//! `CHAINVERIFY_DATA` names the folder that has
//! `real-chains/upki-revoked-sites-2026-07-08.json`, the chains of sites that their CAs revoked for
//! demonstration, recorded by rustls/upki. Without the variable they are left out.

use core::time::Duration;
use std::path::{Path, PathBuf};
use std::{env, fs};

use pki_types::pem::PemObject as _;
use pki_types::{CertificateDer, UnixTime};
use serde_json::Value;
use x509_parser::certificate::X509Certificate;

use crate::chains::{Chain, Origin};
use crate::peers::Question;

/// Their names. The first has RSA keys and two intermediates, the second ECDSA keys and one.
pub(crate) const NAMES: [&str; 2] = ["real-isrg-x1", "real-usertrust-ecc"];

/// The environment variable that names the folder.
pub(crate) const FOLDER: &str = "CHAINVERIFY_DATA";

/// What the folder is, if it is given.
pub(crate) fn folder() -> Option<PathBuf> {
    env::var_os(FOLDER)
        .filter(|folder| !folder.is_empty())
        .map(PathBuf::from)
}

/// The chain of this name, if it is one of these and the folder is given.
///
/// # Errors
///
/// The folder is given and does not have it.
pub(crate) fn named(name: &str) -> Result<Option<Chain>, String> {
    let (Some(name), Some(folder)) = (NAMES.into_iter().find(|known| *known == name), folder())
    else {
        return Ok(None);
    };
    let file = folder.join("real-chains/upki-revoked-sites-2026-07-08.json");
    read(&file, name)
        .map(Some)
        .map_err(|problem| format!("{name} of {}: {problem}", file.display()))
}

fn read(file: &Path, name: &'static str) -> Result<Chain, String> {
    let label = match name {
        "real-isrg-x1" => "ISRG Root X1",
        _ => "USERTrust ECC Certification Authority",
    };
    let text = fs::read_to_string(file).map_err(|error| error.to_string())?;
    let sites: Value = serde_json::from_str(&text).map_err(|error| error.to_string())?;
    let time = sites["timestamp"].as_u64().ok_or("no timestamp")?;
    let mut labelled = sites["sites"].as_array().into_iter().flatten();
    let site = labelled
        .find(|site| site["ca_label"] == label)
        .ok_or("no such site")?;
    let detail = &site["detail"];
    let intermediates = detail["intermediates"].as_array().into_iter().flatten();
    let certs = core::iter::once(&detail["end_entity_cert"])
        .chain(intermediates)
        .map(certificate)
        .collect::<Result<Vec<_>, _>>()?;
    let host = host(&site["test_website_revoked"]).ok_or("no host")?;
    Ok(Chain {
        name,
        origin: Origin::Real,
        question: Question {
            host: host.leak(),
            time: UnixTime::since_unix_epoch(Duration::from_secs(time)),
        },
        root: root_of(&certs).ok_or("its root is not in Mozilla's set")?,
        certs,
    })
}

/// DER in Base64.
fn certificate(base64: &Value) -> Result<CertificateDer<'static>, String> {
    let base64 = base64.as_str().ok_or("no certificate")?;
    let pem = format!("-----BEGIN CERTIFICATE-----\n{base64}\n-----END CERTIFICATE-----\n");
    CertificateDer::from_pem_slice(pem.as_bytes()).map_err(|error| error.to_string())
}

/// The host of an `https` URL.
fn host(url: &Value) -> Option<String> {
    let rest = url.as_str()?.strip_prefix("https://")?;
    rest.split([':', '/']).next().map(str::to_owned)
}

/// The root that the last certificate names as its issuer.
fn root_of(certs: &[CertificateDer<'static>]) -> Option<CertificateDer<'static>> {
    let issuer = parsed(certs.last()?)?.issuer().as_raw().to_vec();
    let mut roots = webpki_root_certs::TLS_SERVER_ROOT_CERTS.iter();
    let is_it = |root: &&CertificateDer<'static>| {
        parsed(root).is_some_and(|root| root.subject().as_raw() == issuer)
    };
    roots.find(is_it).cloned()
}

fn parsed<'c>(der: &'c CertificateDer<'static>) -> Option<X509Certificate<'c>> {
    let (_, certificate) = x509_parser::parse_x509_certificate(der).ok()?;
    Some(certificate)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::algorithms::Provider;
    use crate::chains::Roots;
    use crate::peers;

    #[test]
    fn real_chains_are_valid_under_mozillas_set_alone() {
        if folder().is_none() {
            eprintln!("skipped: {FOLDER} is not set");
            return;
        }
        for name in NAMES {
            let chain = named(name).expect("a readable file").expect("a folder");
            let roots = Roots::Mozilla.of(&chain);
            assert_eq!(roots.len(), webpki_root_certs::TLS_SERVER_ROOT_CERTS.len());
            for peer in peers::searching(&roots, Provider::Ring.algorithms()) {
                let is_valid = peer.verify(&chain.certs, chain.question);
                assert!(is_valid, "{name} by {}", peer.name());
            }
        }
    }

    #[test]
    fn the_host_of_a_url_has_neither_port_nor_path() {
        for url in [
            "https://a.example:444/x",
            "https://a.example/",
            "https://a.example",
        ] {
            assert_eq!(host(&url.into()).as_deref(), Some("a.example"));
        }
    }
}
