//! PEM text (RFC 7468 §2, the lax rules of §3 for white space) into labelled blocks, each with its line and byte offset. Text around the
//! blocks is skipped, as every tool does. What a block holds is not looked at.

use super::error::{PemError, PemFault};

const BEGIN: &[u8] = b"-----BEGIN ";
const END: &[u8] = b"-----END ";
const DASHES: &[u8] = b"-----";

/// One block.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Block {
    /// What stands after `BEGIN`.
    pub(crate) label: Vec<u8>,
    /// The line of its `BEGIN`, from 1.
    pub(crate) line: usize,
    /// Its decoded bytes.
    pub(crate) bytes: Vec<u8>,
}

/// Whether a block begins anywhere in the bytes.
pub(crate) fn is_pem(bytes: &[u8]) -> bool {
    lines(bytes).any(|line| label(line.text, BEGIN).is_some())
}

/// All blocks in order.
pub(crate) fn blocks(bytes: &[u8]) -> Result<Vec<Block>, PemError> {
    let mut found = Vec::new();
    let mut lines = lines(bytes);
    while let Some(line) = lines.next() {
        let Some(label) = label(line.text, BEGIN) else {
            continue;
        };
        let number = found.len() + 1;
        found.push(block(
            Start {
                label,
                line,
                number,
            },
            &mut lines,
        )?);
    }
    Ok(found)
}

/// A line without its end.
#[derive(Clone, Copy)]
struct Line<'a> {
    number: usize,
    offset: usize,
    text: &'a [u8],
}

/// The first line of a block.
struct Start<'a> {
    label: &'a [u8],
    line: Line<'a>,
    number: usize,
}

impl Start<'_> {
    fn fault(&self, at: Line<'_>, fault: PemFault) -> PemError {
        PemError {
            number: self.number,
            line: at.number,
            offset: at.offset,
            fault,
        }
    }
}

fn lines(bytes: &[u8]) -> impl Iterator<Item = Line<'_>> {
    let mut offset = 0;
    bytes
        .split_inclusive(|byte| *byte == b'\n')
        .zip(1..)
        .map(move |(text, number)| {
            let line = Line {
                number,
                offset,
                text: text.trim_ascii_end(),
            };
            offset += text.len();
            line
        })
}

/// The label of a `BEGIN` or `END` line.
fn label<'a>(line: &'a [u8], kind: &[u8]) -> Option<&'a [u8]> {
    line.trim_ascii().strip_prefix(kind)?.strip_suffix(DASHES)
}

fn block<'a>(
    start: Start<'_>,
    lines: &mut impl Iterator<Item = Line<'a>>,
) -> Result<Block, PemError> {
    let mut base64 = Base64::default();
    for line in lines {
        if label(line.text, BEGIN).is_some() {
            return Err(start.fault(line, PemFault::WrongEnd));
        }
        if let Some(end) = label(line.text, END) {
            return close(&start, base64, (line, end));
        }
        for (place, byte) in line.text.iter().enumerate() {
            base64.push(*byte).map_err(|fault| {
                let offset = line.offset + place;
                start.fault(Line { offset, ..line }, fault)
            })?;
        }
    }
    Err(start.fault(start.line, PemFault::NoEnd))
}

fn close(
    start: &Start<'_>,
    base64: Base64,
    (line, end): (Line<'_>, &[u8]),
) -> Result<Block, PemError> {
    if end != start.label {
        return Err(start.fault(line, PemFault::WrongEnd));
    }
    let bytes = base64.finish().map_err(|fault| start.fault(line, fault))?;
    Ok(Block {
        label: start.label.to_vec(),
        line: start.line.number,
        bytes,
    })
}

/// Base64 (RFC 4648 §4), a character at a time; white space is skipped, padding only at the end.
#[derive(Default)]
struct Base64 {
    bytes: Vec<u8>,
    /// Up to four sextets.
    group: u32,
    sextets: u8,
    padding: u8,
}

impl Base64 {
    fn push(&mut self, character: u8) -> Result<(), PemFault> {
        let value = match character {
            b'A'..=b'Z' => character - b'A',
            b'a'..=b'z' => character - b'a' + 26,
            b'0'..=b'9' => character - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            b'=' => return self.pad(),
            b' ' | b'\t' | b'\r' => return Ok(()),
            other => return Err(PemFault::Character(char::from(other))),
        };
        if self.padding > 0 {
            return Err(PemFault::Padding);
        }
        self.group = (self.group << 6) | u32::from(value);
        self.sextets += 1;
        self.flush_full_group();
        Ok(())
    }

    fn flush_full_group(&mut self) {
        if self.sextets == 4 {
            let [_, bytes @ ..] = self.group.to_be_bytes();
            self.bytes.extend_from_slice(&bytes);
            self.group = 0;
            self.sextets = 0;
        }
    }

    fn pad(&mut self) -> Result<(), PemFault> {
        self.padding += 1;
        match self.sextets + self.padding {
            3 | 4 if self.sextets >= 2 => Ok(()),
            _ => Err(PemFault::Padding),
        }
    }

    /// RFC 4648 §3.5: bits that belong to no byte must be zero.
    fn finish(mut self) -> Result<Vec<u8>, PemFault> {
        match (self.sextets, self.padding) {
            (0, 0) => {}
            (2, 2) if self.group.trailing_zeros() >= 4 => {
                let [_, _, _, first] = (self.group >> 4).to_be_bytes();
                self.bytes.push(first);
            }
            (3, 1) if self.group.trailing_zeros() >= 2 => {
                let [_, _, first, second] = (self.group >> 2).to_be_bytes();
                self.bytes.extend_from_slice(&[first, second]);
            }
            _ => return Err(PemFault::Padding),
        }
        if self.bytes.is_empty() {
            return Err(PemFault::Empty);
        }
        Ok(self.bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::super::error::{PemError, PemFault};
    use super::{blocks, is_pem};

    fn decoded(base64: &str) -> Result<Vec<u8>, PemFault> {
        let text = format!("-----BEGIN X-----\n{base64}\n-----END X-----\n");
        match blocks(text.as_bytes()) {
            Ok(found) => Ok(found[0].bytes.clone()),
            Err(error) => Err(error.fault),
        }
    }

    #[test]
    fn base64_of_every_length() {
        assert_eq!(decoded("Zg==").unwrap(), b"f");
        assert_eq!(decoded("Zm8=").unwrap(), b"fo");
        assert_eq!(decoded("Zm9v").unwrap(), b"foo");
        assert_eq!(decoded(" Zm9v\r\nYmFy\t").unwrap(), b"foobar");
        assert_eq!(decoded("+/+/").unwrap(), [0xfb, 0xff, 0xbf]);
        assert_eq!(decoded("AAAA").unwrap(), [0, 0, 0]);
        assert_eq!(decoded("AA==").unwrap(), [0]);
    }

    #[test]
    fn broken_base64_is_refused() {
        for text in [
            "Z", "Zg", "Zg=", "Zm8", "Zg===", "====", "=", "Zh==", "Zm9=", "Zg==Zg==",
        ] {
            assert_eq!(decoded(text), Err(PemFault::Padding), "{text}");
        }
        assert_eq!(decoded("Zm9?"), Err(PemFault::Character('?')));
        assert_eq!(decoded(""), Err(PemFault::Empty));
    }

    #[test]
    fn blocks_have_their_lines_and_text_around_is_skipped() {
        let text = "subject=x\r\n-----BEGIN A B-----\r\nZm9v\r\n-----END A B-----\r\n\r\n  -----BEGIN C-----  \nZg==\n-----END C-----";
        let found = blocks(text.as_bytes()).unwrap();
        assert_eq!(found.len(), 2);
        assert_eq!((found[0].label.as_slice(), found[0].line), (&b"A B"[..], 2));
        assert_eq!((found[1].label.as_slice(), found[1].line), (&b"C"[..], 6));
        assert!(is_pem(text.as_bytes()));
        assert!(!is_pem(b"-----BEGIN"));
    }

    #[test]
    fn faults_have_their_place() {
        let cut = blocks(b"x\n-----BEGIN A-----\nZm9v\n");
        assert_eq!(
            cut,
            Err(PemError {
                number: 1,
                line: 2,
                offset: 2,
                fault: PemFault::NoEnd
            })
        );
        let bad = blocks(b"-----BEGIN A-----\nZm!v\n-----END A-----\n");
        assert_eq!(
            bad,
            Err(PemError {
                number: 1,
                line: 2,
                offset: 20,
                fault: PemFault::Character('!')
            })
        );
        for text in [
            "-----BEGIN A-----\nZm9v\n-----END B-----\n",
            "-----BEGIN A-----\nZm9v\n-----BEGIN A-----\n",
        ] {
            assert_eq!(
                blocks(text.as_bytes()).unwrap_err().fault,
                PemFault::WrongEnd
            );
        }
    }
}
