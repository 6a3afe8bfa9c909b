//! Lists the certificates of a report, each by its number: as they were presented, and after them the
//! anchors of its paths.

use alloc::collections::BTreeSet;
use alloc::vec::Vec;

use super::not_used::{Known, likely_issuers};
use super::{Certificate, Source, Use};
use crate::cert::{Name, NameBuf};
use crate::evidence::End;
use crate::evidence::{self, Evidence, Reading};
use crate::finding::{AnchorId, CertId, CertRef};
use crate::search::{self, PathBuilder};

/// More certificates than this are counted, not listed: each is a copy.
const MOST_CERTIFICATES: usize = 100;

/// The certificates of one report.
pub(super) struct Numbered<'e, 'a> {
    known: Known<'e, 'a>,
    likely: BTreeSet<CertId>,
    pub(super) list: Vec<Certificate>,
    pub(super) left_out: usize,
}

impl<'e, 'a> Numbered<'e, 'a> {
    /// Lists what was presented. What the shown path needs is listed whatever the count.
    pub(super) fn presented(
        evidence: &'e Evidence<'a>,
        builder: Option<&'e PathBuilder>,
        shown: Option<&'e search::Attempt>,
    ) -> Self {
        let known = Known {
            evidence,
            builder,
            shown,
        };
        let mut numbered = Self {
            known,
            likely: likely_issuers(evidence),
            list: Vec::new(),
            left_out: 0,
        };
        numbered.take_presented();
        let on_path = shown.into_iter().flat_map(|shown| &shown.path.steps);
        for step in on_path {
            numbered.take_from_store(step.cert);
        }
        numbered
    }

    /// Lists an intermediate that the store alone has.
    fn take_from_store(&mut self, id: CertId) {
        if let Some(anchor) = self.known.evidence.certs.store_anchor(id)
            && self.number(CertRef::Cert(id)).is_none()
        {
            let origin = self.known.evidence.anchor(anchor).origin().clone();
            let one = self.read(id, Source::Store { origin }, self.used(id));
            self.list.push(one);
        }
    }

    /// Lists a certificate that came in an OCSP response: it belongs to what was said of revocation, not
    /// to the chain.
    fn take_from_response(&mut self, id: CertId) {
        if self.number(CertRef::Cert(id)).is_some() {
            return;
        }
        let mut presented = self.known.evidence.certs.presented().iter();
        let first = presented.find(|one| matches!(one.reading, Reading::New(of) if of == id));
        let came = first.is_some_and(|one| one.source == evidence::Source::OcspResponse);
        if came {
            let one = self.read(id, Source::OcspResponse, self.used(id));
            self.list.push(one);
        }
    }

    fn take_presented(&mut self) {
        let evidence = self.known.evidence;
        for one in evidence.certs.presented() {
            let needed = match one.reading {
                Reading::New(id) => self.is_on_path(id),
                Reading::Again(_) | Reading::Unreadable { .. } => false,
            };
            if self.list.len() >= MOST_CERTIFICATES && !needed {
                self.left_out = self.left_out.saturating_add(1);
                continue;
            }
            let source = match &one.source {
                evidence::Source::Sent(place) => Source::Sent { place: *place },
                evidence::Source::Given(place) => Source::Given { place: *place },
                evidence::Source::Fetched(url) => Source::Fetched { url: url.clone() },
                // Where a path has it, it is listed with that.
                evidence::Source::OcspResponse => continue,
            };
            let certificate = match &one.reading {
                Reading::New(id) => self.read(*id, source, self.used(*id)),
                Reading::Again(id) => {
                    let used = match self.number(CertRef::Cert(*id)) {
                        Some(of) => Use::Duplicate { of },
                        // It was fetched, or the first is among those that are only counted.
                        None => self.used(*id),
                    };
                    Certificate {
                        id: None,
                        ..self.read(*id, source, used)
                    }
                }
                Reading::Unreadable {
                    error,
                    duplicate_extension,
                    ..
                } => Certificate {
                    id: None,
                    source,
                    cert: None,
                    subject: NameBuf::from(Name::from_contents(&[])),
                    used: Use::Unreadable {
                        error: *error,
                        duplicate_extension: duplicate_extension.clone(),
                    },
                    bare_key: None,
                },
            };
            self.list.push(certificate);
        }
    }

    fn read(&self, id: CertId, source: Source, used: Use) -> Certificate {
        let cert = &self.known.evidence.certs[id].cert;
        Certificate {
            id: Some(CertRef::Cert(id)),
            source,
            subject: NameBuf::for_report(cert.subject()),
            cert: Some(cert.clone().into_owned()),
            used,
            bare_key: None,
        }
    }

    fn is_on_path(&self, id: CertId) -> bool {
        let steps = self.known.shown.map(|shown| &shown.path.steps);
        steps.is_some_and(|steps| steps.iter().any(|step| step.cert == id))
    }

    fn used(&self, id: CertId) -> Use {
        if self.is_on_path(id) {
            return Use::OnPath;
        }
        if self.known.is_on_signers_path(id) {
            return Use::OnSignersPath;
        }
        let (why, key_ids) = self.known.why(id, &self.likely);
        Use::NotUsed { why, key_ids }
    }

    /// The number of a certificate, where it is listed.
    pub(super) fn number(&self, of: CertRef) -> Option<usize> {
        let mut certificates = self.list.iter();
        certificates.position(|certificate| certificate.id == Some(of))
    }

    /// The number of an anchor, listed now if it was not yet.
    pub(super) fn anchor_number(&mut self, id: AnchorId) -> usize {
        let of = CertRef::Anchor(id);
        if let Some(number) = self.number(of) {
            return number;
        }
        let anchor = self.known.evidence.anchor(id);
        let origin = anchor.origin().clone();
        let bare_key = anchor.cert().is_none();
        self.list.push(Certificate {
            id: Some(of),
            source: Source::Store { origin },
            cert: anchor.cert().cloned(),
            subject: NameBuf::for_report(anchor.name()),
            used: Use::OnPath,
            bare_key: bare_key.then(|| anchor.subject_public_key_info().into()),
        });
        self.list.len().saturating_sub(1)
    }

    /// Those of a path, leaf first.
    pub(super) fn numbers(&mut self, path: &evidence::Path) -> Vec<usize> {
        for step in &path.steps {
            self.take_from_store(step.cert);
            self.take_from_response(step.cert);
        }
        let steps = path.steps.iter().rev();
        let mut numbers: Vec<usize> = steps
            .filter_map(|step| self.number(CertRef::Cert(step.cert)))
            .collect();
        if let End::Anchor(id) = path.end {
            numbers.push(self.anchor_number(id));
        }
        numbers
    }
}
