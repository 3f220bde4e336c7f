//! Values as bins.

/// The bin of a missing value.
pub(super) const MISSING: u8 = 0;
/// Bins of a column, that of missing values included.
pub(super) const MOST_BINS: usize = 256;

/// Where the bins of each column end.
#[derive(Debug, Clone, PartialEq)]
pub struct Bins {
    /// Per column the upper ends of all bins but the last, rising.
    edges: Vec<Vec<f32>>,
}

impl Bins {
    /// Bins that hold about as many of the sample's values each, at most `most` (up to 255) a column. A value that is
    /// frequent has a bin of its own.
    ///
    /// `sample`: row-major, so many `columns` a row; NaN is a missing value.
    #[must_use]
    pub fn of(sample: &[f32], columns: usize, most: usize) -> Self {
        let most = most.clamp(2, MOST_BINS - 1);
        let column = |at: usize| {
            let values = sample.iter().skip(at).step_by(columns.max(1));
            let mut values: Vec<f32> = values.copied().filter(|value| !value.is_nan()).collect();
            values.sort_by(f32::total_cmp);
            edges_of(&values, most)
        };
        Self { edges: (0..columns).map(column).collect() }
    }

    /// Columns of a row.
    #[must_use]
    pub fn columns(&self) -> usize {
        self.edges.len()
    }

    /// The bin of a value.
    pub(super) fn bin(&self, column: usize, value: f32) -> u8 {
        if value.is_nan() {
            return MISSING;
        }
        // At most 254 edges: the last bin is 255.
        (self.edges[column].partition_point(|edge| *edge < value) + 1) as u8
    }

    /// The highest bin of a column that is not its last.
    pub(super) fn splits(&self, column: usize) -> usize {
        self.edges[column].len()
    }

    /// The greatest value in a bin that is not the last.
    pub(super) fn upper(&self, column: usize, bin: u8) -> f32 {
        self.edges[column][usize::from(bin) - 1]
    }
}

/// Ends of at most `most` bins of sorted values.
fn edges_of(sorted: &[f32], most: usize) -> Vec<f32> {
    let mut edges = Vec::new();
    let (mut held, mut at) = (0, 0);
    while at < sorted.len() {
        let value = sorted[at];
        let next = at + sorted[at..].partition_point(|other| *other <= value);
        let Some(above) = sorted.get(next) else { break };
        held += next - at;
        let wanted = (sorted.len() - at).div_ceil(most - edges.len());
        let is_frequent = sorted[next..].partition_point(|other| other <= above) >= wanted;
        if (held >= wanted || is_frequent) && edges.len() + 1 < most {
            edges.push(value + (above - value) / 2.0);
            held = 0;
        }
        at = next;
    }
    edges
}

/// Rows as bins, column by column.
#[derive(Debug, Clone)]
pub struct Table {
    bins: Bins,
    columns: Vec<Vec<u8>>,
    rows: usize,
}

impl Table {
    /// An empty one.
    #[must_use]
    pub fn new(bins: Bins) -> Self {
        let columns = vec![Vec::new(); bins.columns()];
        Self { bins, columns, rows: 0 }
    }

    /// Adds a row; missing values at its end, if it is too short.
    pub fn push(&mut self, row: &[f32]) {
        for (at, column) in self.columns.iter_mut().enumerate() {
            column.push(self.bins.bin(at, row.get(at).copied().unwrap_or(f32::NAN)));
        }
        self.rows += 1;
    }

    /// Rows so far.
    #[must_use]
    pub const fn rows(&self) -> usize {
        self.rows
    }

    pub(super) const fn bins(&self) -> &Bins {
        &self.bins
    }

    pub(super) fn column(&self, at: usize) -> &[u8] {
        &self.columns[at]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_values_have_a_bin_each_and_many_are_shared_out() {
        let few = Bins::of(&[3.0, 1.0, f32::NAN, 1.0, 2.0], 1, 255);
        assert_eq!([f32::NAN, 1.0, 2.0, 3.0, 9.0].map(|x| few.bin(0, x)), [0, 1, 2, 3, 3]);
        let values: Vec<f32> = (0..10_000_u16).map(f32::from).collect();
        let many = Bins::of(&values, 1, 100);
        assert_eq!((many.splits(0), many.bin(0, 0.0), many.bin(0, 9999.0)), (99, 1, 100));
        let held = values.iter().filter(|x| many.bin(0, **x) == 50).count();
        assert!((90..=110).contains(&held), "{held}");
    }

    #[test]
    fn a_frequent_value_stands_alone() {
        let mut values = vec![5.0_f32; 9_000];
        values.extend((0..1_000_u16).map(|x| f32::from(x) / 100.0));
        let bins = Bins::of(&values, 1, 20);
        assert!(bins.bin(0, 4.99) < bins.bin(0, 5.0) && bins.bin(0, 5.0) < bins.bin(0, 5.01));
    }

    #[test]
    fn a_value_is_at_most_the_upper_end_of_its_bin() {
        let values: Vec<f32> = (0..5_000_u16).map(|x| (f32::from(x) * 0.37).sin()).collect();
        let bins = Bins::of(&values, 1, 255);
        for value in values {
            let bin = bins.bin(0, value);
            assert!(usize::from(bin) > bins.splits(0) || value <= bins.upper(0, bin));
            assert!(bin == 1 || value > bins.upper(0, bin - 1));
        }
    }
}
