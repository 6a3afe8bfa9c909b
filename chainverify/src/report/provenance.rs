//! Whose root the anchor of a path is, and what browsers do by date with what is valid here. Chrome
//! compares the earliest SCT, Mozilla the leaf's notBefore; neither compares the time of the check.

use alloc::vec::Vec;

use super::{Certificate, Report, Role};
use crate::cert::{Cert, NameBuf};
use crate::der::Time;
use crate::finding::{Code, Finding, Product, Severity};
use crate::names::ReferenceName;
use crate::policy::Purpose;
use crate::text::Excerpt;
use crate::trust::programmes::{KnownRoot, Programme};
use crate::trust::{Origin, Placement, Provenance};

/// See [`Report::add_provenance`].
pub(super) fn add(report: &mut Report, place_of: impl FnOnce(&Cert<'_>) -> Option<Placement>) {
    let Some((anchor, origin)) = anchor(report) else {
        return;
    };
    let Some(cert) = &anchor.cert else {
        return;
    };
    let provenance = Provenance::of(cert, origin, place_of);
    note(report, provenance);
}

/// Keeps it, and finds what it means.
fn note(report: &mut Report, provenance: Provenance) {
    let Some((anchor, _)) = anchor(report) else {
        return;
    };
    let Some(cert) = &anchor.cert else {
        return;
    };
    let mut found: Vec<Finding> = Vec::new();
    let around = Around {
        public_name: public_name(report),
        product: product_of_path(report),
    };
    if let Some(code) = code(cert, &provenance, around) {
        let finding = Finding::new(code, Severity::Warning);
        found.push(finding.about(anchor.id));
    }
    if let Some(root) = provenance.root() {
        found.extend(by_date(report, cert, root));
    }
    report.store.provenance = Some(provenance);
    // Whose root it is matters more than any other warning.
    let errors = report.findings.iter();
    let errors = errors.take_while(|finding| finding.is_error()).count();
    report.findings.splice(errors..errors, found);
}

/// The anchor of the path, and where it is from.
fn anchor(report: &Report) -> Option<(&Certificate, &Origin)> {
    let mut path = report.path.iter();
    let anchor = path.find(|on_path| on_path.role == Role::Anchor)?;
    let anchor = report.certificates.get(anchor.certificate)?;
    Some((anchor, report.store.origin.as_ref()?))
}

/// What is around an anchor on a path.
pub(super) struct Around {
    /// The public name of the site that was asked for.
    pub(super) public_name: Option<Excerpt>,
    /// What its name or those of CAs below it are like.
    pub(super) product: Option<Product>,
}

/// What is odd about an anchor from there.
pub(super) fn code(cert: &Cert<'_>, provenance: &Provenance, around: Around) -> Option<Code> {
    match provenance {
        Provenance::Local { place } if cert.is_self_issued() => Some(Code::OnlyInLocalStore {
            place: place
                .as_ref()
                .map(|place| Excerpt::from(place.path.as_str())),
            public_name: around.public_name,
            product: around.product,
            as_of: KnownRoot::AS_OF,
        }),
        // No root programme has intermediates.
        Provenance::Local { .. } => Some(Code::IntermediateInLocalStore {
            issuer: NameBuf::for_report(cert.issuer()),
        }),
        Provenance::WasPublic { root } => Some(Code::LeftRootProgrammes {
            until: root.mozilla_until(),
            as_of: KnownRoot::AS_OF,
        }),
        Provenance::Public { .. } | Provenance::Given => None,
    }
}

/// The product whose name a CA of the path has, the anchor first.
fn product_of_path(report: &Report) -> Option<Product> {
    let path = report.path.iter().skip(1).rev();
    let mut cas = path.filter_map(|on_path| report.certificates.get(on_path.certificate));
    cas.find_map(|ca| Product::like(ca.subject.as_name()))
}

/// The first host name of those that were asked for that a public CA could certify.
fn public_name(report: &Report) -> Option<Excerpt> {
    let mut names = report.names.iter();
    names.find_map(|name| match name {
        ReferenceName::Dns(host) if is_public(host) => Some(Excerpt::from(&**host)),
        _ => None,
    })
}

/// Whether a name of several labels is not below one that is set aside for private use or for none
/// (RFC 6761, RFC 6762, RFC 7686, RFC 8375, RFC 9476, and `internal` by ICANN).
fn is_public(host: &str) -> bool {
    const SET_ASIDE: [&str; 9] = [
        "alt",
        "arpa",
        "example",
        "internal",
        "invalid",
        "local",
        "localhost",
        "onion",
        "test",
    ];
    let last = host.rsplit_once('.').map(|(_, last)| last);
    last.is_some_and(|last| !SET_ASIDE.iter().any(|word| last.eq_ignore_ascii_case(word)))
}

/// What browsers refuse by date that is valid here, of certificates for servers.
fn by_date(report: &Report, root: &Cert<'_>, known: &KnownRoot) -> Vec<Finding> {
    let mut found = Vec::new();
    let leaf = report.path.first();
    let leaf = leaf.and_then(|leaf| report.certificates.get(leaf.certificate));
    let is_about_servers = matches!(report.purpose, Purpose::Server | Purpose::Any);
    let Some(leaf) = leaf.filter(|_| report.is_valid() && is_about_servers) else {
        return found;
    };
    let Some(cert) = &leaf.cert else {
        return found;
    };
    let mut add = |code| found.push(Finding::new(code, Severity::Warning).about(leaf.id));
    if let Some(after) = known.chrome_sct_not_after()
        && let Some(first) = earliest_sct(cert)
        && i128::from(first) > i128::from(after.as_unix()).saturating_mul(1000)
    {
        add(Code::ChromeSctNotAfter {
            root: NameBuf::for_report(root.subject()),
            after,
            first: Time::from_unix(i64::try_from(first / 1000).unwrap_or(i64::MAX)),
            as_of: Programme::Chrome.as_of(),
        });
    }
    let not_before = cert.validity().not_before;
    if let Some(after) = known.mozilla_distrust_after()
        && not_before > after
    {
        add(Code::MozillaDistrustAfter {
            root: NameBuf::for_report(root.subject()),
            after,
            not_before,
            as_of: KnownRoot::DISTRUST_AS_OF,
        });
    }
    found
}

/// In milliseconds since 1970, of those in the certificate; none where the list has none or cannot be
/// read. Those that a server sends beside it are of the certificate as issued, and so not the earliest.
fn earliest_sct(leaf: &Cert<'_>) -> Option<u64> {
    let list = leaf.extensions().signed_certificate_timestamps.value()?;
    let mut earliest = None;
    for sct in list.scts(leaf.der()) {
        let timestamp = sct.ok()?.timestamp;
        earliest = Some(earliest.map_or(timestamp, |earlier: u64| earlier.min(timestamp)));
    }
    earliest
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;
    use alloc::vec::Vec;

    use chainverify_testdata::{CertBuilder, Criticality, Made, oid};
    use pki_types::CertificateDer;

    use super::*;
    use crate::search::Request;
    use crate::trust::TrustStore;
    use crate::trust::programmes::Programmes;
    use crate::verifier::Verifier;

    /// 2026-01-10T00:00:00Z
    const DATE: u32 = 1_768_003_200;

    static DATED: KnownRoot = KnownRoot::made(DATE, DATE, Programmes::of(0b1111));
    static FORMER: KnownRoot = KnownRoot::made(0, 0, Programmes::of(0));

    /// The extension value of SCTs of these times, in milliseconds.
    fn scts(times: &[u64]) -> Vec<u8> {
        let length = |octets: usize| u16::try_from(octets).unwrap().to_be_bytes();
        let all = times.iter().flat_map(|time| {
            let head = [&[0_u8; 33][..], &time.to_be_bytes()].concat();
            // No extensions; an algorithm; no signature.
            let sct = [&head[..], &[0, 0, 4, 3, 0, 0]].concat();
            [&length(sct.len())[..], &sct].concat()
        });
        let all: Vec<u8> = all.collect();
        let list = [&length(all.len())[..], &all].concat();
        chainverify_testdata::der::octet_string(&list)
    }

    fn report(leaf: CertBuilder) -> Report {
        let root = CertBuilder::ca("Root").sign();
        let leaf = leaf.issuer(&root).sign();
        let der = |made: &Made| CertificateDer::from(made.der.clone());
        let mut store = TrustStore::new();
        store.add(der(&root), Origin::Os).unwrap();
        let verifier = Verifier::new(store);
        let chain = [der(&leaf)];
        // 2026-06-01
        let time =
            pki_types::UnixTime::since_unix_epoch(core::time::Duration::from_secs(1_780_272_000));
        let request = Request::unnamed(&chain).at(time);
        let path = verifier.verify_request(request).unwrap();
        path.report()
    }

    /// The codes of the findings, and the sentences.
    fn said(
        leaf: CertBuilder,
        root: &'static KnownRoot,
    ) -> Vec<(&'static str, alloc::string::String)> {
        let mut report = report(leaf);
        note(&mut report, Provenance::Public { root });
        let findings = report.findings.iter().map(Finding::code);
        findings.map(|code| (code.id(), code.to_string())).collect()
    }

    fn leaf() -> CertBuilder {
        CertBuilder::leaf("example.com").validity("2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z")
    }

    #[test]
    fn chrome_compares_the_earliest_sct_to_the_millisecond() {
        let last = u64::from(DATE) * 1000;
        let with = |times: &[u64]| {
            let leaf = leaf().raw_extension(oid::SCT_LIST, Criticality::NonCritical, &scts(times));
            said(leaf, &DATED)
        };
        for silent in [&[last][..], &[last - 1000], &[last + 5000, last - 1000]] {
            assert_eq!(with(silent), [], "{silent:?}");
        }
        let day = 86_400_000;
        for refused in [&[last + 1, last + day][..], &[last + day, last + 1]] {
            let sentence = "is valid here; Chrome refuses certificates of \"Root\" whose first SCT is after 2026-01-10 (this one: 2026-01-10; as of Chrome 156)";
            assert_eq!(with(refused), [("chrome_sct_not_after", sentence.into())]);
        }
        // Nothing to compare.
        assert_eq!(said(leaf(), &DATED), []);
        let cut = &scts(&[last + day])[..20];
        let broken = leaf().raw_extension(oid::SCT_LIST, Criticality::NonCritical, cut);
        let ids = said(broken, &DATED).into_iter().map(|(id, _)| id);
        assert!(ids.eq(["malformed_extension"]));
    }

    #[test]
    fn mozilla_compares_not_before_to_the_second() {
        let from = |from| said(leaf().validity(from, "2027-01-01T00:00:00Z"), &DATED);
        assert_eq!(from("2026-01-10T00:00:00Z"), []);
        let sentence = "is valid here; Mozilla refuses certificates of \"Root\" that were issued after 2026-01-10 (this one: 2026-01-10; as of 2026-05)";
        let refused = [("mozilla_distrust_after", sentence.to_string())];
        assert_eq!(from("2026-01-10T00:00:01Z"), refused);
        assert_eq!(said(leaf(), &FORMER), []);
    }

    #[test]
    fn what_is_for_no_server_is_no_business_of_browsers() {
        let mut report = report(leaf().validity("2026-02-01T00:00:00Z", "2027-01-01T00:00:00Z"));
        report.purpose = Purpose::Client;
        note(&mut report, Provenance::Public { root: &DATED });
        assert!(report.findings.is_empty());
    }

    #[test]
    fn a_root_that_left_all_programmes_is_a_warning() {
        let mut report = report(leaf());
        note(&mut report, Provenance::WasPublic { root: &FORMER });
        let text = report.text().to_string();
        for words in [
            "root \"Root\" in your OS store, and in no root programme any more (as of 2026-10; in Mozilla's until 2018-01); no name",
            "warning: anchor \"Root\" is a root that no root programme has any more (as of 2026-10); Mozilla's had it until 2018-01 ",
            "fix (you): update the trust store: root programmes have removed \"Root\"",
        ] {
            assert!(text.contains(words), "{text}");
        }
        assert!(report.is_valid());
    }

    #[test]
    fn interception_is_said_of_names_that_a_public_ca_could_certify() {
        for public in ["example.com", "a.b.de", "WWW.Example.ORG"] {
            assert!(is_public(public), "{public}");
        }
        for private in [
            "intranet",
            "localhost",
            "a.localhost",
            "nas.local",
            "x.internal",
            "a.home.arpa",
            "a.TEST",
            "a.example",
        ] {
            assert!(!is_public(private), "{private}");
        }
    }

    #[test]
    fn a_local_root_for_a_public_name_is_called_interception_unless_the_site_is_private() {
        let said = |names: Vec<ReferenceName<'static>>| {
            let mut report = report(leaf());
            report.names = names;
            note(&mut report, Provenance::Local { place: None });
            let code = report.findings.first().map(Finding::code);
            code.unwrap().to_string()
        };
        let local = "is a root of this machine that no root programme has (as of 2026-10)";
        let names = |name: &'static str| Vec::from([ReferenceName::Dns(name.into())]);
        assert_eq!(said(Vec::new()), local);
        assert_eq!(said(names("nas.local")), local);
        let public =
            "; the connection to \"www.example.com\" is intercepted, unless that is a private site";
        assert_eq!(
            said(names("www.example.com")),
            alloc::format!("{local}{public}")
        );
    }

    #[test]
    fn the_first_line_names_the_programmes() {
        let mut report = report(leaf());
        note(&mut report, Provenance::Public { root: &DATED });
        let line = report.to_string();
        let words = "root \"Root\" in your OS store, and in Mozilla's, Apple's, Microsoft's and Chrome's programmes (as of 2026-03 to 2026-10); no name";
        assert!(line.contains(words), "{line}");
    }
}
