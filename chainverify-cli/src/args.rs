//! What was typed: the command line as clap reads it, and the help text. It is *not* the meaning of the words: `plan` says what a target, a time or a name is.
//! Where a line of the help would be too long for a terminal of 80 columns, `{n}` breaks it: clap does so only with more crates.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::builder::ArgPredicate;
use clap::{ArgAction, Parser, ValueEnum};

/// The part of the help that clap does not write by itself.
const AFTER_HELP: &str = "\
Targets:
  example.com              a host, port 443; also an internationalized name
  example.com:8443         a host and a port
  192.0.2.1, [2001:db8::1]:8443, [fe80::1%eth0]
                           an address; the server name (SNI) that is sent is
                           the DNS name of --name, if there is one
  https://example.com/x    a URL; only its host and port matter
  server.pem               a PEM or DER file, a PKCS#7 bundle, a PKCS#12 file or
                           a Java keystore: a path that exists, has a separator,
                           or ends in .pem .crt .cer .der .p7b .p7c .p12 .pfx
                           .jks .keystore .key
  certs/                   a directory: each file in it by itself
  -                        standard input, the same

Examples:
  chainverify example.com
  chainverify --explain --connect 192.0.2.1 example.com
  chainverify --name www.example.com 192.0.2.1
  chainverify --roots ca.pem --name www.example.com server.pem
  chainverify --add-roots ca.pem intranet.example www.example.com
  chainverify --chain chain.pem --name www.example.com cert.pem
  chainverify --key privkey.pem --name www.example.com fullchain.pem
  chainverify --cert me.pem --key me.key api.example.com
  chainverify --purpose client --roots clients-ca.pem me.pem
  chainverify --roots truststore.jks --password-file secret server.p12
  chainverify --offline --at 2020-12-01T00:00:00Z --roots root.der chain.pem
  chainverify --roots ca.pem --crl ca.crl --revocation hard server.pem
  chainverify --as rustls example.com
  chainverify --json --fail-on warning example.com example.org
  openssl s_client -showcerts -connect example.com:443 </dev/null |
    chainverify -

Other jobs:
  chainverify store        which roots are trusted, whose they are, and what is
                           odd about them; see chainverify store --help

Exit status (of several targets: the first of 1, 2, 3, 4 that occurred):
  0  valid
  1  not valid; also: a host refused the certificate of --cert; the verifier of
     --as refuses, or has no answer
  2  wrong usage, or input that cannot be read
  3  could not connect, or no TLS that proves the server's key
  4  valid, but with a finding at or above --fail-on

Revocation, unless it is switched off:
  always                   the OCSP response that a host staples, what is given,
                           CRLite's filters
  for a host               the CRLs that its certificates name; where none tells
                           the status, their OCSP responders
  for a file, or with --at the same only with --fetch public, --fetch any or
                           --revocation hard: what is fetched is of today
  A certificate that was revoked is not valid. A status that could not be told
  is a warning. The report has each status and its source, or why nobody looked.

Environment:
  SSL_CERT_FILE, SSL_CERT_DIR   take the place of the operating system's store
  XDG_CACHE_HOME                where cache and filters are; default: ~/.cache
  HTTPS_PROXY, ALL_PROXY        are not used: connections are direct
  NO_COLOR                      if set and not empty: no colour

Text and JSON go to standard output, diagnostics and progress to standard error.";

/// The command line.
#[derive(Clone, Debug, Parser)]
#[command(
    name = "chainverify",
    bin_name = "chainverify",
    version,
    about = "Verifies the certificate chain of a host or a file and says why",
    after_help = AFTER_HELP,
    override_usage = "chainverify [OPTIONS] <TARGET>..."
)]
pub(crate) struct Args {
    /// Hosts, URLs, files with certificates, or - for standard input
    #[arg(required = true, value_name = "TARGET")]
    pub(crate) targets: Vec<OsString>,

    /// Trust, input and time.
    #[command(flatten)]
    pub(crate) input: InputArgs,

    /// The rules to apply.
    #[command(flatten)]
    pub(crate) rules: RuleArgs,

    /// Where revocation is looked for, and what it counts.
    #[command(flatten)]
    pub(crate) revocation: RevocationArgs,

    /// Which logs of certificates are known.
    #[command(flatten)]
    pub(crate) transparency: TransparencyArgs,

    /// What to reach, and for how long.
    #[command(flatten)]
    pub(crate) network: NetworkArgs,

    /// What to print.
    #[command(flatten)]
    pub(crate) output: OutputArgs,
}

/// Trust and what is checked.
#[derive(Clone, Debug, clap::Args)]
#[command(next_help_heading = "Trust and input")]
pub(crate) struct InputArgs {
    /// Trust exactly these certificates, instead of a{n}store (repeatable)
    #[arg(long, value_name = "FILE|DIR")]
    pub(crate) roots: Vec<PathBuf>,

    /// Trust these certificates too, beside the store{n}(repeatable)
    #[arg(long, value_name = "FILE|DIR", conflicts_with = "roots")]
    pub(crate) add_roots: Vec<PathBuf>,

    /// Where roots come from; where the OS has none,{n}Mozilla's set serves
    #[arg(
        long,
        value_name = "os|mozilla|none",
        hide_possible_values = true,
        default_value = "os",
        default_value_if("roots", ArgPredicate::IsPresent, "none")
    )]
    pub(crate) store: StoreArg,

    /// The rest of the chain of the file target;{n}counts as sent (repeatable)
    #[arg(long, value_name = "FILE")]
    pub(crate) chain: Vec<PathBuf>,

    /// Candidates for the path that were not sent{n}(repeatable)
    #[arg(long, value_name = "FILE")]
    pub(crate) intermediates: Vec<PathBuf>,

    /// The leaf, where the file target lacks it or it{n}cannot be told in it
    #[arg(long, value_name = "FILE")]
    pub(crate) leaf: Option<PathBuf>,

    /// A client certificate to present to a host that{n}asks; its key is in FILE, or that of --key{n}(repeatable)
    #[arg(long, value_name = "FILE")]
    pub(crate) cert: Vec<PathBuf>,

    /// A private key; if it is not the leaf's, the{n}target is not valid. With --cert: the key of{n}the client certificate (repeatable)
    #[arg(long, value_name = "FILE")]
    pub(crate) key: Vec<PathBuf>,

    /// A file with a password in its first line, for{n}keystores and private keys (repeatable)
    #[arg(long, value_name = "FILE")]
    pub(crate) password_file: Vec<PathBuf>,

    /// DNS name, IP address, e-mail or URI to check{n}(repeatable); default: the host
    #[arg(long)]
    pub(crate) name: Vec<String>,

    /// When: RFC 3339 (2020-12-01T00:00:00Z) or{n}@unix-seconds; default: now
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    pub(crate) at: Option<String>,
}

/// The rules to apply.
#[derive(Clone, Debug, clap::Args)]
#[command(next_help_heading = "Rules")]
pub(crate) struct RuleArgs {
    /// The use: server, client, email, code, timestamp,{n}ocsp, any or an OID
    #[arg(long, value_name = "PURPOSE", default_value = "server")]
    pub(crate) purpose: String,

    /// Which rules: those of browsers, or RFC 5280 to{n}the letter
    #[arg(
        long,
        value_name = "web|rfc5280",
        hide_possible_values = true,
        default_value = "web"
    )]
    pub(crate) profile: ProfileArg,

    /// Make errors of conformance warnings
    #[arg(long)]
    pub(crate) strict: bool,

    /// An acceptable certificate policy (repeatable);{n}RFC 5280 §6.1.1 (c)
    #[arg(long, value_name = "OID")]
    pub(crate) policy: Vec<String>,

    /// Require a path that is valid for one of the{n}policies; RFC 5280 §6.1.1 (f)
    #[arg(long)]
    pub(crate) explicit_policy: bool,

    /// Do not follow policy mappings;{n}RFC 5280 §6.1.1 (e)
    #[arg(long)]
    pub(crate) inhibit_policy_mapping: bool,

    /// Let anyPolicy count for nothing;{n}RFC 5280 §6.1.1 (g)
    #[arg(long)]
    pub(crate) inhibit_any_policy: bool,

    /// Allow at most N intermediates, self-issued ones{n}not counted
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    pub(crate) max_depth: Option<u8>,
}

/// Where revocation is looked for, and what it counts.
#[derive(Clone, Debug, clap::Args)]
#[command(next_help_heading = "Revocation")]
pub(crate) struct RevocationArgs {
    /// off: nobody looks; soft: a certificate{n}that was revoked is not valid; hard: nor{n}is one whose status is not known{n}[default: soft]
    #[arg(
        long,
        value_name = "off|soft|hard",
        hide_possible_values = true,
        hide_default_value = true,
        default_value = "soft"
    )]
    pub(crate) revocation: RevocationArg,

    /// Whose status: that of the leaf alone, or{n}of all the path [default: chain]
    #[arg(
        long,
        value_name = "leaf|chain",
        hide_possible_values = true,
        hide_default_value = true,
        default_value = "chain"
    )]
    pub(crate) revocation_scope: RevocationScopeArg,

    /// CRLs, in DER or PEM (repeatable)
    #[arg(long, value_name = "FILE")]
    pub(crate) crl: Vec<PathBuf>,

    /// OCSP responses, in DER, PEM or base64{n}(repeatable)
    #[arg(long, value_name = "FILE")]
    pub(crate) ocsp: Vec<PathBuf>,

    /// CRLite's filters; default: those that{n}the program upki has fetched, if any
    #[arg(long, value_name = "DIR|off")]
    pub(crate) crlite: Option<PathBuf>,

    /// Certificates that are not wanted, in{n}JSON as Mozilla's OneCRL (repeatable)
    #[arg(long, value_name = "FILE")]
    pub(crate) blocklist: Vec<PathBuf>,

    /// Where fetched CRLs and OCSP responses{n}are kept; default: chainverify in the{n}user's cache folder
    #[arg(long, value_name = "DIR|off")]
    pub(crate) cache: Option<PathBuf>,
}

/// Which logs of certificates are known.
#[derive(Clone, Debug, clap::Args)]
#[command(next_help_heading = "Certificate Transparency")]
pub(crate) struct TransparencyArgs {
    /// Logs of certificates, in JSON as Chrome's and{n}Apple's log_list.json: verifies timestamps, and{n}warns of what these browsers do not accept
    #[arg(long, value_name = "FILE")]
    pub(crate) ct_logs: Option<PathBuf>,
}

/// What to reach, and for how long.
#[derive(Clone, Debug, clap::Args)]
#[command(next_help_heading = "Network")]
pub(crate) struct NetworkArgs {
    /// Connect there instead; SNI and the checked name{n}stay the target's
    #[arg(long, value_name = "ADDR[:PORT]")]
    pub(crate) connect: Option<String>,

    /// Server name (SNI) to send; default: the host,{n}for an address that of --name
    #[arg(long, value_name = "NAME|none")]
    pub(crate) servername: Option<String>,

    /// Ask for both certificates of a server that has{n}RSA and elliptic-curve keys
    #[arg(long)]
    pub(crate) both: bool,

    /// Limit for name resolution, connecting and{n}handshake together
    #[arg(
        long,
        value_name = "SECONDS",
        default_value = "10",
        allow_hyphen_values = true
    )]
    pub(crate) timeout: String,

    /// Fetch missing issuers (AIA), CRLs and OCSP{n}responses: from public addresses, from any, or{n}not [default: public]
    #[arg(long, value_name = "public|any|off", hide_possible_values = true)]
    pub(crate) fetch: Option<FetchArg>,

    /// The same as --fetch off; a host target is still{n}connected to
    #[arg(long, conflicts_with = "fetch")]
    pub(crate) offline: bool,
}

/// What to print.
#[derive(Clone, Debug, clap::Args)]
#[command(next_help_heading = "Output")]
pub(crate) struct OutputArgs {
    /// Also every note, path and certificate, and the{n}comparison of hashes
    #[arg(long)]
    pub(crate) explain: bool,

    /// One JSON object per target and line
    #[arg(long)]
    pub(crate) json: bool,

    /// Verdict and exit status of another verifier:{n}rustls (it is run), openssl or go (models after{n}their documents)
    #[arg(long = "as", value_name = "WHOSE", hide_possible_values = true)]
    pub(crate) verdict_as: Option<AsArg>,

    /// Exit with status 4 if a valid path has a warning or{n}a conformance note
    #[arg(long, value_name = "warning")]
    pub(crate) fail_on: Option<String>,

    /// Print only errors: the exit status is the answer
    #[arg(short, long, conflicts_with_all = ["explain", "json", "verbose"])]
    pub(crate) quiet: bool,

    /// Say on standard error what is being done
    #[arg(short, long, action = ArgAction::SetTrue)]
    pub(crate) verbose: bool,
}

/// `--store`.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub(crate) enum StoreArg {
    /// The operating system's.
    Os,
    /// Mozilla's set, embedded.
    Mozilla,
    /// Nothing is trusted but `--roots`.
    None,
}

/// `--profile`.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub(crate) enum ProfileArg {
    /// As browsers do.
    Web,
    /// RFC 5280 and nothing more.
    Rfc5280,
}

/// `--revocation`.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub(crate) enum RevocationArg {
    /// Nobody looks.
    Off,
    /// That a certificate was revoked is an error.
    Soft,
    /// That it cannot be told is one, too.
    Hard,
}

/// `--revocation-scope`.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub(crate) enum RevocationScopeArg {
    /// The leaf's status alone.
    Leaf,
    /// That of each certificate of the path.
    Chain,
}

/// `--as`.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub(crate) enum AsArg {
    /// The crate rustls, which is run.
    Rustls,
    /// A model of OpenSSL.
    #[value(name = "openssl")]
    OpenSsl,
    /// A model of Go's `crypto/x509`.
    Go,
}

/// `--fetch`.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub(crate) enum FetchArg {
    /// From public addresses only.
    Public,
    /// From any address.
    Any,
    /// Not at all.
    Off,
}

#[cfg(test)]
mod tests;
