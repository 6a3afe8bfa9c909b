//! Lists of the logs of certificates, in JSON as Chrome and Apple publish them. What is in one the library reads.

use core::fmt;
use std::path::Path;

use chainverify::ct::LogList;
use chainverify::text::Excerpt;

use super::error::{FileError, Problem};
use crate::plan::Source;

/// Why a file is no list of logs.
#[derive(Debug)]
pub(crate) enum LogListProblem {
    /// It is no JSON, or not of this shape.
    Json(serde_json::Error),
    /// It has no log that can be used.
    NoLog,
}

/// The logs of a file, at least one.
pub(crate) fn read_log_list(path: &Path) -> Result<LogList, FileError> {
    let octets = super::open(path).and_then(super::bytes);
    let list = octets.and_then(|octets| {
        if octets.trim_ascii().is_empty() {
            return Err(Problem::Empty);
        }
        parse(&octets).map_err(Problem::LogList)
    });
    list.map_err(|problem| FileError {
        source: Source::File(path.to_owned()),
        problem,
    })
}

fn parse(json: &[u8]) -> Result<LogList, LogListProblem> {
    let json = json.strip_prefix("\u{feff}".as_bytes()).unwrap_or(json);
    let list: LogList = serde_json::from_slice(json).map_err(LogListProblem::Json)?;
    match list.logs().is_empty() {
        true => Err(LogListProblem::NoLog),
        false => Ok(list),
    }
}

impl fmt::Display for LogListProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            // What it says may have words of the file in it.
            Self::Json(error) => {
                let text = error.to_string();
                write!(f, "is no list of logs: {}", Excerpt::from(text.as_str()))
            }
            Self::NoLog => f.write_str("has no log that can be used"),
        }
    }
}
