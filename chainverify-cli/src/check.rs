//! One target from its certificates to what is printed about it: gathered, verified, reported. Made by any thread, and printed elsewhere.

use std::io;

use chainverify::text::Text;

use crate::companions::Seen;
use crate::exit::Exit;
use crate::gather::{GatherError, Gathered, gather};
use crate::output::{Colour, tell};
use crate::plan::{Format, Plan, Progress, Target};
use crate::report::{self, Among, Known};
use crate::session::Session;

/// What came of a target.
#[derive(Debug)]
pub(crate) struct Checked<'p> {
    /// The target.
    pub(crate) target: &'p Target,
    /// What is to be printed, each without its last line end.
    pub(crate) reports: Vec<String>,
    /// Why there is nothing to verify.
    pub(crate) error: Option<GatherError>,
    /// What other targets may lack, and what this one does.
    pub(crate) seen: Vec<Seen>,
    /// How it ended.
    pub(crate) exit: Exit,
}

/// What every target is checked with.
#[derive(Clone, Copy)]
pub(crate) struct Checker<'p> {
    /// What was asked for.
    pub(crate) plan: &'p Plan,
    /// Roots, rules and what was learnt from other targets.
    pub(crate) session: &'p Session,
    /// How text is printed.
    pub(crate) colour: Colour,
}

impl<'p> Checker<'p> {
    /// Checks one after the other.
    pub(crate) fn all(&self, targets: &'p [Target]) -> Vec<io::Result<Checked<'p>>> {
        targets.iter().map(|target| self.check(target)).collect()
    }

    /// Checks a target; an error is one of writing the report.
    fn check(&self, target: &'p Target) -> io::Result<Checked<'p>> {
        let progress = |doing: Text| {
            if self.plan.output.progress == Progress::Told {
                let mut text = Text::new();
                text.ours("checking ");
                target.say(&mut text);
                text.ours(": ").append(doing);
                tell(text, None);
            }
        };
        let gathered = match gather(self.plan, target, &progress) {
            Ok(gathered) => gathered,
            Err(error) => return self.failed(target, error),
        };
        let mut checked = Checked {
            target,
            reports: Vec::new(),
            error: None,
            seen: Vec::new(),
            exit: Exit::Valid,
        };
        for gathered in &gathered {
            self.verify(gathered, &progress, &mut checked)?;
        }
        Ok(checked)
    }

    fn verify(
        &self,
        gathered: &Gathered,
        progress: &dyn Fn(Text),
        checked: &mut Checked<'_>,
    ) -> io::Result<()> {
        let Self {
            plan,
            session,
            colour,
        } = *self;
        let target = checked.target;
        progress(report::certificates(gathered.chain.len()));
        let names = plan.names_for(target);
        let report = session.verify(&gathered.chain, names, progress);
        let known = Known {
            target,
            gathered,
            report: &report,
            set: session.set(),
            places: session.places(),
            among: match plan.targets.len() {
                1 => Among::One,
                _ => Among::Several,
            },
        };
        let exit = known.exit(plan.output.fail_on);
        match plan.output.format {
            Format::Text => {
                let text = report::text(&known, plan.output.detail);
                checked.reports.push(colour.paint(&text));
            }
            Format::Json => checked.reports.push(report::json(&known, exit)?),
            Format::Silent => {}
        }
        checked.seen.push(Seen::of(target, &report));
        checked.exit = checked.exit.and(exit);
        Ok(())
    }

    fn failed(&self, target: &'p Target, error: GatherError) -> io::Result<Checked<'p>> {
        let (plan, session) = (self.plan, self.session);
        let report = match plan.output.format {
            Format::Json => {
                let store = (session.set(), session.places());
                Some(report::json_failure(target, store, &error)?)
            }
            Format::Text | Format::Silent => None,
        };
        Ok(Checked {
            target,
            reports: report.into_iter().collect(),
            exit: error.exit(),
            error: Some(error),
            seen: Vec::new(),
        })
    }
}
