//! Our client and our server beside TLS of other make, over sockets of this machine: what our report says, and which alert
//! the other side sees. `interop/MATRIX.md` has all of it, and is compared; `UPDATE_EXPECT=1` writes it anew.
//!
//! `CHAINVERIFY_PEERS` names a virtual environment of Python with what `peers/requirements.txt` says. Without it the
//! peers that run in Python are left out, and the tests say so.

mod cases;
mod foreign;
mod interceptor;
mod odd;
mod openssl;
mod ours;
mod python;
mod table;

use std::fs;
use std::thread;

use cases::{Case, Side};
use ours::Peer;
use table::Table;

const PATH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/MATRIX.md");

#[test]
fn every_peer_sees_the_alert_that_fits_our_report() {
    let peers: Vec<_> = Peer::ALL
        .into_iter()
        .filter(|peer| peer.is_there())
        .collect();
    let cases: Vec<_> = [Side::Server, Side::Client]
        .into_iter()
        .flat_map(cases::all)
        .collect();
    let run = |peer: Peer| {
        let outcomes = cases.iter().flat_map(move |case| {
            let versions = case.versions(peer).iter();
            versions.map(move |version| (case, peer, *version, ours::run(case, peer, *version)))
        });
        outcomes.collect::<Vec<_>>()
    };
    let outcomes: Vec<_> = thread::scope(|scope| {
        let run = &run;
        let running: Vec<_> = peers
            .iter()
            .map(|peer| scope.spawn(move || run(*peer)))
            .collect();
        running
            .into_iter()
            .flat_map(|run| run.join().unwrap())
            .collect()
    });

    let mut wrong = Vec::new();
    let mut table = Table::new(&cases);
    for (case, peer, version, seen) in outcomes {
        let Case { name, side, .. } = case;
        if seen != case.expected(version) {
            let expected = case.expected(version);
            wrong.push(format!(
                "{side:?} {name}, {peer}, TLS {version}: {seen:?}, not {expected:?}"
            ));
        }
        table.add(case, peer, version, seen);
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    if peers.len() < Peer::ALL.len() {
        eprintln!("MATRIX.md is not compared, as not all peers are there");
        return;
    }
    let text = table.text();
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(PATH, &text).unwrap();
    }
    let committed = fs::read_to_string(PATH).unwrap_or_default();
    assert_eq!(committed, text, "UPDATE_EXPECT=1 writes it");
}
