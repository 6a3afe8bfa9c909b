//! Honest chains: the whole verification, the verifier's own cost, the reading of one certificate,
//! and what each asks of the allocator.

use crate::algorithms::{Provider, Signatures};
use crate::alloc::{self, Allocations};
use crate::cached;
use crate::chains::{self, Chain, Roots};
use crate::measure::{self, Effort, Samples};
use crate::peers::{self, Peer, limit, parsers};
use crate::table;

/// What is measured of a verification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// All of it.
    Whole,
    /// All but the signatures.
    Own,
    /// All but the signatures, of a new leaf below an intermediate that is known.
    Known,
    /// Reading the leaf.
    Parse,
}

/// The bare signature checks.
pub(crate) const LIMIT: &str = "limit";

/// One call of one peer.
pub(crate) struct Task<'c> {
    /// The peer's id; after a slash the provider that computes, where that can be chosen.
    pub(crate) peer: String,
    call: Box<dyn Fn() -> bool + 'c>,
}

impl Task<'_> {
    /// Does it. A chain that is not valid would be measured in vain.
    pub(crate) fn run(&self) {
        assert!((self.call)(), "{} refuses the chain", self.peer);
    }
}

impl Part {
    /// All of them.
    pub(crate) const ALL: [Self; 4] = [Self::Whole, Self::Own, Self::Known, Self::Parse];

    /// Its id.
    pub(crate) const fn id(self) -> &'static str {
        match self {
            Self::Whole => "whole",
            Self::Own => "own",
            Self::Known => "known",
            Self::Parse => "parse",
        }
    }

    /// What every peer has to do.
    pub(crate) fn tasks(self, chain: &Chain, roots: Roots) -> Vec<Task<'_>> {
        match self {
            Self::Whole => whole(chain, roots),
            Self::Own => own(chain, roots),
            Self::Known => known(chain, roots),
            Self::Parse => parse(chain),
        }
    }
}

fn whole(chain: &Chain, roots: Roots) -> Vec<Task<'_>> {
    let roots = &roots.of(chain)[..];
    let mut tasks = Vec::new();
    for &provider in chain.providers() {
        let list = provider.algorithms();
        let peers = peers::searching(roots, list).into_iter();
        let peers = peers.chain(cached::peers(chain, roots, provider));
        tasks.extend(peers.map(|peer| verifying(peer, chain, Some(provider))));
        let checks = limit::checks(chain, list);
        tasks.push(Task {
            peer: with_provider(LIMIT, provider),
            call: Box::new(move || checks.iter().all(limit::Check::holds)),
        });
    }
    if chain.providers().contains(&Provider::Ring) {
        tasks.extend(without_choice(chain, roots));
    }
    tasks
}

/// Those that know the common algorithms only, and one that gets ring's.
fn without_choice<'c>(chain: &'c Chain, roots: peers::RootCerts<'_>) -> Vec<Task<'c>> {
    let validating = peers::validating(roots, Provider::Ring.algorithms()).into_iter();
    let validating = validating.map(|peer| verifying(peer, chain, Some(Provider::Ring)));
    let computing = peers::computing(roots, chain.question).into_iter();
    let computing = computing.map(|peer| verifying(peer, chain, None));
    validating
        .chain(computing)
        .chain(limits_without_choice(chain))
        .collect()
}

fn limits_without_choice(_chain: &Chain) -> Vec<Task<'_>> {
    vec![
        #[cfg(feature = "openssl")]
        {
            let checks = peers::openssl::checks(_chain);
            Task {
                peer: format!("{LIMIT}/{}", peers::OPENSSL),
                call: Box::new(move || checks.iter().all(peers::openssl::Check::holds)),
            }
        },
    ]
}

fn own(chain: &Chain, roots: Roots) -> Vec<Task<'_>> {
    let roots = &roots.of(chain)[..];
    let list = chain.providers()[0].counted(Signatures::Accepted);
    let peers = peers::searching(roots, list).into_iter();
    let mut tasks: Vec<Task<'_>> = peers.map(|peer| verifying(peer, chain, None)).collect();
    if chain.providers().contains(&Provider::Ring) {
        let peers = peers::validating(roots, list).into_iter();
        tasks.extend(peers.map(|peer| verifying(peer, chain, None)));
    }
    tasks
}

fn known(chain: &Chain, roots: Roots) -> Vec<Task<'_>> {
    let roots = &roots.of(chain)[..];
    let list = chain.providers()[0].counted(Signatures::Accepted);
    let peers = cached::knowing_issuers(chain, roots, list);
    peers.map(|peer| verifying(peer, chain, None)).into()
}

fn parse(chain: &Chain) -> Vec<Task<'_>> {
    let task = |&(peer, parse): &(&str, parsers::Parse)| Task {
        peer: peer.to_owned(),
        call: Box::new(move || parse(&chain.certs[0])),
    };
    parsers::ALL.iter().map(task).collect()
}

fn verifying(peer: Box<dyn Peer>, chain: &Chain, provider: Option<Provider>) -> Task<'_> {
    Task {
        peer: provider.map_or_else(
            || peer.name().to_owned(),
            |provider| with_provider(peer.name(), provider),
        ),
        call: Box::new(move || peer.verify(&chain.certs, chain.question)),
    }
}

/// The id of a peer that was given this provider.
pub(crate) fn with_provider(peer: &str, provider: Provider) -> String {
    let provider = match provider {
        Provider::Ring => "ring",
        Provider::AwsLcRs => "aws-lc-rs",
    };
    format!("{peer}/{provider}")
}

/// One peer's figures.
#[derive(Clone, Debug)]
pub(crate) struct Figure {
    /// Its id, as in [`Task`].
    pub(crate) peer: String,
    /// Its time.
    pub(crate) samples: Samples,
    /// What it asks of the allocator.
    pub(crate) allocations: Allocations,
}

/// The figures of all peers for one thing, measured in the same rounds.
#[derive(Clone, Debug)]
pub(crate) struct Group {
    /// The chain's name.
    pub(crate) chain: &'static str,
    /// What is trusted.
    pub(crate) roots: Roots,
    /// What is measured.
    pub(crate) part: Part,
    /// Peer by peer.
    pub(crate) figures: Vec<Figure>,
}

impl Group {
    /// The figure of a peer.
    pub(crate) fn of(&self, peer: &str) -> Option<&Figure> {
        self.figures.iter().find(|figure| figure.peer == peer)
    }

    /// How much longer one peer takes than another, as a factor.
    pub(crate) fn ratio(&self, peer: &str, to: &str) -> Option<f64> {
        Some(self.of(peer)?.samples.ratio_to(&self.of(to)?.samples))
    }

    /// What a peer is compared with: webpki with the same provider and the same leaves.
    pub(crate) fn base_of(&self, peer: &str) -> Option<&Figure> {
        let provider = peer.split_once('/').map_or("", |(_, provider)| provider);
        let webpki = if peer.starts_with(cached::WARM) {
            cached::WEBPKI_WARM
        } else {
            peers::WEBPKI
        };
        self.of(&format!("{webpki}/{provider}"))
            .or_else(|| self.of(peers::WEBPKI))
            .or_else(|| self.of(&with_provider(peers::WEBPKI, Provider::Ring)))
    }
}

/// Measures everything.
pub(crate) fn measure(effort: Effort) -> Vec<Group> {
    measured(effort, |_, _| true)
}

/// Measures verifications by this library and by webpki, without a cache.
pub(crate) fn measure_two(effort: Effort) -> Vec<Group> {
    measured(effort, |part, peer| {
        let (peer, _) = peer.split_once('/').unwrap_or((peer, ""));
        part != Part::Parse && [peers::OWN, peers::WEBPKI].contains(&peer)
    })
}

/// Measures the tasks to be kept, by their part and peer.
fn measured(effort: Effort, is_kept: impl Fn(Part, &str) -> bool) -> Vec<Group> {
    let mut groups = Vec::new();
    for chain in chains::all() {
        for &roots in chain.roots() {
            for part in Part::ALL {
                if part == Part::Parse && roots != Roots::One {
                    continue;
                }
                let mut tasks = part.tasks(&chain, roots);
                tasks.retain(|task| is_kept(part, &task.peer));
                if !tasks.is_empty() {
                    groups.push(Group {
                        chain: chain.name,
                        roots,
                        part,
                        figures: figures(&tasks, effort),
                    });
                }
            }
        }
    }
    groups
}

fn figures(tasks: &[Task<'_>], effort: Effort) -> Vec<Figure> {
    let calls: Vec<_> = tasks.iter().map(|task| move || task.run()).collect();
    let calls: Vec<&dyn Fn()> = calls.iter().map(|call| call as &dyn Fn()).collect();
    let samples = measure::side_by_side(&calls, effort);
    let figure = |(task, samples): (&Task<'_>, Samples)| Figure {
        peer: task.peer.clone(),
        samples,
        allocations: alloc::of(|| task.run()),
    };
    tasks.iter().zip(samples).map(figure).collect()
}

/// The table: nanoseconds for one call, and how many times webpki's that is.
pub(crate) fn rows(groups: &[Group]) -> Vec<table::Row> {
    let mut rows = vec![table::row([
        "chain",
        "roots",
        "part",
        "peer",
        "ns",
        "× webpki",
        "allocs",
        "bytes",
    ])];
    for group in groups {
        rows.extend(group.figures.iter().map(|figure| row(group, figure)));
    }
    rows
}

fn row(group: &Group, figure: &Figure) -> table::Row {
    let ratio = group
        .base_of(&figure.peer)
        .map_or_else(String::new, |base| {
            format!("{:.2}", figure.samples.ratio_to(&base.samples))
        });
    vec![
        group.chain.to_owned(),
        group.roots.id().to_owned(),
        group.part.id().to_owned(),
        figure.peer.clone(),
        format!("{:.0}", figure.samples.nanos()),
        ratio,
        figure.allocations.count.to_string(),
        figure.allocations.bytes.to_string(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_honest_chain_is_measured_once() {
        let groups = measure(Effort::ONCE);
        // Both sets of roots whole, own and known, and one reading; real ones with Mozilla's set.
        let real = chains::all().len() - chains::NAMES.len();
        assert_eq!(groups.len(), chains::NAMES.len() * 7 + real * 3);
        for group in &groups {
            let own = group
                .figures
                .iter()
                .filter(|figure| figure.peer.starts_with(peers::OWN));
            for figure in own {
                assert!(group.base_of(&figure.peer).is_some(), "{figure:?}");
            }
        }
    }
}
