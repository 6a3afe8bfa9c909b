//! The list of logs as JSON (feature `serde`): version 3 of the schema that Chrome and Apple publish,
//! `log_list.json`. A log that cannot be read is left out and counted: its timestamps do not count then.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serializer};

use super::log::{Log, LogKind, State};
use super::log_list::LogList;
use crate::der::{Field, Reader, Time, tag};

#[derive(Deserialize)]
struct JsonList {
    log_list_timestamp: String,
    operators: Vec<JsonOperator>,
}

#[derive(Deserialize)]
struct JsonOperator {
    name: String,
    #[serde(default)]
    logs: Vec<JsonLog>,
    #[serde(default)]
    tiled_logs: Vec<JsonLog>,
}

#[derive(Deserialize)]
struct JsonLog {
    #[serde(default)]
    description: String,
    log_id: String,
    key: String,
    /// One of them, by its name.
    #[serde(default)]
    state: BTreeMap<String, JsonState>,
    #[serde(default)]
    previous_operators: Vec<JsonPrevious>,
    #[serde(default)]
    log_type: Option<String>,
}

#[derive(Deserialize)]
struct JsonState {
    timestamp: String,
}

#[derive(Deserialize)]
struct JsonPrevious {
    name: String,
    end_time: String,
}

/// Reads Chrome's and Apple's list of logs, version 3: the date of the list, and of each log
/// operator, name, key, state and previous operators.
///
/// ```
/// use chainverify::ct::LogList;
///
/// let text = r#"{ "version": "1.2", "log_list_timestamp": "2026-06-01T12:00:00Z", "operators": [] }"#;
/// let list: LogList = serde_json::from_str(text)?;
/// assert_eq!(list.date().to_string(), "2026-06-01T12:00:00Z");
/// # Ok::<(), serde_json::Error>(())
/// ```
impl<'de> Deserialize<'de> for LogList {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let list = JsonList::deserialize(deserializer)?;
        let date = time(&list.log_list_timestamp);
        let date = date.ok_or_else(|| D::Error::custom("log_list_timestamp is no time in UTC"))?;
        let mut left_out = 0_usize;
        let mut logs = Vec::new();
        for operator in &list.operators {
            let of_rfc6962 = operator.logs.iter().map(|log| (LogKind::Rfc6962, log));
            let tiled = operator.tiled_logs.iter().map(|log| (LogKind::Tiled, log));
            for (kind, json) in of_rfc6962.chain(tiled) {
                match read(json, kind) {
                    Some(log) => logs.push(log.operated_by(&operator.name)),
                    None => left_out = left_out.saturating_add(1),
                }
            }
        }
        Ok(Self::new(date, logs).without(left_out))
    }
}

/// None: it is not as a log must be, or it is one for tests.
fn read(json: &JsonLog, kind: LogKind) -> Option<Log> {
    if json.log_type.as_deref() == Some("test") {
        return None;
    }
    let mut log = Log::new(&base64(&json.key)?, kind)
        .ok()?
        .named(&json.description);
    if base64(&json.log_id)? != log.id() {
        return None;
    }
    for (name, since) in &json.state {
        let state = match name.as_str() {
            "pending" => State::Pending,
            "qualified" => State::Qualified,
            "usable" => State::Usable,
            "readonly" => State::ReadOnly,
            "retired" => State::Retired,
            "rejected" => State::Rejected,
            _ => return None,
        };
        log = log.state(state, time(&since.timestamp)?);
    }
    for previous in &json.previous_operators {
        log = log.operated_before(&previous.name, time(&previous.end_time)?);
    }
    Some(log)
}

/// `2026-06-01T12:00:00Z` (RFC 3339), with a fraction of a second or without.
fn time(text: &str) -> Option<Time> {
    let (seconds, fraction) = text.strip_suffix('Z')?.split_at_checked(19)?;
    let digits = fraction.strip_prefix('.').unwrap_or_default();
    let is_fraction = !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit());
    if !fraction.is_empty() && !is_fraction {
        return None;
    }
    // The same as a GeneralizedTime, between whose digits nothing stands.
    let mut generalized = Vec::from([tag::GENERALIZED_TIME, 15]);
    for (place, character) in seconds.bytes().enumerate() {
        match place {
            4 | 7 => (character == b'-').then_some(())?,
            10 => (character == b'T').then_some(())?,
            13 | 16 => (character == b':').then_some(())?,
            _ => generalized.push(character),
        }
    }
    generalized.push(b'Z');
    Time::read(&mut Reader::new(&generalized), Field::NotBefore).ok()
}

/// Octets of base64 (RFC 4648 §4), padded.
fn base64(text: &str) -> Option<Vec<u8>> {
    let (groups, []) = text.as_bytes().as_chunks::<4>() else {
        return None;
    };
    let mut octets = Vec::with_capacity(groups.len().saturating_mul(3));
    let last = groups.len().saturating_sub(1);
    for (place, group) in groups.iter().enumerate() {
        let padding = group
            .iter()
            .rev()
            .take_while(|digit| **digit == b'=')
            .count();
        if padding > 2 || (padding > 0 && place != last) {
            return None;
        }
        let digits = group.iter().take(4_usize.saturating_sub(padding));
        let bits = digits
            .map(|digit| value(*digit))
            .try_fold(0_u32, |bits, value| Some(bits.wrapping_shl(6) | value?))?;
        let padding = u32::try_from(padding).ok()?;
        let [_, group @ ..] = bits.wrapping_shl(padding.wrapping_mul(6)).to_be_bytes();
        let significant = 3_usize.saturating_sub(usize::try_from(padding).ok()?);
        let (significant, zeros) = group.split_at_checked(significant)?;
        if zeros.iter().any(|octet| *octet != 0) {
            return None;
        }
        octets.extend_from_slice(significant);
    }
    Some(octets)
}

fn value(digit: u8) -> Option<u32> {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let place = DIGITS.iter().position(|known| *known == digit)?;
    u32::try_from(place).ok()
}

/// An identifier, as the other hashes of a report: in hexadecimal.
pub(super) fn hex<S: Serializer>(id: &[u8; 32], serializer: S) -> Result<S::Ok, S::Error> {
    let digits = id.iter().map(|octet| format!("{octet:02x}"));
    serializer.serialize_str(&digits.collect::<String>())
}
