//! What is said of client certificates for machines: `client_certificate` in the `connection` of the JSON report.

use chainverify::text::Text;
use serde::Serialize;

use super::client::words;
use crate::client::{Asked, Client, Misfit};
use crate::connect::{Handshake, Reception, Unheard, alert_name};

/// What the server asked for, and what came of it.
#[derive(Serialize)]
pub(super) struct ClientCertificate {
    /// The CAs that it names.
    issuers: Vec<String>,
    /// How many more it names.
    issuers_left_out: usize,
    /// What there is to present.
    given: Vec<Given>,
    /// The number there of the one that was presented.
    presented: Option<usize>,
    /// `accepted`, `refused` or `unknown`.
    outcome: &'static str,
    /// The alert of a refusal.
    alert: Option<String>,
    /// What the alert says.
    text: Option<&'static str>,
    /// Of `unknown`: `not_finished`, `silent` or `closed`.
    why: Option<&'static str>,
}

#[derive(Serialize)]
struct Given {
    file: String,
    subject: String,
    fits: bool,
    misfits: Vec<Because>,
}

#[derive(Serialize)]
struct Because {
    id: &'static str,
    text: String,
}

impl ClientCertificate {
    pub(super) fn new(asked: &Asked, handshake: &Handshake) -> Self {
        let given = handshake.clients.iter().zip(&asked.misfits);
        let (outcome, alert, why) = match asked.reception {
            Reception::Accepted => ("accepted", None, None),
            Reception::Refused(alert) => ("refused", alert, None),
            Reception::Unknown(why) => (
                "unknown",
                None,
                Some(match why {
                    Unheard::NotFinished => "not_finished",
                    Unheard::Silent => "silent",
                    Unheard::Closed => "closed",
                }),
            ),
        };
        let issuers = asked.issuers.iter();
        Self {
            issuers: issuers.map(|name| name.as_name().to_string()).collect(),
            issuers_left_out: asked.issuers_left_out,
            given: given
                .map(|(client, misfits)| Given::new(client, misfits))
                .collect(),
            presented: asked.presented,
            outcome,
            alert: alert.map(alert_name),
            text: alert.and_then(|alert| words(alert, asked.presented)),
            why,
        }
    }
}

impl Given {
    fn new(client: &Client, misfits: &[Misfit]) -> Self {
        let because = misfits.iter().map(|misfit| {
            let mut text = Text::new();
            misfit.sentence(&mut text);
            Because {
                id: misfit.id(),
                text: text.to_string(),
            }
        });
        Self {
            file: client.file.to_string_lossy().into_owned(),
            subject: client.subject.as_name().to_string(),
            fits: misfits.is_empty(),
            misfits: because.collect(),
        }
    }
}
