//! Templates: text in which `@NAME@` stands for a value.

/// Fills a template in one pass: what a value says is never read as a template. A name without a value stays as it is; a test forbids it.
pub fn fill(template: &str, values: &[(&str, &str)]) -> String {
    let mut text = String::with_capacity(template.len());
    let mut rest = template;
    while let Some(at) = rest.find('@') {
        text.push_str(&rest[..at]);
        let after = &rest[at + 1..];
        let value = after
            .split_once('@')
            .and_then(|(name, beyond)| values.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value, beyond)));
        if let Some((value, beyond)) = value {
            text.push_str(value);
            rest = beyond;
        } else {
            text.push('@');
            rest = after;
        }
    }
    text.push_str(rest);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_no_templates() {
        assert_eq!(fill("a @X@ \"$@\" @Y@.", &[("X", "@Y@"), ("Y", "@X@")]), "a @Y@ \"$@\" @X@.");
        assert_eq!(fill("@X", &[("X", "1")]), "@X");
        assert_eq!(fill("", &[]), "");
    }
}
