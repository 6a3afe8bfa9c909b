//! What is typed behind `chainverify store`.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Parser, Subcommand};

const AFTER_HELP: &str = "\
A STORE is one of
  os                       the operating system's store
  mozilla                  Mozilla's set, embedded, with its certificates
  apple, microsoft, chrome, android, open_jdk, debian
                           what a root programme has, by fingerprint
  java                     cacerts of the Java at JAVA_HOME
  FILE, DIR                certificates, a keystore; a file that is called as
                           one of the above is written ./os

audit looks at the operating system's store and, without --from, at those that
NODE_EXTRA_CA_CERTS, REQUESTS_CA_BUNDLE, CURL_CA_BUNDLE and JAVA_HOME name.

Exit status:
  0  done
  2  wrong usage, or a store that cannot be read
  4  with --fail-on warning: audit has a warning, diff a difference";

/// The command line.
#[derive(Clone, Debug, Parser)]
#[command(
    name = "chainverify store",
    bin_name = "chainverify store",
    about = "Says which roots are trusted, whose they are, and what is odd about them",
    after_help = AFTER_HELP,
    disable_help_subcommand = true
)]
pub(crate) struct StoreArgs {
    /// What to do.
    #[command(subcommand)]
    pub(crate) action: Action,

    /// The store to look at
    #[arg(long, value_name = "STORE", default_value = "os", global = true)]
    pub(crate) from: OsString,

    /// Look at the operating system below this folder,{n}as of a container's image
    #[arg(long, value_name = "DIR", global = true)]
    pub(crate) sysroot: Option<PathBuf>,

    /// A file with a password in its first line, for{n}keystores (repeatable)
    #[arg(long, value_name = "FILE", global = true)]
    pub(crate) password_file: Vec<PathBuf>,

    /// When: RFC 3339 (2020-12-01T00:00:00Z) or{n}@unix-seconds; default: now
    #[arg(long, value_name = "TIME", allow_hyphen_values = true, global = true)]
    pub(crate) at: Option<String>,

    /// One JSON object
    #[arg(long, global = true)]
    pub(crate) json: bool,

    /// Exit with status 4 if there is a warning or a{n}difference
    #[arg(long, value_name = "warning", global = true)]
    pub(crate) fail_on: Option<String>,
}

/// What to do.
#[derive(Clone, Debug, Subcommand)]
pub(crate) enum Action {
    /// Every root, and whose it is
    List,
    /// What is odd: roots of this machine alone, expired ones and the like
    Audit,
    /// What one store has and the other has not
    Diff {
        /// A store
        #[arg(value_name = "STORE")]
        a: OsString,
        /// Another store
        #[arg(value_name = "STORE")]
        b: OsString,
    },
    /// All that is known of a root
    Show {
        /// A part of its name, or its SHA-256 from the start
        #[arg(value_name = "NAME|FINGERPRINT")]
        root: String,
    },
}
