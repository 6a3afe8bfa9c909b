//! One run: the verifier with its roots and rules, further candidates, the time and the fetcher, made once and used for every target.
//! Here the library is asked; the answer is its report.

use std::sync::OnceLock;

use chainverify::crypto::SignatureCache;
use chainverify::fetch::{HttpFetch, Reach};
use chainverify::search::{Names, Need};
use chainverify::text::Text;
use chainverify::{Origin, Report, Request, TrustStore, Verifier};
use pki_types::{CertificateDer, UnixTime};

use crate::args::FetchArg;
use crate::fetching::SharedFetch;
use crate::files::{self, Passwords, Role};
use crate::plan::Plan;
use crate::rules::policy;
use crate::trust::{self, Roots, Set, SetupError};

/// The intermediates of many targets; some 100 octets each.
const CACHED_SIGNATURES: usize = 4096;

/// What is the same for all targets of a run.
pub(crate) struct Session {
    verifier: Verifier,
    roots: Roots,
    intermediates: Vec<CertificateDer<'static>>,
    time: UnixTime,
    /// What is fetched for one target serves the next.
    fetcher: Option<SharedFetch>,
    /// For comparison with the roots of the operating system; made when first needed.
    mozilla: OnceLock<TrustStore>,
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
        trusted.warnings.extend(intermediates.notes);
        let verifier = Verifier::builder()
            .roots(trusted.store)
            .policy(policy(&plan.rules));
        let verifier = match targets {
            // Nothing comes twice, or so seldom that an entry costs more than it saves.
            1 => verifier,
            _ => verifier.cache(SignatureCache::new(CACHED_SIGNATURES)),
        };
        let session = Self {
            verifier: verifier.build(),
            roots: trusted.roots,
            intermediates: intermediates.certificates,
            time: plan.at.unwrap_or_else(UnixTime::now),
            fetcher: match plan.network.fetch {
                FetchArg::Public => Some(SharedFetch::new(HttpFetch::new(Reach::Public))),
                FetchArg::Any => Some(SharedFetch::new(HttpFetch::new(Reach::Any))),
                FetchArg::Off => None,
            },
            mozilla: OnceLock::new(),
        };
        Ok((session, trusted.warnings))
    }

    /// Which roots are trusted.
    pub(crate) fn roots(&self) -> &Roots {
        &self.roots
    }

    /// Verifies a chain for these names, or for none. `progress` hears what is fetched.
    pub(crate) fn verify<'c>(
        &'c self,
        chain: &'c [CertificateDer<'c>],
        names: Option<Names<'c>>,
        progress: &dyn Fn(Text),
    ) -> Report {
        let request = match names {
            Some(names) => Request::named(chain, names),
            None => Request::unnamed(chain),
        };
        let request = request.at(self.time).candidates(&self.intermediates);
        let result = match &self.fetcher {
            None => self.verifier.verify_request(request),
            Some(fetcher) => self.verifier.verify_with(request, &mut |need: &Need| {
                progress(fetching(need));
                fetcher.fetch(need)
            }),
        };
        let mut report = match result {
            Ok(path) => path.report(),
            Err(report) => *report,
        };
        // Roots that were given are meant; those of a whole store may have got there by others.
        let is_given = matches!(report.store.origin, Some(Origin::File(_)));
        if self.roots.set == Set::Os && !is_given {
            report.compare_with_mozilla(self.mozilla.get_or_init(TrustStore::mozilla));
        }
        report
    }
}

fn fetching(need: &Need) -> Text {
    let mut doing = Text::new();
    doing.ours("fetching an issuer from ");
    for (number, url) in need.urls.iter().enumerate() {
        doing
            .ours(if number == 0 { "" } else { ", else " })
            .foreign(url);
    }
    doing
}
