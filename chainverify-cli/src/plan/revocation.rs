//! Where revocation is looked for and what it counts. What is fetched is of today and of whoever is asked: for a host it is asked for as a
//! browser would, for a file and for another time only where somebody said so.

use std::path::{Path, PathBuf};

use chainverify::policy::{Fetching, RevocationMode, RevocationScope};

use crate::args::{FetchArg, RevocationArg, RevocationArgs, RevocationScopeArg};

use super::Target;

/// Where revocation is looked for, and what it counts.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Revocation {
    /// What counts.
    pub(crate) mode: RevocationMode,
    /// Whose status.
    pub(crate) scope: RevocationScope,
    /// Files with CRLs.
    pub(crate) crls: Vec<PathBuf>,
    /// Files with OCSP responses.
    pub(crate) ocsp: Vec<PathBuf>,
    /// Files with blocked certificates.
    pub(crate) blocklists: Vec<PathBuf>,
    /// The folder of CRLite's filters.
    pub(crate) filters: Folder,
    /// The folder of what was fetched.
    pub(crate) cache: Folder,
    /// For whose targets CRLs and OCSP responses are fetched.
    fetch: Fetch,
}

/// A folder that has a usual place.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Folder {
    /// In its usual place, if it is there.
    Usual,
    /// There.
    At(PathBuf),
    /// None.
    Off,
}

/// For which targets something is fetched.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Fetch {
    /// For none.
    None,
    /// For hosts.
    Hosts,
    /// For all.
    All,
}

impl Revocation {
    /// From its own options, where may be fetched from, and whether that was said.
    pub(super) fn new(args: RevocationArgs, fetch: Option<FetchArg>, when: When) -> Self {
        let mode = match args.revocation {
            RevocationArg::Off => RevocationMode::Off,
            RevocationArg::Soft => RevocationMode::Soft,
            RevocationArg::Hard => RevocationMode::Hard,
        };
        Self {
            mode,
            scope: match args.revocation_scope {
                RevocationScopeArg::Leaf => RevocationScope::Leaf,
                RevocationScopeArg::Chain => RevocationScope::Chain,
            },
            crls: args.crl,
            ocsp: args.ocsp,
            blocklists: args.blocklist,
            filters: Folder::from(args.crlite),
            cache: Folder::from(args.cache),
            fetch: match (fetch, mode, when) {
                (Some(FetchArg::Off), ..) | (_, RevocationMode::Off, _) => Fetch::None,
                (Some(_), ..) | (None, RevocationMode::Hard, _) => Fetch::All,
                (None, RevocationMode::Soft, When::Now) => Fetch::Hosts,
                // A CRL of today says nothing of last year.
                (None, RevocationMode::Soft, When::Other) => Fetch::None,
            },
        }
    }

    /// Whether CRLs and OCSP responses are fetched for a target.
    pub(crate) fn fetching(&self, target: &Target) -> Fetching {
        match (self.fetch, target) {
            (Fetch::All, _) | (Fetch::Hosts, Target::Host(_)) => Fetching::On,
            (Fetch::None, _) | (Fetch::Hosts, Target::File(_)) => Fetching::Off,
        }
    }
}

/// For which time a verification is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum When {
    /// Now.
    Now,
    /// That of `--at`.
    Other,
}

impl From<Option<PathBuf>> for Folder {
    fn from(typed: Option<PathBuf>) -> Self {
        match typed {
            None => Self::Usual,
            Some(path) if path == Path::new("off") => Self::Off,
            Some(path) => Self::At(path),
        }
    }
}

#[cfg(test)]
mod tests {
    use chainverify::policy::Fetching;
    use clap::Parser;

    use super::Folder;
    use crate::args::Args;
    use crate::plan::Plan;

    fn plan(words: &[&str]) -> Plan {
        let words = ["chainverify", "a.example", "a.pem"].iter().chain(words);
        Plan::new(Args::try_parse_from(words).unwrap()).unwrap()
    }

    #[test]
    fn what_is_fetched_for_whom_follows_the_options() {
        use Fetching::{Off, On};
        for (words, host, file) in [
            (&[][..], On, Off),
            (&["--fetch", "public"], On, On),
            (&["--fetch", "any"], On, On),
            (&["--fetch", "off"], Off, Off),
            (&["--offline"], Off, Off),
            (&["--revocation", "hard"], On, On),
            (&["--revocation", "hard", "--offline"], Off, Off),
            (&["--revocation", "off", "--fetch", "any"], Off, Off),
            (&["--at", "2020-01-01T00:00:00Z"], Off, Off),
            (&["--at", "@1", "--fetch", "any"], On, On),
            (&["--at", "@1", "--revocation", "hard"], On, On),
        ] {
            let plan = plan(words);
            let fetching = |target| plan.revocation.fetching(&plan.targets[target]);
            assert_eq!([fetching(0), fetching(1)], [host, file], "{words:?}");
        }
    }

    #[test]
    fn a_folder_is_usual_named_or_off() {
        let folders = |words: &[&str]| {
            let revocation = plan(words).revocation;
            [revocation.filters, revocation.cache]
        };
        assert_eq!(folders(&[]), [Folder::Usual, Folder::Usual]);
        assert_eq!(
            folders(&["--crlite", "off", "--cache", "off"]),
            [Folder::Off, Folder::Off]
        );
        assert_eq!(
            folders(&["--crlite", "./off", "--cache", "c"]),
            [Folder::At("./off".into()), Folder::At("c".into())]
        );
    }
}
