//! Hostile bags: how long a verdict takes, how many signatures it looks at, and what it is.

use std::time::Instant;

use crate::bags::{self, Bag, Scale};
use crate::peers::{self, Peer};
use crate::{algorithms, chains, measure, table};

/// The table.
pub(crate) fn run(scale: Scale, times: usize) -> String {
    let mut rows = vec![table::row([
        "bag",
        "certificates",
        "peer",
        "ms",
        "signatures",
        "verdict",
    ])];
    for bag in bags::all(scale) {
        let root = core::slice::from_ref(&bag.root);
        for peer in peers::all(root, algorithms::counted(bag.signatures)) {
            rows.push(row(&bag, &*peer, times));
        }
    }
    format!(
        "Milliseconds for a verdict, median of {times}.\n\n{}",
        table::Table(&rows)
    )
}

fn row(bag: &Bag, peer: &dyn Peer, times: usize) -> table::Row {
    let verify = || peer.verify(&bag.certs, chains::HOST, chains::time());
    let mut is_valid = false;
    let signatures = algorithms::calls_of(|| is_valid = verify());
    let millis = |_| {
        let start = Instant::now();
        core::hint::black_box(verify());
        start.elapsed().as_secs_f64() * 1e3
    };
    vec![
        bag.name.clone(),
        bag.certs.len().to_string(),
        peer.name().to_owned(),
        format!("{:.3}", measure::median((0..times).map(millis))),
        signatures.to_string(),
        if is_valid { "valid" } else { "not valid" }.to_owned(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_hostile_bag_gets_the_right_verdict() {
        let text = run(Scale::Small, 1);
        let ours = text.lines().filter(|line| line.contains("chainverify"));
        for line in ours {
            let honest = ["decoys", "alternative names", "1 MB"];
            let is_honest = honest.iter().any(|word| line.contains(word));
            assert_eq!(!line.ends_with("not valid"), is_honest, "{text}");
        }
    }
}
