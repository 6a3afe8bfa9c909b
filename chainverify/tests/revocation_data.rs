//! Filters and blocklists over real certificates: sites that their CAs revoked for demonstration, the
//! intermediates that they served, Mozilla's list of intermediates, and its OneCRL. `CHAINVERIFY_DATA`
//! names the folder; without it a test says that it was skipped.

use chainverify::Cert;
use chainverify::revocation::blocklist::Blocklist;
use chainverify::revocation::crlite::{Answer, Filters, Logged, SpkiHash, logged};
use chainverify::revocation::spki_hash;
use pki_types::CertificateDer;
use pki_types::pem::PemObject;

#[path = "common/filters.rs"]
mod filters;
#[path = "common/sites.rs"]
mod sites;

use crate::sites::{Listed, Site, filter, folder, next, onecrl, read, sites};

#[test]
fn what_upki_takes_from_a_certificate_we_take_too() {
    let Some(folder) = folder() else { return };
    let mut issuers = 0;
    for site in sites(&folder) {
        assert_eq!(
            logged(&site.leaf).collect::<Vec<_>>(),
            site.scts,
            "{:?}",
            site.leaf
        );
        assert!(!site.scts.is_empty(), "{:?}", site.leaf);
        assert_eq!(site.leaf.serial_number(), site.serial, "{:?}", site.leaf);
        let issuer = site
            .intermediates
            .iter()
            .find(|ca| ca.subject() == site.leaf.issuer());
        if let Some(issuer) = issuer {
            assert_eq!(spki_hash(issuer), site.issuer, "{issuer:?}");
            issuers += 1;
        }
    }
    assert!(issuers >= 110, "{issuers}");
}

/// What is said of each site, counted; asked with what `change` makes of serial number and times.
fn counted(
    filters: &Filters,
    sites: &[Site],
    change: impl Fn(&Site) -> (SpkiHash, Vec<u8>, Vec<Logged>),
) -> Vec<(Answer, usize)> {
    let mut counts: Vec<(Answer, usize)> = Vec::new();
    for site in sites {
        let (issuer, serial, scts) = change(site);
        let answer = filters.query(&issuer, &serial, &scts);
        match counts.iter_mut().find(|(known, _)| *known == answer) {
            Some((_, count)) => *count += 1,
            None => counts.push((answer, 1)),
        }
    }
    counts
}

#[test]
fn the_revoked_sites_are_revoked_their_neighbours_not_and_nothing_else_is_known() {
    let Some(folder) = folder() else { return };
    let sites = sites(&folder);
    let filters = filter(&sites, Listed::Sites);
    let as_it_is = |site: &Site| {
        let scts = logged(&site.leaf).collect();
        (site.issuer, site.leaf.serial_number().to_vec(), scts)
    };
    assert_eq!(
        counted(&filters, &sites, as_it_is),
        [(Answer::Revoked, 115)]
    );
    let neighbours = counted(&filters, &sites, |site| {
        let (issuer, serial, scts) = as_it_is(site);
        (issuer, next(&serial), scts)
    });
    assert_eq!(neighbours, [(Answer::NotRevoked, 115)]);
    for shift in [-400_i64, 400] {
        let elsewhen = counted(&filters, &sites, |site| {
            let (issuer, serial, mut scts) = as_it_is(site);
            for sct in &mut scts {
                let days = shift * 24 * 60 * 60 * 1_000;
                sct.timestamp = sct.timestamp.checked_add_signed(days).unwrap();
            }
            (issuer, serial, scts)
        });
        assert_eq!(elsewhen, [(Answer::NotCovered, 115)], "{shift} days");
    }
    let of_nobody = counted(&filters, &sites, |site| {
        let (mut issuer, serial, scts) = as_it_is(site);
        issuer[31] ^= 1;
        (issuer, serial, scts)
    });
    assert_eq!(of_nobody, [(Answer::NotEnrolled, 115)]);
    let latest = sites
        .iter()
        .flat_map(|site| &site.scts)
        .map(|sct| sct.timestamp)
        .max();
    let until = filters.covers_until();
    assert!(until == latest || until == latest.map(|latest| latest + 1));
}

/// Those that the list has, by name, issuer and serial number.
fn blocked<'a>(
    list: &Blocklist,
    certs: impl IntoIterator<Item = &'a Cert<'static>>,
) -> Vec<String> {
    let is_blocked = |cert: &&Cert<'_>| {
        list.find(cert.issuer(), cert.serial_number())
            || list.find_key(cert.subject(), &spki_hash(cert))
    };
    let found = certs.into_iter().filter(is_blocked);
    let name = |cert: &Cert<'_>| {
        let serial: String = cert
            .serial_number()
            .iter()
            .map(|o| format!("{o:02x}"))
            .collect();
        format!("{} of {}: {serial}", cert.subject(), cert.issuer())
    };
    let mut names: Vec<_> = found.map(name).collect();
    names.sort();
    names
}

/// Certificates in which a FALSE is spelled out that DER leaves out. We read them; a parser that does not
/// (such as that of Python's `cryptography`) has 1309 certificates in the file, 207 of them blocked.
const FALSE_SPELLED_OUT: [&str; 3] = [
    "SHECA RSA Domain Validation Server CA G3",
    "SHECA RSA Extended Validation Server CA",
    "SHECA RSA Organization Validation Server CA G3",
];

#[test]
fn onecrl_blocks_207_and_3_of_mozillas_intermediates() {
    let Some(folder) = folder() else { return };
    let list = onecrl(&folder);
    let table = String::from_utf8(read(&folder, "MozillaIntermediateCerts-2022.csv")).unwrap();
    let certs = table.match_indices("-----BEGIN").map(|(start, _)| {
        let der = CertificateDer::from_pem_slice(&table.as_bytes()[start..]).unwrap();
        Cert::parse(der).unwrap()
    });
    let certs: Vec<_> = certs.collect();
    let is_odd = |cert: &&Cert<'_>| {
        let name = cert.subject().common_name();
        FALSE_SPELLED_OUT.contains(&&*name.unwrap_or_default())
    };
    let (odd, others): (Vec<_>, Vec<_>) = certs.iter().partition(is_odd);
    assert_eq!((odd.len(), others.len()), (3, 1309));
    let found = blocked(&list, others);
    assert_eq!(found.len(), 207, "{}", found.join("\n"));
    let found = blocked(&list, odd);
    assert_eq!(found.len(), 3, "{}", found.join("\n"));
}

#[test]
fn onecrl_blocks_3_of_the_intermediates_that_sites_serve() {
    let Some(folder) = folder() else { return };
    let list = onecrl(&folder);
    let sites = sites(&folder);
    let mut served: Vec<_> = sites.iter().flat_map(|site| &site.intermediates).collect();
    served.sort_by(|one, other| one.der().as_ref().cmp(other.der()));
    served.dedup();
    assert_eq!(served.len(), 159);
    let found = blocked(&list, served);
    let names = [
        "CN=NAVER Secure Certification Authority 2",
        "CN=Microsoft TLS G1 ECC CA 01",
        "CN=Microsoft TLS G1 RSA CA 01",
    ];
    let is_found = |name: &str| found.iter().any(|one| one.contains(name));
    assert!(
        found.len() == 3 && names.into_iter().all(is_found),
        "{}",
        found.join("\n")
    );
}
