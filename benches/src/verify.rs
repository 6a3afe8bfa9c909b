//! Honest chains: the whole verification, the verifier's own cost, the reading of one certificate,
//! and what each asks of the allocator.

use core::fmt::Write as _;

use pki_types::CertificateDer;

use crate::algorithms::{self, List, Signatures};
use crate::chains::{self, Chain, Roots};
use crate::measure::{self, Effort};
use crate::peers::{self, Peer};
use crate::{alloc, table};

/// What is measured of a verification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// All of it.
    Whole,
    /// All but the signatures.
    Own,
    /// Reading the leaf.
    Parse,
}

impl Part {
    /// All of them, with their words.
    pub(crate) const ALL: [(&'static str, Self); 3] = [
        ("whole", Self::Whole),
        ("own", Self::Own),
        ("parse", Self::Parse),
    ];

    fn algorithms(self) -> List {
        match self {
            Self::Whole => algorithms::real(),
            Self::Own | Self::Parse => algorithms::counted(Signatures::Accepted),
        }
    }

    /// Does it once. A chain that is not valid would be measured in vain.
    pub(crate) fn once(self, peer: &dyn Peer, chain: &Chain) {
        let leaf: &CertificateDer<'static> = &chain.certs[0];
        let is_ok = match self {
            Self::Whole | Self::Own => peer.verify(&chain.certs, chain.host, chains::time()),
            Self::Parse => peer.parse(leaf),
        };
        assert!(is_ok, "{} refuses {}", peer.name(), chain.name);
    }

    /// The peers to do it with.
    pub(crate) fn peers(self, chain: &Chain, roots: Roots) -> Vec<Box<dyn Peer>> {
        peers::all(&roots.with(&chain.root), self.algorithms())
    }
}

/// The table.
pub(crate) fn run(effort: Effort) -> String {
    let mut text = String::from(
        "Nanoseconds for one call, median; the ratio is the median of the rounds' ratios.\n\n",
    );
    let mut rows = vec![table::row([
        "chain", "roots", "part", "peer", "ns", "ratio", "allocs", "bytes",
    ])];
    for chain in chains::all() {
        for (roots_word, roots) in Roots::ALL {
            for (part_word, part) in Part::ALL {
                if part == Part::Parse && roots != Roots::One {
                    continue;
                }
                let place = [chain.name, roots_word, part_word];
                rows.extend(rows_of(
                    place,
                    &part.peers(&chain, roots),
                    |peer| {
                        part.once(peer, &chain);
                    },
                    effort,
                ));
            }
        }
    }
    let _ = write!(text, "{}", table::Table(&rows));
    text
}

fn rows_of(
    place: [&str; 3],
    peers: &[Box<dyn Peer>],
    once: impl Fn(&dyn Peer),
    effort: Effort,
) -> Vec<table::Row> {
    let once = &once;
    let tasks: Vec<_> = peers.iter().map(|peer| move || once(&**peer)).collect();
    let tasks: Vec<&dyn Fn()> = tasks.iter().map(|task| task as &dyn Fn()).collect();
    let measured = measure::compare(&tasks, effort);
    let mut rows = Vec::new();
    for ((peer, task), measured) in peers.iter().zip(&tasks).zip(measured) {
        let allocations = alloc::of(task);
        let [chain, roots, part] = place.map(str::to_owned);
        rows.push(vec![
            chain,
            roots,
            part,
            peer.name().to_owned(),
            format!("{:.0}", measured.nanos),
            format!("{:.2}", measured.ratio),
            allocations.count.to_string(),
            allocations.bytes.to_string(),
        ]);
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_honest_chain_is_measured_once() {
        let text = run(Effort::ONCE);
        // Two peers; both sets of roots whole and own, and one reading.
        let measured = text.lines().filter(|line| line.contains("webpki")).count();
        assert_eq!(measured, chains::all().len() * 5, "{text}");
    }
}
