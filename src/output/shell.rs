//! Words as a POSIX shell takes them.

/// A word that a shell reads as exactly these letters: as it is where nothing in it means anything to a shell, else in single quotes, in which
/// even a line feed is itself.
#[must_use]
pub fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "_-./=,:+@%".contains(c);
    if !word.is_empty() && word.chars().all(plain) { word.to_owned() } else { format!("'{}'", word.replace('\'', r"'\''")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_quoted_where_a_shell_would_read_more_than_letters() {
        assert_eq!(quoted("--vary=hiring.cost_per_hire=1..2:3"), "--vary=hiring.cost_per_hire=1..2:3");
        assert_eq!(quoted(""), "''");
        assert_eq!(quoted("it's"), r"'it'\''s'");
        assert_eq!(quoted("a b\n$(c) `d` ~ *"), "'a b\n$(c) `d` ~ *'");
    }
}
