//! Tests of connecting without a certificate: what answers is no TLS server. Real handshakes are tested with the whole command, in `tests/`.

use core::net::SocketAddr;
use core::time::Duration;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;
use std::time::Instant;

use pki_types::{DnsName, ServerName};

use super::error::{ConnectError, Phase};
use super::{Call, Handshake};
use crate::plan::{Host, Sni, SniReason};

/// Serves one connection; the thread ends when the client has gone.
fn server(serve: impl FnOnce(TcpStream) + Send + 'static) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || serve(listener.accept().unwrap().0));
    address
}

fn failure(address: SocketAddr, limit: Duration) -> (ConnectError, Duration) {
    let endpoint = Host {
        name: ServerName::IpAddress(address.ip().into()),
        zone: None,
        port: address.port(),
    };
    let began = Instant::now();
    let error = call(&endpoint, limit).unwrap_err();
    (error, began.elapsed())
}

fn call(endpoint: &Host, limit: Duration) -> Result<Handshake, ConnectError> {
    let sni = Sni {
        name: Some(DnsName::try_from("a.example").unwrap()),
        why: SniReason::Servername,
    };
    let call = Call {
        endpoint,
        sni: &sni,
        limit,
        clients: &Arc::from([]),
    };
    call.connect(&|_| {})
}

const SHORT: Duration = Duration::from_millis(300);
const LONG: Duration = Duration::from_secs(10);

#[test]
fn a_server_that_says_nothing_is_left_in_time() {
    let address = server(|mut stream| {
        let mut rest = Vec::new();
        let _ = stream.read_to_end(&mut rest);
    });
    let (error, took) = failure(address, SHORT);
    assert!(
        matches!(
            error,
            ConnectError::TimedOut {
                phase: Phase::Handshake,
                ..
            }
        ),
        "{error}"
    );
    assert!(took < Duration::from_secs(2), "{took:?}");
    assert_eq!(
        error.to_string(),
        "timed out after 0.3 s waiting for the TLS handshake"
    );
}

#[test]
fn a_server_that_drips_bytes_gains_no_time() {
    let address = server(|mut stream| {
        let record = [0x16, 3, 3, 0x40, 0]
            .into_iter()
            .chain(core::iter::repeat(0));
        for byte in record {
            if stream.write_all(&[byte]).is_err() {
                return;
            }
            thread::sleep(Duration::from_millis(20));
        }
    });
    let (error, took) = failure(address, SHORT);
    assert!(
        matches!(
            error,
            ConnectError::TimedOut {
                phase: Phase::Handshake,
                ..
            }
        ),
        "{error}"
    );
    assert!(took < Duration::from_secs(2), "{took:?}");
}

#[test]
fn plain_text_is_not_tls() {
    for greeting in [
        "220 mail.example ESMTP\r\n",
        "HTTP/1.1 400 Bad Request\r\n\r\n",
        "SSH-2.0-x\r\n",
    ] {
        let address = server(move |mut stream| {
            stream.write_all(greeting.as_bytes()).unwrap();
            let mut rest = Vec::new();
            let _ = stream.read_to_end(&mut rest);
        });
        let (error, _) = failure(address, LONG);
        assert!(matches!(error, ConnectError::NotTls), "{greeting}: {error}");
    }
}

#[test]
fn a_server_that_hangs_up_is_said_to() {
    let address = server(drop);
    let (error, _) = failure(address, LONG);
    assert!(matches!(error, ConnectError::Closed), "{error}");
}

#[test]
fn an_alert_is_named() {
    let address = server(|mut stream| {
        stream.write_all(&[0x15, 3, 3, 0, 2, 2, 112]).unwrap();
        let mut rest = Vec::new();
        let _ = stream.read_to_end(&mut rest);
    });
    let (error, _) = failure(address, LONG);
    assert_eq!(
        error.to_string(),
        "the server ended the handshake with the alert unrecognized_name"
    );
}

#[test]
fn a_closed_port_refuses() {
    let address = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let (error, _) = failure(address, LONG);
    assert!(
        matches!(error, ConnectError::Refused(at) if at == address),
        "{error}"
    );
}

#[test]
fn a_host_without_address_is_not_resolved() {
    let endpoint = Host {
        name: ServerName::try_from("no-such-host.invalid").unwrap(),
        zone: None,
        port: 443,
    };
    let error = call(&endpoint, LONG).unwrap_err();
    assert!(matches!(error, ConnectError::NotResolved(_)), "{error}");
}
