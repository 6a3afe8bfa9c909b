//! One verifier shared by two threads against one thread alone: what is lost to contention. The
//! control is what two loops of plain signature checks reach that share nothing: two cores are not
//! always twice one.

use core::sync::atomic::{AtomicBool, Ordering};
use core::time::Duration;
use std::thread;

use crate::algorithms::Provider;
use crate::cached;
use crate::chains::{self, Chain, Roots};
use crate::peers::{self, Peer, limit};
use crate::table;

/// The control's name.
pub(crate) const CONTROL: &str = "signature checks alone";

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

/// What the machine gave two threads that share nothing.
pub(crate) fn control(results: &[Scaling]) -> Option<f64> {
    let control = results.iter().find(|result| result.peer == CONTROL);
    control.map(Scaling::factor)
}

/// What each of the threads repeats.
type Work<'w> = Box<dyn Fn() -> bool + Send + 'w>;

/// Measures all peers and the control: of so many rounds the best, when the machine did the least
/// for others.
pub(crate) fn measure(rounds: usize, turn: Duration) -> Vec<Scaling> {
    let chain = chains::named("p256").expect("a chain");
    let algorithms = Provider::Ring.algorithms();
    let roots = &Roots::Mozilla.of(&chain)[..];
    let peers = peers::searching(roots, algorithms).into_iter();
    let peers: Vec<_> = peers
        .chain(cached::peers(&chain, roots, Provider::Ring))
        .collect();
    let verifying = peers
        .iter()
        .map(|peer| (peer.name(), verifying(&**peer, &chain)));
    // Cut anew for each thread, so that not even a signature is shared.
    let checking = || -> Work<'_> {
        let checks = limit::checks(&chain, algorithms);
        Box::new(move || checks.iter().all(limit::Check::holds))
    };
    let control = (CONTROL, [checking(), checking()]);
    let mut tasks: Vec<_> = verifying.chain([control]).collect();
    let mut results: Vec<Scaling> = tasks
        .iter()
        .map(|&(peer, _)| Scaling {
            peer,
            one: 0.0,
            two: 0.0,
        })
        .collect();
    for _ in 0..rounds {
        for ((_, works), result) in tasks.iter_mut().zip(&mut results) {
            result.one = result.one.max(throughput(&mut works[..1], turn));
            result.two = result.two.max(throughput(works, turn));
        }
    }
    results
}

/// The same peer for both threads.
fn verifying<'w>(peer: &'w dyn Peer, chain: &'w Chain) -> [Work<'w>; 2] {
    [(), ()].map(|()| -> Work<'w> { Box::new(|| peer.verify(&chain.certs, chain.question)) })
}

/// What is done in a second by a thread for each work together.
fn throughput(works: &mut [Work<'_>], turn: Duration) -> f64 {
    let stop = AtomicBool::new(false);
    let repeat = |work: &mut Work<'_>| {
        let start = std::time::Instant::now();
        let mut count = 0_u32;
        while count == 0 || !stop.load(Ordering::Relaxed) {
            assert!(work(), "the chain is valid");
            count += 1;
        }
        f64::from(count) / start.elapsed().as_secs_f64()
    };
    thread::scope(|scope| {
        let workers: Vec<_> = works
            .iter_mut()
            .map(|work| scope.spawn(|| repeat(work)))
            .collect();
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
    fn every_peer_and_the_control_are_measured_with_one_and_two_threads() {
        let results = measure(1, Duration::ZERO);
        assert!(results.iter().any(|result| result.peer == CONTROL));
        assert!(results.len() >= 3);
        assert!(results.iter().all(|result| result.factor() > 0.0));
    }
}
