//! Runs the command with a time limit and catches what it says.

use core::time::Duration;
use std::ffi::OsStr;
use std::io::{Read, Write};
use std::process::{Child, Command, Stdio};
use std::thread::{self, JoinHandle};
use std::time::Instant;

use crate::pki::AT;
use crate::schema;

/// No scenario may take longer.
const LIMIT: Duration = Duration::from_secs(60);

/// A command line to come.
pub(crate) struct Chainverify {
    command: Command,
    stdin: Vec<u8>,
}

/// What the command said.
#[derive(Debug)]
pub(crate) struct Said {
    /// Its exit status; `None` if a signal ended it.
    pub(crate) code: Option<i32>,
    /// Standard output.
    pub(crate) out: String,
    /// Standard error.
    pub(crate) err: String,
    /// How long it took.
    pub(crate) took: Duration,
}

/// The command with arguments, in an environment without surprises.
pub(crate) fn chainverify(args: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Chainverify {
    let mut command = Command::new(env!("CARGO_BIN_EXE_chainverify"));
    command
        .args(args)
        .env_remove("SSL_CERT_FILE")
        .env_remove("SSL_CERT_DIR")
        .env_remove("NO_COLOR")
        .env_remove("RUST_BACKTRACE")
        // What one scenario fetched, and what the user has, is nothing for the next.
        .env_remove("HOME")
        .env_remove("XDG_CACHE_HOME")
        .env_remove("LOCALAPPDATA")
        .env_remove("NODE_EXTRA_CA_CERTS")
        .env_remove("REQUESTS_CA_BUNDLE")
        .env_remove("CURL_CA_BUNDLE")
        .env_remove("JAVA_HOME")
        .env_remove("HTTPS_PROXY")
        .env_remove("https_proxy")
        .env_remove("ALL_PROXY")
        .env_remove("all_proxy")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    Chainverify {
        command,
        stdin: Vec::new(),
    }
}

/// Arguments that ask the server at this address, with this root as the only one.
pub(crate) fn connecting<'a>(address: &'a str, root: &'a str) -> [&'a str; 7] {
    [
        "--offline",
        "--at",
        AT,
        "--roots",
        root,
        "--connect",
        address,
    ]
}

impl Chainverify {
    /// Sets a variable of the environment.
    pub(crate) fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    /// Runs it in a folder.
    pub(crate) fn in_folder(mut self, folder: &str) -> Self {
        self.command.current_dir(folder);
        self
    }

    /// Feeds standard input.
    pub(crate) fn stdin(mut self, bytes: impl Into<Vec<u8>>) -> Self {
        self.stdin = bytes.into();
        self
    }

    /// Runs it to its end.
    pub(crate) fn run(mut self) -> Said {
        let began = Instant::now();
        let mut child = self.command.spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let feeder = thread::spawn(move || {
            // The command may end without reading.
            let _ = stdin.write_all(&self.stdin);
        });
        let out = collect(child.stdout.take().unwrap());
        let err = collect(child.stderr.take().unwrap());
        let code = wait(&mut child, began);
        feeder.join().unwrap();
        let said = Said {
            code,
            out: out.join().unwrap(),
            err: err.join().unwrap(),
            took: began.elapsed(),
        };
        assert!(!said.err.contains("panicked"), "{said:?}");
        said
    }
}

impl Said {
    /// Asserts the exit status; on failure everything that was said is shown.
    #[track_caller]
    pub(crate) fn exits_with(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{self:#?}");
        self
    }

    /// Asserts that the words are in the report.
    #[track_caller]
    pub(crate) fn reports(&self, words: &str) -> &Self {
        assert!(
            self.out.contains(words),
            "{words:?} is missing in {self:#?}"
        );
        self
    }

    /// Asserts that the report ends with a hint that has the words in it.
    #[track_caller]
    pub(crate) fn hints_at(&self, words: &str) -> &Self {
        let last = self.out.lines().last().unwrap_or_default();
        assert!(
            last.starts_with("  hint: ") && last.contains(words),
            "{words:?} is missing at the end of {self:#?}"
        );
        self
    }

    /// The one JSON object that was printed.
    #[track_caller]
    pub(crate) fn json(&self) -> serde_json::Value {
        let [json] = self.jsons().try_into().unwrap();
        json
    }

    /// The JSON objects that were printed, one a line, each as the schema has it.
    #[track_caller]
    pub(crate) fn jsons(&self) -> Vec<serde_json::Value> {
        let parse = |line| {
            let object = serde_json::from_str(line);
            let object = object.unwrap_or_else(|error| panic!("{error}: {self:#?}"));
            schema::check(&object).unwrap_or_else(|error| panic!("{error}: {object:#}"));
            object
        };
        self.out.lines().map(parse).collect()
    }

    /// Asserts that standard error is one line (and perhaps a hint) with the words in it, and that nothing is on standard output.
    #[track_caller]
    pub(crate) fn complains(self, words: &str) -> Self {
        let lines = self.err.lines().collect::<Vec<_>>();
        assert!(self.out.is_empty(), "{self:#?}");
        assert!(
            matches!(lines.as_slice(), [_] | [_, _]) && lines[0].starts_with("chainverify: "),
            "{self:#?}"
        );
        assert!(
            lines
                .iter()
                .skip(1)
                .all(|line| line.starts_with("  hint: ")),
            "{self:#?}"
        );
        assert!(
            lines[0].contains(words),
            "{words:?} is missing in {self:#?}"
        );
        self
    }
}

fn collect(mut reader: impl Read + Send + 'static) -> JoinHandle<String> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        reader.read_to_end(&mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    })
}

fn wait(child: &mut Child, began: Instant) -> Option<i32> {
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            return status.code();
        }
        if began.elapsed() > LIMIT {
            child.kill().unwrap();
            child.wait().unwrap();
            panic!("the command did not end within {LIMIT:?}");
        }
        thread::sleep(Duration::from_millis(5));
    }
}
