//! Text that a spreadsheet would take for a formula.

use std::borrow::Cow;

/// What makes spreadsheets take a text for a formula (OWASP, "CSV Injection").
const FORMULA: [char; 7] = ['=', '+', '-', '@', '\t', '\r', '\n'];

/// Text with an apostrophe before a first character that makes spreadsheets take the rest for a formula: `=`, `+`, `-`, `@`, a tab, a
/// carriage return or a line feed. Text that begins like guarded text gets one more, so that [`unguarded`] gives every text back. Numbers
/// are no text and never pass here.
#[must_use]
pub fn guarded(text: &str) -> Cow<'_, str> {
    if text.trim_start_matches('\'').starts_with(FORMULA) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// The text that was guarded.
#[must_use]
pub fn unguarded(text: &str) -> &str {
    text.strip_prefix('\'').filter(|rest| rest.trim_start_matches('\'').starts_with(FORMULA)).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_looks_like_a_formula_is_guarded() {
        for text in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1"] {
            assert_eq!(guarded(text), format!("'{text}"));
        }
        for text in ["", "a=1", "support_agent", " =1", "'a", "'", "1"] {
            assert_eq!(guarded(text), text);
        }
    }

    #[test]
    fn what_was_guarded_reads_back() {
        for text in ["=1+1", "'=1+1", "''-", "-1", "", "'", "'a", "it's", "\n", "a=1"] {
            assert_eq!(unguarded(&guarded(text)), text);
        }
        assert_eq!(guarded("'=1"), "''=1");
    }
}
