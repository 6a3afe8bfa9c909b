//! Just enough DER to write AlgorithmIdentifiers and keys.

pub(crate) const NULL: &[u8] = &[5, 0];

/// Tag, length and contents.
pub(crate) fn tlv(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let contents = parts.concat();
    let length = u16::try_from(contents.len()).unwrap().to_be_bytes();
    let header = match contents.len() {
        0..=0x7f => vec![tag, length[1]],
        0x80..=0xff => vec![tag, 0x81, length[1]],
        _ => vec![tag, 0x82, length[0], length[1]],
    };
    [header, contents].concat()
}

/// An OBJECT IDENTIFIER, from its dotted form.
pub(crate) fn oid(dotted: &str) -> Vec<u8> {
    let arcs: Vec<u32> = dotted.split('.').map(|arc| arc.parse().unwrap()).collect();
    let mut contents = vec![u8::try_from(arcs[0] * 40 + arcs[1]).unwrap()];
    for arc in &arcs[2..] {
        let groups = (0..5).rev().map(|group| (arc >> (7 * group)) & 0x7f);
        let digits: Vec<u32> = groups.skip_while(|digit| *digit == 0).collect();
        let (last, others) = digits.split_last().unwrap_or((&0, &[]));
        contents.extend(
            others
                .iter()
                .map(|digit| u8::try_from(digit | 0x80).unwrap()),
        );
        contents.push(u8::try_from(*last).unwrap());
    }
    tlv(6, &[&contents])
}

/// The contents of a SubjectPublicKeyInfo.
pub(crate) fn spki(algorithm: &[u8], key: &[u8]) -> Vec<u8> {
    [tlv(0x30, &[algorithm]), tlv(3, &[&[0], key])].concat()
}

/// The contents of a SEQUENCE, without tag and length.
pub(crate) fn contents(sequence: &[u8]) -> &[u8] {
    assert_eq!(sequence[0], 0x30);
    match sequence[1] {
        0..=0x7f => &sequence[2..],
        0x81 => &sequence[3..],
        0x82 => &sequence[4..],
        _ => panic!("a SEQUENCE of more than 65535 octets"),
    }
}
