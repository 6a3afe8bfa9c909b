//! The server to copy, as a program.

use chainverify_interop::folder::Folder;
use chainverify_interop::pki::{Party, Pki, client_config, mutual_client_config};
use chainverify_interop::tls::alert;
use rustls::{ALL_VERSIONS, AlertDescription};

use crate::running::Running;

#[test]
fn it_refuses_explains_and_reads_its_crl_again() {
    let (pki, other) = (Pki::new("Test"), Pki::new("Other"));
    let with = |party: &Party| mutual_client_config(party, pki.for_servers(), ALL_VERSIONS);
    let folder = Folder::new();
    let crl = folder.write("clients.crl", pki.crl_der(&[&[9]]));
    let server = Running::start(&pki, &folder, &crl);
    let client = Party::new([&pki.client_cert("client").serial(&[5]).sign(), &pki.ca]);
    let refused = |config, wanted| {
        let error = server.ask(config).unwrap_err();
        assert_eq!(alert(&error), Some(wanted), "{error}");
    };

    server.ask(with(&client)).unwrap();

    refused(with(&other.client("client")), AlertDescription::UnknownCA);
    let line = server.says("refused: ");
    assert!(line.contains("Other CA"), "{line}");
    let line = server.says("127.0.0.1:");
    assert!(line.ends_with("UnknownIssuer"), "{line}");
    let without = client_config(pki.for_servers(), ALL_VERSIONS);
    refused(without, AlertDescription::CertificateRequired);
    let line = server.says("127.0.0.1:");
    assert!(line.ends_with("peer sent no certificates"), "{line}");

    // What cannot be read changes nothing.
    folder.write("clients.crl", b"no CRL");
    server.hang_up();
    let line = server.says("CRL: ");
    assert!(line.starts_with("CRL: Err("), "{line}");
    server.ask(with(&client)).unwrap();

    folder.write("clients.crl", pki.crl_der(&[&[9], &[5]]));
    server.hang_up();
    assert_eq!(server.says("CRL: "), "CRL: Ok(())");
    refused(with(&client), AlertDescription::CertificateRevoked);
    let line = server.says("refused: ");
    assert!(line.contains("was revoked 2026-02-01 (CRL)"), "{line}");
    server.ask(with(&pki.client("another"))).unwrap();
}
