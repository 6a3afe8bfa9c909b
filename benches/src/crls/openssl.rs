//! OpenSSL's turn, in a process of its own: the memory is the growth of what that process has held.

use std::io::{Read as _, Write as _};
use std::process::{Command, Stdio};
use std::{env, io};

use super::file::File;
use super::turn::Turn;

/// A turn; none where OpenSSL is not built in.
pub(super) fn turn(file: &File) -> Option<Turn> {
    if !cfg!(feature = "openssl") || cfg!(test) {
        return None;
    }
    ask(file).ok()?
}

/// Gives the list to this program, behind a serial number that it has.
fn ask(file: &File) -> io::Result<Option<Turn>> {
    let mut process = Command::new(env::current_exe()?)
        .arg("crl-one")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    if let Some(mut input) = process.stdin.take() {
        input.write_all(&file.asked[0])?;
        input.write_all(file.der)?;
    }
    let output = process.wait_with_output()?;
    Ok(read(&String::from_utf8_lossy(&output.stdout)))
}

fn read(text: &str) -> Option<Turn> {
    let [open, memory, look, later] = text.split_whitespace().collect::<Vec<_>>()[..] else {
        return None;
    };
    Some(Turn {
        open: open.parse().ok()?,
        memory: memory.parse().ok(),
        look: look.parse().ok(),
        index: None,
        later: later.parse().ok(),
    })
}

/// What the process does with its input, and says.
pub(crate) fn one() -> Option<String> {
    let mut input = Vec::new();
    io::stdin().read_to_end(&mut input).ok()?;
    let (serial, der) = input.split_first_chunk()?;
    measured(serial, der)
}

#[cfg(not(feature = "openssl"))]
fn measured(_serial: &super::file::Serial, _der: &[u8]) -> Option<String> {
    None
}

#[cfg(feature = "openssl")]
fn measured(serial: &super::file::Serial, der: &[u8]) -> Option<String> {
    use std::time::Instant;

    use openssl::asn1::Asn1Integer;
    use openssl::bn::BigNum;
    use openssl::x509::{CrlStatus, X509Crl};

    use crate::worst::peak;

    let number = |octets: &[u8]| -> Option<Asn1Integer> {
        BigNum::from_slice(octets).ok()?.to_asn1_integer().ok()
    };
    let (absent, present) = (number(super::file::ABSENT)?, number(serial)?);
    let before = peak()?;
    let start = Instant::now();
    let crl = X509Crl::from_der(der).ok()?;
    let open = start.elapsed().as_nanos();
    let memory = peak()? - before;
    // Sorts the list.
    let start = Instant::now();
    let is_absent = matches!(crl.get_by_serial(&absent), CrlStatus::NotRevoked);
    let look = start.elapsed().as_nanos();
    let start = Instant::now();
    let is_present = matches!(crl.get_by_serial(&present), CrlStatus::Revoked(_));
    let later = start.elapsed().as_nanos();
    (is_absent && is_present).then(|| format!("{open} {memory} {look} {later}\n"))
}
