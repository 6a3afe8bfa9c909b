//! What can be done to a value of its type: what DER forbids for a BOOLEAN, an INTEGER, a BIT STRING, an OBJECT IDENTIFIER,
//! a string or a time, and values at the edges of what it allows (X.690 §8, §10, §11).

use super::structure::Written;
use super::tree::Node;
use crate::der;

/// All ways to write a value of this type.
pub(super) fn ways(node: &Node) -> Vec<Written> {
    let inside = node.inside();
    let tlv = |(way, octets): (&str, Vec<u8>)| (way.to_owned(), der::tlv(node.tag, &octets));
    match node.tag {
        der::BOOLEAN => booleans().into_iter().map(tlv).collect(),
        der::INTEGER => integers(&inside).into_iter().map(tlv).collect(),
        der::BIT_STRING => bit_strings(&inside).into_iter().map(tlv).collect(),
        der::OID => oids(&inside).into_iter().map(tlv).collect(),
        der::UTC_TIME => times(&inside),
        der::UTF8_STRING | der::PRINTABLE_STRING | der::IA5_STRING => strings(&inside),
        0x81 | 0x82 | 0x86 => texts(&inside).into_iter().map(tlv).collect(),
        0x87 => addresses(&inside).into_iter().map(tlv).collect(),
        _ => Vec::new(),
    }
}

fn booleans() -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("false", vec![0]),
        ("true-as-01", vec![1]),
        ("true-as-80", vec![0x80]),
        ("two-octets", vec![0xff, 0xff]),
    ]
}

fn integers(inside: &[u8]) -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("padded-by-00", [&[0], inside].concat()),
        ("padded-by-ff", [&[0xff], inside].concat()),
        ("zero", vec![0]),
        ("one", vec![1]),
        ("127", vec![127]),
        ("128", vec![0, 128]),
        ("minus-one", vec![0xff]),
        ("minus-128", vec![0x80]),
        ("2-to-32", vec![1, 0, 0, 0, 0]),
        ("2-to-64", vec![1, 0, 0, 0, 0, 0, 0, 0, 0]),
        ("20-octets", vec![0x7f; 20]),
        ("21-octets", vec![0x7f; 21]),
        ("128-octets", vec![0x7f; 128]),
    ]
}

fn bit_strings(inside: &[u8]) -> Vec<(&'static str, Vec<u8>)> {
    let bits = inside.get(1..).unwrap_or(&[]);
    let unused = |count: u8| [&[count], bits].concat();
    vec![
        ("no-bits", vec![0]),
        ("no-bits-but-one-unused", vec![1]),
        ("one-unused", unused(1)),
        ("seven-unused", unused(7)),
        ("eight-unused", unused(8)),
        ("255-unused", unused(0xff)),
        ("zero-bits-after", [inside, &[0]].concat()),
        ("all-bits", [&[0][..], &vec![0xff; bits.len()]].concat()),
    ]
}

fn oids(inside: &[u8]) -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("arc-padded", [&[0x80], inside].concat()),
        ("last-arc-padded", [inside, &[0x80, 0x01]].concat()),
        ("last-arc-cut", [inside, &[0x81]].concat()),
        ("one-arc-more", [inside, &[0x01]].concat()),
        ("arc-of-128-bits", [inside, &[0xff; 18], &[0x7f]].concat()),
        ("unknown", der::oid_content("1.3.6.1.4.1.32473.1")),
    ]
}

/// The kinds of strings, and what may be wrong with the characters.
fn strings(inside: &[u8]) -> Vec<Written> {
    let two: Vec<u8> = inside.iter().flat_map(|octet| [0, *octet]).collect();
    let four: Vec<u8> = inside.iter().flat_map(|octet| [0, 0, 0, *octet]).collect();
    let mut ways: Vec<Written> = [
        ("as-utf8", der::UTF8_STRING, inside),
        ("as-numeric", 0x12, inside),
        ("as-printable", der::PRINTABLE_STRING, inside),
        ("as-teletex", der::TELETEX_STRING, inside),
        ("as-videotex", 0x15, inside),
        ("as-ia5", der::IA5_STRING, inside),
        ("as-graphic", 0x19, inside),
        ("as-visible", 0x1a, inside),
        ("as-general", 0x1b, inside),
        ("as-universal", 0x1c, &four),
        ("as-bmp", der::BMP_STRING, &two),
        ("as-octets", der::OCTET_STRING, inside),
        (
            "as-bmp-odd-length",
            der::BMP_STRING,
            &[&two, &[0][..]].concat(),
        ),
        ("as-bmp-lone-surrogate", der::BMP_STRING, &[0xd8, 0x00]),
        ("as-universal-too-large", 0x1c, &[0, 0x11, 0, 0]),
        ("as-printable-with-at-sign", der::PRINTABLE_STRING, b"a@b"),
        ("as-printable-not-ascii", der::PRINTABLE_STRING, b"caf\xe9"),
        ("as-ia5-not-ascii", der::IA5_STRING, b"caf\xe9"),
    ]
    .map(|(way, tag, octets)| (way.to_owned(), der::tlv(tag, octets)))
    .into();
    let utf8 = |(way, octets): (&str, Vec<u8>)| {
        (format!("utf8-{way}"), der::tlv(der::UTF8_STRING, &octets))
    };
    ways.extend(texts(inside).into_iter().map(utf8));
    ways
}

fn texts(inside: &[u8]) -> Vec<(&'static str, Vec<u8>)> {
    let with = |before: &[u8], after: &[u8]| [before, inside, after].concat();
    let half = inside.len() / 2;
    vec![
        ("in-capitals", inside.to_ascii_uppercase()),
        ("space-before", with(b" ", b"")),
        ("space-after", with(b"", b" ")),
        (
            "spaces-doubled",
            String::from_utf8_lossy(inside)
                .replace(' ', "  ")
                .into_bytes(),
        ),
        (
            "nul-within",
            [&inside[..half], &[0], &inside[half..]].concat(),
        ),
        ("nul-after", with(b"", b"\0")),
        ("dot-before", with(b".", b"")),
        ("dot-after", with(b"", b".")),
        ("at-before", with(b"@", b"")),
        ("star-before", with(b"*.", b"")),
        ("star-in-label", with(b"w*", b"")),
        ("hyphen-before", with(b"-", b"")),
        ("underscore-before", with(b"_", b"")),
        (
            "label-of-64",
            with(&[[b'a'; 64].as_slice(), b"."].concat(), b""),
        ),
        ("300-octets", with(&b"a.".repeat(150), b"")),
        ("invalid-utf8", with(b"\xff\xfe", b"")),
        ("surrogate-utf8", with(b"\xed\xa0\x80", b"")),
        ("overlong-utf8", with(b"\xc0\x80", b"")),
        ("u-umlaut-utf8", with(b"\xc3\xbc", b"")),
        ("zero-width-space", with(b"\xe2\x80\x8b", b"")),
        ("only-a-dot", b".".to_vec()),
        ("only-a-star", b"*".to_vec()),
        ("only-a-space", b" ".to_vec()),
        ("line-feed-after", with(b"", b"\n")),
    ]
}

fn addresses(inside: &[u8]) -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("doubled-octets", inside.repeat(2)),
        (
            "as-ipv6-mapped",
            [&[0; 10][..], &[0xff, 0xff], inside].concat(),
        ),
        ("all-zero", vec![0; inside.len()]),
        ("all-ones", vec![0xff; inside.len()]),
        ("half", inside[..inside.len() / 2].to_vec()),
        (
            "mask-with-holes",
            [&inside[..inside.len() / 2], &[0xff, 0x00, 0xff, 0x00]].concat(),
        ),
    ]
}

/// Dates and how they may be written: the base's date is read as `YYMMDDHHMMSSZ`.
fn times(inside: &[u8]) -> Vec<Written> {
    let text = String::from_utf8_lossy(inside);
    let all = [utc_times(&text[..12]), generalized_times(&text[..12])];
    all.concat()
        .into_iter()
        .map(|(way, bytes)| (way.to_owned(), bytes))
        .collect()
}

fn utc_times(digits: &str) -> Vec<(&'static str, Vec<u8>)> {
    let (year, month, day, time) = (&digits[..2], &digits[2..4], &digits[4..6], &digits[6..]);
    let utc = |content: String| der::tlv(der::UTC_TIME, content.as_bytes());
    vec![
        ("utc-without-seconds", utc(format!("{}Z", &digits[..10]))),
        ("utc-without-zone", utc(digits.to_owned())),
        ("utc-offset-zero", utc(format!("{digits}+0000"))),
        ("utc-offset-one-hour", utc(format!("{digits}+0100"))),
        ("utc-small-z", utc(format!("{digits}z"))),
        ("utc-fraction", utc(format!("{digits}.5Z"))),
        ("utc-four-digit-year", utc(format!("20{digits}Z"))),
        ("utc-space-for-digit", utc(format!(" {}Z", &digits[1..]))),
        ("utc-plus-for-digit", utc(format!("+{}Z", &digits[1..]))),
        ("utc-month-00", utc(format!("{year}00{day}{time}Z"))),
        ("utc-month-13", utc(format!("{year}13{day}{time}Z"))),
        ("utc-day-00", utc(format!("{year}{month}00{time}Z"))),
        ("utc-30-february", utc(format!("{year}0230{time}Z"))),
        ("utc-29-february", utc(format!("{year}0229{time}Z"))),
        ("utc-hour-24", utc(format!("{year}{month}{day}240000Z"))),
        ("utc-minute-60", utc(format!("{year}{month}{day}006000Z"))),
        ("utc-second-60", utc(format!("{year}{month}{day}000060Z"))),
        ("utc-year-1950", utc(format!("50{}Z", &digits[2..]))),
        ("utc-year-2049", utc(format!("49{}Z", &digits[2..]))),
        ("the-second-of-the-check", utc("260601000000Z".to_owned())),
        ("a-second-before-the-check", utc("260531235959Z".to_owned())),
        ("a-second-after-the-check", utc("260601000001Z".to_owned())),
    ]
}

fn generalized_times(digits: &str) -> Vec<(&'static str, Vec<u8>)> {
    let general = |content: String| der::tlv(der::GENERALIZED_TIME, content.as_bytes());
    let in_year = |year: &str| general(format!("{year}{}Z", &digits[2..]));
    vec![
        ("generalized", general(format!("20{digits}Z"))),
        (
            "generalized-without-seconds",
            general(format!("20{}Z", &digits[..10])),
        ),
        ("generalized-without-zone", general(format!("20{digits}"))),
        ("generalized-fraction", general(format!("20{digits}.5Z"))),
        (
            "generalized-offset-zero",
            general(format!("20{digits}+0000")),
        ),
        ("generalized-two-digit-year", general(format!("{digits}Z"))),
        ("generalized-year-0000", in_year("0000")),
        ("generalized-year-1949", in_year("1949")),
        ("generalized-year-2050", in_year("2050")),
        (
            "generalized-year-9999",
            general("99991231235959Z".to_owned()),
        ),
    ]
}
