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
fn the_address_that_was_tried_is_told() {
    let address = closed();
    let said = chainverify(["-v", &format!("localhost:{}", address.port())])
        .run()
        .exits_with(3);
    let told = format!(": connection refused at {address}\n");
    // While it is tried, and in the end.
    assert!(said.err.matches(&told).count() >= 2, "{said:#?}");
}

#[test]
fn hosts_are_waited_for_at_the_same_time() {
    let silent: Vec<_> = (0..8).map(|_| says("").to_string()).collect();
    let args = ["--timeout", "1"].into_iter();
    let said = chainverify(args.chain(silent.iter().map(String::as_str)))
        .run()
        .exits_with(3);
    assert!(said.took < Duration::from_secs(5), "{said:?}");
    let lines: Vec<_> = said
        .err
        .lines()
        .filter(|line| line.contains("timed out"))
        .collect();
    assert_eq!(lines.len(), silent.len(), "{said:#?}");
    let are_in_order = lines
        .iter()
        .zip(&silent)
        .all(|(line, host)| line.contains(host));
    assert!(are_in_order, "{said:#?}");
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
