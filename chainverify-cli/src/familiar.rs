//! Options of other tools that people know by heart, and what is typed here instead. clap suggests what is spelled alike; this is for what
//! is called otherwise.

use std::ffi::{OsStr, OsString};

const ROOTS: &str =
    "--roots FILE trusts exactly these certificates, --add-roots FILE trusts them beside the store";
const NOT_SENT: &str =
    "--intermediates FILE gives certificates that were not sent, --chain FILE those that were";
const SERVER_NAME: &str = "--servername NAME sets the server name (SNI) that is sent";
const NAME: &str =
    "--name NAME is the name that the certificate must have; without it, that of the host";
const TARGET: &str = "the host is the target itself: chainverify HOST:PORT";
const FILE: &str = "the file is the target itself: chainverify FILE";
const CLIENT: &str =
    "--cert FILE presents a client certificate to a host, --key FILE gives its private key";
const EXPLAIN: &str = "--explain shows every certificate";
const CRL: &str =
    "--crl FILE gives revocation lists; those that a certificate names are fetched for a host";
const REVOCATION: &str = "revocation is checked anyway, of all certificates; --revocation hard refuses where it cannot be told";
const STAPLE: &str = "a stapled OCSP response is asked for and checked anyway; --revocation hard refuses where no source says anything";
const OCSP: &str = "the OCSP responder that a certificate names is asked where no CRL says it; --ocsp FILE gives its response";
const INSECURE: &str = "nothing needs to be switched off: the report says what is wrong; --roots FILE trusts a CA of your own";
const STRICT: &str = "--strict makes errors of conformance warnings";
const AT: &str = "--at TIME verifies for another time, as 2026-01-31T12:00:00Z";
const PASSWORD: &str = "--password-file FILE reads the password from the first line of FILE: others can read the command line";
const CONNECT: &str =
    "--connect ADDR:PORT connects there; what is sent and checked stays the target's name";
const JSON: &str = "--json prints one JSON object per target";
const DEPTH: &str = "--max-depth N limits the intermediates of a path";
const PURPOSE: &str =
    "--purpose PURPOSE is server, client, email, code, timestamp, ocsp, any or an OID";

/// In lower case, without leading dashes and with `-` for `_`.
const FAMILIAR: [(&str, &str); 73] = [
    ("ca", ROOTS),
    ("cacert", ROOTS),
    ("ca-cert", ROOTS),
    ("cafile", ROOTS),
    ("ca-file", ROOTS),
    ("capath", ROOTS),
    ("ca-path", ROOTS),
    ("ca-bundle", ROOTS),
    ("cabundle", ROOTS),
    ("root", ROOTS),
    ("trusted", ROOTS),
    ("trust", ROOTS),
    ("add-root", ROOTS),
    (
        "partial-chain",
        "an intermediate of --roots FILE is trusted as it is",
    ),
    ("untrusted", NOT_SENT),
    ("intermediate", NOT_SENT),
    ("cert-chain", NOT_SENT),
    ("servername", SERVER_NAME),
    ("server-name", SERVER_NAME),
    ("sni", SERVER_NAME),
    (
        "noservername",
        "--servername none sends no server name (SNI)",
    ),
    ("verify-hostname", NAME),
    ("verify-host", NAME),
    ("verify-ip", NAME),
    ("verify-email", NAME),
    ("hostname", NAME),
    ("host", TARGET),
    ("connect", TARGET),
    ("url", TARGET),
    ("port", TARGET),
    ("in", FILE),
    ("file", FILE),
    ("certificate", FILE),
    ("client-cert", CLIENT),
    ("cert-key", CLIENT),
    ("client-key", CLIENT),
    ("clientcert", CLIENT),
    ("showcerts", EXPLAIN),
    ("show-certs", EXPLAIN),
    ("text", EXPLAIN),
    ("crlfile", CRL),
    ("crl-file", CRL),
    ("crls", CRL),
    ("crl-download", CRL),
    ("crl-check", REVOCATION),
    ("crl-check-all", REVOCATION),
    ("crl-verify", REVOCATION),
    ("status", STAPLE),
    ("cert-status", STAPLE),
    ("staple", STAPLE),
    ("ocsp-uri", OCSP),
    ("respin", OCSP),
    (
        "no-revocation",
        "--revocation off does not look at revocation",
    ),
    (
        "ssl-no-revoke",
        "--revocation off does not look at revocation",
    ),
    ("insecure", INSECURE),
    ("k", INSECURE),
    ("x509-strict", STRICT),
    ("attime", AT),
    ("verify-depth", DEPTH),
    ("purpose", PURPOSE),
    (
        "starttls",
        "STARTTLS is not supported: name the port of a TLS service",
    ),
    ("proxy", "no proxy is used: connections are direct"),
    ("password", PASSWORD),
    ("pass", PASSWORD),
    ("passin", PASSWORD),
    ("passphrase", PASSWORD),
    ("storepass", PASSWORD),
    ("resolve", CONNECT),
    ("connect-to", CONNECT),
    ("format", JSON),
    ("output", JSON),
    ("o", JSON),
    ("debug", "--verbose says on standard error what is done"),
];

/// The first option of another tool on a command line, and what to type instead.
pub(crate) fn find(args: impl IntoIterator<Item = OsString>) -> Option<(String, &'static str)> {
    args.into_iter()
        .skip(1)
        .take_while(|arg| arg != "--")
        .find_map(|arg| Some((option(&arg)?.to_owned(), instead(&arg)?)))
}

/// The option without its value.
fn option(arg: &OsStr) -> Option<&str> {
    let arg = arg.to_str().filter(|arg| arg.starts_with('-'))?;
    arg.split('=').next()
}

fn instead(arg: &OsStr) -> Option<&'static str> {
    let name = option(arg)?.trim_start_matches('-');
    let name = name.to_ascii_lowercase().replace('_', "-");
    let mut all = FAMILIAR.iter();
    all.find(|(known, _)| *known == name)
        .map(|(_, instead)| *instead)
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::{FAMILIAR, find};
    use crate::args::Args;

    #[test]
    fn each_is_found_as_it_is_typed_elsewhere() {
        for (typed, option) in [
            ("openssl -CAfile ca.pem", "--roots"),
            ("x --cafile=ca.pem a.example", "--roots"),
            ("x --CApath dir", "--add-roots"),
            (
                "x -connect a.example:443 -showcerts",
                "chainverify HOST:PORT",
            ),
            ("x a.example -showcerts", "--explain"),
            ("x -verify_hostname a.example", "--name"),
            ("x -servername a.example", "--servername"),
            ("x -storepass changeit a.jks", "--password-file FILE"),
            ("x -CRLfile a.crl a.example", "--crl FILE"),
            ("x -crl_check a.example", "--revocation hard"),
            ("x -crl_check_all a.example", "--revocation hard"),
            ("x --crlfile a.crl a.example", "--crl FILE"),
            ("x -crl_download a.example", "--crl FILE"),
            ("x -status a.example", "a stapled OCSP response"),
            ("x --cert-status a.example", "a stapled OCSP response"),
            ("x --resolve a.example:443:192.0.2.1 a.example", "--connect"),
        ] {
            let (_, instead) = find(typed.split(' ').map(Into::into)).unwrap();
            assert!(instead.contains(option), "{typed}: {instead}");
        }
        for typed in [
            "--cafile",
            "x",
            "x cafile",
            "x -- --cafile",
            "x --frobnicate",
            "x -",
        ] {
            assert_eq!(find(typed.split(' ').map(Into::into)), None, "{typed}");
        }
    }

    #[test]
    fn what_is_named_instead_is_there() {
        let help = Args::command().render_help().to_string();
        for (_, instead) in FAMILIAR {
            let options = instead.split(' ').filter(|word| word.starts_with("--"));
            for option in options {
                assert!(help.contains(&format!("{option} ")), "{option}");
            }
        }
    }
}
