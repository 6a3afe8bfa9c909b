//! What is told of the targets, one after the other: reports to standard output, failures to standard error, and at the end what only the whole
//! run shows.

use std::io::{self, Write};

use chainverify::text::Text;

use crate::check::Checked;
use crate::companions::Companions;
use crate::connect;
use crate::exit::Exit;
use crate::gather::GatherError;
use crate::output::{tell, warn};
use crate::plan::{Format, Plan, Progress, Source, Target};
use crate::targets::PassedOver;

/// What was told so far.
#[derive(Debug)]
pub(crate) struct Told<'p> {
    format: Format,
    /// Between two reports.
    gap: &'static str,
    /// A variable that names a proxy, until it is told.
    proxy: Option<&'static str>,
    companions: Companions<'p>,
    passed_over: PassedOver,
    exit: Exit,
}

impl<'p> Told<'p> {
    /// Nothing yet, but with `--verbose` what matters to every connection.
    pub(crate) fn new(plan: &'p Plan) -> Self {
        let mut targets = plan.targets.iter();
        let has_host = targets.any(|target| matches!(target, Target::Host(_)));
        let mut told = Self {
            format: plan.output.format,
            gap: "",
            proxy: connect::proxy_variable().filter(|_| has_host),
            companions: Companions::default(),
            passed_over: PassedOver::default(),
            exit: Exit::Valid,
        };
        if plan.output.progress == Progress::Told {
            told.tell_proxy();
        }
        told
    }

    /// Tells one target.
    pub(crate) fn tell(&mut self, checked: Checked<'p>, out: &mut dyn Write) -> io::Result<()> {
        if self.passed_over.takes(&checked) {
            return Ok(());
        }
        if let Some(error) = &checked.error {
            self.tell_failure(error, out)?;
        }
        if self.format != Format::Silent && !checked.notes.is_empty() {
            out.flush()?;
            checked.notes.into_iter().for_each(warn);
        }
        self.tell_reports(checked.reports, out)?;
        for seen in checked.seen {
            self.companions.note(checked.target, seen);
        }
        self.exit = self.exit.and(checked.exit);
        Ok(())
    }

    /// Tells why there is nothing to verify.
    pub(crate) fn tell_failure(
        &mut self,
        error: &GatherError,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        // In the order of the targets on a terminal that shows both.
        out.flush()?;
        tell(error.text(), error.hint());
        if error.is_before_tls() {
            self.tell_proxy();
        }
        self.exit = self.exit.and(error.exit());
        Ok(())
    }

    /// Prints reports, each apart from the one before.
    pub(crate) fn tell_reports(
        &mut self,
        reports: impl IntoIterator<Item = String>,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        for report in reports {
            writeln!(out, "{}{report}", self.gap)?;
            self.gap = match self.format {
                Format::Text => "\n",
                Format::Json | Format::Silent => "",
            };
        }
        Ok(())
    }

    /// The folders that were named and have no certificate.
    pub(crate) fn empty_folders(&self) -> Vec<Source> {
        self.passed_over.empty().collect()
    }

    /// Once.
    fn tell_proxy(&mut self) {
        if let Some(variable) = self.proxy.take() {
            let mut text = Text::new();
            text.ours(format!(
                "{variable} is set, but not used: connections are direct"
            ));
            tell(text, None);
        }
    }

    /// How the run ended.
    pub(crate) fn end(self) -> Exit {
        if self.format != Format::Silent {
            self.passed_over.notes().for_each(warn);
        }
        if let Some((advice, hint)) = self.companions.advice() {
            tell(advice, Some(hint));
        }
        self.exit
    }
}
