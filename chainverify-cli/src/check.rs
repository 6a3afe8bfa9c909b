//! One target from its certificates to what is printed about it: gathered, verified, reported. Made by any thread, and printed elsewhere.

use std::io;
use std::path::Path;

use chainverify::report::Detail;
use chainverify::text::Text;

use crate::client::Secrets;
use crate::companions::Seen;
use crate::exit::Exit;
use crate::files::KeyFile;
use crate::gather::{GatherError, Gathered, gather};
use crate::output::{Colour, tell};
use crate::plan::{Format, Plan, Progress, Target};
use crate::report::{self, Among, Known};
use crate::session::{Question, Session};
use crate::targets::Given;

/// What came of a target.
#[derive(Debug)]
pub(crate) struct Checked<'p> {
    /// The target.
    pub(crate) target: &'p Target,
    /// The folder that was named in its place.
    pub(crate) folder: Option<&'p Path>,
    /// What is to be warned of before the reports.
    pub(crate) notes: Vec<Text>,
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
    /// What opens keystores, and the client certificates.
    pub(crate) secrets: &'p Secrets,
    /// The private key that the leaf must have.
    pub(crate) key: Option<&'p KeyFile>,
    /// Roots, rules and what was learnt from other targets.
    pub(crate) session: &'p Session,
    /// How text is printed.
    pub(crate) colour: Colour,
    /// Whether there are several targets.
    pub(crate) among: Among,
}

impl<'p> Checker<'p> {
    /// Checks one after the other.
    pub(crate) fn all<'t>(&self, targets: &'t [Given]) -> Vec<io::Result<Checked<'t>>> {
        targets.iter().map(|given| self.check(given)).collect()
    }

    /// Checks a target; an error is one of writing the report.
    fn check<'t>(&self, given: &'t Given) -> io::Result<Checked<'t>> {
        let target = &given.target;
        let progress = |doing: Text| {
            if self.plan.output.progress == Progress::Told {
                let mut text = Text::new();
                text.ours("checking ");
                target.say(&mut text);
                text.ours(": ").append(doing);
                tell(text, None);
            }
        };
        let mut checked = Checked {
            target,
            folder: given.folder.as_deref(),
            notes: Vec::new(),
            reports: Vec::new(),
            error: None,
            seen: Vec::new(),
            exit: Exit::Valid,
        };
        let gathered = match gather(self.plan, target, self.secrets, &progress) {
            Ok(gathered) => gathered,
            Err(error) => {
                checked.reports.extend(self.failure(target, &error)?);
                checked.exit = error.exit();
                checked.error = Some(error);
                return Ok(checked);
            }
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
            key,
            session,
            colour,
            among,
            ..
        } = *self;
        let target = checked.target;
        checked.notes.extend(gathered.notes.iter().cloned());
        progress(report::certificates(gathered.chain.len()));
        let question = Question {
            gathered,
            names: plan.names_for(target),
            fetching: plan.revocation.fetching(target),
        };
        let report = session.verify(question.clone(), progress);
        let opinions = match self.asks_for_opinions() {
            true => session.opinions(&question, &report),
            false => Vec::new(),
        };
        let known = Known {
            target,
            gathered,
            report: &report,
            roots: session.roots(),
            key,
            among,
            opinions: &opinions,
            verdict_of: plan.output.verdict_of,
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

    /// Whether other verifiers are asked. Together they cost more than the verification itself: 200 files
    /// took twice as long with them.
    fn asks_for_opinions(&self) -> bool {
        let output = &self.plan.output;
        let is_told = output.format != Format::Silent
            && (self.among == Among::One || output.detail == Detail::Everything);
        is_told || output.verdict_of.is_some()
    }

    /// What is printed about a target of which there is nothing to verify.
    pub(crate) fn failure(
        &self,
        target: &Target,
        error: &GatherError,
    ) -> io::Result<Option<String>> {
        let roots = self.session.roots();
        match self.plan.output.format {
            Format::Json => Ok(Some(report::json_failure(target, roots, error)?)),
            Format::Text | Format::Silent => Ok(None),
        }
    }
}
