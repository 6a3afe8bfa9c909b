//! The report about one target: as text for people, as one JSON object for machines. What is said about certificates comes from the library;
//! here are added the facts of the connection, and the choice of roots.

mod colour;
mod json;
mod text;

use core::fmt;

use crate::args::FailOnArg;
use crate::connect::Possession;
use crate::exit::Exit;
use crate::gather::{Gathered, Origin};
use crate::plan::Target;
use crate::session::Judged;
use crate::trust::Set;

pub(crate) use colour::colour;
pub(crate) use json::{failure as json_failure, line as json};
pub(crate) use text::text;

/// All that is known about one target.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Known<'a> {
    /// What was asked about.
    pub(crate) target: &'a Target,
    /// The certificates, and where they are from.
    pub(crate) gathered: &'a Gathered,
    /// What the library says about them.
    pub(crate) judged: &'a Judged,
    /// Whose roots were trusted.
    pub(crate) set: Set,
}

impl Known<'_> {
    /// The exit status: the library's verdict, but an impostor that holds no key is not valid whatever its chain is.
    pub(crate) fn exit(&self, fail_on: Option<FailOnArg>) -> Exit {
        let rows = &self.judged.rows;
        let is_warned = rows
            .findings
            .iter()
            .any(|finding| finding.severity == "warning");
        match fail_on {
            _ if rows.verdict != "valid" || self.is_impostor() => Exit::NotValid,
            Some(FailOnArg::Warning) if is_warned => Exit::Remarkable,
            _ => Exit::Valid,
        }
    }

    /// Whether whoever answered showed that it does not hold the leaf's key.
    fn is_impostor(&self) -> bool {
        matches!(&self.gathered.origin, Origin::Server(handshake) if handshake.possession == Possession::Refuted)
    }
}

/// A number of things, and the word for one.
pub(crate) struct Count(pub(crate) usize, pub(crate) &'static str);

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(number, thing) = self;
        let plural = if *number == 1 { "" } else { "s" };
        write!(f, "{number} {thing}{plural}")
    }
}

#[cfg(test)]
mod tests;
