//! Reads the paths of a Rust source that start in its own crate. It knows words, comments and
//! literals, and nothing more of the language.

/// A module's path from the crate root; empty for `lib.rs`.
pub(super) type Module = Vec<String>;

pub(super) fn module_of(path: &str) -> Module {
    let mut module: Module = path
        .trim_end_matches(".rs")
        .split('/')
        .map(String::from)
        .collect();
    if matches!(module.last().map(String::as_str), Some("mod" | "lib")) {
        module.pop();
    }
    module
}

/// A path in a source file.
pub(super) struct Arrow {
    /// From the crate root.
    pub(super) to: Module,
    /// The last word, or what `as` makes of it.
    pub(super) name: String,
    pub(super) line: usize,
}

/// Every such path, and every path in a `use`.
pub(super) fn arrows(path: &str, text: &str) -> Vec<Arrow> {
    let tokens = without_tests(tokens(text));
    let mut reader = Reader {
        tokens: &tokens,
        base: module_of(path),
        arrows: Vec::new(),
    };
    let mut inner: Vec<usize> = Vec::new(); // the depths at which inline modules close
    let (mut at, mut depth) = (0, 0);
    while at < tokens.len() {
        match reader.word(at) {
            "mod" if reader.word(at + 2) == "{" => {
                reader.base.push(reader.word(at + 1).to_string());
                inner.push(depth);
                depth += 1;
                at += 3;
                continue;
            }
            "{" => depth += 1,
            "}" => {
                depth = depth.saturating_sub(1);
                if inner.last() == Some(&depth) {
                    inner.pop();
                    reader.base.pop();
                }
            }
            "use" if reader.word(at + 1) != "::" => {
                at = reader.tree(at + 1, None);
                continue;
            }
            "crate" | "super" | "self" if reader.word(at + 1) == "::" => {
                at = reader.tree(at, None);
                continue;
            }
            _ => {}
        }
        at += 1;
    }
    reader.arrows
}

struct Reader<'a> {
    tokens: &'a [Token],
    base: Module,
    arrows: Vec<Arrow>,
}

impl Reader<'_> {
    fn word(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |(_, word)| word)
    }

    /// Reads a path or a `use` tree; returns where it ends.
    fn tree(&mut self, mut at: usize, prefix: Option<Module>) -> usize {
        if self.word(at) == "{" {
            at += 1;
            while !matches!(self.word(at), "}" | "") {
                at = match self.word(at) {
                    "," => at + 1,
                    _ => self.tree(at, prefix.clone()),
                };
            }
            return at + 1;
        }
        let mut to = prefix.unwrap_or_else(|| self.base.clone());
        match self.word(at) {
            "crate" => to.clear(),
            "super" => drop(to.pop()),
            "self" | "*" => {}
            word => to.push(word.to_string()),
        }
        let next = self.word(at + 2);
        if self.word(at + 1) == "::" && (matches!(next, "{" | "*") || next.starts_with(is_word)) {
            return self.tree(at + 2, Some(to));
        }
        let line = self.tokens.get(at).map_or(0, |(line, _)| *line);
        let (name, end) = match self.word(at + 1) {
            "as" => (self.word(at + 2).to_string(), at + 3),
            _ => (to.last().cloned().unwrap_or_default(), at + 1),
        };
        self.arrows.push(Arrow { to, name, line });
        end
    }
}

fn is_word(c: char) -> bool {
    c == '_' || c.is_alphanumeric()
}

/// A word or a sign, and its line.
type Token = (usize, String);

/// Words, `::` and single signs; no comments, no literals of text.
fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let (mut rest, mut line) = (text, 1);
    while let Some(first) = rest.chars().next() {
        let length = literal(rest);
        if length > 0 {
            line += rest[..length].matches('\n').count();
            rest = &rest[length..];
            continue;
        }
        let raw = if rest.starts_with("r#") { 2 } else { 0 };
        let word = rest[raw..]
            .find(|c| !is_word(c))
            .unwrap_or(rest.len() - raw);
        let length = match first {
            _ if word > 0 => raw + word,
            _ if rest.starts_with("::") => 2,
            _ => first.len_utf8(),
        };
        line += usize::from(first == '\n');
        if !first.is_whitespace() {
            tokens.push((line, rest[..length].trim_start_matches("r#").to_string()));
        }
        rest = &rest[length..];
    }
    tokens
}

/// The length of the comment, text, character or lifetime that starts here; 0 if none does.
fn literal(rest: &str) -> usize {
    let to = |end: &str, from: usize| {
        rest[from..]
            .find(end)
            .map_or(rest.len(), |at| from + at + end.len())
    };
    let plain = rest.trim_start_matches(['b', 'c']);
    let raw = plain
        .strip_prefix('r')
        .map(|raw| raw.trim_start_matches('#'));
    if rest.starts_with("//") {
        to("\n", 2)
    } else if rest.starts_with("/*") {
        to("*/", 2)
    } else if let Some(quoted) = raw.filter(|raw| raw.starts_with('"')) {
        let hashes = plain.len() - quoted.len() - 1;
        let start = rest.len() - quoted.len() + 1;
        to(&format!("\"{}", "#".repeat(hashes)), start)
    } else if plain.starts_with('"') && rest.len() - plain.len() < 2 {
        quoted(rest, rest.len() - plain.len() + 1)
    } else if rest.starts_with('\'') {
        character(rest)
    } else {
        0
    }
}

/// Where the text in quotes ends whose inside starts at `from`.
fn quoted(rest: &str, from: usize) -> usize {
    let mut escaped = false;
    for (at, c) in rest[from..].char_indices() {
        match c {
            '"' if !escaped => return from + at + 1,
            '\\' => escaped = !escaped,
            _ => escaped = false,
        }
    }
    rest.len()
}

/// The length of a character, or of the tick of a lifetime.
fn character(rest: &str) -> usize {
    let mut chars = rest.char_indices().skip(1);
    match (chars.next(), chars.next()) {
        (Some((_, '\\')), Some((at, c))) => {
            let after = at + c.len_utf8();
            rest[after..]
                .find('\'')
                .map_or(rest.len(), |end| after + end + 1)
        }
        (Some(_), Some((at, '\''))) => at + 1,
        _ => 1,
    }
}

/// Leaves out every item under `#[cfg(test)]`, and a whole file under `#![cfg(test)]`.
fn without_tests(tokens: Vec<Token>) -> Vec<Token> {
    const MARK: [&str; 7] = ["#", "[", "cfg", "(", "test", ")", "]"];
    let words: Vec<&str> = tokens.iter().map(|(_, word)| word.as_str()).collect();
    let mut kept = Vec::new();
    let mut at = 0;
    while at < words.len() {
        if words[at..].starts_with(&MARK) {
            at = end_of_item(&words, at + MARK.len());
        } else if words[at] == "#"
            && words[at + 1..].starts_with(&["!"])
            && words[at + 2..].starts_with(&MARK[1..])
        {
            return Vec::new();
        } else {
            kept.push(tokens[at].clone());
            at += 1;
        }
    }
    kept
}

/// Where an item ends: after its `;`, or after the `}` of its body.
fn end_of_item(words: &[&str], mut at: usize) -> usize {
    let mut depth = 0_usize;
    while at < words.len() {
        match words[at] {
            "{" | "(" | "[" => depth += 1,
            "}" if depth == 1 => return at + 1,
            ";" if depth == 0 => return at + 1,
            "}" | ")" | "]" if depth == 0 => return at,
            "}" | ")" | "]" => depth -= 1,
            _ => {}
        }
        at += 1;
    }
    at
}

mod the_reader {
    use super::arrows;

    fn read(text: &str) -> Vec<String> {
        let found = arrows("rules/link.rs", text);
        found.iter().map(|arrow| arrow.to.join("::")).collect()
    }

    #[test]
    fn reads_a_path_however_it_is_written() {
        for text in [
            "use crate::search;",
            "use {crate::{search as s}};",
            "pub(crate) use super::super::search;",
            "use crate::search::{self};",
            "use crate::search::*;",
            "mod inner { use super::super::super::search; }",
            "#[cfg(test)] mod t { use crate::report; }\nfn f() { crate::search::<u8>() }",
            "fn f<'a>(x: &'a u8) -> char { crate::search(x); '\\'' }",
            "const Q: char = '\"'; type T = crate::search; const R: u8 = b'\"';",
        ] {
            assert_eq!(read(text), ["search"], "{text}");
        }
    }

    #[test]
    fn reads_every_branch_of_a_tree_and_what_stands_behind_it() {
        assert_eq!(
            read("use crate::{der::{Reader, self}, cert::Cert as C,};\nfn f() { self::g::h() }"),
            ["der::Reader", "der", "cert::Cert", "rules::link::g::h"]
        );
        let found = arrows("cert/mod.rs", "\nuse name::{Name as N};");
        assert_eq!(found[0].to, ["cert", "name", "Name"]);
        assert_eq!((found[0].name.as_str(), found[0].line), ("N", 2));
    }

    #[test]
    fn does_not_read_tests_comments_or_text() {
        for text in [
            "/// [`crate::search`]\n// crate::search\n/* crate::search */",
            r####"const A: &str = "\" crate::search"; const B: &[u8] = br##""# crate::search"##;"####,
            "#[cfg(test)]\n#[allow(dead_code)]\nmod tests { use crate::search::Search; fn f() {} }",
            "#[cfg(test)]\nuse crate::search::Step;",
            "#![cfg(test)]\nuse crate::search::Step;",
        ] {
            assert_eq!(read(text), [""; 0], "{text}");
        }
    }
}
