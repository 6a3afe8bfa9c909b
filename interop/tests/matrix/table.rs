//! `MATRIX.md`: which peers saw what, those that saw the same in one line.

use std::fmt::Write;

use crate::cases::{Case, Side};
use crate::foreign::Seen;
use crate::ours::{Peer, Version};

pub(crate) struct Table<'c> {
    rows: Vec<(&'c Case, Vec<Row>)>,
}

/// What some peers saw.
struct Row {
    seen: Seen,
    by: Vec<(Peer, Version)>,
}

const HEAD: &str = "\
# Beside TLS of other make

What comes of a connection over a socket of one machine between rustls with chainverify (`Errors::Standard`) and another
TLS implementation: the code of our report, and what the other side sees of it, which is an alert of RFC 8446 §6 or a
connection. `tests/matrix/` makes the connections and compares this file; `UPDATE_EXPECT=1` writes it anew.

Peers: rustls, `openssl s_server` and `s_client`, Python's `ssl`, tlslite-ng; each in TLS 1.2 and 1.3, but where a line
says less. Python's `ssl` and tlslite-ng have no way to staple. ML-DSA is on both ends rustls with aws-lc-rs and TLS 1.3
alone: OpenSSL has it from 3.5 on.
";

impl<'c> Table<'c> {
    pub(crate) fn new(cases: &'c [Case]) -> Self {
        Self {
            rows: cases.iter().map(|case| (case, Vec::new())).collect(),
        }
    }

    pub(crate) fn add(&mut self, case: &Case, peer: Peer, version: Version, seen: Seen) {
        let of_case = self
            .rows
            .iter_mut()
            .find(|(row, _)| core::ptr::eq(*row, case));
        let (_, rows) = of_case.expect("a case of the table");
        match rows.iter_mut().find(|row| row.seen == seen) {
            Some(row) => row.by.push((peer, version)),
            None => rows.push(Row {
                seen,
                by: vec![(peer, version)],
            }),
        }
    }

    pub(crate) fn text(&self) -> String {
        let mut text = HEAD.to_owned();
        for (side, title) in [
            (Side::Server, "Our client, and their server"),
            (Side::Client, "Our server, and their client"),
        ] {
            let _ = write!(text, "\n## {title}\n\n");
            text.push_str(
                "| certificates of the other side | our report | the other side sees | peers |\n",
            );
            text.push_str("| --- | --- | --- | --- |\n");
            let of_side = self.rows.iter().filter(|(case, _)| case.side == side);
            for (case, rows) in of_side {
                for Row { seen, by } in rows {
                    let code = seen.code.as_ref();
                    let code = code.map_or_else(|| "none".to_owned(), |code| format!("`{code}`"));
                    let peers = peers(by);
                    let _ = writeln!(text, "| {} | {code} | {} | {peers} |", case.name, seen.peer);
                }
            }
        }
        text
    }
}

/// "all", or each peer with its versions.
fn peers(by: &[(Peer, Version)]) -> String {
    if by.len() == 2 * Peer::ALL.len() {
        return "all".to_owned();
    }
    let mut words = Vec::new();
    for peer in Peer::ALL {
        let versions: Vec<_> = by
            .iter()
            .filter(|(one, _)| *one == peer)
            .map(|(_, version)| version.digits())
            .collect();
        match versions.as_slice() {
            [] => {}
            [_, _] => words.push(peer.to_string()),
            versions => words.push(format!("{peer} {}", versions.concat())),
        }
    }
    words.join(", ")
}
