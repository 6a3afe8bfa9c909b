//! Tests of what is read in the clear, on octets: a server that answers as it should, in every way of cutting it into records, and servers
//! that try something. Real ones are tested with the whole command, in `tests/`.

use std::io::{self, Cursor, Read, Write};

use rustls::ProtocolVersion;

use super::{Unproven, read_chain};
use crate::connect::error::ConnectError;
use crate::connect::keys::Keys;

/// Says what it has to, whatever it hears.
struct Server {
    says: Cursor<Vec<u8>>,
    heard: Vec<u8>,
}

impl Read for Server {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.says.read(buffer)
    }
}

impl Write for Server {
    fn write(&mut self, octets: &[u8]) -> io::Result<usize> {
        self.heard.write(octets)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn read(says: Vec<u8>) -> (Result<Option<Unproven>, ConnectError>, Vec<u8>) {
    let mut server = Server {
        says: Cursor::new(says),
        heard: Vec::new(),
    };
    let read = read_chain(&mut server, Some("a.example"), Keys::Any, &[7; 32]);
    (read, server.heard)
}

fn length(length: usize) -> [u8; 3] {
    let octets = u32::try_from(length).unwrap().to_be_bytes();
    [octets[1], octets[2], octets[3]]
}

fn message(kind: u8, body: &[u8]) -> Vec<u8> {
    [&[kind][..], &length(body.len()), body].concat()
}

fn hello(version: [u8; 2], suite: [u8; 2]) -> Vec<u8> {
    let body = [&version[..], &[9; 32], &[4, 1, 2, 3, 4], &suite, &[0]].concat();
    message(2, &body)
}

fn certificate(chain: &[&[u8]]) -> Vec<u8> {
    let entry = |der: &&[u8]| [&length(der.len()), *der].concat();
    let list: Vec<u8> = chain.iter().flat_map(entry).collect();
    message(11, &[&length(list.len()), list.as_slice()].concat())
}

/// In records of so many octets at most.
fn records(messages: &[u8], most: usize) -> Vec<u8> {
    let record = |part: &[u8]| {
        let length = u16::try_from(part.len()).unwrap().to_be_bytes();
        [&[22, 3, 1], &length[..], part].concat()
    };
    messages.chunks(most).flat_map(record).collect()
}

const RSA_AES: [u8; 2] = [0, 0x2f];

fn good() -> Vec<u8> {
    [hello([3, 2], RSA_AES), certificate(&[b"leaf", b"issuer"])].concat()
}

#[test]
fn the_chain_is_read_however_it_is_cut_into_records() {
    for most in [1, 3, 4, 5, 37, 1 << 14] {
        let (read, heard) = read(records(&good(), most));
        let unproven = read.unwrap().unwrap();
        let chain: Vec<&[u8]> = unproven.chain.iter().map(AsRef::as_ref).collect();
        assert_eq!(chain, [b"leaf".as_slice(), b"issuer"]);
        assert_eq!(unproven.version, ProtocolVersion::TLSv1_1);
        assert_eq!(unproven.suite, "TLS_RSA_WITH_AES_128_CBC_SHA");
        // The greeting has the name, and the end is a close_notify.
        assert!(heard.windows(9).any(|part| part == b"a.example"));
        assert!(heard.ends_with(&[21, 3, 1, 0, 2, 1, 0]));
    }
}

#[test]
fn a_warning_before_the_answer_is_passed_over() {
    let unrecognized_name = [21, 3, 1, 0, 2, 1, 112];
    let says = [&unrecognized_name[..], &records(&good(), 1 << 14)].concat();
    assert!(read(says).0.unwrap().is_some());
}

#[test]
fn what_is_no_such_answer_gives_nothing() {
    let whole = records(&good(), 1 << 14);
    for end in 0..whole.len() {
        assert!(read(whole[..end].to_vec()).0.unwrap().is_none(), "{end}");
    }
    let longer = |mut message: Vec<u8>| {
        message[3] += 1;
        [message, vec![0]].concat()
    };
    for (what, says) in [
        ("an alert", vec![21, 3, 1, 0, 2, 2, 40]),
        ("an alert of no length", vec![21, 3, 1, 0, 0]),
        ("plain text", b"220 mail.example ESMTP\r\n".to_vec()),
        (
            "an empty record",
            [&[22, 3, 1, 0, 0], whole.as_slice()].concat(),
        ),
        (
            "a record that is too long",
            [&[22, 3, 1, 0x40, 1], vec![0; 0x4001].as_slice()].concat(),
        ),
        ("application data", [&[23], &whole[1..]].concat()),
        ("another major version", [&[22, 4], &whole[2..]].concat()),
        (
            "a version that was not offered",
            records(&[hello([3, 4], RSA_AES), certificate(&[b"x"])].concat(), 99),
        ),
        (
            "a suite that was not offered",
            records(&[hello([3, 3], [0, 1]), certificate(&[b"x"])].concat(), 99),
        ),
        ("no hello", records(&certificate(&[b"x"]), 99)),
        (
            "two hellos",
            records(&[hello([3, 3], RSA_AES), good()].concat(), 99),
        ),
        (
            "no certificate",
            records(&[hello([3, 3], RSA_AES), certificate(&[])].concat(), 99),
        ),
        (
            "an empty certificate",
            records(&[hello([3, 3], RSA_AES), certificate(&[b""])].concat(), 99),
        ),
        (
            "more after the list",
            records(
                &[hello([3, 3], RSA_AES), longer(certificate(&[b"x"]))].concat(),
                99,
            ),
        ),
    ] {
        assert!(read(says).0.unwrap().is_none(), "{what}");
    }
}

#[test]
fn what_is_too_much_is_said() {
    let with = |next: Vec<u8>| [hello([3, 3], RSA_AES), next].concat();
    let many = certificate(&[b"x".as_slice(); 65]);
    let error = read(records(&with(many), 1 << 14)).0.unwrap_err();
    assert_eq!(
        error.to_string(),
        "the server sent 65 certificates, more than the 64 that are read"
    );
    // The longest message that is read, in records of 64 octets; one octet more; and one that only claims to be long.
    let of = |octets: usize| certificate(&[&vec![1; octets]]);
    let longest = read(records(&with(of(0xffff - 6)), 64)).0.unwrap().unwrap();
    assert_eq!(longest.chain[0].len(), 0xffff - 6);
    for says in [
        records(&with(of(0xffff - 5)), 1 << 14),
        records(&with(vec![11, 0xff, 0xff, 0xff]), 99),
        records(&with(of(0xffff - 6)), 32),
    ] {
        let error = read(says).0.unwrap_err();
        assert!(matches!(error, ConnectError::TooLarge), "{error}");
    }
    // Warnings without end.
    let says = [21, 3, 1, 0, 2, 1, 112].repeat(2000);
    assert!(matches!(read(says).0, Err(ConnectError::TooLarge)));
}
