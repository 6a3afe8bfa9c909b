//! Real sites that their CAs revoked for demonstration, with what upki recorded beside them, CRLite
//! filters of them, and Mozilla's OneCRL. `CHAINVERIFY_DATA` names the folder; without it a test says
//! that it was skipped.

#![allow(
    dead_code,
    reason = "each suite is a program of its own and uses its part"
)]

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use chainverify::Cert;
use chainverify::revocation::blocklist::{Blocked, Blocklist};
use chainverify::revocation::crlite::{Filter, Filters, Logged, SpkiHash};
use pki_types::CertificateDer;
use pki_types::pem::PemObject;
use serde_json::Value;

use crate::filters;

/// The folder; none, with a word to the user, if there is no data.
pub(crate) fn folder() -> Option<PathBuf> {
    let given = std::env::var_os("CHAINVERIFY_DATA").filter(|given| !given.is_empty());
    let Some(given) = given else {
        eprintln!("skipped: CHAINVERIFY_DATA is not set");
        return None;
    };
    // A relative path counts from the root of the repository.
    Some(Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(given))
}

pub(crate) fn read(folder: &Path, name: &str) -> Vec<u8> {
    let path = folder.join(name);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

pub(crate) fn json(folder: &Path, name: &str) -> Value {
    serde_json::from_slice(&read(folder, name)).unwrap()
}

/// Of base64, which the reader of PEM decodes without a look at what it is.
pub(crate) fn octets(value: &Value) -> Vec<u8> {
    let text = value.as_str().expect("base64");
    let text = format!("-----BEGIN CERTIFICATE-----\n{text}\n-----END CERTIFICATE-----\n");
    let octets = CertificateDer::from_pem_slice(text.as_bytes()).expect("base64");
    octets.to_vec()
}

fn cert(der: Vec<u8>) -> Cert<'static> {
    Cert::parse(CertificateDer::from(der)).expect("a certificate")
}

/// A revoked site.
pub(crate) struct Site {
    pub(crate) name: String,
    pub(crate) leaf: Cert<'static>,
    pub(crate) intermediates: Vec<Cert<'static>>,
    /// What upki recorded beside it.
    pub(crate) issuer: SpkiHash,
    pub(crate) serial: Vec<u8>,
    pub(crate) scts: Vec<Logged>,
}

/// The name in a URL.
fn host(url: &Value) -> String {
    let url = url.as_str().expect("a URL");
    let (_, after) = url.split_once("://").expect("a URL with a scheme");
    let end = after.find(['/', ':']).unwrap_or(after.len());
    after[..end].to_owned()
}

/// All of them.
pub(crate) fn sites(folder: &Path) -> Vec<Site> {
    let file = json(folder, "real-chains/upki-revoked-sites-2026-07-08.json");
    let all = file["sites"].as_array().unwrap();
    let with_certificate = all.iter().filter_map(|site| {
        let detail = site.get("detail").filter(|detail| detail.is_object())?;
        Some((site, detail))
    });
    let sites = with_certificate.map(|(site, detail)| {
        let scts = detail["scts"].as_array().unwrap().iter().map(|sct| Logged {
            log: octets(&sct["log_id"]).try_into().unwrap(),
            timestamp: sct["timestamp"].as_u64().unwrap(),
        });
        let intermediates = detail["intermediates"].as_array().unwrap();
        Site {
            name: host(&site["test_website_revoked"]),
            leaf: cert(octets(&detail["end_entity_cert"])),
            intermediates: intermediates.iter().map(|der| cert(octets(der))).collect(),
            issuer: octets(&detail["issuer_spki_sha256"]).try_into().unwrap(),
            serial: octets(&detail["serial"]),
            scts: scts.collect(),
        }
    });
    let sites: Vec<_> = sites.collect();
    assert_eq!(sites.len(), 115);
    sites
}

/// The number after this one, in as many octets as it takes.
pub(crate) fn next(serial: &[u8]) -> Vec<u8> {
    let mut next = serial.to_vec();
    for octet in next.iter_mut().rev() {
        *octet = octet.wrapping_add(1);
        if *octet != 0 {
            return next;
        }
    }
    panic!("a serial number of ones only")
}

/// Which serial numbers a filter has as revoked.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Listed {
    Sites,
    /// The next number of each.
    Neighbours,
}

/// The filter that has the sites or their neighbours as revoked, and the others as not.
pub(crate) fn filter(sites: &[Site], listed: Listed) -> Filters {
    let mut issuers: BTreeMap<SpkiHash, Vec<filters::Certificate>> = BTreeMap::new();
    let mut coverage: HashMap<[u8; 32], (u64, u64)> = HashMap::new();
    for site in sites {
        let certificates = issuers.entry(site.issuer).or_default();
        for (serial, who) in [
            (site.serial.clone(), Listed::Sites),
            (next(&site.serial), Listed::Neighbours),
        ] {
            let is_revoked = who == listed;
            certificates.push(filters::Certificate { serial, is_revoked });
        }
        for sct in &site.scts {
            let times = coverage
                .entry(sct.log)
                .or_insert((sct.timestamp, sct.timestamp + 1));
            *times = (times.0.min(sct.timestamp), times.1.max(sct.timestamp));
        }
    }
    let issuers: Vec<_> = issuers
        .into_iter()
        .map(|(spki, certificates)| filters::Issuer { spki, certificates })
        .collect();
    let file = filters::build(&issuers, &coverage);
    Filters::new([Filter::open(file).unwrap()])
}

/// Mozilla's OneCRL, all entries whether enabled or not.
pub(crate) fn onecrl(folder: &Path) -> Blocklist {
    let file = json(folder, "firefox-esr153-onecrl.json");
    let entries = file["data"].as_array().unwrap();
    let of = |entry: &Value| match entry.get("issuerName") {
        Some(issuer) => Blocked::certificate(&octets(issuer), &octets(&entry["serialNumber"])),
        None => {
            let hash = octets(&entry["pubKeyHash"]).try_into().unwrap();
            Blocked::key(&octets(&entry["subject"]), hash)
        }
    };
    let list: Blocklist = entries.iter().map(|entry| of(entry).unwrap()).collect();
    assert_eq!(entries.len(), 1918);
    // Four are there twice.
    assert_eq!(list.len(), 1914);
    list
}
