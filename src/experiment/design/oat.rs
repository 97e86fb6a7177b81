//! One at a time: today's point, then each parameter at its low end and at its high end while all others keep today's values. What a tornado shows.

use super::{Ask, DesignError, bounded};

/// Today's point, then two for each parameter.
pub(super) fn points(ask: &Ask) -> Result<Vec<Vec<f64>>, DesignError> {
    let today = match ask.centre.len() {
        0 => vec![0.5; ask.dimensions],
        given if given == ask.dimensions => ask.centre.clone(),
        given => return Err(DesignError::Centre { dimensions: ask.dimensions, given }),
    };
    let total = bounded(&[2, ask.dimensions])? + 1;
    let mut made = Vec::with_capacity(total);
    made.push(today.clone());
    for dimension in 0..ask.dimensions {
        for end in [0.0, 1.0] {
            let mut point = today.clone();
            point[dimension] = end;
            made.push(point);
        }
    }
    Ok(made)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_parameter_moves_at_a_time() {
        let ask = Ask { dimensions: 2, centre: vec![0.25, 0.75], ..Ask::default() };
        assert_eq!(points(&ask).unwrap(), [[0.25, 0.75], [0.0, 0.75], [1.0, 0.75], [0.25, 0.0], [0.25, 1.0]]);
        let middle = Ask { dimensions: 1, ..Ask::default() };
        assert_eq!(points(&middle).unwrap(), [[0.5], [0.0], [1.0]]);
    }
}
