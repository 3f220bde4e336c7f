//! Simple exponential smoothing, as all these models use it.

/// Evaluations of a search for the smoothing parameter: the interval shrinks to a 1e-9th.
const SEARCH: usize = 44;
/// Inverse of the golden ratio.
const GOLDEN: f64 = 0.618_033_988_749_894_8;

/// The level after the last value, beginning with the first one; 0 for no values.
pub(super) fn level(values: impl IntoIterator<Item = f64>, alpha: f64) -> f64 {
    let mut values = values.into_iter();
    let first = values.next().unwrap_or(0.0);
    values.fold(first, |level, value| level + alpha * (value - level))
}

/// The level with the smoothing parameter, between `least` and `most`, of the least squared errors one step ahead,
/// found by golden sections.
pub(super) fn optimised_level(values: &[f64], least: f64, most: f64) -> f64 {
    level(values.iter().copied(), optimised(values, least, most))
}

fn optimised(values: &[f64], mut low: f64, mut high: f64) -> f64 {
    let mut left = high - GOLDEN * (high - low);
    let mut right = low + GOLDEN * (high - low);
    let (mut at_left, mut at_right) = (squares(values, left), squares(values, right));
    for _ in 2..SEARCH {
        if at_left < at_right {
            (high, right, at_right) = (right, left, at_left);
            left = high - GOLDEN * (high - low);
            at_left = squares(values, left);
        } else if at_right < at_left {
            (low, left, at_left) = (left, right, at_right);
            right = low + GOLDEN * (high - low);
            at_right = squares(values, right);
        } else {
            break;
        }
    }
    f64::midpoint(low, high)
}

/// Sum of squared errors one step ahead.
fn squares(values: &[f64], alpha: f64) -> f64 {
    let Some((first, rest)) = values.split_first() else { return 0.0 };
    let (sum, _) = rest.iter().fold((0.0, *first), |(sum, level), value| {
        let error = value - level;
        (sum + error * error, level + alpha * error)
    });
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    /// statsforecast 2.1.1 `golden_section_ses` of the same values.
    #[test]
    fn the_parameter_is_the_peers() {
        let values: Vec<f64> =
            (0..40).map(|t| f64::from(t * 7 % 11) + f64::from(t * t % 13)).collect();
        for (least, most, expected) in REFERENCE {
            let found = optimised(&values, least, most);
            assert!((found - expected).abs() < 1e-7, "{found} {expected}");
        }
    }

    const REFERENCE: [(f64, f64, f64); 2] =
        [(0.1, 0.3, 0.299_999_999_999_7), (0.01, 0.99, 0.370_681_978_180_6)];

    #[test]
    fn no_value_one_value_and_equal_values_have_a_level() {
        assert!(level([], 0.5).abs() < 1e-12);
        assert!((optimised_level(&[3.0], 0.1, 0.3) - 3.0).abs() < 1e-12);
        assert!((optimised_level(&[3.0; 9], 0.1, 0.3) - 3.0).abs() < 1e-12);
    }
}
