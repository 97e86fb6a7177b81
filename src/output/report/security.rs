//! The page's own rule of what it may load: nothing, but the one style and the one script that are in it, each known by its hash.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

/// The hash of an inline style or script, as a policy takes it.
fn source(text: &str) -> String {
    format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text.as_bytes())))
}

/// The policy of a page with one inline style and, maybe, one inline script. Pictures and fonts are within the page; the script makes
/// pictures of charts, which are `blob:`.
pub fn policy(style: &str, script: Option<&str>) -> String {
    let script = script.map_or_else(|| "'none'".to_owned(), source);
    format!(
        "default-src 'none'; style-src {}; script-src {script}; img-src data: blob:; font-src data:; base-uri 'none'; form-action 'none'",
        source(style)
    )
}

/// A font as the style embeds it.
pub fn font(bytes: &[u8]) -> String {
    format!("data:font/woff2;base64,{}", STANDARD.encode(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_are_those_of_the_standard() {
        // The example of the W3C's Content Security Policy Level 3, section 8.3.
        assert_eq!(source("alert('Hello, world.');"), "'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='");
    }
}
