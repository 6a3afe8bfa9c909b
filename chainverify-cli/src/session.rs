//! One run: the verifier with its roots and rules, the further candidates, the time and the fetcher, made once and used for every target.
//! Here the library is asked; it judges.

use core::cell::OnceCell;
use std::sync::LazyLock;

use chainverify::crypto::{ring, rustcrypto};
use chainverify::fetch::{HttpFetch, Reach};
use chainverify::{Algorithms, Detail, Fetch, Need, Request, Rows, TrustStore, Verifier};
use pki_types::{CertificateDer, SignatureVerificationAlgorithm, UnixTime};

use crate::args::FetchArg;
use crate::files;
use crate::gather::Gathered;
use crate::plan::{self, CheckedName, Plan};
use crate::rules::policy;
use crate::trust::{self, Set, SetupError};

/// What ring has, and in pure Rust what it lacks, so that the command can read every chain that it meets. What is only for diagnosis of old
/// material stays out.
static ALGORITHMS: LazyLock<Vec<&dyn SignatureVerificationAlgorithm>> =
    LazyLock::new(|| [ring::ALL, rustcrypto::ALL].concat());

/// What is the same for all targets of a run.
pub(crate) struct Session {
    verifier: Verifier,
    set: Set,
    intermediates: Vec<CertificateDer<'static>>,
    time: UnixTime,
    detail: Detail,
    fetcher: Option<HttpFetch>,
    /// For comparison with the roots of the operating system; made when first needed.
    mozilla: OnceCell<TrustStore>,
}

/// What the library says about one target.
#[derive(Clone, Debug)]
pub(crate) struct Judged {
    /// As data.
    pub(crate) rows: Rows,
    /// As text, the verdict in the first line.
    pub(crate) text: String,
}

impl Session {
    /// Reads what every target needs; and gives one line for each thing that was left out.
    pub(crate) fn new(plan: &Plan) -> Result<(Self, Vec<String>), SetupError> {
        let intermediates = files::read_all(&plan.intermediates)?;
        let trusted = trust::load(&plan.trust)?;
        let session = Self {
            verifier: Verifier::builder()
                .roots(trusted.store)
                .policy(policy(&plan.rules))
                .algorithms(Algorithms::new(&ALGORITHMS))
                .build(),
            set: trusted.set,
            intermediates,
            time: plan.at.unwrap_or_else(UnixTime::now),
            detail: match plan.report.detail {
                plan::Detail::Verdict => Detail::Path,
                plan::Detail::Everything => Detail::Everything,
            },
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

    /// Asks the library. `progress` hears what is fetched.
    pub(crate) fn judge(
        &mut self,
        gathered: &Gathered,
        name: Option<&CheckedName>,
        progress: &dyn Fn(&str),
    ) -> Judged {
        let mut request = Request::new(&gathered.leaf, self.time)
            .intermediates(&gathered.others)
            .candidates(&self.intermediates);
        if let Some(name) = name {
            request = request.name(name.reference());
        }
        let result = match &mut self.fetcher {
            None => self.verifier.verify_request(request),
            Some(fetcher) => self.verifier.verify_with(request, &mut |need: &Need| {
                progress(&format!("fetching {}", need.url()));
                fetcher.fetch(need)
            }),
        };
        let mut explanation = match &result {
            Ok(path) => path.explain(),
            Err(failure) => failure.explain(),
        };
        // Roots that were given are meant; those of a whole store may have got there by others.
        if self.set == Set::Os {
            explanation = explanation.compared_with(self.mozilla.get_or_init(TrustStore::mozilla));
        }
        Judged {
            rows: explanation.rows(),
            text: explanation.detail(self.detail).to_string(),
        }
    }
}
