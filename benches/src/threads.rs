//! One verifier shared by two threads against one thread alone: what is lost to contention.

use core::sync::atomic::{AtomicBool, Ordering};
use core::time::Duration;
use std::thread;

use crate::algorithms::Provider;
use crate::cached;
use crate::chains::{self, Chain, Roots};
use crate::peers::{self, Peer};
use crate::table;

/// How much more two threads do than one.
#[derive(Clone, Debug)]
pub(crate) struct Scaling {
    /// The peer.
    pub(crate) peer: &'static str,
    /// Verifications in a second on one thread.
    pub(crate) one: f64,
    /// The same on two.
    pub(crate) two: f64,
}

impl Scaling {
    /// Two against one.
    pub(crate) fn factor(&self) -> f64 {
        self.two / self.one
    }
}

/// Measures all peers: of so many rounds the best, when the machine did the least beside.
pub(crate) fn measure(rounds: usize, turn: Duration) -> Vec<Scaling> {
    let chain = chains::named("p256").expect("a chain");
    let roots = &Roots::Mozilla.with(&chain.root)[..];
    let peers = peers::searching(roots, Provider::Ring.algorithms()).into_iter();
    let peers: Vec<_> = peers
        .chain(cached::peers(&chain, roots, Provider::Ring))
        .collect();
    let mut results: Vec<Scaling> = peers
        .iter()
        .map(|peer| Scaling {
            peer: peer.name(),
            one: 0.0,
            two: 0.0,
        })
        .collect();
    for _ in 0..rounds {
        for (peer, result) in peers.iter().zip(&mut results) {
            result.one = result.one.max(throughput(&**peer, &chain, 1, turn));
            result.two = result.two.max(throughput(&**peer, &chain, 2, turn));
        }
    }
    results
}

/// Verifications in a second of so many threads together.
fn throughput(peer: &dyn Peer, chain: &Chain, threads: usize, turn: Duration) -> f64 {
    let stop = AtomicBool::new(false);
    let work = || {
        let start = std::time::Instant::now();
        let mut count = 0_u32;
        while count == 0 || !stop.load(Ordering::Relaxed) {
            assert!(peer.verify(&chain.certs, chain.host, chains::time()));
            count += 1;
        }
        f64::from(count) / start.elapsed().as_secs_f64()
    };
    thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        thread::sleep(turn);
        stop.store(true, Ordering::Relaxed);
        let done = workers
            .into_iter()
            .map(|worker| worker.join().expect("a worker's count"));
        done.sum()
    })
}

/// The table.
pub(crate) fn rows(results: &[Scaling]) -> Vec<table::Row> {
    let mut rows = vec![table::row([
        "peer",
        "one thread, 1/s",
        "two threads, 1/s",
        "factor",
    ])];
    rows.extend(results.iter().map(|result| {
        vec![
            result.peer.to_owned(),
            format!("{:.0}", result.one),
            format!("{:.0}", result.two),
            format!("{:.2}", result.factor()),
        ]
    }));
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_peer_is_measured_with_one_and_two_threads() {
        let results = measure(1, Duration::ZERO);
        assert!(results.len() >= 2);
        assert!(results.iter().all(|result| result.factor() > 0.0));
    }
}
