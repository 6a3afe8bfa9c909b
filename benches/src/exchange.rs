//! Handshakes with mutual TLS while the server's CRL is exchanged: good clients go through all the time, and one that a new CRL revokes is
//! refused from the next handshake on.

use core::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use core::time::Duration;
use std::thread;
use std::time::Instant;

use crate::handshakes::{Exchange, Parties, Provider, Suspect};
use crate::measure::Effort;
use crate::table::{Row, row};

/// How often the CRL is exchanged.
const EVERY: Duration = Duration::from_millis(50);
/// As many threads as make handshakes, beside the one that exchanges.
const THREADS: usize = 2;

/// What came of it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Load {
    /// Good handshakes a second, of all threads.
    pub(crate) rate: f64,
    /// How often the CRL was exchanged.
    pub(crate) exchanges: u64,
    /// Handshakes of good clients that failed, and of the revoked one that did not, or the other way round.
    pub(crate) wrong: u64,
}

/// For figures a minute.
pub(crate) const fn time(asked: Effort) -> Duration {
    Duration::from_secs(if asked.rounds < Effort::FULL.rounds {
        2
    } else {
        60
    })
}

/// Shakes hands for so long.
pub(crate) fn measure(time: Duration) -> Load {
    let parties = Parties::p256();
    let exchange = Exchange::new(&parties, &Provider::ring());
    let (is_over, good, wrong) = (AtomicBool::new(false), AtomicU64::new(0), AtomicU64::new(0));
    let count = |is_right| {
        let counter = if is_right { &good } else { &wrong };
        counter.fetch_add(1, Ordering::Relaxed);
    };
    let go_on = || {
        while !is_over.load(Ordering::Relaxed) {
            count(exchange.good());
        }
    };
    let start = Instant::now();
    let mut exchanges = 0;
    thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(go_on);
        }
        for suspect in [Suspect::Good, Suspect::Revoked].into_iter().cycle() {
            if start.elapsed() >= time {
                break;
            }
            exchange.exchange(suspect);
            exchanges += 1;
            if exchange.suspect() != (suspect == Suspect::Good) {
                wrong.fetch_add(1, Ordering::Relaxed);
            }
            thread::sleep(EVERY);
        }
        is_over.store(true, Ordering::Relaxed);
    });
    Load {
        rate: good.into_inner() as f64 / start.elapsed().as_secs_f64(),
        exchanges,
        wrong: wrong.into_inner(),
    }
}

/// As rows of a table.
pub(crate) fn rows(load: Option<&Load>) -> Vec<Row> {
    let head = row(["handshakes/s", "CRLs exchanged", "handshakes lost or wrong"]);
    let figures = load.map(|load| {
        vec![
            format!("{:.0}", load.rate),
            load.exchanges.to_string(),
            load.wrong.to_string(),
        ]
    });
    core::iter::once(head).chain(figures).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_revoked_client_is_refused_at_once_and_no_good_handshake_is_lost() {
        let load = measure(Duration::from_millis(200));
        assert_eq!(load.wrong, 0);
        assert!(load.rate > 0.0 && load.exchanges >= 2, "{load:?}");
    }
}
