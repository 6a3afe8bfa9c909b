//! The report for machines: one object per target and line, with the same keys whether there is a verdict or not. The rows are the library's.
//! A key never changes its meaning while `schema` stays the same; new ones may be added.

use chainverify::{CertRow, DigestRow, FetchRow, FindingRow, Rows, TriedRow};
use rustls::ProtocolVersion;
use serde::Serialize;

use super::Known;
use crate::connect::{Handshake, Possession};
use crate::exit::Exit;
use crate::gather::Origin;
use crate::plan::Target;
use crate::trust::Set;

/// The version of the meaning of the keys.
const SCHEMA: u8 = 1;

#[derive(Default, Serialize)]
struct Object<'a> {
    schema: u8,
    target: String,
    /// `valid`, `not_valid` or `error`.
    verdict: &'static str,
    exit: u8,
    /// Why there is no verdict.
    error: Option<String>,
    names: &'a [String],
    time: Option<&'a str>,
    valid_from: Option<&'a str>,
    valid_until: Option<&'a str>,
    path: &'a [CertRow],
    findings: &'a [FindingRow],
    tried: &'a [TriedRow],
    digests: &'a [DigestRow],
    fetched: &'a [FetchRow],
    stopped: Option<&'static str>,
    store: Option<Store<'a>>,
    /// None for a file.
    connection: Option<Connection>,
}

#[derive(Serialize)]
struct Store<'a> {
    /// `os`, `mozilla`, `files` or `none`.
    set: &'static str,
    /// The set that was asked for, where it is not there.
    instead_of: Option<&'static str>,
    anchors: usize,
    origin: Option<&'a str>,
    also_in_mozilla: Option<bool>,
}

#[derive(Serialize)]
struct Connection {
    /// Address and port.
    peer: String,
    /// `1.2` or `1.3`.
    tls: Option<&'static str>,
    /// How many certificates were sent.
    certificates: usize,
    /// Whether the server showed that it holds the leaf's key: `proven`, `refuted` or `unknown`.
    key: &'static str,
    /// Whether an OCSP response came with the handshake.
    ocsp_stapled: bool,
}

/// The object of a target that was judged.
pub(crate) fn line(known: &Known<'_>, exit: Exit) -> serde_json::Result<String> {
    let rows = &known.judged.rows;
    serde_json::to_string(&Object {
        schema: SCHEMA,
        target: known.target.to_string(),
        verdict: match exit {
            Exit::NotValid => "not_valid",
            _ => rows.verdict,
        },
        exit: exit.code(),
        error: None,
        names: &rows.names,
        time: Some(&rows.time),
        valid_from: rows.valid_from.as_deref(),
        valid_until: rows.valid_until.as_deref(),
        path: &rows.path,
        findings: &rows.findings,
        tried: &rows.tried,
        digests: &rows.digests,
        fetched: &rows.fetched,
        stopped: rows.stopped,
        store: Some(store(rows, known.set)),
        connection: match &known.gathered.origin {
            Origin::Server(handshake) => Some(connection(handshake)),
            Origin::Files => None,
        },
    })
}

/// The object of a target that gave no certificates.
pub(crate) fn failure(target: &Target, error: &str, exit: Exit) -> serde_json::Result<String> {
    serde_json::to_string(&Object {
        schema: SCHEMA,
        target: target.to_string(),
        verdict: "error",
        exit: exit.code(),
        error: Some(error.to_owned()),
        ..Object::default()
    })
}

fn store(rows: &Rows, set: Set) -> Store<'_> {
    let (set, instead_of) = match set {
        Set::Os => ("os", None),
        Set::Mozilla => ("mozilla", None),
        Set::MozillaForOs => ("mozilla", Some("os")),
        Set::Files => ("files", None),
        Set::Nothing => ("none", None),
    };
    Store {
        set,
        instead_of,
        anchors: rows.store.anchors,
        origin: rows.store.origin.as_deref(),
        also_in_mozilla: rows.store.also_in_mozilla,
    }
}

fn connection(handshake: &Handshake) -> Connection {
    Connection {
        peer: handshake.peer.to_string(),
        tls: match handshake.version {
            Some(ProtocolVersion::TLSv1_2) => Some("1.2"),
            Some(ProtocolVersion::TLSv1_3) => Some("1.3"),
            _ => None,
        },
        certificates: handshake.chain.len(),
        key: match handshake.possession {
            Possession::Proven => "proven",
            Possession::Refuted => "refuted",
            Possession::Unknown => "unknown",
        },
        ocsp_stapled: handshake.ocsp.is_some(),
    }
}
