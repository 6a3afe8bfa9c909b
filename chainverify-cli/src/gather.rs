//! From a target to the certificates to judge: the leaf, and what came with it. A server is asked, a file is read; nothing is parsed or
//! judged. Failures know their exit status.

use core::fmt;

use pki_types::CertificateDer;

use crate::connect::{ConnectError, Handshake, connect};
use crate::exit::Exit;
use crate::files::{self, FileError};
use crate::plan::{Host, Plan, Source, Target};

/// The certificates of one target.
#[derive(Clone, Debug)]
pub(crate) struct Gathered {
    /// The certificate to judge.
    pub(crate) leaf: CertificateDer<'static>,
    /// What came with it, in the order received.
    pub(crate) others: Vec<CertificateDer<'static>>,
    /// Where they are from.
    pub(crate) origin: Origin,
}

/// Where certificates are from.
#[derive(Clone, Debug)]
pub(crate) enum Origin {
    /// A server sent them.
    Server(Handshake),
    /// They stood in the target, and perhaps in the file of `--leaf`.
    Files,
}

/// Why there is nothing to judge.
#[derive(Debug)]
pub(crate) enum GatherError {
    /// A file cannot be used.
    File(FileError),
    /// A server cannot be asked.
    Connect(ConnectError),
}

/// Asks the server or reads the file. `progress` hears what is done.
pub(crate) fn gather(
    plan: &Plan,
    target: &Target,
    progress: &dyn Fn(&str),
) -> Result<Gathered, GatherError> {
    match target {
        Target::Host(host) => {
            progress(&format!("connecting to {}", plan.endpoint(host)));
            ask(plan, host).map_err(GatherError::Connect)
        }
        Target::File(source) => read(plan, source).map_err(GatherError::File),
    }
}

fn ask(plan: &Plan, host: &Host) -> Result<Gathered, ConnectError> {
    let handshake = connect(&plan.endpoint(host), &host.name, plan.network.timeout)?;
    let mut chain = handshake.chain.iter().cloned();
    let leaf = chain.next().ok_or(ConnectError::NoCertificates)?;
    Ok(Gathered {
        leaf,
        others: chain.collect(),
        origin: Origin::Server(handshake),
    })
}

/// The leaf is the first certificate of `--leaf`, else of the target.
fn read(plan: &Plan, source: &Source) -> Result<Gathered, FileError> {
    let mut found = match &plan.leaf {
        Some(path) => files::read(&Source::File(path.clone()))?,
        None => Vec::new(),
    };
    found.extend(files::read(source)?);
    let mut found = found.into_iter();
    let leaf = found.next().ok_or_else(|| FileError {
        source: source.clone(),
        problem: files::Problem::Empty,
    })?;
    Ok(Gathered {
        leaf,
        others: found.collect(),
        origin: Origin::Files,
    })
}

impl GatherError {
    /// The exit status of the target.
    pub(crate) fn exit(&self) -> Exit {
        match self {
            Self::File(_) => Exit::Unusable,
            Self::Connect(_) => Exit::NotConnected,
        }
    }

    /// What to do, where there is something to say.
    pub(crate) fn hint(&self) -> Option<&'static str> {
        match self {
            Self::File(error) => error.hint(),
            Self::Connect(error) => error.hint(),
        }
    }
}

impl fmt::Display for GatherError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(error) => error.fmt(f),
            Self::Connect(error) => error.fmt(f),
        }
    }
}
