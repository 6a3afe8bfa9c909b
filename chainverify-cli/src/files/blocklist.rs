//! Blocklists in JSON as Mozilla's OneCRL has them: an array of entries, or an object with it under `data`, as a server of Remote Settings
//! gives it. An entry names a certificate by `issuerName` and `serialNumber`, or a key by `subject` and `pubKeyHash` (SHA-256), each in base64.
//! Firefox does not read `enabled`, and neither is it read here. An entry that says neither is an error: it is not known what it blocks.

use core::fmt;
use std::path::Path;

use chainverify::revocation::blocklist::{Blocked, Blocklist};
use chainverify::text::Excerpt;
use serde::Deserialize;

use super::error::{FileError, Problem};
use super::text;
use crate::plan::Source;

/// Why a file is no blocklist.
#[derive(Debug)]
pub(crate) enum BlocklistProblem {
    /// It is no JSON, or not of this shape.
    Json(serde_json::Error),
    /// An entry, counted from 1, has neither of the two pairs of fields.
    NoPair(usize),
    /// A field of an entry, counted from 1, is not what it should be.
    Field {
        /// Which entry.
        entry: usize,
        /// What is wrong with which field.
        wrong: Wrong,
    },
    /// It has no entry.
    NoEntry,
}

/// What is wrong with a field, by its name.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Wrong {
    /// It is no base64.
    Base64(&'static str),
    /// It is no name in DER.
    Name(&'static str),
    /// It has not the length of a SHA-256.
    Hash(&'static str),
    /// It has no octet.
    Empty(&'static str),
}

/// The object around the entries.
#[derive(Deserialize)]
struct Collection {
    data: Vec<Entry>,
}

/// One entry, whatever else it has.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Entry {
    issuer_name: Option<String>,
    serial_number: Option<String>,
    subject: Option<String>,
    pub_key_hash: Option<String>,
}

/// The entries of a file, at least one.
pub(crate) fn read_blocklist(path: &Path) -> Result<Blocklist, FileError> {
    let octets = super::open(path).and_then(super::bytes);
    let list = octets.and_then(|octets| {
        if octets.trim_ascii().is_empty() {
            return Err(Problem::Empty);
        }
        parse(&octets).map_err(Problem::Blocklist)
    });
    list.map_err(|problem| FileError {
        source: Source::File(path.to_owned()),
        problem,
    })
}

fn parse(json: &[u8]) -> Result<Blocklist, BlocklistProblem> {
    let json = json.strip_prefix("\u{feff}".as_bytes()).unwrap_or(json);
    let entries: Vec<Entry> = match json.trim_ascii_start().first() {
        Some(b'[') => serde_json::from_slice(json),
        _ => serde_json::from_slice(json).map(|collection: Collection| collection.data),
    }
    .map_err(BlocklistProblem::Json)?;
    if entries.is_empty() {
        return Err(BlocklistProblem::NoEntry);
    }
    let blocked = (1..).zip(&entries).map(|(number, entry)| {
        let blocked = entry.blocked().ok_or(BlocklistProblem::NoPair(number))?;
        blocked.map_err(|wrong| BlocklistProblem::Field {
            entry: number,
            wrong,
        })
    });
    blocked.collect()
}

impl Entry {
    /// None where it has neither pair.
    fn blocked(&self) -> Option<Result<Blocked, Wrong>> {
        match self {
            Self {
                issuer_name: Some(issuer),
                serial_number: Some(serial),
                ..
            } => Some(certificate(issuer, serial)),
            Self {
                subject: Some(subject),
                pub_key_hash: Some(hash),
                ..
            } => Some(key(subject, hash)),
            _ => None,
        }
    }
}

fn certificate(issuer: &str, serial: &str) -> Result<Blocked, Wrong> {
    let issuer = octets("issuerName", issuer)?;
    let serial = octets("serialNumber", serial)?;
    Blocked::certificate(&issuer, &serial).map_err(|_| Wrong::Name("issuerName"))
}

fn key(subject: &str, hash: &str) -> Result<Blocked, Wrong> {
    let subject = octets("subject", subject)?;
    let hash = octets("pubKeyHash", hash)?;
    let hash = hash.try_into().map_err(|_| Wrong::Hash("pubKeyHash"))?;
    Blocked::key(&subject, hash).map_err(|_| Wrong::Name("subject"))
}

/// At least one.
fn octets(field: &'static str, base64: &str) -> Result<Vec<u8>, Wrong> {
    let octets = text::base64(base64.as_bytes()).ok_or(Wrong::Base64(field))?;
    match octets.is_empty() {
        true => Err(Wrong::Empty(field)),
        false => Ok(octets),
    }
}

impl fmt::Display for BlocklistProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            // What it says may have words of the file in it.
            Self::Json(error) => {
                let text = error.to_string();
                write!(f, "is no blocklist: {}", Excerpt::from(text.as_str()))
            }
            Self::NoPair(entry) => write!(
                f,
                "entry {entry} has neither issuerName and serialNumber nor subject and pubKeyHash"
            ),
            Self::Field { entry, wrong } => write!(f, "entry {entry}: {wrong}"),
            Self::NoEntry => f.write_str("has no entry"),
        }
    }
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Base64(field) => write!(f, "{field} is no base64"),
            Self::Name(field) => write!(f, "{field} is no name in DER"),
            Self::Hash(field) => write!(f, "{field} is no SHA-256, which has 32 octets"),
            Self::Empty(field) => write!(f, "{field} is empty"),
        }
    }
}

#[cfg(test)]
mod tests {
    use chainverify_testdata::{Name, pem};

    use super::parse;

    fn base64(octets: &[u8]) -> String {
        let text = pem("X", octets);
        text.lines().filter(|line| !line.starts_with('-')).collect()
    }

    fn number(json: &str) -> Result<usize, String> {
        let list = parse(json.as_bytes());
        list.map(|list| list.len())
            .map_err(|error| error.to_string())
    }

    #[test]
    fn entries_stand_in_an_array_or_under_data_whatever_else_is_there() {
        let name = base64(&Name::common("CA").der());
        let hash = base64(&[7; 32]);
        let one = format!(
            r#"{{"issuerName":"{name}","serialNumber":"AQID","enabled":false,"details":{{"bug":""}}}}"#
        );
        let other = format!(r#"{{"subject":"{name}","pubKeyHash":"{hash}"}}"#);
        assert_eq!(number(&format!("[{one},{other}]")), Ok(2));
        assert_eq!(number(&format!("\u{feff}\n[{one}]")), Ok(1));
        let collection = format!(r#"{{"timestamp":1,"data":[{one},{other}]}}"#);
        assert_eq!(number(&collection), Ok(2));
    }

    #[test]
    fn what_is_no_blocklist_is_named_with_its_place() {
        let name = base64(&Name::common("CA").der());
        for (json, words) in [
            ("[".to_owned(), "is no blocklist: EOF while parsing"),
            ("{}".to_owned(), "missing field `data` at line 1 column 2"),
            ("\"x\"".to_owned(), "is no blocklist: invalid type"),
            ("[]".to_owned(), "has no entry"),
            (r#"{"data":[]}"#.to_owned(), "has no entry"),
            (
                r#"[{"serialNumber":"AQ=="}]"#.to_owned(),
                "entry 1 has neither issuerName and serialNumber nor",
            ),
            (
                format!(r#"[{{"subject":"{name}","pubKeyHash":"AQ=="}}]"#),
                "entry 1: pubKeyHash is no SHA-256",
            ),
            (
                format!(r#"[{{"issuerName":"{name}","serialNumber":"?"}}]"#),
                "entry 1: serialNumber is no base64",
            ),
            (
                format!(r#"[{{"issuerName":"{name}","serialNumber":""}}]"#),
                "entry 1: serialNumber is empty",
            ),
            (
                format!(
                    r#"[{{"issuerName":"{name}","serialNumber":"AQ=="}},{{"issuerName":"AQ==","serialNumber":"AQ=="}}]"#
                ),
                "entry 2: issuerName is no name in DER",
            ),
        ] {
            let error = number(&json).unwrap_err();
            assert!(error.contains(words), "{words:?}: {error}");
        }
    }

    #[test]
    fn onecrl_is_read_whole() {
        let Some(folder) = std::env::var_os("CHAINVERIFY_DATA") else {
            eprintln!("skipped: CHAINVERIFY_DATA is not set");
            return;
        };
        let path = std::path::Path::new(&folder).join("firefox-esr153-onecrl.json");
        let list = parse(&std::fs::read(path).unwrap()).unwrap();
        // Of 1918 entries, four stand there twice.
        assert_eq!(list.len(), 1914);
    }
}
