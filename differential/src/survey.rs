//! Every mutant and what every verifier says to it.

use chainverify_testdata::mutate::{Base, Mutant, Role, bases};

use core::sync::atomic::{AtomicUsize, Ordering};
use std::sync::Mutex;
use std::thread;

use crate::alone::matches;
use crate::peers::{OPENSSL, OPENSSL_STRICT, Peer, Verdict, WEBPKI};

/// All verdicts.
#[derive(Debug)]
pub struct Survey {
    /// The verifiers that were asked, with their versions.
    pub peers: Vec<(&'static str, String)>,
    /// One for each base.
    pub bases: Vec<BaseRow>,
    /// One for each mutant, in the order of the bases.
    pub rows: Vec<Row>,
}

/// What the verifiers say to a base.
#[derive(Debug)]
pub struct BaseRow {
    /// Its name.
    pub name: &'static str,
    /// The number of its mutants.
    pub mutants: usize,
    /// In the order of the peers.
    pub verdicts: Vec<Verdict>,
}

/// What the verifiers say to a mutant.
#[derive(Debug)]
pub struct Row {
    /// The whole name.
    pub name: String,
    /// The base, by its place among the bases.
    pub base: usize,
    /// The certificate and the field.
    pub place: String,
    /// What was done.
    pub way: String,
    /// In the order of the peers.
    pub verdicts: Vec<Verdict>,
}

impl Survey {
    /// Makes all mutants and asks these verifiers.
    ///
    /// # Panics
    ///
    /// A verifier panics.
    #[must_use]
    pub fn of(peers: &[Box<dyn Peer>]) -> Self {
        Self::of_pattern("*", peers)
    }

    /// The same for the mutants whose names are of a pattern (see [`matches()`]).
    ///
    /// # Panics
    ///
    /// A verifier panics.
    #[must_use]
    pub fn of_pattern(pattern: &str, peers: &[Box<dyn Peer>]) -> Self {
        let bases = bases();
        let parts: Vec<(usize, Role)> = (0..bases.len())
            .flat_map(|base| Role::ALL.map(|role| (base, role)))
            .collect();
        let next = AtomicUsize::new(0);
        let done: Mutex<Vec<(usize, Vec<Row>)>> = Mutex::default();
        let work = || {
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                let Some((base, role)) = parts.get(number) else {
                    break;
                };
                let mut mutants = bases[*base].mutants_of(*role);
                mutants.retain(|mutant| matches(pattern, &mutant.name()));
                let rows = rows(*base, mutants, peers);
                let mut done = done.lock().expect("no other thread panicked");
                done.push((number, rows));
            }
        };
        thread::scope(|scope| {
            for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
                scope.spawn(work);
            }
        });
        let mut done = done.into_inner().expect("no thread panicked");
        done.sort_by_key(|(number, _)| *number);
        let rows: Vec<Row> = done.into_iter().flat_map(|(_, rows)| rows).collect();
        Self {
            peers: peers
                .iter()
                .map(|peer| (peer.name(), peer.version()))
                .collect(),
            bases: base_rows(&bases, &rows, peers),
            rows,
        }
    }

    /// Whether all peers were asked without which we cannot be said to stand alone.
    #[must_use]
    pub fn has_voices(&self) -> bool {
        [WEBPKI, OPENSSL, OPENSSL_STRICT]
            .iter()
            .all(|peer| self.column(peer).is_some())
    }

    /// The place of a verifier in the lists of verdicts, if it was asked.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<usize> {
        self.peers.iter().position(|(peer, _)| *peer == name)
    }
}

fn base_rows(bases: &[Base], rows: &[Row], peers: &[Box<dyn Peer>]) -> Vec<BaseRow> {
    let unchanged: Vec<Mutant> = bases.iter().map(Base::unchanged).collect();
    let verdicts = verdicts(&unchanged, peers);
    let numbered = bases.iter().enumerate().zip(verdicts);
    numbered
        .map(|((number, base), verdicts)| BaseRow {
            name: base.name,
            mutants: rows.iter().filter(|row| row.base == number).count(),
            verdicts,
        })
        .collect()
}

fn rows(base: usize, mutants: Vec<Mutant>, peers: &[Box<dyn Peer>]) -> Vec<Row> {
    let verdicts = verdicts(&mutants, peers);
    let row = |(mutant, verdicts): (Mutant, _)| Row {
        name: mutant.name(),
        base,
        place: mutant.place,
        way: mutant.way,
        verdicts,
    };
    mutants.into_iter().zip(verdicts).map(row).collect()
}

/// What the peers say to each mutant.
fn verdicts(mutants: &[Mutant], peers: &[Box<dyn Peer>]) -> Vec<Vec<Verdict>> {
    let mut by_peer: Vec<_> = peers
        .iter()
        .map(|peer| peer.verdicts(mutants).into_iter())
        .collect();
    mutants
        .iter()
        .map(|_| by_peer.iter_mut().filter_map(Iterator::next).collect())
        .collect()
}
