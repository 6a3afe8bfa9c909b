//! The command `chainverify FILE --roots FILE` against `openssl verify`, start to end: processes in
//! turns, and the median of the ratios.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;
use std::{env, fs, io};

use chainverify_testdata::pem;
use pki_types::CertificateDer;

use crate::chains::{self, Chain};
use crate::{measure, profiles};

/// The time of both.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Race {
    /// Of `chainverify`, in milliseconds, median.
    pub(crate) own: f64,
    /// Of `openssl verify`.
    pub(crate) openssl: f64,
    /// The median of own to OpenSSL's, round by round.
    pub(crate) ratio: f64,
}

/// Runs both so often. None where one of them is not there or does not find the chain valid.
pub(crate) fn measure(rounds: usize) -> Option<Race> {
    let folder = env::temp_dir().join(format!("chainverify-benches-{}", std::process::id()));
    let race = race(&folder, rounds);
    // If that fails, a few kilobytes stay in a folder for such things.
    drop(fs::remove_dir_all(&folder));
    race.inspect_err(|problem| eprintln!("the command is not measured: {problem}"))
        .ok()
}

fn race(folder: &Path, rounds: usize) -> io::Result<Race> {
    let chain = chains::named("rsa2048").ok_or(io::ErrorKind::NotFound)?;
    let [certs, root] = written(folder, &chain)?;
    let own = profiles::command()?;
    let seconds = chain.question.time.as_secs();
    let mut own = Command::new(own);
    own.arg(&certs)
        .arg("--roots")
        .arg(&root)
        .args(["--at", &format!("@{seconds}")]);
    let mut openssl = Command::new("openssl");
    openssl
        .args([
            "verify",
            "-purpose",
            "sslserver",
            "-attime",
            &seconds.to_string(),
        ])
        .arg("-CAfile")
        .arg(&root)
        .arg("-untrusted")
        .args([&certs, &certs]);
    let mut times = [Vec::new(), Vec::new()];
    for round in 0..rounds {
        // Whoever is first finds a cooler cache.
        let order = if round % 2 == 0 { [0, 1] } else { [1, 0] };
        for which in order {
            let command = if which == 0 { &mut own } else { &mut openssl };
            times[which].push(millis(command)?);
        }
    }
    let [own, openssl] = times;
    let ratios = own.iter().zip(&openssl).map(|(own, openssl)| own / openssl);
    Ok(Race {
        ratio: measure::median(ratios),
        own: measure::median(own.into_iter()),
        openssl: measure::median(openssl.into_iter()),
    })
}

fn millis(command: &mut Command) -> io::Result<f64> {
    let start = Instant::now();
    let status = command
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()?;
    let millis = start.elapsed().as_secs_f64() * 1e3;
    if status.success() {
        Ok(millis)
    } else {
        Err(io::Error::other(format!("{command:?}: {status}")))
    }
}

/// Chain and root as PEM files.
fn written(folder: &Path, chain: &Chain) -> io::Result<[PathBuf; 2]> {
    fs::create_dir_all(folder)?;
    let text = |certs: &[CertificateDer<'_>]| -> String {
        certs.iter().map(|der| pem("CERTIFICATE", der)).collect()
    };
    let files = ["chain.pem", "root.pem"].map(|name| folder.join(name));
    fs::write(&files[0], text(&chain.certs))?;
    fs::write(&files[1], text(core::slice::from_ref(&chain.root)))?;
    Ok(files)
}
