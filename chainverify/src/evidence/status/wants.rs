//! Where more may be said of a certificate than is known: the CRLs and OCSP responders that it names.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::super::need::{Need, Wanted};
use super::super::requests::{Ask, MOST_URLS, worth_asking};
use super::hearing::Hearing;
use super::{Evidence, Question};
use crate::budget::Limit;
use crate::cert::Cert;
use crate::cert::ext::{DistributionPointName, GeneralName};
use crate::finding::{CertId, CertRef};
use crate::policy::{Fetching, RevocationSource};
use crate::revocation::status::{NotChecked, Said, Source, SourceKind, Unusable};

/// Something that a certificate names, and the URLs where it may be had.
struct Place {
    wanted: Wanted,
    /// Which of several: the distribution point.
    number: usize,
    urls: Vec<String>,
}

/// Distribution points beyond these are not asked for.
const MOST_POINTS: usize = 4;

/// Everything that a certificate names, in the order in which the policy wants it asked.
fn places(evidence: &Evidence<'_>, id: CertId) -> Vec<Place> {
    let cert = &evidence.certs[id].cert;
    let mut places = Vec::new();
    for source in evidence.inputs.policy.revocation.sources {
        match source {
            RevocationSource::Crl => places.extend(distribution_points(cert)),
            RevocationSource::Ocsp => places.extend(responders(cert)),
            RevocationSource::Filter => {}
        }
    }
    places
}

/// A CRL may be had at any URL of a distribution point; several points have parts of it, or are for
/// other reasons (RFC 5280 §4.2.1.13).
fn distribution_points(cert: &Cert<'_>) -> Vec<Place> {
    let points = cert.extensions().crl_distribution_points.value();
    let points = points.map(|points| points.points(cert.der()));
    let points = points.into_iter().flatten().map_while(Result::ok);
    let of_point = |(number, name): (usize, Option<DistributionPointName<'_>>)| {
        let Some(DistributionPointName::Full(names)) = name else {
            return None;
        };
        let uris = names.names().filter_map(|name| match name {
            GeneralName::Uri(uri) => core::str::from_utf8(uri).ok(),
            _ => None,
        });
        let urls: Vec<String> = worth_asking(uris).map(ToString::to_string).collect();
        (!urls.is_empty()).then_some(Place {
            wanted: Wanted::Crl,
            number,
            urls,
        })
    };
    let names = points.map(|point| point.name).take(MOST_POINTS);
    names.enumerate().filter_map(of_point).collect()
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
        number: 0,
        urls,
    })
}

/// Whether the policy and the caller let it ask.
fn may_ask(evidence: &Evidence<'_>) -> bool {
    evidence.inputs.policy.revocation.fetch == Fetching::On && !evidence.requests.is_closed()
}

/// Whether more may be said of a certificate where it says.
pub(super) fn elsewhere(evidence: &Evidence<'_>, id: CertId) -> Question {
    if !may_ask(evidence) {
        return Question::Unobtainable;
    }
    let is_spent = evidence.limits.contains(&Limit::RevocationRequests);
    let mut questions = places(evidence, id).into_iter().map(|place| {
        match evidence.requests.find(id, place.wanted, place.number) {
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
pub(crate) fn need(evidence: &mut Evidence<'_>, id: CertId, issuer: CertRef) -> Option<Need> {
    if !may_ask(evidence) {
        return None;
    }
    let mut out: Option<Wanted> = None;
    let mut next = None;
    for place in places(evidence, id) {
        if out.is_some_and(|wanted| wanted != place.wanted) {
            break;
        }
        match evidence.requests.find(id, place.wanted, place.number) {
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
        place: place.number,
        urls: place.urls,
        ocsp_request,
    }))
}

/// Adds what was asked for in vain.
pub(super) fn hear(evidence: &Evidence<'_>, id: CertId, hearing: &mut Hearing) {
    for made in evidence.requests.iter().filter(|made| made.about == id) {
        let wanted = match made.wanted {
            Wanted::Issuers => continue,
            Wanted::Crl => SourceKind::Crl,
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
            hearing.add(Source::Url { wanted, url }, Said::Nothing { why });
        }
    }
}

/// Why nobody looked at a certificate of which nothing was said.
pub(super) fn not_checked(evidence: &Evidence<'_>, id: CertId) -> NotChecked {
    match places(evidence, id).is_empty() {
        true => NotChecked::NoSource,
        false => NotChecked::NotAsked,
    }
}
