//! Public keys of elliptic curves, as certificates hold them.

/// The key, if it is a point in one of the two encodings of RFC 5480 §2.2, uncompressed or
/// compressed. SEC 1 has more, and libraries read them.
pub(super) fn point(key: &[u8]) -> Option<&[u8]> {
    matches!(key, [2..=4, ..]).then_some(key)
}
