//! One run: the verifier with its roots and rules, further candidates, the time and the fetcher, made once and used for every target.
//! Here the library is asked; the answer is its report.

use core::cell::OnceCell;

use chainverify::fetch::{HttpFetch, Reach};
use chainverify::search::{Names, Need};
use chainverify::text::Text;
use chainverify::{Fetch, Report, Request, TrustStore, Verifier};
use pki_types::{CertificateDer, UnixTime};

use crate::args::FetchArg;
use crate::files::{self, Passwords, Role};
use crate::plan::Plan;
use crate::rules::policy;
use crate::trust::{self, Place, Set, SetupError};

/// What is the same for all targets of a run.
pub(crate) struct Session {
    verifier: Verifier,
    set: Set,
    places: Vec<Place>,
    intermediates: Vec<CertificateDer<'static>>,
    time: UnixTime,
    /// Its clones, one a target, share what was fetched.
    fetcher: Option<HttpFetch>,
    /// For comparison with the roots of the operating system; made when first needed.
    mozilla: OnceCell<TrustStore>,
}

impl Session {
    /// Reads what every target needs; and gives one line for each thing that was left out or is worth knowing.
    pub(crate) fn new(plan: &Plan, passwords: &Passwords) -> Result<(Self, Vec<Text>), SetupError> {
        let intermediates = files::read_all(&plan.intermediates, Role::Candidates, passwords)?;
        let mut trusted = trust::load(&plan.trust, passwords)?;
        trusted.warnings.extend(intermediates.notes);
        let session = Self {
            verifier: Verifier::builder()
                .roots(trusted.store)
                .policy(policy(&plan.rules))
                .build(),
            set: trusted.set,
            places: trusted.places,
            intermediates: intermediates.certificates,
            time: plan.at.unwrap_or_else(UnixTime::now),
            fetcher: match plan.network.fetch {
                FetchArg::Public => Some(HttpFetch::new(Reach::Public)),
                FetchArg::Any => Some(HttpFetch::new(Reach::Any)),
                FetchArg::Off => None,
            },
            mozilla: OnceCell::new(),
        };
        Ok((session, trusted.warnings))
    }

    /// Which roots are trusted.
    pub(crate) fn set(&self) -> Set {
        self.set
    }

    /// Where the environment says that they are.
    pub(crate) fn places(&self) -> &[Place] {
        &self.places
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
        let result = match self.fetcher.clone() {
            None => self.verifier.verify_request(request),
            Some(mut fetcher) => self.verifier.verify_with(request, &mut |need: &Need| {
                progress(fetching(need));
                fetcher.fetch(need)
            }),
        };
        let mut report = match result {
            Ok(path) => path.report(),
            Err(report) => *report,
        };
        // Roots that were given are meant; those of a whole store may have got there by others.
        if self.set == Set::Os {
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
