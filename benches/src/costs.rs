//! The costs of honest chains in one profile, in time and in instructions. For a profile other
//! than its own this program starts itself there; the other one writes its times as lines, and
//! this one reads them.

use core::fmt::Write as _;
use std::process::Command;

use crate::alloc::Allocations;
use crate::callgrind::{self, Instructions};
use crate::chains::{self, Roots};
use crate::measure::{Effort, Samples};
use crate::profiles::Profile;
use crate::real;
use crate::verify::{self, Figure, Group, Part};

/// What honest chains cost.
#[derive(Clone, Debug, Default)]
pub(crate) struct Costs {
    /// In time.
    pub(crate) groups: Vec<Group>,
    /// In instructions; empty without valgrind.
    pub(crate) instructions: Vec<Instructions>,
}

impl Costs {
    /// In this program's own profile: all peers.
    pub(crate) fn measure(effort: Effort) -> Self {
        Self {
            groups: verify::measure(effort),
            instructions: instructions(Profile::Release),
        }
    }

    /// With thin LTO: this library and webpki. None if that cannot be measured, which is said on
    /// standard error.
    pub(crate) fn measure_lto(effort: Effort) -> Option<Self> {
        let groups = times(effort).inspect_err(|problem| {
            eprintln!("profile {} is not measured: {problem}", Profile::Lto.id());
        });
        Some(Self {
            groups: groups.ok()?,
            instructions: instructions(Profile::Lto),
        })
    }

    /// The figures of one thing.
    pub(crate) fn group(&self, chain: &str, roots: Roots, part: Part) -> Option<&Group> {
        let mut groups = self.groups.iter();
        groups.find(|group| (group.chain, group.roots, group.part) == (chain, roots, part))
    }

    /// The instructions of one thing.
    pub(crate) fn instructions(
        &self,
        chain: &str,
        roots: Roots,
        part: Part,
    ) -> Option<&Instructions> {
        let mut counts = self.instructions.iter();
        counts.find(|count| (count.chain, count.roots, count.part) == (chain, roots, part))
    }
}

fn instructions(profile: Profile) -> Vec<Instructions> {
    let Ok(program) = profile.program() else {
        return Vec::new();
    };
    let chains = chains::all();
    let own = chains.iter().flat_map(|chain| {
        let roots = chain.roots().iter();
        roots.flat_map(|&roots| [Part::Own, Part::Known].map(|part| (chain.name, roots, part)))
    });
    own.chain([(chains::LETS_ENCRYPT, Roots::One, Part::Parse)])
        .map_while(|place| callgrind::count(&program, place))
        .collect()
}

/// Has this program measure itself with thin LTO.
fn times(effort: Effort) -> Result<Vec<Group>, String> {
    let program = Profile::Lto.program().map_err(|error| error.to_string())?;
    let mut command = Command::new(program);
    command.arg("times").args(effort.args());
    let output = command.output().map_err(|error| error.to_string())?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    read(&String::from_utf8_lossy(&output.stdout)).ok_or_else(|| "unreadable times".to_owned())
}

/// The times of this library and of webpki, a line for each figure: chain, roots, part, peer,
/// allocations, their octets and the samples, with tabs between.
pub(crate) fn write(groups: &[Group]) -> String {
    let mut text = String::new();
    for group in groups {
        for figure in &group.figures {
            let place = [group.chain, group.roots.id(), group.part.id()].join("\t");
            let Allocations { count, bytes, .. } = figure.allocations;
            let samples = figure.samples.to_text();
            let _ = writeln!(
                text,
                "{place}\t{}\t{count}\t{bytes}\t{samples}",
                figure.peer
            );
        }
    }
    text
}

/// What [`write()`] has written.
fn read(text: &str) -> Option<Vec<Group>> {
    let mut groups: Vec<Group> = Vec::new();
    for line in text.lines() {
        let [chain, roots, part, peer, count, bytes, samples] =
            line.split('\t').collect::<Vec<_>>()[..]
        else {
            return None;
        };
        let mut names = chains::NAMES.into_iter().chain(real::NAMES);
        let chain = names.find(|known| *known == chain)?;
        let roots = Roots::ALL.into_iter().find(|known| known.id() == roots)?;
        let part = Part::ALL.into_iter().find(|known| known.id() == part)?;
        let figure = Figure {
            peer: peer.to_owned(),
            samples: Samples::from_text(samples)?,
            allocations: Allocations {
                count: count.parse().ok()?,
                bytes: bytes.parse().ok()?,
                peak: 0,
            },
        };
        let place = (chain, roots, part);
        match groups.last_mut() {
            Some(last) if (last.chain, last.roots, last.part) == place => last.figures.push(figure),
            _ => groups.push(Group {
                chain,
                roots,
                part,
                figures: vec![figure],
            }),
        }
    }
    Some(groups)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::peers::{OWN, WEBPKI};

    #[test]
    fn times_are_read_as_they_are_written() {
        let groups = verify::measure_two(Effort::ONCE);
        let copies = read(&write(&groups)).expect("a line for each figure");
        assert_eq!(copies.len(), groups.len());
        for (copy, group) in copies.iter().zip(&groups) {
            assert_eq!(copy.figures.len(), group.figures.len());
            for peer in group.figures.iter().map(|figure| &figure.peer) {
                let base = group.base_of(peer).expect("webpki").peer.clone();
                assert_eq!(copy.ratio(peer, &base), group.ratio(peer, &base), "{peer}");
            }
        }
        let own = groups.iter().find(|group| group.part == Part::Own);
        let peers: Vec<_> = own.iter().flat_map(|own| &own.figures).collect();
        assert_eq!([&*peers[0].peer, &*peers[1].peer], [OWN, WEBPKI]);
        assert!(read("p256\tone\town").is_none());
    }
}
