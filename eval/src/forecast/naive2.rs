//! Naive2, the yardstick of the M competitions: the last value again, with the season taken off and put back.
//!
//! Written here and not taken from the engines: a yardstick must not move with what it measures.

/// The forecast for the next `horizon` steps of `train`, whose season is `m` long; 1 for none.
///
/// # Source
/// Makridakis, Spiliotis & Assimakopoulos (2020), Int. J. Forecasting 36(1), appendix; the organisers' R code.
pub(crate) fn naive2(train: &[f64], m: usize, horizon: usize) -> Vec<f64> {
    let Some(last) = train.last() else { return vec![0.0; horizon] };
    // Multiplicative indices mean something for positive values only.
    if train.iter().any(|y| *y <= 0.0) || !is_seasonal(train, m) {
        return vec![*last; horizon];
    }
    let (n, indices) = (train.len(), indices(train, m));
    let level = last / indices[(n - 1) % m];
    (n..n + horizon).map(|t| level * indices[t % m]).collect()
}

/// Whether the autocorrelation at the season's lag is beyond its 90 % limit.
fn is_seasonal(train: &[f64], m: usize) -> bool {
    let n = train.len();
    if m < 2 || n < 3 * m {
        return false;
    }
    let mean = train.iter().sum::<f64>() / n as f64;
    let variance: f64 = train.iter().map(|y| (y - mean) * (y - mean)).sum();
    if variance <= 0.0 {
        return false;
    }
    let correlation = |lag: usize| {
        let products = train.iter().zip(&train[lag..]).map(|(a, b)| (a - mean) * (b - mean));
        products.sum::<f64>() / variance
    };
    let before: f64 = (1..m).map(|lag| correlation(lag) * correlation(lag)).sum();
    let limit = 1.645 * ((1.0 + 2.0 * before) / n as f64).sqrt();
    correlation(m).abs() > limit
}

/// Classical multiplicative indices of positive values over three seasons or more, by position in the season; their
/// mean is 1.
fn indices(train: &[f64], m: usize) -> Vec<f64> {
    let mut ratios = vec![(0.0, 0_u32); m];
    for (at, trend) in centred_averages(train, m) {
        let (sum, count) = &mut ratios[at % m];
        *sum += train[at] / trend;
        *count += 1;
    }
    let means: Vec<f64> = ratios.iter().map(|&(sum, count)| sum / f64::from(count)).collect();
    let level = means.iter().sum::<f64>() / m as f64;
    means.iter().map(|mean| mean / level).collect()
}

/// The moving average over one season around each value that has half a season on either side.
fn centred_averages(train: &[f64], m: usize) -> impl Iterator<Item = (usize, f64)> {
    let half = m / 2;
    (half..train.len().saturating_sub(half)).map(move |at| {
        let window = &train[at - half..=at + half];
        let sum: f64 = window.iter().sum();
        // An even season has no middle: both ends count half.
        let ends = if m.is_multiple_of(2) { (window[0] + window[m]) / 2.0 } else { 0.0 };
        (at, (sum - ends) / m as f64)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pure_season_returns() {
        let train: Vec<f64> = (0..40).map(|t| [10.0, 20.0, 30.0, 40.0][t % 4]).collect();
        let forecast = naive2(&train, 4, 5);
        for (step, expected) in [10.0, 20.0, 30.0, 40.0, 10.0].iter().enumerate() {
            assert!((forecast[step] - expected).abs() < 1e-9, "{forecast:?}");
        }
    }

    #[test]
    fn without_a_season_the_last_value_stays() {
        let train = [3.0, 1.0, 4.0, 1.0, 5.0, 9.0, 2.0, 6.0];
        assert_eq!(naive2(&train, 1, 2), [6.0, 6.0]);
        assert_eq!(naive2(&train, 4, 2), [6.0, 6.0]);
    }
}
