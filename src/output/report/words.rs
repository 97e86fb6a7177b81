//! Sentences as pieces: our own words, and what is put into them. Each piece is escaped where it is written, as HTML or as Markdown, so
//! that no name can break out of either.

use askama::Template;

/// A part of a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Our own words.
    Ours(String),
    /// Words of somebody else's: a title, a unit.
    Theirs(String),
    /// A policy's name.
    Policy(String),
    /// A term where it is first used and explained.
    Term(String),
    /// Something as it is typed: a path, a key.
    Code(String),
}

/// A sentence, or a few.
#[derive(Clone, Debug, Default, PartialEq, Eq, Template)]
#[template(path = "words.html")]
pub struct Words {
    pieces: Vec<Piece>,
}

/// Our own words.
pub(super) fn ours(text: impl Into<String>) -> Piece {
    Piece::Ours(text.into())
}

/// Somebody else's words.
pub(super) fn theirs(text: &str) -> Piece {
    Piece::Theirs(shown(text))
}

/// A policy's name.
pub(super) fn policy(name: &str) -> Piece {
    Piece::Policy(shown(name))
}

/// A name as it may be shown: control characters, and marks that turn the direction of what follows, are replaced.
#[must_use]
pub fn shown(name: &str) -> String {
    let turns = |c: char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{61c}');
    let banned =
        |c: char| c.is_control() || turns(c) || matches!(c, '\u{2028}' | '\u{2029}' | '\u{fffe}' | '\u{ffff}' | '\u{feff}');
    name.chars().map(|c| if banned(c) { '\u{fffd}' } else { c }).collect()
}

/// Says something: `{}` takes the next piece, `_words between underscores_` are a term. The form is our own words.
pub(super) fn say(form: &str, pieces: impl IntoIterator<Item = Piece>) -> Words {
    let mut pieces = pieces.into_iter();
    let mut words = Words::default();
    for (place, part) in form.split("{}").enumerate() {
        if place > 0 {
            words.pieces.extend(pieces.next());
        }
        for (turn, text) in part.split('_').enumerate() {
            match (turn % 2, text) {
                (_, "") => {}
                (0, text) => words.pieces.push(ours(text)),
                (_, text) => words.pieces.push(Piece::Term(text.to_owned())),
            }
        }
    }
    words
}

/// Reads a text in which names stand in backticks, as the answer and the warnings have them. Only names that are known are taken for names.
pub fn read<'a>(text: &str, names: impl IntoIterator<Item = &'a str>) -> Words {
    let mut names: Vec<&str> = names.into_iter().collect();
    // Of two names one of which begins like the other, the longer is meant.
    names.sort_by_key(|name| std::cmp::Reverse(name.len()));
    let mut words = Words::default();
    let mut plain = String::new();
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let quoted = |name: &&&str| {
            rest.strip_prefix('`').and_then(|rest| rest.strip_prefix(**name)).is_some_and(|rest| rest.starts_with('`'))
        };
        if let Some(name) = names.iter().find(quoted) {
            words.pieces.push(theirs(&std::mem::take(&mut plain)));
            words.pieces.push(policy(name));
            rest = &rest[name.len() + 2..];
        } else {
            plain.push(letter);
            rest = &rest[letter.len_utf8()..];
        }
    }
    words.pieces.push(theirs(&plain));
    words.pieces.retain(|piece| *piece != theirs(""));
    words
}

impl Words {
    /// These words and more.
    #[must_use]
    pub(super) fn and(mut self, more: Self) -> Self {
        self.pieces.push(ours(" "));
        self.pieces.extend(more.pieces);
        self
    }

    /// The same with words that are not names put otherwise: whole words only, policies' names left alone.
    #[must_use]
    pub(super) fn reworded(mut self, otherwise: &[(&str, String)]) -> Self {
        for piece in &mut self.pieces {
            if let Piece::Theirs(text) | Piece::Ours(text) = piece {
                for (word, better) in otherwise {
                    *text = whole_word_replaced(text, word, better);
                }
            }
        }
        self
    }

    /// The same with whatever else stands between two backticks as code, without them.
    #[must_use]
    pub(super) fn coded(self) -> Self {
        let coded = |piece| {
            let Piece::Theirs(text) = piece else { return vec![piece] };
            let parts: Vec<&str> = text.split('`').collect();
            // An odd backtick at the end quotes nothing.
            let paired = (parts.len() - 1) / 2 * 2;
            let mut pieces: Vec<Piece> = parts[..paired]
                .iter()
                .enumerate()
                .map(|(turn, part)| match turn % 2 {
                    0 => theirs(part),
                    _ => Piece::Code((*part).to_owned()),
                })
                .collect();
            pieces.push(theirs(&parts[paired..].join("`")));
            pieces.retain(|piece| *piece != theirs(""));
            pieces
        };
        Self { pieces: self.pieces.into_iter().flat_map(coded).collect() }
    }

    /// As plain text.
    #[must_use]
    pub fn plain(&self) -> String {
        self.pieces
            .iter()
            .map(|piece| match piece {
                Piece::Ours(text) | Piece::Theirs(text) | Piece::Policy(text) | Piece::Term(text) | Piece::Code(text) => {
                    text.as_str()
                }
            })
            .collect()
    }

    /// As Markdown, on one line.
    #[must_use]
    pub fn markdown(&self) -> String {
        self.pieces
            .iter()
            .map(|piece| match piece {
                Piece::Ours(text) => text.clone(),
                Piece::Theirs(text) => markdown(text),
                Piece::Policy(text) | Piece::Code(text) => code_span(text),
                Piece::Term(text) => format!("*{text}*"),
            })
            .collect()
    }
}

/// A text with a word put otherwise wherever it stands alone, not as a part of a longer one.
fn whole_word_replaced(text: &str, word: &str, better: &str) -> String {
    let within = |c: char| c.is_alphanumeric() || c == '_';
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(word) {
        let (before, after) = (&rest[..at], &rest[at + word.len()..]);
        out.push_str(before);
        let alone = !out.ends_with(within) && !after.starts_with(within);
        out.push_str(if alone { better } else { word });
        rest = after;
    }
    out + rest
}

/// A text as Markdown shows it, every mark of its own taken literally.
#[must_use]
pub fn markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in shown(text).chars() {
        match letter {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '#' | '|' | '~' | '!' => {
                out.push('\\');
                out.push(letter);
            }
            other => out.push(other),
        }
    }
    out
}

/// A text as a code span: between more backticks than it has in a row. A bar, which would end a cell of a table, becomes a look-alike.
fn code_span(text: &str) -> String {
    let text = shown(text).replace('|', "\u{2758}");
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_escaped_where_they_are_written() {
        let words = say("Pick {}: _a term_, {} and {}.", [policy("<b>`x|`"), theirs("*a*<i>"), policy("a 'b'")]);
        assert_eq!(words.plain(), "Pick <b>`x|`: a term, *a*<i> and a 'b'.");
        let html = words.to_string();
        assert!(!html.contains("<b>") && !html.contains("<i>") && html.contains("<dfn>a term</dfn>"), "{html}");
        assert_eq!(words.markdown(), "Pick `` <b>`x\u{2758}` ``: *a term*, \\*a\\*&lt;i&gt; and `a 'b'`.");
    }

    #[test]
    fn only_known_names_are_names() {
        let words = read("Pick `a`, ahead of `a b` and `c`: `<a`", ["a", "a b", "<a"]);
        let names: Vec<_> = words.pieces.iter().filter(|piece| matches!(piece, Piece::Policy(_))).cloned().collect();
        assert_eq!(names, [policy("a"), policy("a b"), policy("<a")]);
        assert_eq!(words.plain(), "Pick a, ahead of a b and `c`: <a");
    }

    #[test]
    fn what_else_is_in_backticks_is_code() {
        let words = read("`a` at `hiring.<b>`, table `points`; a ` alone", ["a"]).coded();
        assert_eq!(words.plain(), "a at hiring.<b>, table points; a ` alone");
        let html = words.to_string();
        assert!(html.contains("<code>points</code>") && !html.contains("<b>"), "{html}");
        assert_eq!(words.markdown(), "`a` at `hiring.<b>`, table `points`; a \\` alone");
        assert_eq!(read("``", []).coded().plain(), "");
    }

    #[test]
    fn words_are_put_otherwise_where_they_stand_alone() {
        let otherwise = [("time", "\u{201c}time to fill\u{201d}".to_owned()), ("a_time", "x".to_owned())];
        let words = read("time (7), a_time, times and `time`; time", ["time"]).reworded(&otherwise);
        assert_eq!(words.plain(), "\u{201c}time to fill\u{201d} (7), x, times and time; \u{201c}time to fill\u{201d}");
    }

    #[test]
    fn names_cannot_turn_the_page() {
        assert_eq!(shown("a\u{202e}b\u{0}\n"), "a\u{fffd}b\u{fffd}\u{fffd}");
        assert_eq!(shown("\u{5d0}\u{1f680}"), "\u{5d0}\u{1f680}");
    }
}
