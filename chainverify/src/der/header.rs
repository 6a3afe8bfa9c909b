//! The header of a value, for what is written or hashed in DER: tag and length (X.690 §8.1.2, §10.1).

use smallvec::SmallVec;

/// Tag and length of a value whose contents have this many octets.
pub(crate) fn header(tag: u8, length: usize) -> SmallVec<[u8; 10]> {
    let octets = length.to_be_bytes();
    let first = octets.iter().position(|octet| *octet != 0);
    let significant = first.and_then(|first| octets.get(first..));
    let mut header = SmallVec::new();
    header.push(tag);
    match significant {
        None => header.push(0),
        Some([short @ ..=0x7f]) => header.push(*short),
        Some(long) => {
            header.push(u8::try_from(long.len()).map_or(0xff, |count| 0x80 | count));
            header.extend_from_slice(long);
        }
    }
    header
}

#[cfg(test)]
mod tests {
    use alloc::vec;

    use super::*;
    use crate::der::{Field, Reader, tag};

    #[test]
    fn what_it_writes_the_reader_reads() {
        for length in [0, 1, 0x7f, 0x80, 0xff, 0x100, 0xffff, 0x1_0000, 0x12_3456] {
            let mut value = header(tag::OCTET_STRING, length).to_vec();
            value.extend(vec![7; length]);
            let content = Reader::new(&value).only(tag::OCTET_STRING, Field::CertId);
            assert_eq!(content.unwrap().bytes().len(), length);
        }
    }
}
