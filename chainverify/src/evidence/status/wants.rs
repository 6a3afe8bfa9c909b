//! Where more may be said of a certificate than is known: the CRLs and OCSP responders that it names, and
//! the deltas that it or these CRLs name.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::super::need::{Need, Wanted};
use super::super::requests::{Ask, MOST_URLS, worth_asking};
use super::hearing::Hearing;
use super::{Evidence, Lacking, Question, WantedStatus, crl};
use crate::budget::Limit;
use crate::cert::Cert;
use crate::cert::ext::{CrlDistributionPoints, DistributionPointName, GeneralName};
use crate::der::{Field, Reader, known};
use crate::finding::CertId;
use crate::policy::{Fetching, RevocationSource};
use crate::revocation::status::{NotChecked, Said, SourceKind, StatusSource, Unusable};

/// Something that a certificate names, and the URLs where it may be had.
struct Place {
    wanted: Wanted,
    urls: Vec<String>,
}

/// Distribution points beyond these are not asked for, of a list of them.
const MOST_POINTS: usize = 4;

/// Everything that a certificate names for what is lacking, in the order in which the policy wants it
/// asked.
fn places(evidence: &Evidence<'_>, id: CertId, lacking: Lacking) -> Vec<Place> {
    let cert = &evidence.certs[id].cert;
    let mut places = Vec::new();
    for source in evidence.inputs.policy.revocation.sources {
        match (source, lacking) {
            (RevocationSource::Crl, Lacking::Status) => {
                if let Some(points) = cert.extensions().crl_distribution_points.value() {
                    places.extend(points_of(points, cert.der(), Wanted::Crl));
                }
                deltas(evidence, id, &mut places);
            }
            (RevocationSource::Crl, Lacking::Deltas) => deltas(evidence, id, &mut places),
            (RevocationSource::Ocsp, Lacking::Status) => places.extend(responders(cert)),
            (RevocationSource::Ocsp, Lacking::Deltas) | (RevocationSource::Filter, _) => {}
        }
    }
    places
}

/// Where the certificate, and the CRLs that speak for it, say that deltas may be had. Those for which
/// there is one already need none.
fn deltas(evidence: &Evidence<'_>, id: CertId, places: &mut Vec<Place>) {
    let cert = &evidence.certs[id].cert;
    for list in crl::without_delta(evidence, id) {
        let of_cert = cert.extension(known::FRESHEST_CRL).and_then(|value| {
            let list = CrlDistributionPoints::list(Reader::new(value), Field::FreshestCrl);
            Some((CrlDistributionPoints::at(list.ok()?), value))
        });
        let of_list = list.freshest_crl().map(|points| (points, list.der()));
        for (points, der) in of_cert.into_iter().chain(of_list) {
            places.extend(points_of(&points, der, Wanted::DeltaCrl));
        }
    }
}

/// A CRL may be had at any URL of a distribution point; several points have parts of it, or are for
/// other reasons (RFC 5280 §4.2.1.13). `der` has the points.
fn points_of(points: &CrlDistributionPoints, der: &[u8], wanted: Wanted) -> Vec<Place> {
    let points = points.points(der).map_while(Result::ok);
    let of_point = |name: Option<DistributionPointName<'_>>| {
        let Some(DistributionPointName::Full(names)) = name else {
            return None;
        };
        let uris = names.names().filter_map(|name| match name {
            GeneralName::Uri(uri) => core::str::from_utf8(uri).ok(),
            _ => None,
        });
        let urls: Vec<String> = worth_asking(uris).map(ToString::to_string).collect();
        (!urls.is_empty()).then_some(Place { wanted, urls })
    };
    let names = points.map(|point| point.name).take(MOST_POINTS);
    names.filter_map(of_point).collect()
}

/// Responders by RFC 6960 §3.1.
fn responders(cert: &Cert<'_>) -> Option<Place> {
    if cfg!(not(feature = "ocsp")) {
        return None;
    }
    let access = cert.extensions().authority_info_access.value()?;
    let urls = worth_asking(access.ocsp(cert.der())).map(ToString::to_string);
    let urls: Vec<String> = urls.collect();
    (!urls.is_empty()).then_some(Place {
        wanted: Wanted::Ocsp,
        urls,
    })
}

/// Whether the policy and the caller let it ask.
fn may_ask(evidence: &Evidence<'_>) -> bool {
    evidence.inputs.policy.revocation.fetch == Fetching::On && !evidence.requests.is_closed()
}

/// Whether what is wanted may be had where the certificate says.
pub(super) fn elsewhere(evidence: &Evidence<'_>, status: &WantedStatus) -> Question {
    let WantedStatus { cert: id, what, .. } = *status;
    if !may_ask(evidence) {
        return Question::Unobtainable;
    }
    let is_spent = evidence.limits.contains(&Limit::RevocationRequests);
    let mut questions = places(evidence, id, what).into_iter().map(|place| {
        match evidence.requests.find(id, place.wanted, &place.urls) {
            Some(made) => evidence.answer_to(made),
            None if is_spent => Question::Unobtainable,
            None => Question::Wanted,
        }
    });
    match questions.any(|question| question == Question::Wanted) {
        true => Question::Wanted,
        false => Question::Unobtainable,
    }
}

/// Puts the next need for the status of a certificate: first all of what the policy wants asked
/// first; what comes after that only when it said nothing.
pub(crate) fn need(evidence: &mut Evidence<'_>, status: &WantedStatus) -> Option<Need> {
    let WantedStatus {
        cert: id,
        issuer,
        what,
    } = *status;
    if !may_ask(evidence) {
        return None;
    }
    let mut out: Option<Wanted> = None;
    let mut next = None;
    for place in places(evidence, id, what) {
        if out.is_some_and(|wanted| wanted != place.wanted) {
            break;
        }
        match evidence.requests.find(id, place.wanted, &place.urls) {
            Some(made) if evidence.answer_to(made) == Question::Wanted => out = Some(place.wanted),
            Some(_) => {}
            None => {
                next = Some(place);
                break;
            }
        }
    }
    let place = next?;
    if let Err(limit) = evidence.budget.revocation_request() {
        evidence.reached(limit);
        return None;
    }
    #[cfg(feature = "ocsp")]
    let ocsp_request = super::ocsp::request(evidence, id, issuer, place.wanted);
    #[cfg(not(feature = "ocsp"))]
    let ocsp_request = alloc::sync::Arc::from([]);
    #[cfg(not(feature = "ocsp"))]
    let _ = issuer;
    Some(evidence.put(Ask {
        about: id,
        wanted: place.wanted,
        urls: place.urls,
        ocsp_request,
    }))
}

/// Adds what was asked for in vain.
pub(super) fn hear(evidence: &Evidence<'_>, id: CertId, hearing: &mut Hearing) {
    for made in evidence.requests.iter().filter(|made| made.about == id) {
        let wanted = match made.wanted {
            Wanted::Issuers => continue,
            Wanted::Crl | Wanted::DeltaCrl => SourceKind::Crl,
            Wanted::Ocsp => SourceKind::Ocsp,
        };
        let failed = made
            .urls
            .iter()
            .take(MOST_URLS)
            .filter_map(|url| match &url.outcome {
                Some(Err(problem)) => Some((url.url.clone().unwrap_or_default(), problem.clone())),
                Some(Ok(_)) | None => None,
            });
        for (url, problem) in failed {
            let why = Unusable::NotFetched { problem };
            hearing.add(StatusSource::Url { wanted, url }, Said::Nothing { why });
        }
    }
}

/// Why nobody looked at a certificate of which nothing was said.
pub(super) fn not_checked(evidence: &Evidence<'_>, id: CertId) -> NotChecked {
    match places(evidence, id, Lacking::Status).is_empty() {
        true => NotChecked::NoSource,
        false => NotChecked::NotAsked,
    }
}
