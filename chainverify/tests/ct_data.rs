//! Timestamps of real certificates: those of sites that their CAs revoked for demonstration, with the
//! logs that Firefox and Chromium know. `CHAINVERIFY_DATA` names the folder; without it a test says that
//! it was skipped.

#![cfg(all(feature = "ct", feature = "crlite", feature = "ring", feature = "std"))]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use chainverify::ct::{
    Check, Compliance, Delivery, Log, LogKind, LogList, Outcome, State, Transparency,
};
use chainverify::der::Time;
use chainverify::{Algorithms, Cert};
use pki_types::CertificateDer;
use serde_json::Value;

#[path = "common/filters.rs"]
mod filters;
#[path = "common/sites.rs"]
mod sites;

use crate::sites::{Site, folder, json, octets, sites};

/// 2026-07-08T10:47:35Z, when the sites were recorded.
const RECORDED: i64 = 1_783_507_655;

/// `2026-02-28`, from its first second on.
fn day(date: &Value) -> Time {
    let parts = date.as_str().unwrap().splitn(3, '-');
    let parts: Vec<u32> = parts.map(|part| part.parse().unwrap()).collect();
    let within = |days: &i64| {
        let (year, month, day) = Time::from_unix(days * 86_400).date();
        (year, u32::from(month), u32::from(day)) == (parts[0].into(), parts[1], parts[2])
    };
    let days = (0..40_000).find(within).unwrap();
    Time::from_unix(days * 86_400)
}

/// The logs of Firefox ESR, with their states.
fn firefox(folder: &Path) -> LogList {
    let file = json(folder, "ct_logs_firefox_esr153.json");
    let logs = file.as_array().unwrap().iter().map(|log| {
        let kind = match log["format"].as_str().unwrap() {
            "tiled" => LogKind::Tiled,
            "rfc6962" => LogKind::Rfc6962,
            other => panic!("{other}"),
        };
        let state = match log["state"].as_str().unwrap() {
            "admissible" => State::Usable,
            "retired" => State::Retired,
            other => panic!("{other}"),
        };
        let made = Log::new(&octets(&log["key"]), kind).unwrap();
        assert_eq!(made.id()[..], octets(&log["log_id"]));
        let made = made
            .named(log["name"].as_str().unwrap())
            .operated_by(&log["op"].to_string());
        made.state(state, day(&log["since"]))
    });
    LogList::new(Time::from_unix(RECORDED), logs)
}

/// The ids of those of Chromium.
fn chromium(folder: &Path) -> BTreeSet<Vec<u8>> {
    let file = json(folder, "ct_logs_chromium156.json");
    let logs = file.as_array().unwrap().iter();
    let logs = logs.filter(|log| [1, 2].map(Value::from).contains(&log["type"]));
    logs.map(|log| octets(&log["log_id"])).collect()
}

/// Whose key signed the leaf: one of the intermediates.
fn issuer(site: &Site) -> &Cert<'static> {
    let by_name = site.intermediates.iter();
    let mut by_name = by_name.filter(|ca| ca.subject() == site.leaf.issuer());
    let signed = |ca: &&Cert<'_>| {
        let key = ca.public_key().unwrap();
        Algorithms::default()
            .verify(&site.leaf.signed(), &key)
            .is_ok()
    };
    by_name.find(signed).expect("the issuer")
}

fn check(leaf: &Cert<'_>, issuer: &[u8], logs: &LogList) -> Transparency {
    let check = Check::new(leaf, Time::from_unix(RECORDED))
        .logs(logs)
        .issued_by(issuer);
    check.run(&Algorithms::default())
}

fn verified(found: &Transparency) -> usize {
    let scts = found.scts.iter();
    scts.filter(|sct| sct.outcome == Outcome::Verified).count()
}

#[test]
fn all_392_timestamps_of_115_real_certificates_verify_and_are_what_chrome_asks_for() {
    let Some(folder) = folder() else { return };
    let (logs, chromium) = (firefox(&folder), chromium(&folder));
    assert_eq!((logs.logs().len(), chromium.len()), (85, 69));
    let (mut good, mut tiled, mut short) = (0, 0, 0);
    let mut used = BTreeSet::new();
    let mut apple = BTreeMap::<String, usize>::new();
    let sites = sites(&folder);
    assert_eq!(sites.len(), 115);
    for site in &sites {
        let found = check(&site.leaf, issuer(site).subject_public_key_info(), &logs);
        assert_eq!(verified(&found), found.scts.len(), "{}", site.name);
        assert_eq!(found.chrome, Compliance::Meets, "{}", site.name);
        assert!(found.unreadable.is_empty() && found.scts_left_out == 0);
        good += found.scts.len();
        for sct in &found.scts {
            assert_eq!(sct.delivery, Delivery::Embedded);
            tiled += usize::from(sct.log.as_ref().unwrap().kind == LogKind::Tiled);
            used.insert(sct.log_id.to_vec());
        }
        let validity = site.leaf.validity();
        let seconds = validity.not_after.as_unix() - validity.not_before.as_unix();
        short += usize::from(seconds <= 180 * 86_400);
        *apple.entry(found.apple.to_string()).or_default() += 1;
    }
    assert_eq!((good, tiled, used.len(), short), (392, 28, 31, 41));
    assert!(used.is_subset(&chromium));
    assert_eq!(apple.values().sum::<usize>(), 115);
    assert_eq!(apple.get("met"), Some(&115), "{apple:?}");
}

/// Of each certificate with this bit of its timestamps flipped.
fn flipped(
    site: &Site,
    logs: &LogList,
    part: fn(usize, usize) -> core::ops::Range<usize>,
) -> [usize; 2] {
    let list = site
        .leaf
        .extensions()
        .signed_certificate_timestamps
        .value()
        .unwrap();
    let scts = list.scts(site.leaf.der()).map(Result::unwrap);
    let issuer = issuer(site).subject_public_key_info();
    let mut counts = [0, 0];
    for (number, sct) in scts.enumerate() {
        let start = place(site.leaf.der(), sct.log_id) + 32;
        for bit in part(sct.extensions.len(), sct.signature.len()) {
            let mut der = site.leaf.der().to_vec();
            der[start + bit / 8] ^= 1 << (bit % 8);
            let leaf = Cert::parse(CertificateDer::from(der)).unwrap();
            let found = check(&leaf, issuer, logs);
            counts[0] += 1;
            let outcome = found.scts.get(number).map(|sct| sct.outcome);
            counts[1] += usize::from(outcome == Some(Outcome::Verified));
        }
    }
    counts
}

/// Where an id of a log stands in a certificate.
fn place(der: &[u8], id: &[u8]) -> usize {
    der.windows(id.len())
        .position(|window| window == id)
        .unwrap()
}

#[test]
fn no_real_timestamp_with_a_flipped_bit_verifies() {
    let Some(folder) = folder() else { return };
    let logs = firefox(&folder);
    let mut sum = [[0, 0]; 3];
    for site in &sites(&folder) {
        // A timestamp is followed by two octets of length and the extensions, then by two of algorithms,
        // two of length and the signature. Every bit of what is short; of the signature two.
        let parts: [fn(usize, usize) -> core::ops::Range<usize>; 3] = [
            |_, _| 0..64,
            |extensions, _| 80..80 + 8 * extensions,
            |extensions, signature| {
                let end = 8 * (14 + extensions + signature);
                end - 2..end
            },
        ];
        for (sum, part) in sum.iter_mut().zip(parts) {
            let [all, good] = flipped(site, &logs, part);
            *sum = [sum[0] + all, sum[1] + good];
        }
    }
    assert_eq!(sum, [[392 * 64, 0], [28 * 64, 0], [392 * 2, 0]]);
}

#[test]
fn no_real_timestamp_is_about_another_key_of_the_issuer() {
    let Some(folder) = folder() else { return };
    let logs = firefox(&folder);
    let mut asked = 0;
    for site in &sites(&folder) {
        let mut other = issuer(site).subject_public_key_info().to_vec();
        let last = other.len() - 1;
        for bit in 0..8 {
            other[last] ^= 1 << bit;
            let found = check(&site.leaf, &other, &logs);
            assert_eq!(verified(&found), 0, "{}", site.name);
            asked += found.scts.len();
            other[last] ^= 1 << bit;
        }
        let alone = Check::new(&site.leaf, Time::from_unix(RECORDED)).logs(&logs);
        let found = alone.run(&Algorithms::default());
        let unknown = |sct: &chainverify::ct::Sct| sct.outcome == Outcome::IssuerUnknown;
        assert!(found.scts.iter().all(unknown), "{}", site.name);
        let why = "not checked, the issuer of the certificate is not known";
        assert_eq!(found.chrome.to_string(), why, "{}", site.name);
    }
    assert_eq!(asked, 8 * 392);
}
