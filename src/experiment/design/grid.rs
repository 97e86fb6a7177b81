//! A full grid: every combination of evenly spaced levels, both ends among them; a single level is the middle. The last dimension moves first.

use super::{Ask, DesignError, bounded, float};

/// The points of a grid.
pub(super) fn points(ask: &Ask) -> Result<Vec<Vec<f64>>, DesignError> {
    let levels = match ask.levels.as_slice() {
        [one] => vec![*one; ask.dimensions],
        many if many.len() == ask.dimensions => many.to_vec(),
        many => return Err(DesignError::Levels { dimensions: ask.dimensions, given: many.len() }),
    };
    if levels.contains(&0) {
        return Err(DesignError::NoLevel);
    }
    let total = bounded(&levels)?;
    let place = |step: usize, of: usize| if of == 1 { 0.5 } else { float(step) / float(of - 1) };
    Ok((0..total)
        .map(|number| {
            let mut rest = number;
            let mut point = vec![0.0; levels.len()];
            for (dimension, of) in levels.iter().enumerate().rev() {
                point[dimension] = place(rest % of, *of);
                rest /= of;
            }
            point
        })
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_grid_has_every_combination_once() {
        let ask = Ask { dimensions: 3, levels: vec![3, 1, 2], ..Ask::default() };
        let expected = [[0.0, 0.5, 0.0], [0.0, 0.5, 1.0], [0.5, 0.5, 0.0], [0.5, 0.5, 1.0], [1.0, 0.5, 0.0], [1.0, 0.5, 1.0]];
        assert_eq!(points(&ask).unwrap(), expected);
    }
}
