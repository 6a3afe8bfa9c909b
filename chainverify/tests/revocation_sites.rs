//! Verifications of real chains, of sites that their CAs revoked for demonstration: by CRLite filters,
//! by CRLs of twins of their CAs, and by Mozilla's OneCRL. `CHAINVERIFY_DATA` names the folder; without
//! it a test says that it was skipped.

use core::time::Duration;
use std::collections::BTreeMap;

use chainverify::report::{NotChecked, Report, RevocationCheck, Status};
use chainverify::revocation::crl::{Crl, OutOfScope, Reason};
use chainverify::revocation::crlite::Filters;
use chainverify::revocation::status::{NotNeeded, Said, SourceKind, StatusSource, Unusable};
use chainverify::{Code, Origin, Request, TrustStore, Verifier};
use chainverify_testdata::{CrlBuilder, CrlEntry};
use pki_types::{CertificateDer, UnixTime};

#[path = "common/filters.rs"]
mod filters;
#[path = "common/sites.rs"]
mod sites;
#[path = "revocation_sites/twins.rs"]
mod twins;

use crate::sites::{Listed, Site, filter, folder, next, onecrl, read, sites};
use crate::twins::{Twins, at, crl_urls};

type Der = CertificateDer<'static>;

/// 2026-07-08T10:47:35Z, when the chains were recorded. All of them are valid then.
fn recorded() -> UnixTime {
    UnixTime::since_unix_epoch(Duration::from_secs(1_783_507_655))
}

/// All roots that the chains may lead to.
fn roots(folder: &std::path::Path) -> TrustStore {
    let mut store = TrustStore::new();
    let pem = read(folder, "real-chains/all-roots.pem");
    assert!(store.add_pem(&pem, &Origin::Given) > 200);
    store
}

/// What a site served.
fn served(site: &Site) -> Vec<Der> {
    let certs = [&site.leaf].into_iter().chain(&site.intermediates);
    certs.map(|cert| cert.der().clone().into_owned()).collect()
}

/// The report of a verification for the site's own name.
fn report(verifier: &Verifier, site: &Site, chain: &[Der]) -> Report {
    let request = Request::server(chain, site.name.as_str()).at(recorded());
    let verdict = verifier.verify_request(request);
    verdict.map_or_else(|report| *report, |path| path.report())
}

/// Verdict or primary code.
fn code(report: &Report) -> &'static str {
    report.code().map_or("valid", |code| code.id())
}

/// What is known of the leaf.
fn leaf(report: &Report) -> &RevocationCheck {
    let first = report.path.first().expect("a path");
    first.revocation.as_ref().expect("no anchor")
}

/// Whether this is the only thing that was said of the leaf.
fn only(report: &Report, is_meant: impl Fn(&StatusSource, &Said) -> bool) -> bool {
    match &*leaf(report).sources {
        [told] => is_meant(&told.source, &told.said),
        _ => false,
    }
}

/// How many reports come to each verdict or primary code.
fn counted(reports: &[Report]) -> BTreeMap<&'static str, usize> {
    count(reports.iter().map(code))
}

fn count(words: impl Iterator<Item = &'static str>) -> BTreeMap<&'static str, usize> {
    let mut counts = BTreeMap::new();
    for word in words {
        *counts.entry(word).or_default() += 1;
    }
    counts
}

/// Of how many leaves nothing is known, where some are short-lived.
fn silent(reports: &[Report]) -> BTreeMap<&'static str, usize> {
    count(reports.iter().map(|report| match leaf(report).status {
        Status::Unknown => "unknown",
        Status::NotChecked {
            why: NotChecked::NotAsked,
        } => "not asked",
        Status::NotNeeded {
            why: NotNeeded::ShortLived,
        } => "short-lived",
        status => panic!("{status:?} without a source: {}", report.headline()),
    }))
}

/// The reports of all sites, by these filters.
fn by_filters(folder: &std::path::Path, sites: &[Site], filters: Filters) -> Vec<Report> {
    let verifier = Verifier::builder().roots(roots(folder)).filters(filters);
    let verifier = verifier.build();
    let reports = sites
        .iter()
        .map(|site| report(&verifier, site, &served(site)));
    reports.collect()
}

#[test]
fn without_sources_the_revoked_sites_are_valid_and_their_statuses_not_checked() {
    let Some(folder) = folder() else { return };
    let sites = sites(&folder);
    let verifier = Verifier::new(roots(&folder));
    let reports = sites
        .iter()
        .map(|site| report(&verifier, site, &served(site)));
    let reports: Vec<_> = reports.collect();
    assert_eq!(counted(&reports), [("valid", 115)].into());
    assert_eq!(
        silent(&reports),
        [("not asked", 113), ("short-lived", 2)].into()
    );
    for report in &reports {
        assert!(leaf(report).sources.is_empty(), "{:?}", leaf(report));
    }
}

#[test]
fn by_filters_that_list_them_the_sites_are_revoked() {
    let Some(folder) = folder() else { return };
    let sites = sites(&folder);
    let reports = by_filters(&folder, &sites, filter(&sites, Listed::Sites));
    assert_eq!(counted(&reports), [("revoked", 115)].into());
    for (report, site) in reports.iter().zip(&sites) {
        let by = match report.code() {
            Some(Code::Revoked { by, since, .. }) => Some((*by, *since)),
            _ => None,
        };
        assert_eq!(by, Some((SourceKind::Filter, None)), "{}", site.name);
        let about = report.primary().and_then(|finding| finding.certificate());
        let about = about.and_then(|about| report.number(about));
        assert_eq!(about, Some(report.path[0].certificate), "{}", site.name);
        assert_eq!(leaf(report).status, Status::Revoked { revoked: None });
        let says_so = |source: &StatusSource, said: &Said| {
            matches!(source, StatusSource::Filter { until: Some(_), .. })
                && *said == Said::Revoked { revoked: None }
        };
        assert!(only(report, says_so), "{}: {:?}", site.name, leaf(report));
    }
}

#[test]
fn by_filters_that_list_the_numbers_after_theirs_the_sites_are_good() {
    let Some(folder) = folder() else { return };
    let sites = sites(&folder);
    let reports = by_filters(&folder, &sites, filter(&sites, Listed::Neighbours));
    assert_eq!(counted(&reports), [("valid", 115)].into());
    for (report, site) in reports.iter().zip(&sites) {
        assert_eq!(leaf(report).status, Status::Good, "{}", site.name);
        let says_so = |source: &StatusSource, said: &Said| {
            matches!(source, StatusSource::Filter { .. }) && *said == Said::NotRevoked
        };
        assert!(only(report, says_so), "{}: {:?}", site.name, leaf(report));
    }
}

/// All sites are valid, and the filters say of each leaf that they do not know it, for this reason.
fn all_are_not_checked(folder: &std::path::Path, of_filters: &[Site], expected: &Unusable) {
    let sites = sites(folder);
    let reports = by_filters(folder, &sites, filter(of_filters, Listed::Sites));
    assert_eq!(counted(&reports), [("valid", 115)].into(), "{expected:?}");
    assert_eq!(
        silent(&reports),
        [("not asked", 113), ("short-lived", 2)].into()
    );
    for (report, site) in reports.iter().zip(&sites) {
        let says_so = |source: &StatusSource, said: &Said| {
            matches!(source, StatusSource::Filter { .. })
                && matches!(said, Said::Nothing { why } if why == expected)
        };
        assert!(only(report, says_so), "{}: {:?}", site.name, leaf(report));
    }
}

#[test]
fn by_filters_of_another_time_the_sites_are_not_checked() {
    let Some(folder) = folder() else { return };
    for days in [-400_i64, 400] {
        let mut elsewhen = sites(&folder);
        for sct in elsewhen.iter_mut().flat_map(|site| &mut site.scts) {
            let shift = days * 24 * 60 * 60 * 1_000;
            sct.timestamp = sct.timestamp.checked_add_signed(shift).unwrap();
        }
        all_are_not_checked(&folder, &elsewhen, &Unusable::NotCovered);
    }
}

#[test]
fn by_filters_of_other_issuers_the_sites_are_not_checked() {
    let Some(folder) = folder() else { return };
    let mut of_others = sites(&folder);
    for site in &mut of_others {
        site.issuer[31] ^= 1;
    }
    all_are_not_checked(&folder, &of_others, &Unusable::NotEnrolled);
}

/// The reports of all sites, by these CRLs.
fn by_crls(twins: &Twins, sites: &[Site], crls: impl Fn(&Site) -> Vec<CrlBuilder>) -> Vec<Report> {
    let mut store = TrustStore::new();
    store
        .add(twins.root.der.clone().into(), Origin::Given)
        .unwrap();
    let verifier = Verifier::new(store);
    let reports = sites.iter().map(|site| {
        let crls = crls(site).into_iter().map(|crl| crl.sign());
        let crls: Vec<Crl> = crls.map(|crl| Crl::parse(crl.into()).unwrap()).collect();
        let chain = twins.chain(site);
        let request = Request::server(&chain, site.name.as_str()).at(recorded());
        let verdict = verifier.verify_request(request.crls(&crls));
        verdict.map_or_else(|report| *report, |path| path.report())
    });
    reports.collect()
}
/// The entry of a site's leaf, for cessationOfOperation.
fn entry(site: &Site) -> CrlEntry {
    CrlEntry::new(&site.serial).reason(5)
}

/// All sites are revoked by a CRL, for the reason that it says.
fn all_are_revoked(reports: &[Report]) {
    assert_eq!(counted(reports), [("revoked", 115)].into());
    for report in reports {
        let headline = report.headline().to_string();
        let (by, why) = match report.code() {
            Some(Code::Revoked { by, reason, .. }) => (*by, *reason),
            _ => panic!("{headline}"),
        };
        let reason = Some(Reason::CessationOfOperation);
        assert_eq!((by, why), (SourceKind::Crl, reason), "{headline}");
        let status = leaf(report).status;
        let revoked = matches!(status, Status::Revoked { revoked: Some(revoked) } if Some(revoked.reason) == reason);
        assert!(revoked, "{headline}: {status:?}");
    }
}

fn all_are_good(reports: &[Report]) {
    assert_eq!(counted(reports), [("valid", 115)].into());
    for report in reports {
        assert_eq!(leaf(report).status, Status::Good, "{}", report.headline());
        let says_so = |source: &StatusSource, said: &Said| {
            matches!(source, StatusSource::Crl { .. }) && *said == Said::NotRevoked
        };
        assert!(only(report, says_so), "{:?}", leaf(report));
    }
}

#[test]
fn by_whole_crls_the_sites_are_revoked_or_good() {
    let Some(folder) = folder() else { return };
    let sites = sites(&folder);
    let twins = Twins::of(&sites);
    let of_issuer = |site: &Site| {
        let issued = sites
            .iter()
            .filter(|one| one.leaf.issuer() == site.leaf.issuer());
        issued.map(entry).collect::<Vec<_>>()
    };
    all_are_revoked(&by_crls(&twins, &sites, |site| {
        let entries = of_issuer(site);
        let crl = entries
            .iter()
            .fold(CrlBuilder::new(twins.ca(site)), |crl, entry| {
                crl.entry(entry)
            });
        vec![crl]
    }));
    all_are_good(&by_crls(&twins, &sites, |site| {
        let neighbour = CrlEntry::new(&next(&site.serial));
        vec![CrlBuilder::new(twins.ca(site)).entry(&neighbour)]
    }));
}

#[test]
fn by_crls_of_each_distribution_point_the_sites_are_revoked_or_good() {
    let Some(folder) = folder() else { return };
    let sites = sites(&folder);
    let twins = Twins::of(&sites);
    // One of the points is enough; the last where there are several.
    let partition = |site: &Site| {
        let uri = crl_urls(site).pop().unwrap();
        CrlBuilder::new(twins.ca(site)).extension(at(&uri))
    };
    all_are_revoked(&by_crls(&twins, &sites, |site| {
        vec![partition(site).entry(&entry(site))]
    }));
    all_are_good(&by_crls(&twins, &sites, |site| vec![partition(site)]));
}

/// A CRL of another partition says nothing, whether it lists the leaf or not.
#[test]
fn by_crls_of_other_distribution_points_the_status_is_unknown() {
    let Some(folder) = folder() else { return };
    let sites = sites(&folder);
    let twins = Twins::of(&sites);
    let reports = by_crls(&twins, &sites, |site| {
        let uri = format!("{}2", crl_urls(site)[0]);
        let crl = CrlBuilder::new(twins.ca(site)).extension(at(&uri));
        vec![crl.entry(&entry(site))]
    });
    assert_eq!(counted(&reports), [("valid", 115)].into());
    assert_eq!(
        silent(&reports),
        [("unknown", 113), ("short-lived", 2)].into()
    );
    for report in &reports {
        let scope = OutOfScope::AnotherDistributionPoint;
        let says_so = |_: &StatusSource, said: &Said| matches!(said, Said::Nothing { why: Unusable::OutOfScope { scope: own } } if *own == scope);
        assert!(only(report, says_so), "{:?}", leaf(report));
    }
}

#[test]
fn onecrl_blocks_the_paths_over_the_intermediates_that_it_has_and_no_others() {
    let Some(folder) = folder() else { return };
    let sites = sites(&folder);
    let verifier = Verifier::builder().roots(roots(&folder));
    let verifier = verifier.blocklist(onecrl(&folder)).build();
    let mut found = Vec::new();
    for site in &sites {
        let report = report(&verifier, site, &served(site));
        match code(&report) {
            "valid" => continue,
            code => assert_eq!(code, "blocklisted", "{}: {}", site.name, report.text()),
        }
        let about = report.primary().and_then(|finding| finding.certificate());
        let number = about.and_then(|about| report.number(about));
        let step = report.path.get(1).expect("an intermediate");
        assert_eq!(number, Some(step.certificate), "{}", report.headline());
        let check = step.revocation.as_ref().expect("no anchor");
        assert_eq!(check.status, Status::Blocked, "{}", report.headline());
        let headline = report.headline().to_string();
        let (cause, _) = headline.split_once("     ").expect("a reference");
        found.push(cause.to_owned());
    }
    found.sort();
    let expected = [
        (
            "rvkeccroot2017.pki.microsoft.com",
            "Microsoft TLS G1 ECC CA 01",
        ),
        (
            "rvkrsaroot2017.pki.microsoft.com",
            "Microsoft TLS G1 RSA CA 01",
        ),
        (
            "test1-certificate.naver.com",
            "NAVER Secure Certification Authority 2",
        ),
    ];
    let expected = expected.map(|(site, ca)| {
        format!("\u{2717} {site} is not trusted: intermediate 1 \"{ca}\" is on the given blocklist")
    });
    assert_eq!(found, expected);
}
