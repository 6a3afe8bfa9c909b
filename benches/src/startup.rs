//! What a program does once, or once for each of its parts: it reads the operating system's roots,
//! builds a store, clones a verifier.

use std::path::Path;
use std::process::Command;
use std::{env, fs};

use chainverify_testdata::CertBuilder;
use pki_types::CertificateDer;

use crate::algorithms::{Provider, Signatures};
use crate::chains::{self, PLACE, Roots};
use crate::measure::{self, Effort};
use crate::peers::Peer as _;
use crate::peers::chainverify::{self, Chainverify};
use crate::table;

/// All of it.
#[derive(Clone, Debug)]
pub(crate) struct Startup {
    /// The operating system's roots; none where there is no bundle.
    pub(crate) os: Option<Os>,
    /// Many anchors.
    pub(crate) anchors: Anchors,
    /// The time of a clone of a verifier with Mozilla's roots, in nanoseconds.
    pub(crate) clone: f64,
}

/// `Verifier::os()` beside the bundle that has the same roots.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Os {
    /// How many roots it has.
    pub(crate) anchors: usize,
    /// How many are in the bundle.
    pub(crate) in_bundle: usize,
    /// Its time, in nanoseconds.
    pub(crate) nanos: f64,
    /// The time to read and parse the bundle once.
    pub(crate) bundle: f64,
    /// The median of the ratios, round by round.
    pub(crate) ratio: f64,
}

/// So many honest anchors, whose names end alike, as names of CAs do.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Anchors {
    /// The time to build a store of them, in nanoseconds.
    pub(crate) store: f64,
    /// The time of a verification with it, signatures accepted unseen.
    pub(crate) call: f64,
}

/// The number of them.
pub(crate) const ANCHORS: usize = if cfg!(test) { 100 } else { 10_000 };

/// Measures it.
pub(crate) fn measure(effort: Effort) -> Startup {
    let few = Effort {
        rounds: effort.rounds.div_ceil(4),
        ..effort
    };
    let chain = chains::named("p256").expect("a chain");
    let roots = Roots::Mozilla.of(&chain);
    let verifier = Chainverify::new(&roots, Provider::Ring.algorithms());
    let clone = || drop(core::hint::black_box(verifier.clone()));
    Startup {
        os: os_in_another_process(effort),
        anchors: anchors(few),
        clone: measure::side_by_side(&[&clone], few)[0].least(),
    }
}

fn anchors(effort: Effort) -> Anchors {
    let honest = CertBuilder::ca(&format!("Trust {PLACE} Certification Authority")).sign();
    let mut roots: Vec<CertificateDer<'static>> = chains::numbered(&honest, ANCHORS).collect();
    let store = || drop(core::hint::black_box(chainverify::store(roots.clone())));
    let copy = || drop(core::hint::black_box(roots.clone()));
    let [store, copy] = &measure::side_by_side(&[&store, &copy], effort)[..] else {
        unreachable!("two tasks");
    };
    let store = store.least() - copy.least();
    let chain = chains::named("p256").expect("a chain");
    roots.push(chain.root.clone());
    let verifier = Chainverify::new(&roots, Provider::Ring.counted(Signatures::Accepted));
    let call = || {
        assert!(
            verifier.verify(&chain.certs, chain.question),
            "a valid chain"
        )
    };
    Anchors {
        store,
        call: measure::side_by_side(&[&call], effort)[0].least(),
    }
}

/// Where systems have their bundle.
const BUNDLES: [&str; 5] = [
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/ca-bundle.pem",
    "/etc/ssl/cert.pem",
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
];

/// Measures the operating system's roots in this process, with the environment as it is; none
/// where there is no bundle.
pub(crate) fn os(effort: Effort) -> Option<Os> {
    let bundle = BUNDLES.into_iter().find(|path| Path::new(path).exists())?;
    let parse = || chainverify::store_of_bundle(&fs::read(bundle).unwrap_or_default());
    let own = || assert!(chainverify::os() > 0, "roots");
    let once = || assert!(parse() > 0, "roots");
    let samples = measure::side_by_side(&[&own, &once], effort);
    Some(Os {
        anchors: chainverify::os(),
        in_bundle: parse(),
        nanos: samples[0].nanos(),
        bundle: samples[1].nanos(),
        ratio: samples[0].ratio_to(&samples[1]),
    })
}

/// The same without the variables that name another place.
fn os_in_another_process(effort: Effort) -> Option<Os> {
    let output = Command::new(env::current_exe().ok()?)
        .arg("os")
        .args(effort.args())
        .env_remove("SSL_CERT_FILE")
        .env_remove("SSL_CERT_DIR")
        .output()
        .ok()?;
    Os::read(&String::from_utf8_lossy(&output.stdout))
}

impl Os {
    /// For another process to read.
    pub(crate) fn write(&self) -> String {
        format!(
            "{} {} {} {} {}\n",
            self.anchors, self.in_bundle, self.nanos, self.bundle, self.ratio
        )
    }

    fn read(text: &str) -> Option<Self> {
        let [anchors, in_bundle, nanos, bundle, ratio] =
            text.split_whitespace().collect::<Vec<_>>()[..]
        else {
            return None;
        };
        Some(Self {
            anchors: anchors.parse().ok()?,
            in_bundle: in_bundle.parse().ok()?,
            nanos: nanos.parse().ok()?,
            bundle: bundle.parse().ok()?,
            ratio: ratio.parse().ok()?,
        })
    }
}

/// The table.
pub(crate) fn rows(startup: &Startup) -> Vec<table::Row> {
    let micros = |nanos: f64| format!("{:.2}", nanos / 1e3);
    let mut rows = vec![table::row(["what", "µs"])];
    let mut add = |what: String, nanos| rows.push(vec![what, micros(nanos)]);
    if let Some(os) = &startup.os {
        add(format!("Verifier::os(), {} roots", os.anchors), os.nanos);
        let what = format!("the bundle, read and parsed once, {} roots", os.in_bundle);
        add(what, os.bundle);
    }
    add("clone of a verifier, Mozilla + 1".to_owned(), startup.clone);
    add(
        format!("a store of {ANCHORS} anchors"),
        startup.anchors.store,
    );
    let what = format!("a call with {ANCHORS} anchors, signatures accepted unseen");
    add(what, startup.anchors.call);
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_figures_of_another_process_are_read_as_they_are_written() {
        let os = Os {
            anchors: 3,
            in_bundle: 4,
            nanos: 5.5,
            bundle: 6.0,
            ratio: 0.9,
        };
        let copy = Os::read(&os.write()).expect("five figures");
        assert_eq!(format!("{copy:?}"), format!("{os:?}"));
        assert!(Os::read("usage: …").is_none());
    }

    #[test]
    fn many_anchors_are_no_hindrance() {
        let anchors = anchors(Effort::ONCE);
        assert!(anchors.call > 0.0, "{anchors:?}");
    }
}
