//! From a target to the certificates to verify: a chain, its leaf first. A server is asked, a file is read; nothing is parsed or verified.
//! Failures know their exit status.

use std::path::PathBuf;

use chainverify::cert::leaf::{LikelyLeaf, likely_leaf};
use chainverify::text::Text;
use pki_types::CertificateDer;

use crate::connect::{ConnectError, Handshake, connect};
use crate::exit::Exit;
use crate::files::{self, FileError, Found, Passwords, Problem, Role, Which};
use crate::plan::{Host, Plan, Source, Target};

/// The certificates of one target.
#[derive(Clone, Debug)]
pub(crate) struct Gathered {
    /// In the order received, but the leaf first; at least one.
    pub(crate) chain: Vec<CertificateDer<'static>>,
    /// Where they are from.
    pub(crate) origin: Origin,
    /// What whoever gave the files should know: one line each.
    pub(crate) notes: Vec<Text>,
}

/// Where certificates are from.
#[derive(Clone, Debug)]
pub(crate) enum Origin {
    /// A server sent them.
    Server(Handshake),
    /// They stood in the target, and perhaps in the files of `--leaf` and `--chain`.
    Files {
        /// Which one is the leaf.
        leaf: Leaf,
        /// The files of `--chain`.
        chain: Vec<PathBuf>,
    },
}

/// Which certificate of a file target is taken as the leaf.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Leaf {
    /// The first one of `--leaf`.
    Given,
    /// One of the target's.
    Found(LikelyLeaf),
}

/// Why there is nothing to verify.
#[derive(Debug)]
pub(crate) enum GatherError {
    /// A file cannot be used.
    File(FileError),
    /// A server cannot be asked.
    Connect {
        /// As it was asked for.
        host: Host,
        /// Why not.
        error: ConnectError,
    },
}

/// Asks the server or reads the file. `progress` hears what is done.
pub(crate) fn gather(
    plan: &Plan,
    target: &Target,
    passwords: &Passwords,
    progress: &dyn Fn(Text),
) -> Result<Gathered, GatherError> {
    match target {
        Target::Host(host) => {
            let endpoint = plan.endpoint(host);
            let mut doing = Text::new();
            doing.ours("connecting to ").foreign(&endpoint.to_string());
            progress(doing);
            let handshake = connect(&endpoint, &host.name, plan.network.timeout);
            let handshake = handshake.map_err(|error| GatherError::Connect {
                host: host.clone(),
                error,
            })?;
            Ok(Gathered {
                chain: handshake.chain.clone(),
                origin: Origin::Server(handshake),
                notes: Vec::new(),
            })
        }
        Target::File(Source::File(path)) if path.is_dir() => {
            // Those with files stand for them.
            let problem = files::files_of(path, Which::All).err();
            Err(GatherError::no_certificate(
                Source::File(path.clone()),
                problem,
            ))
        }
        Target::File(source) => read(plan, source, passwords).map_err(GatherError::File),
    }
}

/// The leaf is the first certificate of `--leaf`, else the one of the target that seems to be it.
fn read(plan: &Plan, source: &Source, passwords: &Passwords) -> Result<Gathered, FileError> {
    let mut found = match &plan.leaf {
        Some(path) => files::read(&Source::File(path.clone()), Role::Chain, passwords)?,
        None => Found::default(),
    };
    found.append(files::read(source, Role::Chain, passwords)?);
    found.append(files::read_all(&plan.chain, Role::Chain, passwords)?);
    let Found {
        certificates: mut chain,
        notes,
    } = found;
    let leaf = match &plan.leaf {
        Some(_) => Leaf::Given,
        None => Leaf::Found(likely_leaf(&chain)),
    };
    if let Leaf::Found(LikelyLeaf::Other { index, .. }) = leaf {
        // So that the numbers of all others stay those of the file.
        chain.swap(0, index);
    }
    Ok(Gathered {
        chain,
        origin: Origin::Files {
            leaf,
            chain: plan.chain.clone(),
        },
        notes,
    })
}

impl GatherError {
    /// A folder in which nothing could be verified.
    pub(crate) fn no_certificate(source: Source, problem: Option<Problem>) -> Self {
        Self::File(FileError {
            source,
            problem: problem.unwrap_or(Problem::NoFile),
        })
    }

    /// One line.
    pub(crate) fn text(&self) -> Text {
        match self {
            Self::File(error) => error.text(),
            Self::Connect { host, error } => {
                let mut text = Text::new();
                text.ours("cannot check ").foreign(&host.to_string());
                text.ours(format!(": {error}"));
                text
            }
        }
    }

    /// The exit status of the target.
    pub(crate) fn exit(&self) -> Exit {
        match self {
            Self::File(_) => Exit::Unusable,
            Self::Connect { .. } => Exit::NotConnected,
        }
    }

    /// What to do, where there is something to say.
    pub(crate) fn hint(&self) -> Option<&'static str> {
        match self {
            Self::File(error) => error.hint(),
            Self::Connect { error, .. } => error.hint(),
        }
    }
}
