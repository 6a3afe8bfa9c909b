//! From BER to DER, as far as streams need it: NSS (Firefox), Bouncy Castle and some of Windows write PKCS#7 and PKCS#12 without knowing how long
//! it becomes, with indefinite lengths and with octets in pieces (X.690 §8.1.3.6, §8.7.3). Elements with a definite length, all certificates
//! among them, stay as they are, octet for octet.

use std::borrow::Cow;

/// Elements in elements.
const MOST_DEPTH: u8 = 16;

const CONSTRUCTED: u8 = 0x20;
const OCTETS: u8 = 0x04;
const INDEFINITE: u8 = 0x80;
const END: [u8; 2] = [0, 0];

/// The first element with definite lengths; without a change where it has none that are indefinite, or where it cannot be read.
pub(super) fn definite(bytes: &[u8]) -> Cow<'_, [u8]> {
    match bytes {
        [_, INDEFINITE, ..] | [IN_PIECES, ..] => match element(bytes, MOST_DEPTH) {
            Some((der, [])) => Cow::Owned(der),
            _ => Cow::Borrowed(bytes),
        },
        _ => Cow::Borrowed(bytes),
    }
}

/// An OCTET STRING of OCTET STRINGs.
const IN_PIECES: u8 = OCTETS | CONSTRUCTED;

/// The first element, and what follows it.
fn element(bytes: &[u8], depth: u8) -> Option<(Vec<u8>, &[u8])> {
    let depth = depth.checked_sub(1)?;
    let (tag, after_tag) = bytes.split_first()?;
    let (length, content) = length(after_tag)?;
    let (is_open, mut inside, rest) = match length {
        Some(length) => {
            let (content, rest) = content.split_at_checked(length)?;
            if *tag != IN_PIECES {
                let size = bytes.len() - rest.len();
                return Some((bytes.get(..size)?.to_vec(), rest));
            }
            (false, content, Some(rest))
        }
        None => (true, content, None),
    };
    let mut parts = Vec::new();
    loop {
        match inside.strip_prefix(&END) {
            Some(rest) if is_open => return Some((closed(*tag, &parts)?, rest)),
            _ if inside.is_empty() => return Some((closed(*tag, &parts)?, rest?)),
            _ => {}
        }
        let (part, after) = element(inside, depth)?;
        parts.push(part);
        inside = after;
    }
}

/// An element of parts, which are joined where they are pieces of octets.
fn closed(tag: u8, parts: &[Vec<u8>]) -> Option<Vec<u8>> {
    if tag != IN_PIECES {
        return (tag & CONSTRUCTED != 0).then(|| with_length(tag, &parts.concat()));
    }
    let mut joined = Vec::new();
    for part in parts {
        let (&OCTETS, after_tag) = part.split_first()? else {
            return None;
        };
        joined.extend_from_slice(length(after_tag)?.1);
    }
    Some(with_length(OCTETS, &joined))
}

fn with_length(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = content.len();
    let octets = length.to_be_bytes();
    let leading = octets.iter().take_while(|octet| **octet == 0).count();
    let octets = octets.get(leading..).unwrap_or_default();
    let mut out = vec![tag];
    match u8::try_from(length) {
        Ok(short) if short < INDEFINITE => out.push(short),
        _ => {
            out.push(INDEFINITE | u8::try_from(octets.len()).unwrap_or_default());
            out.extend_from_slice(octets);
        }
    }
    out.extend_from_slice(content);
    out
}

/// A length, `None` for the indefinite one, and what follows it.
fn length(bytes: &[u8]) -> Option<(Option<usize>, &[u8])> {
    let (first, rest) = bytes.split_first()?;
    match *first {
        short if short < INDEFINITE => Some((Some(usize::from(short)), rest)),
        INDEFINITE => Some((None, rest)),
        long => {
            let (octets, rest) = rest.split_at_checked(usize::from(long & !INDEFINITE))?;
            if octets.len() > 4 {
                return None;
            }
            let length = octets
                .iter()
                .fold(0_u64, |length, octet| (length << 8) | u64::from(*octet));
            Some((Some(usize::try_from(length).ok()?), rest))
        }
    }
}

#[cfg(test)]
mod tests {
    use chainverify_testdata::der::{octet_string, sequence, tlv};

    use super::definite;

    #[test]
    fn indefinite_lengths_and_octets_in_pieces_become_der() {
        // SEQUENCE { INTEGER, [0] { OCTET STRING in two pieces, one of them in pieces itself }, SEQUENCE with a length of its own }
        let ber = [
            &[
                0x30, 0x80, 2, 1, 3, 0xa0, 0x80, 0x24, 0x80, 4, 2, b'a', b'b',
            ][..],
            &[0x24, 0x80, 4, 1, b'c', 4, 0, 0, 0],
            &[0, 0, 0, 0, 0x30, 0x81, 2, 0x24, 0, 0, 0],
        ];
        let wanted = sequence([
            vec![2, 1, 3],
            tlv(0xa0, &octet_string(b"abc")),
            vec![0x30, 0x81, 2, 0x24, 0],
        ]);
        assert_eq!(definite(&ber.concat()).as_ref(), wanted);
        let long = [
            &[0x24, 0x80][..],
            &octet_string(&[7; 200]),
            &octet_string(&[7; 100]),
            &[0, 0],
        ];
        assert_eq!(definite(&long.concat()).as_ref(), octet_string(&[7; 300]));
        assert_eq!(definite(&[0x24, 3, 4, 1, 9]).as_ref(), [4, 1, 9]);
    }

    #[test]
    fn everything_else_stays_as_it_is() {
        let deep = [[0x30, 0x80].repeat(17), [0, 0].repeat(17)].concat();
        for same in [
            &[0x30, 3, 2, 1, 3][..],
            &[],
            &[0x30, 0x80],
            &[0x30, 0x80, 0],
            &[0x30, 0x80, 0, 0, 0],
            &[0x10, 0x80, 0, 0],
            &[0x24, 0x80, 2, 1, 3, 0, 0],
            &[0x30, 0x80, 4, 9, 0, 0],
            &[0x30, 0x80, 4, 0x85, 0, 0, 0, 0, 0, 0, 0],
            &deep,
        ] {
            assert_eq!(definite(same).as_ref(), same);
        }
    }
}
