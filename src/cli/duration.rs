//! Lengths of time on the command line: `90s`, `30m`, `2h`, `1h30m`.

use std::time::Duration;

/// Reads a length of time.
pub fn duration(text: &str) -> Result<Duration, String> {
    let form = || "write a length of time with its unit, as in 90s, 30m, 2h or 1h30m".to_owned();
    let mut seconds: u64 = 0;
    let mut rest = text.trim();
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit()).ok_or_else(form)?;
        let number: u64 = rest[..digits].parse().map_err(|_| form())?;
        let unit = rest[digits..].chars().next().ok_or_else(form)?;
        let scale = match unit {
            's' => 1,
            'm' => 60,
            'h' => 3600,
            'd' => 86_400,
            _ => return Err(form()),
        };
        seconds = number.checked_mul(scale).and_then(|part| seconds.checked_add(part)).ok_or_else(form)?;
        rest = &rest[digits + unit.len_utf8()..];
    }
    if seconds == 0 { Err(form()) } else { Ok(Duration::from_secs(seconds)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_read() {
        for (text, seconds) in [("90s", 90), ("30m", 1800), ("1h30m", 5400), ("2d", 172_800)] {
            assert_eq!(duration(text), Ok(Duration::from_secs(seconds)));
        }
        for text in ["", "30", "m", "0s", "-1m", "1.5h", "1é", "99999999999999999999h"] {
            assert!(duration(text).is_err(), "{text}");
        }
    }
}
