//! Servers that give no chain: nobody listens, plain text, silence. Exit status 3 within the time limit.

use core::time::Duration;

use crate::raw::{closed, says};
use crate::run::chainverify;

#[test]
fn a_closed_port_is_refused() {
    let address = closed().to_string();
    chainverify([&address])
        .run()
        .exits_with(3)
        .complains("connection refused at 127.0.0.1:");
    chainverify(["--connect", &address, "a.example"])
        .run()
        .exits_with(3)
        .complains("a.example: connection refused");
}

#[test]
fn a_plain_text_port_is_told() {
    for greeting in [
        "220 mail.example ESMTP\r\n",
        "HTTP/1.1 400 Bad Request\r\n\r\n",
    ] {
        let address = says(greeting).to_string();
        chainverify([address])
            .run()
            .exits_with(3)
            .complains("the server does not speak TLS on this port");
    }
}

#[test]
fn a_silent_port_is_left_in_time() {
    let address = says("").to_string();
    let said = chainverify(["--timeout", "0.5", &address])
        .run()
        .exits_with(3);
    assert!(said.took < Duration::from_secs(5), "{said:?}");
    said.complains("timed out after 0.5 s waiting for the TLS handshake");
}

#[test]
fn an_unknown_host_is_told() {
    chainverify(["no-such-host.invalid"])
        .run()
        .exits_with(3)
        .complains("no-such-host.invalid: the host has no address");
    chainverify(["[fe80::1%no-such]:8443"])
        .run()
        .exits_with(3)
        .complains("[fe80::1%no-such]:8443: this machine has no interface no-such");
}
