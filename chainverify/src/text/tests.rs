//! Whatever somebody else wrote, a text stays what we made of it.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use proptest::collection::vec;
use proptest::prelude::{Strategy, any, prop_oneof};
use proptest::{prop_assert, prop_assert_eq, proptest, sample};

use super::excerpt::MOST;
use super::{Excerpt, Style, Text, escape};

/// What may not be seen outside an escape: every mark that this library or its command prints,
/// and one of each kind of troublemaker.
const FORBIDDEN: &str = "✓✔☑✅✗✘✕✖❌❎☒×√🗸🗹🗙…⋯→⇒➜←│┌─█•«»“”„‟‘’‚‛‹›〝〞＂″\u{2028}\u{2029}\u{200b}\u{200c}\
    \u{200d}\u{2060}\u{feff}\u{ad}\u{34f}\u{61c}\u{200e}\u{200f}\u{202a}\u{202b}\u{202c}\u{202d}\u{202e}\u{2066}\
    \u{2067}\u{2068}\u{2069}\u{180e}\u{3164}\u{ffa0}\u{fe0f}\u{fffd}\u{e0041}\u{e0100}\u{f0000}\u{338}\u{20dd}";

fn is_forbidden(character: char) -> bool {
    character.is_control()
        || (character.is_whitespace() && character != ' ')
        || FORBIDDEN.contains(character)
}

fn character() -> impl Strategy<Value = char> {
    let forbidden: Vec<char> = FORBIDDEN
        .chars()
        .chain("\"\\\n\r\t\u{7f}\u{85}".chars())
        .collect();
    prop_oneof![
        any::<char>(),
        sample::select(forbidden),
        sample::select(alloc::vec!['a', ' ', '"', '\n'])
    ]
}

fn text_of_others(most: usize) -> impl Strategy<Value = String> {
    vec(character(), 0..most).prop_map(String::from_iter)
}

/// The text that was escaped.
fn unescaped(escaped: &str) -> String {
    let mut text = String::new();
    let mut rest = escaped;
    while let Some((before, after)) = rest.split_once('\\') {
        text.push_str(before);
        rest = match after.strip_prefix("u{").and_then(|hex| hex.split_once('}')) {
            Some((hex, rest)) => {
                text.push(char::from_u32(u32::from_str_radix(hex, 16).unwrap()).unwrap());
                rest
            }
            None => {
                text.push(after.chars().next().unwrap());
                &after[1..]
            }
        };
    }
    text + rest
}

proptest! {
    #[test]
    fn an_escaped_text_has_nothing_in_it_that_deceives_and_loses_nothing(text in text_of_others(40)) {
        let escaped = escape(&text);
        prop_assert!(!escaped.chars().any(is_forbidden), "{escaped:?}");
        prop_assert_eq!(unescaped(&escaped), text);
    }

    #[test]
    fn a_line_begins_with_our_words_and_only_where_we_began_one(
        texts in vec((text_of_others(30), any::<bool>()), 0..8),
    ) {
        let mut text = Text::new();
        for (other, is_new_line) in &texts {
            match is_new_line {
                true => text.line().ours("  ").foreign(other),
                false => text.foreign(other).ours(" ").quoted(other),
            };
        }
        let lines = texts.iter().filter(|(_, is_new_line)| *is_new_line).count() + 1;
        prop_assert_eq!(text.to_string().split('\n').count(), lines);
        let mut is_start = true;
        for piece in text.pieces() {
            let is_foreign = piece.style == Style::Foreign;
            prop_assert!(!(is_start && is_foreign), "{text}");
            prop_assert!(!(is_foreign && piece.text.chars().any(is_forbidden)), "{text}");
            let is_blank = piece.text.chars().all(|character| character == ' ');
            is_start = piece.text.ends_with('\n') || (is_start && is_blank && !is_foreign);
        }
    }

    #[test]
    fn an_excerpt_is_the_beginning_and_counts_the_rest(text in text_of_others(260)) {
        let excerpt = Excerpt::from(&*text);
        let begin: String = text.chars().take(MOST).collect();
        prop_assert_eq!(excerpt.as_str(), escape(&begin));
        prop_assert_eq!(excerpt.more(), text.chars().count().saturating_sub(MOST));
    }
}

#[test]
fn letters_digits_and_punctuation_of_all_scripts_stay() {
    for text in [
        "Müller & Söhne, Zürich (2026)",
        "L'Hôpital – Pièces n° 5 €",
        "Почта России",
        "中华人民共和国、株式会社",
        "شركة الاتصالات",
        "बैंक",
        "日本認証サービス",
        "한국정보인증",
    ] {
        assert_eq!(escape(text), text);
    }
}

#[test]
fn one_word_of_ascii_needs_no_quotes_but_at_the_start_of_a_line() {
    let mut text = Text::new();
    text.ours("from ").foreign("http://a.example/1").line();
    text.ours("  ")
        .foreign("leaf")
        .ours(", ")
        .foreign("a b")
        .ours(", ")
        .foreign("");
    assert_eq!(
        text.to_string(),
        "from http://a.example/1\n  \"leaf\", \"a b\", \"\""
    );
}

#[test]
fn what_is_cut_is_counted_by_us() {
    let mut text = Text::new();
    text.quoted(&"x".repeat(201))
        .ours(" ")
        .foreign(&"y".repeat(300));
    let (xs, ys) = ("x".repeat(200), "y".repeat(200));
    assert_eq!(
        text.to_string(),
        format!("\"{xs}…\" (1 more character) {ys}… (100 more characters)")
    );
}
