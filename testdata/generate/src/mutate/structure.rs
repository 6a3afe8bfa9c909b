//! What can be done to any value, whatever it means: left out, doubled, emptied, with another tag, with a length that DER
//! forbids (X.690 §8.1.3, §10.1), with more or less inside.

use super::tree::{Content, Node};
use crate::der;

/// One way to write a value: what the way is called, and the bytes in place of the value.
pub(super) type Written = (String, Vec<u8>);

/// All ways.
pub(super) fn ways(node: &Node) -> Vec<Written> {
    let (whole, inside) = (node.der(), node.inside());
    let mut ways = vec![
        ("removed", Vec::new()),
        ("doubled", [whole.clone(), whole.clone()].concat()),
        ("null-in-its-place", der::null()),
        ("null-before", [der::null(), whole.clone()].concat()),
        ("null-after", [whole.clone(), der::null()].concat()),
        ("in-a-sequence", der::sequence([whole.clone()])),
        ("tag-constructed", der::tlv(node.tag ^ 0x20, &inside)),
        ("tag-class", der::tlv(node.tag ^ 0x80, &inside)),
        ("tag-number", der::tlv(node.tag ^ 0x01, &inside)),
        ("tag-two-octets", two_octet_tag(node.tag, &inside)),
        ("length-padded", length_padded(node.tag, &inside)),
        ("length-four-octets", der::tlv_long(node.tag, &inside)),
        ("length-one-more", length_off(&whole, inside.len(), 1)),
    ];
    if !inside.is_empty() {
        ways.push(("emptied", der::tlv(node.tag, &[])));
        ways.push(("unwrapped", inside.clone()));
        ways.push(("length-one-less", length_off(&whole, inside.len(), -1)));
    }
    match &node.content {
        Content::Octets(octets) => ways.extend(of_octets(node.tag, octets)),
        Content::Values { before, values } => ways.extend(of_values(node.tag, before, values)),
    }
    ways.into_iter()
        .map(|(way, bytes)| (way.to_owned(), bytes))
        .collect()
}

fn of_octets(tag: u8, octets: &[u8]) -> Vec<(&'static str, Vec<u8>)> {
    let mut ways = vec![("zero-octet-after", der::tlv(tag, &[octets, &[0]].concat()))];
    let Some((last, others)) = octets.split_last() else {
        return ways;
    };
    ways.push(("cut-by-an-octet", der::tlv(tag, others)));
    ways.push((
        "last-bit-flipped",
        der::tlv(tag, &[others, &[last ^ 1]].concat()),
    ));
    let mut flipped = octets.to_vec();
    flipped.iter_mut().take(1).for_each(|first| *first ^= 0x80);
    ways.push(("first-bit-flipped", der::tlv(tag, &flipped)));
    let piece = |octets: &[u8]| der::tlv(tag, octets);
    let (one, other) = octets.split_at(octets.len() / 2);
    ways.push((
        "in-two-pieces",
        der::tlv(tag | 0x20, &[piece(one), piece(other)].concat()),
    ));
    ways
}

fn of_values(tag: u8, before: &[u8], values: &[Node]) -> Vec<(&'static str, Vec<u8>)> {
    let inside: Vec<_> = values.iter().map(Node::der).collect();
    let with = |more: &[u8]| der::tlv(tag, &[before, &inside.concat(), more].concat());
    let mut ways = vec![
        ("null-at-the-end", with(&der::null())),
        ("zero-octet-at-the-end", with(&[0])),
    ];
    if before.is_empty() && tag & 0x20 != 0 {
        let indefinite = [&[tag, 0x80], inside.concat().as_slice(), &[0, 0]].concat();
        ways.push(("length-indefinite", indefinite));
    }
    let reversed: Vec<_> = inside.iter().rev().cloned().collect();
    if reversed != inside {
        ways.push(("order-reversed", der::tlv(tag, &reversed.concat())));
    }
    ways
}

/// The same tag in the form for numbers of 31 and more (X.690 §8.1.2.4).
fn two_octet_tag(tag: u8, inside: &[u8]) -> Vec<u8> {
    let mut bytes = der::tlv(tag | 0x1f, inside);
    bytes.insert(1, tag & 0x1f);
    bytes
}

/// The length in one octet more than it needs.
fn length_padded(tag: u8, inside: &[u8]) -> Vec<u8> {
    let shortest = der::tlv(tag, inside);
    let length = &shortest[1..shortest.len() - inside.len()];
    let padded = match length {
        [short] => vec![0x81, *short],
        [form, octets @ ..] => [&[form + 1, 0], octets].concat(),
        [] => Vec::new(),
    };
    [&[tag], padded.as_slice(), inside].concat()
}

/// A length that says one more or one less than there is.
fn length_off(whole: &[u8], inside: usize, by: i8) -> Vec<u8> {
    let mut bytes = whole.to_vec();
    let last = whole.len() - inside - 1;
    bytes[last] = bytes[last].wrapping_add_signed(by);
    bytes
}
