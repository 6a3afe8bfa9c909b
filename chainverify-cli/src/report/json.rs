//! The report for machines: one object per target and line, with the same keys whether there is a verdict or not. What is known about the
//! target is said here; `report` is the library's own JSON. `report.schema.json` describes both, and a test holds them to it.

use chainverify::Report;
use chainverify::cert::leaf::{LikelyLeaf, NoLeaf};
use chainverify::second_opinion::{Opinion, Peer};
use chainverify::text::Text;
use rustls::ProtocolVersion;
use serde::Serialize;

use super::Known;
use super::client_json::ClientCertificate;
use crate::connect::{Handshake, OtherKeys, OtherOutcome, Possession};
use crate::exit::Exit;
use crate::gather::{GatherError, Leaf, Origin};
use crate::plan::Target;
use crate::trust::{Added, Place, Roots, Set};

/// The version of the meaning of the keys.
const SCHEMA: u8 = 1;

#[derive(Serialize)]
struct Object<'a> {
    schema: u8,
    target: &'a Target,
    /// `valid`, `not_valid` or `error`.
    verdict: &'static str,
    exit: u8,
    /// Why there is no verdict. Where there are certificates all the same, `report` is about them.
    error: Option<String>,
    store: Store<'a>,
    /// What whoever gave the files should know.
    notes: Vec<String>,
    /// None for a file.
    connection: Option<Connection<'a>>,
    /// None for a server.
    leaf: Option<TakenLeaf>,
    /// None without `--key`.
    key: Option<Key>,
    /// Whose verdict it is: null for our own.
    verdict_of: Option<Peer>,
    /// None where there are no certificates.
    report: Option<&'a Report>,
    /// None where there are no certificates.
    opinions: Option<&'a [Opinion]>,
}

#[derive(Serialize)]
struct Store<'a> {
    /// `os`, `mozilla`, `files` or `none`.
    set: &'static str,
    /// The set that was asked for, where it is not there.
    instead_of: Option<&'static str>,
    /// Where the environment says that it is.
    places: &'a [Place],
    /// What is trusted beside it.
    added: &'a [Added],
}

/// Which certificate of a file was taken as the leaf.
#[derive(Serialize)]
struct TakenLeaf {
    /// Its number in the file, from 0.
    number: usize,
    /// Its subject, where it can be read.
    subject: Option<String>,
    /// `first`, `given`, `first_is_issuer`, `first_is_ca` or `undecided`.
    why: &'static str,
}

/// The private key that was given.
#[derive(Serialize)]
struct Key {
    /// Its file.
    file: String,
    /// Whether it is the leaf's; none where the leaf's cannot be read.
    is_of_leaf: Option<bool>,
}

#[derive(Serialize)]
struct Connection<'a> {
    /// Address and port.
    peer: String,
    /// All addresses of the host.
    addresses: Vec<String>,
    /// The server name that was sent.
    sni: SentName<'a>,
    /// `ssl3`, or `1.0` to `1.3`.
    tls: Option<&'static str>,
    /// Why the handshake failed, where the certificates were read in the clear.
    unfinished: Option<Failed>,
    /// How many certificates were sent.
    certificates: usize,
    /// Whether the server showed that it holds the leaf's key: `proven`, `refuted` or `unknown`.
    key: &'static str,
    /// Which kind of key was asked for; none for any.
    asked_for: Option<&'static str>,
    /// What `--both` found beside this certificate.
    other_key: Option<Other<'a>>,
    /// Whether the server asked for a certificate of the client.
    client_certificate_requested: Option<bool>,
    /// What the server asked the client for; none where it did not.
    client_certificate: Option<ClientCertificate>,
    /// Whether an OCSP response came with the handshake.
    ocsp_stapled: bool,
}

#[derive(Serialize)]
struct SentName<'a> {
    name: Option<&'a str>,
    why: &'static str,
}

#[derive(Serialize)]
struct Failed {
    cause: String,
    cipher_suite: &'static str,
}

#[derive(Serialize)]
struct Other<'a> {
    kind: Option<&'static str>,
    /// `sent`, `absent` or `not_asked`.
    outcome: &'static str,
    why: Option<&'a str>,
}

/// The object of a target whose chain was verified.
pub(crate) fn line(known: &Known<'_>, exit: Exit) -> serde_json::Result<String> {
    serde_json::to_string(&Object {
        schema: SCHEMA,
        target: known.target,
        verdict: match exit {
            Exit::NotValid => "not_valid",
            Exit::NotConnected => "error",
            _ => "valid",
        },
        exit: exit.code(),
        error: match exit {
            Exit::NotConnected => known.handshake().and_then(no_handshake),
            _ => None,
        },
        store: store(known.roots),
        notes: known.gathered.notes.iter().map(Text::to_string).collect(),
        connection: match &known.gathered.origin {
            Origin::Server(handshake) => Some(connection(handshake)),
            Origin::Files { .. } => None,
        },
        leaf: match &known.gathered.origin {
            Origin::Server(_) => None,
            Origin::Files { leaf, .. } => Some(taken(*leaf, known.report)),
        },
        key: known.key.map(|key| Key {
            file: key.path.to_string_lossy().into_owned(),
            is_of_leaf: known.has_its_key(),
        }),
        verdict_of: known.verdict_of,
        report: Some(known.report),
        opinions: Some(known.opinions).filter(|opinions| !opinions.is_empty()),
    })
}

/// The object of a target that gave no certificates.
pub(crate) fn failure(
    target: &Target,
    roots: &Roots,
    error: &GatherError,
) -> serde_json::Result<String> {
    serde_json::to_string(&Object {
        schema: SCHEMA,
        target,
        verdict: "error",
        exit: error.exit().code(),
        error: Some(error.text().to_string()),
        store: store(roots),
        notes: Vec::new(),
        connection: None,
        leaf: None,
        key: None,
        verdict_of: None,
        report: None,
        opinions: None,
    })
}

/// Which handshake failed though there are certificates, and why.
fn no_handshake(handshake: &Handshake) -> Option<String> {
    let unfinished = handshake.unfinished.as_ref();
    let unfinished = unfinished.map(|unfinished| unfinished.cause.to_string());
    unfinished.or_else(|| match &handshake.other.as_ref()?.outcome {
        OtherOutcome::NotAsked(why) => Some(why.clone()),
        _ => None,
    })
}

fn taken(leaf: Leaf, report: &Report) -> TakenLeaf {
    let (number, why) = match leaf {
        Leaf::Given => (0, "given"),
        Leaf::Found(LikelyLeaf::Other { index, first, .. }) => match first {
            NoLeaf::Issuer => (index, "first_is_issuer"),
            _ => (index, "first_is_ca"),
        },
        Leaf::Found(LikelyLeaf::Undecided(_)) => (0, "undecided"),
        Leaf::Found(_) => (0, "first"),
    };
    let leaf = report.certificates.first();
    let leaf = leaf.filter(|leaf| leaf.cert.is_some());
    TakenLeaf {
        number,
        subject: leaf.map(|leaf| leaf.subject.to_string()),
        why,
    }
}

fn store(roots: &Roots) -> Store<'_> {
    let (set, instead_of) = match roots.set {
        Set::Os => ("os", None),
        Set::Mozilla => ("mozilla", None),
        Set::MozillaForOs => ("mozilla", Some("os")),
        Set::Files => ("files", None),
        Set::Nothing => ("none", None),
    };
    Store {
        set,
        instead_of,
        places: &roots.places,
        added: &roots.added,
    }
}

fn connection(handshake: &Handshake) -> Connection<'_> {
    let addresses = handshake.addresses.iter();
    Connection {
        peer: handshake.peer.to_string(),
        addresses: addresses.map(|address| address.ip().to_string()).collect(),
        sni: SentName {
            name: handshake.sni.name.as_ref().map(AsRef::as_ref),
            why: handshake.sni.why.id(),
        },
        tls: match handshake.version {
            Some(ProtocolVersion::SSLv3) => Some("ssl3"),
            Some(ProtocolVersion::TLSv1_0) => Some("1.0"),
            Some(ProtocolVersion::TLSv1_1) => Some("1.1"),
            Some(ProtocolVersion::TLSv1_2) => Some("1.2"),
            Some(ProtocolVersion::TLSv1_3) => Some("1.3"),
            _ => None,
        },
        unfinished: handshake.unfinished.as_ref().map(|unfinished| Failed {
            cause: unfinished.cause.to_string(),
            cipher_suite: unfinished.suite,
        }),
        certificates: handshake.chain.len(),
        key: match handshake.possession {
            Possession::Proven => "proven",
            Possession::Refuted => "refuted",
            Possession::Unknown => "unknown",
        },
        asked_for: handshake.keys.id(),
        other_key: handshake.other.as_ref().map(other),
        client_certificate_requested: handshake.asked_client,
        client_certificate: handshake
            .asked
            .as_ref()
            .map(|asked| ClientCertificate::new(asked, handshake)),
        ocsp_stapled: handshake.ocsp.is_some(),
    }
}

fn other(other: &OtherKeys) -> Other<'_> {
    let (outcome, why) = match &other.outcome {
        OtherOutcome::Sent => ("sent", None),
        OtherOutcome::Absent(why) => ("absent", Some(why.as_str())),
        OtherOutcome::NotAsked(why) => ("not_asked", Some(why.as_str())),
    };
    Other {
        kind: other.keys.id(),
        outcome,
        why,
    }
}
