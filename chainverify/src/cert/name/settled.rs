//! Which characters need no more preparation than [`super::text::prepared`] does: neither NFKC (RFC
//! 4518 §2.3) nor the full folding of case (§2.2) changes them, wherever they stand. Of a name with
//! others it is not decided here what it equals. A few ranges in place of Unicode's tables: a
//! character that is missing costs a decision, never a wrong one.

/// Whether this holds for a character in lower case: letters that are their own NFKC, combine with
/// nothing before them, and fold to themselves.
pub(super) const fn is_settled(character: char) -> bool {
    matches!(
        character,
        ' '..='~'
            // Latin
            | '\u{a1}'..='\u{a7}'
            | '\u{e0}'..='\u{12f}'
            | '\u{134}'..='\u{13e}'
            | '\u{141}'..='\u{148}'
            | '\u{14a}'..='\u{17e}'
            | '\u{180}'..='\u{1c3}'
            | '\u{1cd}'..='\u{1ef}'
            | '\u{1f5}'..='\u{233}'
            | '\u{1ea0}'..='\u{1ef9}'
            // Greek, Cyrillic, Armenian, Georgian
            | '\u{3ac}'..='\u{3af}'
            | '\u{3b1}'..='\u{3c1}'
            | '\u{3c3}'..='\u{3ce}'
            | '\u{430}'..='\u{482}'
            | '\u{48a}'..='\u{52f}'
            | '\u{561}'..='\u{586}'
            | '\u{10d0}'..='\u{10f0}'
            // Hebrew, Arabic
            | '\u{5d0}'..='\u{5ea}'
            | '\u{620}'..='\u{64a}'
            | '\u{679}'..='\u{6d3}'
            // dashes and quotes
            | '\u{2012}'..='\u{2015}'
            | '\u{2018}'..='\u{201f}'
            // Kana, ideographs, Hangul syllables
            | '\u{3001}'..='\u{3007}'
            | '\u{3041}'..='\u{3096}'
            | '\u{30a1}'..='\u{30fe}'
            | '\u{3400}'..='\u{4dbf}'
            | '\u{4e00}'..='\u{9fff}'
            | '\u{ac00}'..='\u{d7a3}'
            | '\u{20000}'..='\u{2a6df}'
    )
}

#[cfg(test)]
mod tests {
    use core::iter::once;

    use unicode_normalization::UnicodeNormalization;
    use unicode_normalization::char::canonical_combining_class;

    use super::super::text::prepared;
    use super::*;

    fn settled() -> impl Iterator<Item = char> {
        ('\0'..=char::MAX).filter(|character| is_settled(*character))
    }

    #[test]
    fn a_settled_character_is_its_own_nfkc_and_its_own_fold() {
        for character in settled() {
            assert!(once(character).nfkc().eq(once(character)), "{character:?}");
            let lower = character.to_lowercase();
            if lower.clone().eq(once(character)) {
                let folded = character.to_uppercase().flat_map(char::to_lowercase);
                assert!(folded.eq(once(character)), "{character:?}");
            }
        }
    }

    /// It would, if what it is joined to had another form for the two.
    #[test]
    fn a_settled_character_joins_nothing_before_it() {
        for character in settled() {
            assert_eq!(canonical_combining_class(character), 0, "{character:?}");
            for before in settled_starts() {
                let pair = [before, character];
                assert!(pair.into_iter().nfkc().eq(pair), "{pair:?}");
            }
        }
    }

    /// One of each way of joining: a letter, a letter with a mark, Kana, a syllable without a coda.
    fn settled_starts() -> [char; 7] {
        [
            'a', 'o', '\u{e2}', '\u{3b9}', '\u{627}', '\u{304b}', '\u{ac00}',
        ]
    }

    /// What is not settled itself may be so in lower case, as the sign for kelvin is a k.
    #[test]
    fn what_is_settled_once_it_is_prepared_has_no_other_form() {
        for character in '\0'..=char::MAX {
            let is_lower = prepared(once(character)).all(is_settled);
            let folded = once(character).nfkc().flat_map(char::to_lowercase);
            assert!(
                !is_lower || prepared(once(character)).eq(prepared(folded)),
                "{character:?}"
            );
        }
    }
}
