//! What was typed → what it means, as plain data: targets, trust, rules, limits and the form of the report. Nothing is read from disk and
//! nothing is connected to here; contradictions that clap cannot see are refused.

mod name;
mod oid;
mod target;
mod time;

use core::time::Duration;
use std::path::{Path, PathBuf};

use pki_types::UnixTime;

use crate::args::{
    Args, FailOnArg, FetchArg, NetworkArgs, OutputArgs, ProfileArg, PurposeArg, RuleArgs, StoreArg,
};
use crate::usage::UsageError;

pub(crate) use name::CheckedName;
pub(crate) use target::{Endpoint, Host, Source, Target};

/// An hour: what is longer is a slip of the pen.
const LONGEST_TIMEOUT: f64 = 3600.0;

/// Everything that was asked for.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Plan {
    /// What to check, in order; at least one.
    pub(crate) targets: Vec<Target>,
    /// Whom to trust.
    pub(crate) trust: Trust,
    /// Files with further candidates.
    pub(crate) intermediates: Vec<PathBuf>,
    /// The leaf, where it is not the first certificate of the (only) target.
    pub(crate) leaf: Option<PathBuf>,
    /// The name that was asked for; see [`Plan::name_for`].
    pub(crate) name: Option<CheckedName>,
    /// When; `None` is now.
    pub(crate) at: Option<UnixTime>,
    /// By which rules.
    pub(crate) rules: Rules,
    /// What may be reached.
    pub(crate) network: Network,
    /// What is printed.
    pub(crate) report: Report,
}

/// Whom to trust: a store, and the files and folders of `--roots` (then the store is `None`).
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Trust {
    /// A whole store.
    pub(crate) store: StoreArg,
    /// Files and folders.
    pub(crate) roots: Vec<PathBuf>,
}

/// By which rules the path is judged.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Rules {
    /// What the leaf is for.
    pub(crate) purpose: PurposeArg,
    /// Which preset.
    pub(crate) profile: ProfileArg,
    /// Whether warnings of form are errors.
    pub(crate) strictness: Strictness,
    /// RFC 5280 §6.1.1 (c), dotted; none is any-policy.
    pub(crate) policies: Vec<String>,
    /// RFC 5280 §6.1.1 (f).
    pub(crate) explicit_policy: bool,
    /// RFC 5280 §6.1.1 (e).
    pub(crate) inhibit_policy_mapping: bool,
    /// RFC 5280 §6.1.1 (g).
    pub(crate) inhibit_any_policy: bool,
    /// Intermediates, self-issued ones not counted; `None` is the policy's default.
    pub(crate) max_depth: Option<u8>,
}

/// Whether warnings of form are errors.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Strictness {
    /// They are warnings.
    Practical,
    /// They are errors.
    Strict,
}

/// What may be reached, and for how long.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Network {
    /// Where to connect to instead; see [`Plan::endpoint`].
    pub(crate) connect: Option<Endpoint>,
    /// For name resolution, connecting and handshake together.
    pub(crate) timeout: Duration,
    /// Where issuers may be fetched from.
    pub(crate) fetch: FetchArg,
}

/// What is printed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Report {
    /// In which form.
    pub(crate) format: Format,
    /// How much.
    pub(crate) detail: Detail,
    /// What is said on standard error meanwhile.
    pub(crate) progress: Progress,
    /// When a valid path still ends with exit status 4.
    pub(crate) fail_on: Option<FailOnArg>,
}

/// In which form the report is printed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Format {
    /// For people.
    Text,
    /// One object per target.
    Json,
    /// Not at all.
    Silent,
}

/// How much the report tells.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Detail {
    /// The verdict, its path, and what to do.
    Verdict,
    /// Every path tried and the digests as well.
    Everything,
}

/// Whether the command says on standard error what it is doing.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Progress {
    /// It does not.
    Hidden,
    /// It does.
    Told,
}

impl Plan {
    /// Gives the words their meaning.
    pub(crate) fn new(args: Args) -> Result<Self, UsageError> {
        let targets = args
            .targets
            .iter()
            .map(|typed| Target::parse(typed, Path::exists))
            .collect::<Result<Vec<_>, _>>()?;
        let plan = Self {
            targets,
            trust: trust(args.input.store, args.input.roots)?,
            intermediates: args.input.intermediates,
            leaf: args.input.leaf,
            name: args
                .input
                .name
                .as_deref()
                .map(CheckedName::parse)
                .transpose()?,
            at: args.input.at.as_deref().map(time::parse).transpose()?,
            rules: rules(args.rules)?,
            network: network(args.network)?,
            report: report(&args.output),
        };
        plan.refuse_contradictions()?;
        Ok(plan)
    }

    /// The name to check for a target: `--name`, else the host's; a file has none of its own.
    pub(crate) fn name_for(&self, target: &Target) -> Option<CheckedName> {
        match (&self.name, target) {
            (Some(name), _) => Some(name.clone()),
            (None, Target::Host(host)) => Some(CheckedName::Server(host.name.clone())),
            (None, Target::File(_)) => None,
        }
    }

    /// Where to connect to for a host: `--connect`, else the host itself.
    pub(crate) fn endpoint(&self, host: &Host) -> Host {
        match &self.network.connect {
            Some(instead) => instead.with_port_of(host),
            None => host.clone(),
        }
    }

    fn refuse_contradictions(&self) -> Result<(), UsageError> {
        let files = self
            .targets
            .iter()
            .filter(|target| matches!(target, Target::File(_)));
        let stdin = Target::File(Source::Stdin);
        if self
            .targets
            .iter()
            .filter(|target| **target == stdin)
            .count()
            > 1
        {
            return Err(UsageError::new("standard input (-) can be read only once"));
        }
        if self.leaf.is_some() && (files.count() != 1 || self.targets.len() != 1) {
            return Err(UsageError::new(
                "--leaf goes with exactly one target, a file",
            ));
        }
        let hosts = self
            .targets
            .iter()
            .any(|target| matches!(target, Target::Host(_)));
        if self.network.connect.is_some() && !hosts {
            return Err(
                UsageError::new("--connect goes with a host, and no target is one").with_hint(
                    "a target that exists as a file is a file; write https://name for the host",
                ),
            );
        }
        Ok(())
    }
}

fn trust(store: StoreArg, roots: Vec<PathBuf>) -> Result<Trust, UsageError> {
    if store != StoreArg::None && !roots.is_empty() {
        return Err(UsageError::new(
            "--roots takes the place of a store: it cannot be used with --store os or mozilla",
        ));
    }
    Ok(Trust { store, roots })
}

fn rules(args: RuleArgs) -> Result<Rules, UsageError> {
    if let Some(wrong) = args.policy.iter().find(|oid| !oid::is_dotted(oid)) {
        return Err(UsageError::new(format!(
            "--policy '{}' is not an object identifier",
            wrong.escape_debug()
        ))
        .with_hint("write it as numbers with dots, as 2.23.140.1.2.2"));
    }
    Ok(Rules {
        purpose: args.purpose,
        profile: args.profile,
        strictness: match args.strict {
            true => Strictness::Strict,
            false => Strictness::Practical,
        },
        policies: args.policy,
        explicit_policy: args.explicit_policy,
        inhibit_policy_mapping: args.inhibit_policy_mapping,
        inhibit_any_policy: args.inhibit_any_policy,
        max_depth: args.max_depth,
    })
}

fn network(args: NetworkArgs) -> Result<Network, UsageError> {
    let connect = args.connect.as_deref().map(Endpoint::parse).transpose()?;
    let timeout = args
        .timeout
        .parse::<f64>()
        .ok()
        .filter(|seconds| (0.001..=LONGEST_TIMEOUT).contains(seconds))
        .map(Duration::from_secs_f64);
    let Some(timeout) = timeout else {
        return Err(UsageError::new(format!(
            "--timeout '{}' is not a number of seconds between 0.001 and 3600",
            args.timeout.escape_debug()
        )));
    };
    Ok(Network {
        connect,
        timeout,
        fetch: match args.offline {
            true => FetchArg::Off,
            false => args.fetch,
        },
    })
}

fn report(args: &OutputArgs) -> Report {
    Report {
        format: match (args.quiet, args.json) {
            (true, _) => Format::Silent,
            (false, true) => Format::Json,
            (false, false) => Format::Text,
        },
        detail: match args.explain {
            true => Detail::Everything,
            false => Detail::Verdict,
        },
        progress: match args.verbose {
            true => Progress::Told,
            false => Progress::Hidden,
        },
        fail_on: args.fail_on,
    }
}

#[cfg(test)]
mod tests {
    use core::time::Duration;

    use clap::Parser;

    use super::{Format, Plan, Target};
    use crate::args::{Args, FetchArg};

    fn plan(words: &[&str]) -> Result<Plan, String> {
        let words = core::iter::once(&"chainverify").chain(words);
        Plan::new(Args::try_parse_from(words).unwrap()).map_err(|error| error.to_string())
    }

    #[test]
    fn the_checked_name_is_the_host_or_the_name_given() {
        let with = |words: &[&str]| {
            let plan = plan(words).unwrap();
            plan.name_for(&plan.targets[0]).map(|name| name.to_string())
        };
        assert_eq!(with(&["a.example:8443"]).as_deref(), Some("a.example"));
        assert_eq!(
            with(&["--name", "b.example", "a.example"]).as_deref(),
            Some("b.example")
        );
        assert_eq!(with(&["a.pem"]), None);
        assert_eq!(
            with(&["--name", "b@c.example", "a.pem"]).as_deref(),
            Some("b@c.example")
        );
    }

    #[test]
    fn connect_moves_the_endpoint_and_nothing_else() {
        let plan = plan(&["--connect", "127.0.0.1:9443", "a.example"]).unwrap();
        let Target::Host(host) = &plan.targets[0] else {
            panic!()
        };
        assert_eq!(plan.endpoint(host).to_string(), "127.0.0.1:9443");
        assert_eq!(
            plan.name_for(&plan.targets[0]).unwrap().to_string(),
            "a.example"
        );
    }

    #[test]
    fn offline_is_fetch_off_and_quiet_is_silent() {
        let plan = plan(&["--offline", "-q", "--timeout", "0.5", "a.example"]).unwrap();
        assert_eq!(plan.network.fetch, FetchArg::Off);
        assert_eq!(plan.report.format, Format::Silent);
        assert_eq!(plan.network.timeout, Duration::from_millis(500));
    }

    #[test]
    fn contradictions_are_refused() {
        for (words, part) in [
            (&["-", "-"][..], "only once"),
            (&["--leaf", "l.pem", "a.example"], "--leaf"),
            (&["--leaf", "l.pem", "a.pem", "b.pem"], "--leaf"),
            (&["--connect", "127.0.0.1", "a.pem"], "--connect"),
            (&["--store", "os", "--roots", "r.pem", "a.pem"], "--roots"),
            (&["--timeout", "0", "a.example"], "--timeout"),
            (&["--timeout", "NaN", "a.example"], "--timeout"),
            (&["--timeout", "-1", "a.example"], "--timeout"),
            (&["--policy", "1.99", "a.example"], "--policy"),
            (&["--at", "soon", "a.example"], "--at"),
            (&["--connect", "a b", "a.example"], "not a host name"),
        ] {
            let error = plan(words).unwrap_err();
            assert!(error.contains(part), "{words:?}: {error}");
        }
    }
}
