//! mitmproxy between our client and a server: seen as what it is, refused where its root is not trusted, and named where
//! it is.

use std::fs;
use std::net::SocketAddr;
use std::process::Command;
use std::sync::Arc;
use std::sync::mpsc::channel;

use chainverify::rustls::{Errors, ServerVerifier};
use chainverify::{Code, Origin, Report, TrustStore, ValidPath, Verifier};
use chainverify_interop::folder::Folder;
use chainverify_interop::pki::{Pki, client_config, provider, server_config};
use chainverify_interop::tls::{Server, connect};
use rustls::ALL_VERSIONS;

use crate::foreign::Program;
use crate::ours::Version;
use crate::python;

/// mitmproxy in front of a server.
fn intercept(server: SocketAddr) -> Option<(Program, SocketAddr, String)> {
    let folder = Folder::new();
    let root = folder.path("mitmproxy-ca-cert.pem");
    let mut command = Command::new(python::environment()?.join("mitmdump"));
    command.args(["--listen-host", "127.0.0.1", "--listen-port", "0"]);
    command.args([
        "--mode",
        &format!("reverse:https://localhost:{}", server.port()),
    ]);
    command.args(["--set", &format!("confdir={}", folder.path(""))]);
    // It does not know our root. And it connects where there is a request, not before.
    command.args([
        "--set",
        "ssl_insecure=true",
        "--set",
        "connection_strategy=lazy",
    ]);
    let program = Program::start(&mut command, b"", folder);
    let address = program.address(|line| {
        let (_, address) = line.split_once(" listening at ")?;
        address.trim_end_matches('.').rsplit(':').next()
    });
    Some((program, address, root))
}

/// What the observer of our client heard, in words.
fn said(outcome: Result<&ValidPath<'_>, &Report>) -> [String; 2] {
    match outcome {
        Err(report) => {
            let product = match report.code() {
                Some(
                    Code::UntrustedRoot { product, .. } | Code::IssuerNotFound { product, .. },
                ) => product.as_ref().map(|product| product.name.to_owned()),
                _ => None,
            };
            [
                report.code().unwrap().id().to_owned(),
                product.unwrap_or_default(),
            ]
        }
        Ok(path) => {
            let mut report = path.report();
            report.add_provenance(|_| None);
            let product = report
                .findings
                .iter()
                .find_map(|finding| match finding.code() {
                    Code::OnlyInLocalStore { product, .. } => {
                        product.as_ref().map(|product| product.name.to_owned())
                    }
                    _ => None,
                });
            [
                path.anchor().name().display_name(),
                product.unwrap_or_default(),
            ]
        }
    }
}

#[test]
fn mitmproxy_is_named_whether_its_root_is_trusted_or_not() {
    let pki = Pki::new("Test");
    let server = server_config(&pki.server("localhost"), ALL_VERSIONS);
    // Two requests come through.
    let server = Server::start(Arc::new(server), 2);
    let Some((proxy, address, root)) = intercept(server.address) else {
        return;
    };
    let connect = |roots: TrustStore, version: Version| {
        let (heard, hear) = channel();
        let for_servers = ServerVerifier::new(Verifier::new(roots), &provider()).unwrap();
        let for_servers = for_servers
            .errors(Errors::Standard)
            .observe(move |outcome| heard.send(said(outcome)).unwrap());
        let config = client_config(for_servers, version.of_rustls());
        let outcome = connect(&Arc::new(config), address, "localhost");
        (outcome, hear.recv().unwrap())
    };
    for version in [Version::V1_2, Version::V1_3] {
        let (outcome, heard) = connect(pki.roots(), version);
        outcome.unwrap_err();
        assert_eq!(heard, ["issuer_not_found", "mitmproxy"], "{version}");
        let refused = |line: &str| {
            let (_, why) =
                line.split_once("does not trust the proxy's certificate for localhost")?;
            Some(why.to_owned())
        };
        let why = proxy.find(refused).unwrap();
        assert!(why.contains("alert unknown ca"), "{version}: {why}");

        // Planted in the store of the operating system.
        let mut roots = pki.roots();
        assert_eq!(roots.add_pem(&fs::read(&root).unwrap(), &Origin::Os), 1);
        let (outcome, heard) = connect(roots, version);
        outcome.unwrap();
        assert_eq!(heard, ["mitmproxy", "mitmproxy"], "{version}");
    }
    for ended in server.ended() {
        ended.unwrap();
    }
}
