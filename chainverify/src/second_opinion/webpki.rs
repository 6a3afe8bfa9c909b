//! The opinion of rustls 0.23: its verifier, the crate rustls-webpki, is run on the question that a
//! report answers, called as rustls calls it. What it says goes into our words in `words`.

use alloc::borrow::Cow;
use alloc::string::ToString;
use alloc::vec::Vec;
use core::time::Duration;

use ::webpki::{EndEntityCert, KeyUsage, anchor_from_trusted_cert};
use pki_types::{CertificateDer, ServerName, TrustAnchor, UnixTime};

use super::words::{Refusal, accepted, refused};
use super::{Basis, Opinion, Peer, Verdict};
use crate::finding::Code;
use crate::names::ReferenceName;
use crate::policy::Purpose;
use crate::report::Report;
use crate::trust::Anchor;
use crate::verifier::Verifier;

/// What rustls 0.23 says of the chain, of which the report is about: `WebPkiServerVerifier` for a
/// server, `WebPkiClientVerifier` for a client, without CRLs, and with the verifier's anchors and
/// algorithms.
///
/// It is run here, in the same process: the leaf, the other certificates as they were sent, and the
/// names, purpose and time of the report. Nothing that was fetched or given from elsewhere is shown to
/// it, as rustls does not have it. Of a client it checks no name. Of several names of a server it must
/// accept all. Its own limits bound the work.
///
/// An anchor is what `RootCertStore::add` makes of its certificate. The constraints that are imposed
/// on an anchor without any of its own count, as those in the crate `webpki-roots` do; dates from
/// which on it is distrusted do not, as rustls has none.
#[must_use]
pub fn rustls(verifier: &Verifier, chain: &[CertificateDer<'_>], report: &Report) -> Opinion {
    let opinion = |verdict, variant, why| Opinion {
        of: Peer::Rustls,
        basis: Basis::Run,
        verdict,
        variant,
        why,
        reference: None,
    };
    let question = match Question::of(report) {
        Ok(question) => question,
        Err(why) => return opinion(Verdict::Undecided, None, Cow::Borrowed(why)),
    };
    match question.ask(verifier, chain) {
        Ok(()) => opinion(Verdict::Accepts, None, accepted(report)),
        Err(refusal) => {
            let (variant, why) = refused(&refusal, report);
            opinion(Verdict::Refuses, Some(variant), why)
        }
    }
}

/// What it is asked.
struct Question<'r> {
    names: Vec<ServerName<'r>>,
    usage: KeyUsage,
    time: UnixTime,
}

impl<'r> Question<'r> {
    /// That of a report, or why it is none for rustls.
    fn of(report: &'r Report) -> Result<Self, &'static str> {
        if let Some(
            Code::BadReferenceName { .. } | Code::NoNames | Code::NoTime | Code::NoAlgorithms,
        ) = report.code()
        {
            return Err("the request itself is refused");
        }
        let seconds = u64::try_from(report.time.as_unix());
        let seconds = seconds.map_err(|_| "its times begin with 1970")?;
        let time = UnixTime::since_unix_epoch(Duration::from_secs(seconds));
        let names = report.names.iter().map(|name| match name {
            ReferenceName::Dns(_) | ReferenceName::Ip(_) => {
                ServerName::try_from(name.text().to_string()).ok()
            }
            ReferenceName::Email(_) | ReferenceName::Uri(_) => None,
        });
        match report.purpose {
            Purpose::Server => Ok(Self {
                names: names
                    .collect::<Option<_>>()
                    .ok_or("a server has a host name or an IP address there")?,
                usage: KeyUsage::server_auth(),
                time,
            }),
            Purpose::Client => Ok(Self {
                names: Vec::new(),
                usage: KeyUsage::client_auth(),
                time,
            }),
            _ => Err("it verifies servers and clients of TLS only"),
        }
    }

    /// As `WebPkiServerVerifier::verify_server_cert` and `WebPkiClientVerifier::verify_client_cert`
    /// ask.
    fn ask(self, verifier: &Verifier, chain: &[CertificateDer<'_>]) -> Result<(), Refusal> {
        let Some((leaf, intermediates)) = chain.split_first() else {
            return Err(Refusal::NothingSent);
        };
        let leaf = EndEntityCert::try_from(leaf).map_err(Refusal::Webpki)?;
        let anchors: Vec<_> = verifier
            .roots()
            .anchors()
            .filter_map(trust_anchor)
            .collect();
        let algorithms: Vec<_> = verifier.algorithms().iter().collect();
        leaf.verify_for_usage(
            &algorithms,
            &anchors,
            intermediates,
            self.time,
            self.usage,
            None,
            None,
        )
        .map_err(Refusal::Webpki)?;
        let mut names = self.names.iter();
        names
            .try_for_each(|name| leaf.verify_is_valid_for_subject_name(name))
            .map_err(Refusal::Webpki)
    }
}

/// An anchor as rustls has it; none where it cannot read the certificate.
fn trust_anchor(anchor: &Anchor) -> Option<TrustAnchor<'_>> {
    let imposed = anchor.imposed_name_constraints().map(Into::into);
    let Some(cert) = anchor.cert() else {
        return Some(TrustAnchor {
            subject: anchor.name().as_bytes().into(),
            subject_public_key_info: anchor.subject_public_key_info().into(),
            name_constraints: imposed,
        });
    };
    let mut made = anchor_from_trusted_cert(cert.der()).ok()?;
    made.name_constraints = made.name_constraints.or(imposed);
    Some(made)
}
