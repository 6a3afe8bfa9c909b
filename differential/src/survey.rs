//! Every mutant and what every verifier says to it.

use chainverify_testdata::mutate::{Base, Mutant, bases};

use core::sync::atomic::{AtomicUsize, Ordering};
use std::sync::Mutex;
use std::thread;

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
        let bases = bases();
        let next = AtomicUsize::new(0);
        let done: Mutex<Vec<(usize, BaseRow, Vec<Row>)>> = Mutex::default();
        let work = || {
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                let Some(base) = bases.get(number) else { break };
                let (row, rows) = ask(number, base, peers);
                done.lock()
                    .expect("no other thread panicked")
                    .push((number, row, rows));
            }
        };
        thread::scope(|scope| {
            for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
                scope.spawn(work);
            }
        });
        let mut done = done.into_inner().expect("no thread panicked");
        done.sort_by_key(|(number, ..)| *number);
        let (mut bases, mut rows) = (Vec::new(), Vec::new());
        for (_, base, of_base) in done {
            bases.push(base);
            rows.extend(of_base);
        }
        Self {
            peers: peers
                .iter()
                .map(|peer| (peer.name(), peer.version()))
                .collect(),
            bases,
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

fn ask(number: usize, base: &Base, peers: &[Box<dyn Peer>]) -> (BaseRow, Vec<Row>) {
    let mut mutants = base.mutants();
    mutants.push(base.unchanged());
    let columns: Vec<_> = peers.iter().map(|peer| peer.verdicts(&mutants)).collect();
    let mut columns: Vec<_> = columns.into_iter().map(Vec::into_iter).collect();
    let mut rows = mutants.into_iter().map(|mutant| {
        let name = mutant.name();
        let Mutant { place, way, .. } = mutant;
        let verdicts = columns.iter_mut().filter_map(Iterator::next).collect();
        Row {
            name,
            base: number,
            place,
            way,
            verdicts,
        }
    });
    let mut rows: Vec<_> = rows.by_ref().collect();
    let unchanged = rows.pop().map(|row| row.verdicts).unwrap_or_default();
    let row = BaseRow {
        name: base.name,
        mutants: rows.len(),
        verdicts: unchanged,
    };
    (row, rows)
}
