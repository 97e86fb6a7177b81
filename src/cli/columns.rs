//! Rows of short texts as columns of a page.

use unicode_width::UnicodeWidthStr;

/// Lays rows out, the first of them the heading; numbers stand right. None where the page is too narrow.
pub fn columns<const N: usize>(rows: &[[String; N]], numbers: [bool; N], width: usize) -> Option<String> {
    let mut widths = [0; N];
    for row in rows {
        for (widest, cell) in widths.iter_mut().zip(row) {
            *widest = (*widest).max(cell.width());
        }
    }
    if widths.iter().sum::<usize>() + 2 * N.saturating_sub(1) > width {
        return None;
    }
    let mut text = String::new();
    for row in rows {
        let mut line = String::new();
        for (place, cell) in row.iter().enumerate() {
            let blank = " ".repeat(widths[place] - cell.width());
            let gap = if place == 0 { "" } else { "  " };
            let parts = if numbers[place] { [gap, &blank, cell] } else { [gap, cell, &blank] };
            line.extend(parts);
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stand_right_and_nothing_is_wider_than_the_page() {
        let rows = [["name", "kept"], ["a", "5%"], ["blend", "12%"]].map(|row| row.map(str::to_owned));
        assert_eq!(columns(&rows, [false, true], 11).unwrap(), "name   kept\na        5%\nblend   12%\n");
        assert_eq!(columns(&rows, [false, true], 10), None);
    }
}
