//! What is not at hand: says what to ask for, and takes in what comes.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use pki_types::CertificateDer;

use super::record::MadeRequest;
use super::tree::State;
use super::{Answer, FetchProblem, Need, NeedId, Search, Source};
use crate::cert::Cert;

impl Search<'_> {
    /// What to ask for next: first for issuers where a chain breaks off, then for other issuers of
    /// certificates whose issuers at hand led nowhere. Nothing is asked for where the answer could
    /// not change the verdict.
    pub(super) fn next_need(&mut self) -> Option<Need> {
        if self.valid.is_some() || self.stopped.is_some() {
            return None;
        }
        let (of, url) = self
            .wanted_url(State::DeadEnd)
            .or_else(|| self.wanted_url(State::Expanded))?;
        if self.budget.request().is_err() {
            return None;
        }
        let id = NeedId(u32::try_from(self.record.requests.len()).ok()?);
        self.record.requests.push(MadeRequest {
            of,
            url: url.clone(),
            outcome: None,
        });
        Some(Need::Issuers { id, url })
    }

    /// A URL that was not asked yet, of a certificate whose search for issuers is in this state.
    fn wanted_url(&self, state: State) -> Option<(u32, String)> {
        let is_new = |url: &&str| !self.record.requests.iter().any(|made| made.url == **url);
        self.record
            .nodes
            .iter()
            .filter(|node| node.state == state && node.taint.is_none())
            .find_map(|node| {
                let entry = self.record.pool.get(node.cert)?;
                let url = urls(&entry.cert).into_iter().find(is_new)?;
                Some((node.cert, url.to_string()))
            })
    }

    /// Takes what became of a need. An answer to no open need is ignored, and so is one that comes
    /// when the verdict stands: it could not change it.
    pub fn answer(&mut self, id: NeedId, answer: Answer) {
        let Some(number) = usize::try_from(id.0).ok() else {
            return;
        };
        if self.is_done || self.valid.is_some() {
            return;
        }
        let Some(made) = self.record.requests.get_mut(number) else {
            return;
        };
        if made.outcome.is_some() {
            return;
        }
        match answer {
            Answer::Nothing(problem) => made.outcome = Some(Err(problem)),
            Answer::Certs(certs) => {
                let url = made.url.clone();
                let outcome = self.take_in(certs, &url);
                if let Some(made) = self.record.requests.get_mut(number) {
                    made.outcome = Some(outcome);
                }
            }
        }
    }

    /// Adds fetched certificates to the pool and to the tree.
    fn take_in(
        &mut self,
        certs: Vec<CertificateDer<'static>>,
        url: &str,
    ) -> Result<u32, FetchProblem> {
        let mut added = 0_u32;
        // What was cut off by a limit is not called unreadable.
        let mut is_readable = false;
        for der in certs {
            if let Err(limit) = self.budget.certificate(der.len()) {
                self.stopped = Some(limit);
                is_readable = true;
                break;
            }
            if let Ok(number) = self.record.pool.add(der, Source::Fetched(url.to_string())) {
                is_readable = true;
                added = added.saturating_add(u32::from(number.is_some()));
            }
        }
        if !is_readable {
            return Err(FetchProblem::NotCertificates);
        }
        if added > 0 {
            self.start_over();
        }
        Ok(added)
    }

    /// Grows the tree anew with what came: a certificate may fit anywhere in it, and change which
    /// places are connected. What the rules found is remembered, signatures too, so that this costs
    /// a few comparisons.
    fn start_over(&mut self) {
        self.record.pool.mark_reachable(self.record.store);
        self.record.nodes.clear();
        self.record.attempts.clear();
        self.nearest_miss = None;
        self.open.clear();
        self.push(0, None, 0);
    }
}

/// Where the issuer of a certificate may be had.
pub(super) fn urls<'c>(cert: &'c Cert<'_>) -> Vec<&'c str> {
    let Some(access) = cert.extensions().authority_info_access.value() else {
        return Vec::new();
    };
    let urls = access.ca_issuers(cert.der()).filter(|url| {
        (url.starts_with("http://") || url.starts_with("https://"))
            // Others are no URLs (RFC 3986 §2), and could write to a terminal.
            && url.bytes().all(|byte| byte.is_ascii_graphic())
    });
    urls.collect()
}
