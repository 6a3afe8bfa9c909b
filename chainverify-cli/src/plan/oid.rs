//! The form of an object identifier in dots, for `--policy`. Only the form: what the numbers mean is the library's business, which also
//! encodes them.

/// X.660: two arcs or more, the first 0 to 2, the second below 40 under 0 and 1; no leading zeros.
pub(super) fn is_dotted(text: &str) -> bool {
    let arcs = text.split('.').collect::<Vec<_>>();
    let well_formed = arcs.iter().all(|arc| {
        arc.bytes().all(|byte| byte.is_ascii_digit())
            && !arc.is_empty()
            && (*arc == "0" || !arc.starts_with('0'))
    });
    let second = |arc: &str| arc.parse::<u8>().is_ok_and(|number| number < 40);
    well_formed
        && match arcs.as_slice() {
            ["0" | "1", arc, ..] => second(arc),
            ["2", _, ..] => true,
            _ => false,
        }
}

#[cfg(test)]
mod tests {
    use super::is_dotted;

    #[test]
    fn object_identifiers_are_told_from_other_text() {
        for oid in [
            "2.5.29.32.0",
            "1.3.6.1.4.1.11129.2.5.3",
            "2.999.123456789012345678901234567890",
            "0.0",
        ] {
            assert!(is_dotted(oid), "{oid}");
        }
        for other in [
            "",
            "2",
            "3.1",
            "1.40",
            "2.05",
            "2..5",
            "2.5.",
            ".2.5",
            "2.5a",
            "anyPolicy",
        ] {
            assert!(!is_dotted(other), "{other}");
        }
    }
}
