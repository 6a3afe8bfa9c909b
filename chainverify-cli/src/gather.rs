//! From a target to the certificates to verify: a chain, its leaf first. A server is asked, a file is read; nothing is verified.
//! Failures know their exit status.

use std::path::PathBuf;
use std::sync::Arc;

use chainverify::cert::leaf::{LikelyLeaf, likely_leaf};
use chainverify::text::Text;
use pki_types::CertificateDer;

use crate::client::{Client, Secrets};
use crate::connect::{Call, ConnectError, Handshake, Keys, OtherKeys, OtherOutcome};
use crate::exit::Exit;
use crate::files::{self, FileError, Found, Passwords, Problem, Role, Which};
use crate::plan::{Ask, Host, Plan, Sni, Source, Target};

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
    Server(Box<Handshake>),
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
    Connect(Box<NoConnection>),
}

/// Why a server cannot be asked.
#[derive(Debug)]
pub(crate) struct NoConnection {
    /// As it was asked for.
    pub(crate) host: Host,
    /// By which name it was greeted.
    pub(crate) sni: Sni,
    /// Why not.
    pub(crate) error: ConnectError,
}

/// Asks the server or reads the file; two sets of certificates come from a server with two keys, if both are asked for. `progress` hears
/// what is done.
pub(crate) fn gather(
    plan: &Plan,
    target: &Target,
    secrets: &Secrets,
    progress: &dyn Fn(Text),
) -> Result<Vec<Gathered>, GatherError> {
    match target {
        Target::Host(host) => {
            let handshakes = ask(plan, host, &secrets.clients, progress)?;
            Ok(handshakes.into_iter().map(Gathered::from).collect())
        }
        Target::File(source) => match read(plan, source, &secrets.passwords) {
            Ok(read) => Ok(Vec::from([read])),
            Err(error) => Err(match (&error.problem, source) {
                // One with files is represented by them.
                (Problem::IsFolder, Source::File(path)) if error.source == *source => {
                    let problem = files::files_of(path, Which::All).err();
                    GatherError::no_certificate(error.source, problem)
                }
                _ => GatherError::File(error),
            }),
        },
    }
}

fn ask(
    plan: &Plan,
    host: &Host,
    clients: &Arc<[Client]>,
    progress: &dyn Fn(Text),
) -> Result<Vec<Handshake>, GatherError> {
    let (endpoint, sni) = (plan.endpoint(host), plan.sni(host));
    let failed = |error| {
        GatherError::Connect(Box::new(NoConnection {
            host: host.clone(),
            sni: sni.clone(),
            error,
        }))
    };
    let mut doing = Text::new();
    doing
        .ours("connecting to ")
        .foreign(&endpoint.to_string())
        .ours("; server name (SNI): ");
    sni.say(&mut doing);
    progress(doing);
    let call = Call {
        endpoint: &endpoint,
        sni: &sni,
        limit: plan.network.timeout,
        clients,
    };
    let mut first = call.connect(progress).map_err(failed)?;
    let keys = match plan.network.ask {
        Ask::Both => first.chain.first().and_then(Keys::other_than),
        Ask::Preferred => None,
    };
    let Some(keys) = keys else {
        return Ok(Vec::from([first]));
    };
    let mut doing = Text::new();
    doing.ours(format!("asking for a certificate with an {keys} key"));
    progress(doing);
    let (second, outcome) = match call.again(&first, keys) {
        Ok(second) if second.chain.first() == first.chain.first() => {
            let why = "the server sends the same certificate".to_owned();
            (None, OtherOutcome::Absent(why))
        }
        Ok(second) => (Some(second), OtherOutcome::Sent),
        Err(error) if error.is_refusal() => (None, OtherOutcome::Absent(error.to_string())),
        Err(error) => (None, OtherOutcome::NotAsked(error.to_string())),
    };
    first.other = Some(OtherKeys { keys, outcome });
    Ok(core::iter::once(first).chain(second).collect())
}

impl From<Handshake> for Gathered {
    fn from(handshake: Handshake) -> Self {
        Self {
            chain: handshake.chain.clone(),
            origin: Origin::Server(Box::new(handshake)),
            notes: Vec::new(),
        }
    }
}

impl Gathered {
    /// The OCSP response that the server stapled, or that it stapled none; nothing where that is not known: of a file, and where the
    /// certificates were read in the clear.
    pub(crate) fn staple(&self) -> Option<Option<&[u8]>> {
        match &self.origin {
            Origin::Server(handshake) if handshake.unfinished.is_none() => {
                Some(handshake.ocsp.as_deref())
            }
            Origin::Server(_) | Origin::Files { .. } => None,
        }
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
            Self::Connect(no) => {
                let mut text = Text::new();
                text.ours("cannot check ").foreign(&no.host.to_string());
                text.ours(format!(": {}", no.error));
                text
            }
        }
    }

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
            Self::Connect(no) => no.error.hint(&no.sni),
        }
    }

    /// Whether a proxy might have helped.
    pub(crate) fn is_before_tls(&self) -> bool {
        matches!(self, Self::Connect(no) if no.error.is_before_tls())
    }
}
