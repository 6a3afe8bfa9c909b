//! What was typed → what it means, as plain data: targets, trust, rules, limits and the form of the report. Nothing is read from disk and
//! nothing is connected to here; contradictions that clap cannot see are refused.

mod host;
mod name;
mod output;
mod revocation;
mod rules;
mod sni;
mod target;
mod time;

use core::time::Duration;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use chainverify::ReferenceName;
use chainverify::search::Names;
use pki_types::UnixTime;

use crate::args::{Args, FetchArg, NetworkArgs, StoreArg};
use crate::usage::UsageError;
use revocation::When;

pub(crate) use host::{Endpoint, Host};
pub(crate) use output::{FailOn, Format, Output, Progress, parse_fail_on};
pub(crate) use revocation::{Folder, Revocation};
pub(crate) use rules::{Rules, Strictness};
pub(crate) use sni::{Sni, SniReason};
pub(crate) use target::{Source, Target, is_named_like_certificates};
pub(crate) use time::parse as parse_time;

/// An hour: what is longer is a slip of the pen.
const LONGEST_TIMEOUT: f64 = 3600.0;

/// Everything that was asked for.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Plan {
    /// What to check, in order; at least one.
    pub(crate) targets: Vec<Target>,
    /// Whom to trust.
    pub(crate) trust: Trust,
    /// Files with the rest of the chain of the (only) target.
    pub(crate) chain: Vec<PathBuf>,
    /// Files with further candidates.
    pub(crate) intermediates: Vec<PathBuf>,
    /// The leaf, where the (only) target lacks it or it cannot be told in it.
    pub(crate) leaf: Option<PathBuf>,
    /// The private key that the leaf of the (only) target must have.
    pub(crate) key: Option<PathBuf>,
    /// What is presented to hosts that ask for a client certificate.
    pub(crate) client: ClientFiles,
    /// Files whose first lines open keystores.
    pub(crate) password_files: Vec<PathBuf>,
    /// The names that were asked for; see [`Plan::names_for`].
    pub(crate) names: Vec<ReferenceName<'static>>,
    /// When; `None` is now.
    pub(crate) at: Option<UnixTime>,
    /// By which rules.
    pub(crate) rules: Rules,
    /// Where revocation is looked for, and what it counts.
    pub(crate) revocation: Revocation,
    /// The file with the logs of certificates.
    pub(crate) ct_logs: Option<PathBuf>,
    /// What may be reached.
    pub(crate) network: Network,
    /// What is printed.
    pub(crate) output: Output,
}

/// Whom to trust: a store, and files and folders, either instead of it (`--roots`; then the store is `None`) or beside it (`--add-roots`).
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Trust {
    /// A whole store.
    pub(crate) store: StoreArg,
    /// Files and folders of `--roots`.
    pub(crate) roots: Vec<PathBuf>,
    /// Files and folders of `--add-roots`.
    pub(crate) added: Vec<PathBuf>,
}

/// The files of client certificates and their private keys.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(crate) struct ClientFiles {
    /// Files of `--cert`.
    pub(crate) certs: Vec<PathBuf>,
    /// Files of `--key`, if there are any of `--cert`.
    pub(crate) keys: Vec<PathBuf>,
}

/// What may be reached, and for how long.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Network {
    /// Where to connect to instead; see [`Plan::endpoint`].
    pub(crate) connect: Option<Endpoint>,
    /// The server name to send instead; see [`Plan::sni`].
    pub(crate) sni: Option<Sni>,
    /// Which certificates a server is asked for.
    pub(crate) ask: Ask,
    /// For name resolution, connecting and handshake together.
    pub(crate) timeout: Duration,
    /// Where issuers, CRLs and OCSP responses may be fetched from.
    pub(crate) fetch: FetchArg,
}

/// Which certificates a server is asked for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Ask {
    /// The one that it prefers.
    Preferred,
    /// That, and the one with a key of the other kind.
    Both,
}

impl Plan {
    /// Gives the words their meaning.
    pub(crate) fn new(args: Args) -> Result<Self, UsageError> {
        refuse_command(&args.targets)?;
        let targets = args
            .targets
            .iter()
            .map(|typed| Target::parse(typed, Path::exists))
            .collect::<Result<Vec<_>, _>>()?;
        let fetch = match args.network.offline {
            true => Some(FetchArg::Off),
            false => args.network.fetch,
        };
        let when = match args.input.at {
            None => When::Now,
            Some(_) => When::Other,
        };
        let (client, key) = keys(args.input.cert, args.input.key)?;
        let plan = Self {
            targets,
            trust: trust(args.input.store, args.input.roots, args.input.add_roots)?,
            chain: args.input.chain,
            intermediates: args.input.intermediates,
            leaf: args.input.leaf,
            key,
            client,
            password_files: args.input.password_file,
            names: args
                .input
                .name
                .iter()
                .map(|typed| name::parse(typed))
                .collect::<Result<_, _>>()?,
            at: args.input.at.as_deref().map(time::parse).transpose()?,
            rules: Rules::new(args.rules)?,
            revocation: Revocation::new(args.revocation, fetch, when),
            ct_logs: args.transparency.ct_logs,
            network: network(args.network, fetch)?,
            output: Output::new(&args.output)?,
        };
        plan.refuse_contradictions()?;
        Ok(plan)
    }

    /// The names that the leaf of a target must have, all of them: those of `--name`, else the host's; a file has none of its own.
    pub(crate) fn names_for<'p>(&'p self, target: &'p Target) -> Option<Names<'p>> {
        match (self.names.as_slice(), target) {
            ([], Target::Host(host)) => Some(Names::from(&host.name)),
            ([], Target::File(_)) => None,
            (names, _) => Some(Names::from(names)),
        }
    }

    /// Where to connect to for a host: `--connect`, else the host itself.
    pub(crate) fn endpoint(&self, host: &Host) -> Host {
        match &self.network.connect {
            Some(instead) => instead.with_port_of(host),
            None => host.clone(),
        }
    }

    /// The server name to greet a host by: that of `--servername`, else the host's own, else a DNS name of `--name`.
    pub(crate) fn sni(&self, host: &Host) -> Sni {
        match &self.network.sni {
            Some(given) => given.clone(),
            None => sni::for_host(host, &self.names),
        }
    }

    fn refuse_contradictions(&self) -> Result<(), UsageError> {
        const HOST: Option<&str> =
            Some("a target that exists as a file is a file; write https://name for the host");
        let stdin = Target::File(Source::Stdin);
        let stdins = self.targets.iter().filter(|target| **target == stdin);
        let is_one_file = matches!(self.targets.as_slice(), [Target::File(_)]);
        let mut targets = self.targets.iter();
        let has_host = targets.any(|target| matches!(target, Target::Host(_)));
        let refused = [
            (
                stdins.count() > 1,
                "standard input (-) can be read only once",
                None,
            ),
            (
                self.leaf.is_some() && !is_one_file,
                "--leaf goes with exactly one target, a file",
                None,
            ),
            (
                !self.chain.is_empty() && !is_one_file,
                "--chain goes with exactly one target, a file",
                Some("what a server did not send is for --intermediates"),
            ),
            (
                self.key.is_some() && self.targets.len() != 1,
                "--key goes with exactly one target",
                Some("with --cert, it is the private key of a client certificate"),
            ),
            (
                !self.client.certs.is_empty() && !has_host,
                "--cert goes with a host, and no target is one",
                Some(
                    "a certificate to check is the target itself: chainverify --purpose client FILE",
                ),
            ),
            (
                self.network.connect.is_some() && !has_host,
                "--connect goes with a host, and no target is one",
                HOST,
            ),
            (
                self.network.sni.is_some() && !has_host,
                "--servername goes with a host, and no target is one",
                HOST,
            ),
            (
                self.network.ask == Ask::Both && !has_host,
                "--both goes with a host, and no target is one",
                HOST,
            ),
        ];
        match refused.into_iter().find(|(is_so, ..)| *is_so) {
            Some((_, words, Some(hint))) => Err(UsageError::new(words).with_hint(hint)),
            Some((_, words, None)) => Err(UsageError::new(words)),
            None => Ok(()),
        }
    }
}

/// What `--key` is for: the client certificates of `--cert` if there are any, else the leaf.
fn keys(
    certs: Vec<PathBuf>,
    keys: Vec<PathBuf>,
) -> Result<(ClientFiles, Option<PathBuf>), UsageError> {
    if !certs.is_empty() {
        return Ok((ClientFiles { certs, keys }, None));
    }
    match keys.as_slice() {
        [] | [_] => Ok((ClientFiles::default(), keys.into_iter().next())),
        _ => Err(UsageError::new("--key goes once, unless --cert is given")),
    }
}

/// What other tools are told first: `chainverify verify server.pem`. Alone it is a host, as any other word, but for `help`.
fn refuse_command(typed: &[OsString]) -> Result<(), UsageError> {
    let is_first = |command: &&str| {
        let first = typed.first();
        first.is_some_and(|first| first == *command) && !Path::new(command).exists()
    };
    if typed.len() == 1 {
        return match is_first(&"help") {
            true => Err(UsageError::about("there is no command ", "help", "")
                .with_hint("see 'chainverify --help'; a host of that name is https://help")),
            false => Ok(()),
        };
    }
    let commands = ["verify", "check", "s_client", "x509"];
    match commands.into_iter().find(is_first) {
        Some(command) => Err(
            UsageError::about("", command, " is not needed").with_hint(format!(
                "targets come at once: chainverify TARGET; a host of that name is https://{command}"
            )),
        ),
        None => Ok(()),
    }
}

fn trust(store: StoreArg, roots: Vec<PathBuf>, added: Vec<PathBuf>) -> Result<Trust, UsageError> {
    if store != StoreArg::None && !roots.is_empty() {
        return Err(UsageError::new(
            "--roots takes the place of a store: it cannot be used with --store os or mozilla",
        )
        .with_hint("--add-roots FILE trusts certificates beside a store"));
    }
    Ok(Trust {
        store,
        roots,
        added,
    })
}

fn network(args: NetworkArgs, fetch: Option<FetchArg>) -> Result<Network, UsageError> {
    let connect = args.connect.as_deref().map(Endpoint::parse).transpose()?;
    let sni = args.servername.as_deref().map(sni::parse).transpose()?;
    let timeout = args
        .timeout
        .parse::<f64>()
        .ok()
        .filter(|seconds| (0.001..=LONGEST_TIMEOUT).contains(seconds))
        .map(Duration::from_secs_f64);
    let Some(timeout) = timeout else {
        return Err(UsageError::about(
            "--timeout ",
            &args.timeout,
            " is not a number of seconds between 0.001 and 3600",
        ));
    };
    Ok(Network {
        connect,
        sni,
        ask: match args.both {
            true => Ask::Both,
            false => Ask::Preferred,
        },
        timeout,
        fetch: fetch.unwrap_or(FetchArg::Public),
    })
}

#[cfg(test)]
mod tests {
    use core::time::Duration;

    use chainverify::search::Names;
    use clap::Parser;

    use super::{Format, Plan, Target};
    use crate::args::{Args, FetchArg};

    fn plan(words: &[&str]) -> Result<Plan, String> {
        let words = core::iter::once(&"chainverify").chain(words);
        Plan::new(Args::try_parse_from(words).unwrap()).map_err(|error| error.text.to_string())
    }

    #[test]
    fn the_checked_names_are_the_host_or_those_given() {
        let with = |words: &[&str]| {
            let plan = plan(words).unwrap();
            let names = plan.names_for(&plan.targets[0]);
            names.map(|names| format!("{names:?}"))
        };
        let expected = |names: &[&str]| Some(format!("{:?}", Names::from(names)));
        assert_eq!(with(&["a.example:8443"]), expected(&["a.example"]));
        assert_eq!(
            with(&["--name", "b.example", "a.example"]),
            expected(&["b.example"])
        );
        assert_eq!(with(&["a.pem"]), None);
        assert_eq!(
            with(&["--name", "b@c.example", "--name", "d.example", "a.pem"]),
            expected(&["b@c.example", "d.example"])
        );
    }

    #[test]
    fn connect_moves_the_endpoint_and_nothing_else() {
        let plan = plan(&["--connect", "127.0.0.1:9443", "a.example"]).unwrap();
        let Target::Host(host) = &plan.targets[0] else {
            panic!()
        };
        assert_eq!(plan.endpoint(host).to_string(), "127.0.0.1:9443");
        assert_eq!(host.to_string(), "a.example");
        assert_eq!(plan.names, []);
    }

    #[test]
    fn offline_is_fetch_off_and_quiet_is_silent() {
        let plan = plan(&["--offline", "-q", "--timeout", "0.5", "a.example"]).unwrap();
        assert_eq!(plan.network.fetch, FetchArg::Off);
        assert_eq!(plan.output.format, Format::Silent);
        assert_eq!(plan.network.timeout, Duration::from_millis(500));
    }

    #[test]
    fn contradictions_are_refused() {
        for (words, part) in [
            (&["-", "-"][..], "only once"),
            (&["--leaf", "l.pem", "a.example"], "--leaf"),
            (&["--leaf", "l.pem", "a.pem", "b.pem"], "--leaf"),
            (&["--key", "k.pem", "a.pem", "b.pem"], "--key"),
            (
                &["--key", "k.pem", "--key", "l.pem", "a.pem"],
                "--key goes once",
            ),
            (&["--cert", "c.pem", "a.pem"], "--cert goes with a host"),
            (&["--connect", "127.0.0.1", "a.pem"], "--connect"),
            (&["--servername", "a.example", "a.pem"], "--servername goes"),
            (
                &["--servername", "192.0.2.1", "a.example"],
                "not a DNS name",
            ),
            (&["--both", "a.pem"], "--both"),
            (&["--store", "os", "--roots", "r.pem", "a.pem"], "--roots"),
            (&["--timeout", "0", "a.example"], "--timeout"),
            (&["--timeout", "NaN", "a.example"], "--timeout"),
            (&["--timeout", "-1", "a.example"], "--timeout"),
            (&["--policy", "1.99", "a.example"], "--policy"),
            (&["--purpose", "tls", "a.example"], "--purpose"),
            (&["--at", "soon", "a.example"], "--at"),
            (
                &["--fail-on", "error", "a.example"],
                "--fail-on \"error\" is not a level",
            ),
            (&["verify", "a.example"], "\"verify\" is not needed"),
            (&["help"], "no command \"help\""),
            (&["--connect", "a b", "a.example"], "not a host name"),
        ] {
            let error = plan(words).unwrap_err();
            assert!(error.contains(part), "{words:?}: {error}");
        }
    }
}
