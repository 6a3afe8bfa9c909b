//! Certificate Transparency (RFC 6962): timestamps of logs, embedded in a certificate or sent beside
//! it, verified with the logs' keys and counted as browsers count them. What comes out is a report; no
//! path becomes valid or invalid by it, and no log is asked for anything.

mod check;
mod compliance;
mod counting;
#[cfg(feature = "serde")]
mod json;
mod log;
mod log_list;
mod precertificate;
mod signed_entry;
mod transparency;

pub use check::Check;
pub(crate) use check::Given;
pub use compliance::{Compliance, WhyNotChecked};
pub use log::{BadLog, Log, LogKind, State};
pub use log_list::LogList;
pub use transparency::{Delivery, Outcome, Sct, SctLog, Transparency, Unreadable};

pub use crate::finding::{CtProgram, CtShortfall};
