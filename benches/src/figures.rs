//! All that is measured, in one run.

use core::time::Duration;

use crate::bags::Scale;
use crate::callgrind::{self, Instructions};
use crate::chains::{self, Roots};
use crate::command::{self, Race};
use crate::curves::{self, Curve};
use crate::hostile::{self, Trial};
use crate::measure::Effort;
use crate::threads::{self, Scaling};
use crate::verify::{self, Group, Part};

/// Everything that the bars and the report need.
#[derive(Clone, Debug, Default)]
pub(crate) struct Figures {
    /// How many rounds a figure of time is from.
    pub(crate) rounds: usize,
    /// Honest chains.
    pub(crate) groups: Vec<Group>,
    /// Instruction counts; empty without valgrind.
    pub(crate) instructions: Vec<Instructions>,
    /// Hostile bags.
    pub(crate) trials: Vec<Trial>,
    /// Cost that grows.
    pub(crate) curves: Vec<Curve>,
    /// Two threads.
    pub(crate) scaling: Vec<Scaling>,
    /// The command beside OpenSSL's.
    pub(crate) race: Option<Race>,
}

impl Figures {
    /// Measures it all; says on standard error where it is.
    pub(crate) fn measure(effort: Effort) -> Self {
        let step = |what: &str| eprintln!("measuring {what}");
        step("the command");
        let race = command::measure(effort.rounds);
        step("threads");
        let scaling = threads::measure(effort.rounds / 5, Duration::from_millis(50));
        step("honest chains");
        let groups = verify::measure(effort);
        step("hostile bags");
        let trials = hostile::measure(Scale::Full, effort.rounds / 5);
        step("curves");
        let curves = curves::measure_and_count(Effort {
            rounds: effort.rounds.div_ceil(4),
            ..effort
        });
        step("instructions");
        Self {
            rounds: effort.rounds,
            groups,
            instructions: instructions(),
            trials,
            curves,
            scaling,
            race,
        }
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

fn instructions() -> Vec<Instructions> {
    let own = chains::NAMES
        .into_iter()
        .flat_map(|chain| Roots::ALL.map(|roots| (chain, roots, Part::Own)));
    own.chain([(chains::LETS_ENCRYPT, Roots::One, Part::Parse)])
        .map_while(|(chain, roots, part)| callgrind::count(chain, roots, part))
        .collect()
}
