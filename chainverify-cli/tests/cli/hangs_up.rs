//! A TLS server that asks for a client certificate, and hangs up without an alert as soon as it has one.

use core::net::SocketAddr;
use core::time::Duration;
use std::io::Read;
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;

use pki_types::{CertificateDer, UnixTime};
use rustls::client::danger::HandshakeSignatureValid;
use rustls::crypto::ring::default_provider;
use rustls::server::danger::{ClientCertVerified, ClientCertVerifier};
use rustls::{
    DigitallySignedStruct, DistinguishedName, Error, ServerConfig, ServerConnection,
    SignatureScheme, StreamOwned, SupportedProtocolVersion,
};

use crate::pki::Identity;

/// Ends the connection that it is for.
#[derive(Debug)]
struct HangsUp(TcpStream);

impl ClientCertVerifier for HangsUp {
    fn root_hint_subjects(&self) -> &[DistinguishedName] {
        &[]
    }

    fn verify_client_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: UnixTime,
    ) -> Result<ClientCertVerified, Error> {
        self.0.shutdown(Shutdown::Both).unwrap();
        Err(Error::General("hangs up".to_owned()))
    }

    fn verify_tls12_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn verify_tls13_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        Vec::from([SignatureScheme::ECDSA_NISTP256_SHA256])
    }
}

/// Starts it with this identity. Its thread ends with the process.
pub(crate) fn start(identity: Identity, version: &'static SupportedProtocolVersion) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            stream
                .set_read_timeout(Some(Duration::from_secs(10)))
                .unwrap();
            let verifier = HangsUp(stream.try_clone().unwrap());
            let config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
                .with_protocol_versions(&[version])
                .unwrap()
                .with_client_cert_verifier(Arc::new(verifier))
                .with_single_cert(identity.chain.clone(), identity.key.clone_key())
                .unwrap();
            let connection = ServerConnection::new(Arc::new(config)).unwrap();
            let mut rest = Vec::new();
            // It hangs up: that is an error.
            let _ = StreamOwned::new(connection, stream).read_to_end(&mut rest);
        }
    });
    address
}
