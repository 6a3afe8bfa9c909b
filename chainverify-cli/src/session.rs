//! One run: the verifiers with their roots and rules, further candidates, the time and the fetcher, made once and used for every target.
//! Here the library is asked; the answer is its report.

use std::sync::{Arc, OnceLock};

use chainverify::ct::LogList;
use chainverify::fetch::{HttpFetch, Reach};
use chainverify::policy::Fetching;
use chainverify::revocation::status::{Came, Said, StatusSource};
use chainverify::search::{Names, Need, Wanted};
use chainverify::second_opinion::{self, Opinion};
use chainverify::text::Text;
use chainverify::trust::LocalPlaces;
use chainverify::{Report, Request};
use pki_types::{CertificateDer, UnixTime};

use crate::args::FetchArg;
use crate::cache::Cache;
use crate::fetching::SharedFetch;
use crate::files::{self, Passwords, Role};
use crate::gather::Gathered;
use crate::plan::Plan;
use crate::revocation;
use crate::rules::policy;
use crate::trust::{self, Roots, SetupError};
use crate::verifiers::{Made, Verifiers};

/// What is the same for all targets of a run.
pub(crate) struct Session {
    verifiers: Verifiers,
    roots: Roots,
    intermediates: Vec<CertificateDer<'static>>,
    time: UnixTime,
    /// Logs of certificates.
    ct_logs: Option<LogList>,
    /// What is fetched for one target serves the next.
    fetcher: Option<SharedFetch>,
    /// What is fetched in one run serves the next.
    cache: Option<Arc<Cache>>,
    /// Who put roots into the operating system's store; read when first needed.
    places: OnceLock<LocalPlaces>,
}

/// What is verified.
#[derive(Clone, Debug)]
pub(crate) struct Question<'c> {
    /// The certificates, and where they are from.
    pub(crate) gathered: &'c Gathered,
    /// The names that the leaf must have, or none.
    pub(crate) names: Option<Names<'c>>,
    /// Whether CRLs and OCSP responses are fetched.
    pub(crate) fetching: Fetching,
}

/// How many logs of a list are not used, if there are such.
fn left_out(logs: &LogList) -> Option<Text> {
    let count = Some(logs.left_out()).filter(|count| *count > 0)?;
    let mut text = Text::new();
    text.ours(format!(
        "logs of --ct-logs that are for tests or cannot be used were left out: {count}; their timestamps do not count"
    ));
    Some(text)
}

impl Session {
    /// Reads what `targets` targets need; and gives one line for each thing that was left out or is worth knowing.
    pub(crate) fn new(
        plan: &Plan,
        passwords: &Passwords,
        targets: usize,
    ) -> Result<(Self, Vec<Text>), SetupError> {
        let intermediates = files::read_all(&plan.intermediates, Role::Candidates, passwords)?;
        let mut trusted = trust::load(&plan.trust, passwords)?;
        let time = plan.at.unwrap_or_else(UnixTime::now);
        let revocation = revocation::load(&plan.revocation, time)?;
        trusted.warnings.extend(intermediates.notes);
        trusted.warnings.extend(revocation.warnings.iter().cloned());
        let ct_logs = plan.ct_logs.as_deref().map(files::read_log_list);
        let ct_logs = ct_logs.transpose()?;
        trusted.warnings.extend(ct_logs.as_ref().and_then(left_out));
        let cache = match plan.network.fetch {
            FetchArg::Off => None,
            FetchArg::Public | FetchArg::Any => revocation::cache(&plan.revocation.cache),
        };
        let cache = cache.map(Arc::new);
        let session = Self {
            verifiers: Verifiers {
                roots: trusted.store,
                policy: policy(plan),
                revocation,
                targets,
                made: Made::default(),
            },
            roots: trusted.roots,
            intermediates: intermediates.certificates,
            time,
            ct_logs,
            fetcher: fetcher(plan, cache.clone()),
            cache,
            places: OnceLock::new(),
        };
        Ok((session, trusted.warnings))
    }

    /// Which roots are trusted.
    pub(crate) fn roots(&self) -> &Roots {
        &self.roots
    }

    /// Verifies a chain. `progress` hears what is fetched.
    pub(crate) fn verify<'c>(&'c self, question: Question<'c>, progress: &dyn Fn(Text)) -> Report {
        let Question {
            gathered,
            names,
            fetching,
        } = question;
        let verifier = self.verifiers.of(fetching);
        let ocsp = &self.verifiers.revocation.ocsp;
        let request = match names {
            Some(names) => Request::named(&gathered.chain, names),
            None => Request::unnamed(&gathered.chain),
        };
        let mut request = request
            .at(self.time)
            .candidates(&self.intermediates)
            .ocsp_responses(ocsp.iter().map(Vec::as_slice));
        if let Some(staple) = gathered.staple() {
            request = request.staple(staple);
        }
        if let Some(logs) = &self.ct_logs {
            request = request.ct_logs(logs);
        }
        let result = match &self.fetcher {
            None => verifier.verify_request(request),
            Some(fetcher) => {
                let mut fetcher = fetcher.for_target();
                verifier.verify_with(request, &mut |need: &Need| {
                    progress(doing(need));
                    fetcher.fetch(need)
                })
            }
        };
        let mut report = match result {
            Ok(path) => path.report(),
            Err(report) => *report,
        };
        if let Some(cache) = &self.cache {
            useless(&report).for_each(|url| cache.forget(url));
        }
        report.add_provenance(|cert| {
            let places = self.places.get_or_init(LocalPlaces::os);
            places.placement_of(cert)
        });
        report
    }

    /// What other verifiers say of the chain that a report is about.
    pub(crate) fn opinions(&self, question: &Question<'_>, report: &Report) -> Vec<Opinion> {
        let verifier = self.verifiers.of(question.fetching);
        second_opinion::all(verifier, &question.gathered.chain, report)
    }
}

/// What fetches, if anything may be fetched.
fn fetcher(plan: &Plan, cache: Option<Arc<Cache>>) -> Option<SharedFetch> {
    let reach = match plan.network.fetch {
        FetchArg::Public => Reach::Public,
        FetchArg::Any => Reach::Any,
        FetchArg::Off => return None,
    };
    let http = HttpFetch::new(reach);
    Some(SharedFetch::new(match cache {
        Some(cache) => http.store(cache),
        None => http,
    }))
}

/// The URLs of CRLs and OCSP responses that told nothing that counts.
fn useless(report: &Report) -> impl Iterator<Item = &str> {
    let checks = report.path.iter();
    let checks = checks.filter_map(|on_path| on_path.revocation.as_ref());
    let told = checks.flat_map(|check| &check.sources);
    told.filter_map(|told| match (&told.source, &told.said) {
        (
            StatusSource::Crl {
                came: Came::Fetched { url, .. },
                ..
            }
            | StatusSource::Ocsp {
                came: Came::Fetched { url, .. },
                ..
            },
            Said::Nothing { .. },
        ) => Some(url.as_str()),
        _ => None,
    })
}

fn doing(need: &Need) -> Text {
    let mut doing = Text::new();
    doing.ours(match need.wanted {
        Wanted::Issuers => "fetching an issuer from ",
        Wanted::Crl => "fetching a CRL from ",
        Wanted::DeltaCrl => "fetching a delta CRL from ",
        _ => "asking for an OCSP response at ",
    });
    for (number, url) in need.urls.iter().enumerate() {
        doing
            .ours(if number == 0 { "" } else { ", else " })
            .foreign(url);
    }
    doing
}
