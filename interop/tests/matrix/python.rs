//! Peers that run in Python, in the virtual environment that `CHAINVERIFY_PEERS` names.

use std::path::{Path, PathBuf};
use std::process::Command;

use chainverify_interop::folder::Folder;
use chainverify_interop::pki::Party;

use crate::foreign::{ForeignServer, Program};

/// The folder of its programs; where there is none, that is said.
pub(crate) fn environment() -> Option<PathBuf> {
    let Some(folder) = std::env::var_os("CHAINVERIFY_PEERS") else {
        eprintln!("skipped: CHAINVERIFY_PEERS names no virtual environment");
        return None;
    };
    let programs = Path::new(&folder).join("bin");
    assert!(programs.join("python").exists(), "no Python in {folder:?}");
    Some(programs)
}

fn script(words: &[&str]) -> Command {
    let programs = environment().expect("asked for by those who looked");
    let mut command = Command::new(programs.join("python"));
    let [name, arguments @ ..] = words else {
        panic!("a script and its arguments")
    };
    let scripts = Path::new(env!("CARGO_MANIFEST_DIR")).join("peers");
    command.arg(scripts.join(name)).args(arguments);
    command
}

/// A server for one connection.
pub(crate) fn serve(party: &Party, words: &[&str]) -> ForeignServer {
    let folder = Folder::new();
    let mut command = script(words);
    command.args(party.write(&folder, "server"));
    let program = Program::start(&mut command, b"", folder);
    let address = program.address(|line| line.strip_prefix("PORT "));
    ForeignServer::new(program, address, saw)
}

/// What a client with this certificate sees.
pub(crate) fn connect(party: Option<&Party>, words: &[&str]) -> String {
    let folder = Folder::new();
    let mut command = script(words);
    if let Some(party) = party {
        command.args(party.write(&folder, "client"));
    }
    saw(&Program::start(&mut command, b"", folder))
}

/// The line that says how it ended.
fn saw(program: &Program) -> String {
    let found = program.find(|line| match line.split_once(' ') {
        Some(("alert", name)) => Some(name.to_owned()),
        Some(("error", _)) => Some(line.to_owned()),
        _ => (line == "ok").then(|| line.to_owned()),
    });
    found.unwrap_or_else(|said| format!("error {said:?}"))
}
