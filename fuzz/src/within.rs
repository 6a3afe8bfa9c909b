//! Whether what a reader points at lies in what it has read.

/// Panics where `part` is not a piece of `whole`, octets and place.
pub fn assert_within(part: &[u8], whole: &[u8], what: &str) {
    let (part, whole) = (part.as_ptr_range(), whole.as_ptr_range());
    assert!(
        whole.start <= part.start && part.end <= whole.end,
        "{what} lies outside of the input"
    );
}

/// Panics where an error stands behind the end of the input, or says nothing.
pub fn assert_plain(error: &chainverify::der::ParseError, whole: &[u8]) {
    let offset = usize::try_from(error.offset()).expect("32 bits");
    assert!(offset <= whole.len(), "an error behind the end");
    assert!(!error.to_string().is_empty());
}
