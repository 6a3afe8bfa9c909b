//! A verifier in another language: one process for all chains, which come as lines of hexadecimal digits, and for each of
//! which it answers with a line, `ok` or why not.

use chainverify_testdata::mutate::{HOST, Mutant, TIME};

use core::fmt::Write as _;
use core::sync::atomic::{AtomicUsize, Ordering};
use std::fs::{self, File};
use std::path::PathBuf;
use std::process::{Command, Output};

use super::{GO, PYCA, Peer, Verdict};

/// How often any of them was asked, for the names of the files.
static ASKED: AtomicUsize = AtomicUsize::new(0);

/// A program that was found.
pub(super) struct Process {
    name: &'static str,
    program: &'static str,
    /// Before host and time.
    arguments: Vec<PathBuf>,
    version: String,
}

impl Process {
    /// Go, by its compiler.
    pub(super) fn go() -> Option<Self> {
        let version = output_of(Command::new("go").args(["env", "GOVERSION"]))?;
        Some(Self {
            name: GO,
            program: "go",
            arguments: vec!["run".into(), here("peers/go/main.go")],
            version: version.trim_start_matches("go").to_owned(),
        })
    }

    /// Python with the package `cryptography`.
    pub(super) fn pyca() -> Option<Self> {
        let ask = "import cryptography; import cryptography.x509.verification; print(cryptography.__version__)";
        Some(Self {
            name: PYCA,
            program: "python3",
            arguments: vec![here("peers/pyca.py")],
            version: output_of(Command::new("python3").args(["-c", ask]))?,
        })
    }

    fn answers(&self, mutants: &[Mutant]) -> std::io::Result<String> {
        let number = ASKED.fetch_add(1, Ordering::Relaxed);
        let name = format!("chainverify-mutants-{}-{number}", std::process::id());
        let file = std::env::temp_dir().join(name);
        let lines: String = mutants.iter().map(line).collect();
        fs::write(&file, lines)?;
        let output = Command::new(self.program)
            .args(&self.arguments)
            .args([HOST, &TIME.to_string()])
            .stdin(File::open(&file)?)
            .output();
        fs::remove_file(&file)?;
        let Output {
            status,
            stdout,
            stderr,
        } = output?;
        let stderr = String::from_utf8_lossy(&stderr);
        assert!(status.success(), "{} failed: {stderr}", self.name);
        Ok(String::from_utf8_lossy(&stdout).into_owned())
    }
}

impl Peer for Process {
    fn name(&self) -> &'static str {
        self.name
    }

    fn version(&self) -> String {
        self.version.clone()
    }

    /// # Panics
    ///
    /// The process fails, or does not answer with a line for each chain: then nothing that it said can be trusted.
    fn verdicts(&self, mutants: &[Mutant]) -> Vec<Verdict> {
        if mutants.is_empty() {
            return Vec::new();
        }
        let answers = self
            .answers(mutants)
            .unwrap_or_else(|error| panic!("{}: {error}", self.name));
        let verdict = |line: &str| match line {
            "ok" => Ok(()),
            reason => Err(reason.to_owned()),
        };
        let verdicts: Vec<_> = answers.lines().map(verdict).collect();
        assert_eq!(verdicts.len(), mutants.len(), "answers of {}", self.name);
        verdicts
    }
}

/// Root and sent certificates, with a space between.
fn line(mutant: &Mutant) -> String {
    let mut line = String::new();
    for der in [&mutant.root].into_iter().chain(&mutant.sent) {
        if !line.is_empty() {
            line.push(' ');
        }
        // An empty certificate must be seen as one.
        line.push('x');
        for octet in der {
            let _ = write!(line, "{octet:02x}");
        }
    }
    line.push('\n');
    line
}

fn output_of(command: &mut Command) -> Option<String> {
    let output = command.output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| text.trim().to_owned())
}

fn here(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(path)
}
