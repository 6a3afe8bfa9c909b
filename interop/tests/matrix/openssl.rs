//! `openssl s_server` and `openssl s_client`.

use std::process::Command;

use chainverify_interop::folder::Folder;
use chainverify_interop::pki::Party;

use crate::cases::OK;
use crate::foreign::{ForeignServer, Program, alert_name};
use crate::ours::Version;

/// Whether there is an `openssl`; if not, that is said.
pub(crate) fn is_installed() -> bool {
    let version = Command::new("openssl").arg("version").output();
    if version.is_err() {
        eprintln!("skipped: openssl is not installed");
    }
    version.is_ok()
}

/// A server for one connection.
pub(crate) fn serve(party: &Party, version: Version) -> ForeignServer {
    let folder = Folder::new();
    let mut command = Command::new("openssl");
    command.args([
        "s_server",
        "-accept",
        "127.0.0.1:0",
        "-naccept",
        "1",
        "-www",
    ]);
    command
        .args([option(version)])
        .args(identity(party, &folder));
    if let Some(staple) = party.stapled() {
        command.args(["-status_file", &folder.write("staple.der", staple)]);
    }
    let program = Program::start(&mut command, b"", folder);
    // With port 0 it says which one it was given: "ACCEPT 127.0.0.1:40961".
    let address = program.address(|line| line.strip_prefix("ACCEPT ")?.rsplit(':').next());
    ForeignServer::new(program, address, saw)
}

/// What a client with this certificate sees.
pub(crate) fn connect(party: Option<&Party>, version: Version, port: &str) -> String {
    let folder = Folder::new();
    let mut command = Command::new("openssl");
    let to = format!("127.0.0.1:{port}");
    command.args([
        "s_client",
        "-connect",
        &to,
        "-servername",
        "localhost",
        "-ign_eof",
    ]);
    command.arg(option(version));
    if let Some(party) = party {
        command.args(identity(party, &folder));
    }
    let program = Program::start(&mut command, b"GET / HTTP/1.0\r\n\r\n", folder);
    saw_answer(&program)
}

const fn option(version: Version) -> &'static str {
    match version {
        Version::V1_2 => "-tls1_2",
        Version::V1_3 => "-tls1_3",
    }
}

fn identity(party: &Party, folder: &Folder) -> [String; 6] {
    let [chain, key] = party.write(folder, "party");
    ["-cert", &chain, "-key", &key, "-cert_chain", &chain].map(str::to_owned)
}

/// As in "…:sslv3 alert certificate expired:../ssl/record/rec_layer_s3.c:1584:SSL alert number 45".
fn alert(line: &str) -> Option<String> {
    let (_, number) = line.rsplit_once("SSL alert number ")?;
    Some(alert_name(number.trim().parse().ok()?))
}

/// A server says no word of a connection that came to pass.
fn saw(program: &Program) -> String {
    match program.find(alert) {
        Ok(alert) => alert,
        Err(said) if said.iter().any(|line| line.contains("rror")) => format!("error {said:?}"),
        Err(_) => OK.to_owned(),
    }
}

fn saw_answer(program: &Program) -> String {
    let is_answer = |line: &str| line.starts_with("HTTP/1.1 200 OK").then(|| OK.to_owned());
    let found = program.find(|line| alert(line).or_else(|| is_answer(line)));
    found.unwrap_or_else(|said| format!("error {said:?}"))
}
