//! The table of root programmes against what it is made from, and the provenance of real chains.
//! `CHAINVERIFY_DATA` names the folder; without it these tests say that they were skipped.

#![cfg(all(feature = "std", feature = "ring", feature = "programmes"))]

use core::time::Duration;
use std::path::Path;
use std::time::Instant;

use chainverify::cert::pem;
use chainverify::der::Time;
use chainverify::trust::Provenance;
use chainverify::trust::programmes::{KnownRoot, Programme};
use chainverify::{Cert, Finding, Origin, Purpose, Report, Request, TrustStore, Verifier};
use chainverify_testdata::programmes;
use pki_types::UnixTime;
use sites::{Site, folder, read};

#[path = "common/filters.rs"]
mod filters;
#[path = "common/sites.rs"]
mod sites;

#[test]
fn the_table_is_what_the_generator_makes_in_every_run() {
    let Some(folder) = folder() else { return };
    let first = programmes::table(&folder).unwrap();
    assert_eq!(first, programmes::table(&folder).unwrap());
    let testdata = Path::new(env!("CARGO_MANIFEST_DIR")).join("../testdata/generate");
    let committed = std::fs::read_to_string(testdata.join(programmes::PLACE)).unwrap();
    assert!(
        first == committed,
        "cargo run -p chainverify-testdata --bin programmes"
    );
}

/// The table is read anew, by other means than the generator's.
#[test]
fn every_root_is_tagged_as_the_data_has_it() {
    let Some(folder) = folder() else { return };
    let text = read(&folder, "root-programmes.tsv");
    let text = String::from_utf8(text).unwrap();
    let mut lines = text
        .lines()
        .map(|line| line.split('\t').collect::<Vec<_>>());
    let head = lines.next().unwrap();
    let mut count = 0;
    for fields in lines {
        count += 1;
        let field = |name: &str| fields[head.iter().position(|own| *own == name).unwrap()];
        let digits = field("sha256").as_bytes().chunks(2);
        let sha256 =
            digits.map(|two| u8::from_str_radix(str::from_utf8(two).unwrap(), 16).unwrap());
        let sha256: Vec<u8> = sha256.collect();
        let root = KnownRoot::find(&sha256.try_into().unwrap()).unwrap();
        assert!(
            field("subject")
                .replace('\\', "")
                .contains(&root.name().replace('\\', ""))
        );
        for (programme, name) in [
            (Programme::Mozilla, "mozilla_2026_10"),
            (Programme::Apple, "apple_2026_03"),
            (Programme::Microsoft, "microsoft_2026_03"),
            (Programme::Chrome, "chrome_156"),
            (Programme::Android, "aosp_2026_03"),
            (Programme::OpenJdk, "openjdk_2026_03"),
            (Programme::Debian, "debian_12"),
        ] {
            let has = root.programmes().contains(programme);
            assert_eq!(has, field(name) == "Y", "{} {name}", root.name());
        }
        let sct = root.chrome_sct_not_after().map(|time| time.to_string());
        assert_eq!(sct.unwrap_or_default(), field("chrome_sct_not_after"));
        let samples = field("certifi_samples");
        let has_left = field("mozilla_2026_10").is_empty();
        let was_there = !samples.is_empty() || field("mozilla_2026_03") == "Y";
        assert_eq!(root.mozilla_until().is_some(), has_left && was_there);
    }
    assert_eq!((count, KnownRoot::all().len()), (453, 453));
}

/// What the embedded set enforces and what the table says are one and the same.
#[cfg(feature = "mozilla-roots")]
#[test]
fn mozillas_dates_are_those_that_its_embedded_set_enforces() {
    let store = TrustStore::mozilla();
    let mut dated = 0;
    for anchor in store.anchors() {
        let cert = anchor.cert().unwrap();
        let Provenance::Public { root, .. } = Provenance::of(cert, &Origin::Mozilla, |_| None)
        else {
            continue; // newer than the table
        };
        let known = root.mozilla_distrust_after();
        assert_eq!(
            anchor.distrust_after(&Purpose::Server),
            known,
            "{}",
            root.name()
        );
        dated += usize::from(known.is_some());
    }
    assert!(dated > 0);
    let constrained = KnownRoot::all().filter(|root| !root.permitted_dns_names().is_empty());
    let constrained: Vec<_> = constrained
        .map(|root| (root.name(), root.permitted_dns_names()))
        .collect();
    assert_eq!(
        constrained,
        [(
            "TUBITAK Kamu SM SSL Kok Sertifikasi - Surum 1",
            &[".tr"][..]
        )]
    );
}

/// 2026-07-08T10:47:35Z, when the chains were recorded.
const RECORDED: u64 = 1_783_507_655;

/// The report of a real chain against all roots, as if they were those of an operating system.
fn reports(folder: &Path) -> Vec<(Site, Report)> {
    let roots = read(folder, "real-chains/all-roots.pem");
    let mut store = TrustStore::new();
    assert!(store.add_pem(&roots, &Origin::Os) > 200);
    let verifier = Verifier::new(store);
    let time = UnixTime::since_unix_epoch(Duration::from_secs(RECORDED));
    let reports = sites::sites(folder).into_iter().map(|site| {
        let der = |cert: &Cert<'static>| cert.der().clone();
        let chain: Vec<_> = [&site.leaf]
            .into_iter()
            .chain(&site.intermediates)
            .map(der)
            .collect();
        let request = Request::server(&chain, site.name.as_str()).at(time);
        let mut report = match verifier.verify_request(request) {
            Ok(path) => path.report(),
            Err(report) => *report,
        };
        report.add_provenance(|_| None);
        (site, report)
    });
    reports.collect()
}

#[test]
fn each_real_chain_ends_in_a_root_that_root_programmes_have() {
    let Some(folder) = folder() else { return };
    let reports = reports(&folder);
    assert_eq!(reports.len(), 115);
    for (site, report) in &reports {
        assert!(report.is_valid(), "{}: {report}", site.name);
        assert!(
            matches!(report.store.provenance, Some(Provenance::Public { .. })),
            "{}: {:?}",
            site.name,
            report.store.provenance
        );
        let line = report.to_string();
        assert!(
            line.contains(" in your OS store, and in ") && line.contains("(as of 2026-"),
            "{line}"
        );
    }
}

/// Counted here from the recorded timestamps, not from the certificates.
#[test]
fn chrome_refuses_real_chains_by_their_first_sct() {
    let Some(folder) = folder() else { return };
    let mut refused = Vec::new();
    for (site, report) in reports(&folder) {
        let root = report.store.provenance.as_ref().unwrap().root().unwrap();
        let first = site.scts.iter().map(|sct| sct.timestamp).min().unwrap() / 1000;
        let first = Time::from_unix(i64::try_from(first).unwrap());
        let is_late = root
            .chrome_sct_not_after()
            .is_some_and(|after| first > after);
        let mut findings = report.findings.iter().map(Finding::code);
        let found = findings.any(|code| code.id() == "chrome_sct_not_after");
        assert_eq!(found, is_late, "{}", site.name);
        if found {
            refused.push((root.name(), report.text().to_string()));
        }
    }
    let (_, text) = refused
        .iter()
        .find(|(name, _)| *name == "HiPKI Root CA - G1")
        .unwrap();
    let words = "is valid here; Chrome refuses certificates of \"HiPKI Root CA - G1\" whose first SCT is after 2025-07-31 (this one: 2026-06-26; as of Chrome 156)";
    assert!(text.contains(words), "{text}");
}

#[test]
fn provenance_takes_a_microsecond() {
    let Some(folder) = folder() else { return };
    let roots = read(&folder, "real-chains/all-roots.pem");
    let certs = pem::read(&roots).into_iter();
    let certs = certs.map(|root| Cert::parse(root.unwrap().der).unwrap());
    let certs: Vec<_> = certs.collect();
    // The fastest of some rounds: others use the machine too.
    let rounds = (0..50).map(|_| {
        let start = Instant::now();
        let known = certs
            .iter()
            .filter(|cert| Provenance::of(cert, &Origin::Os, |_| None).root().is_some());
        assert_eq!(known.count(), certs.len());
        start.elapsed()
    });
    let each = rounds.min().unwrap() / u32::try_from(certs.len()).unwrap();
    eprintln!("{each:?} for each of {} roots", certs.len());
    if cfg!(not(debug_assertions)) {
        assert!(each < Duration::from_micros(2), "{each:?}");
    }
}
