//! Sums of gradients by bin, and where a split gains most.

use super::bins::{MISSING, MOST_BINS, Table};

/// What the rows of a bin sum up to.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Sums {
    /// First derivatives of the loss.
    pub(super) gradient: f64,
    /// Second derivatives.
    pub(super) hessian: f64,
    /// Rows.
    pub(super) count: f64,
}

impl Sums {
    fn add(&mut self, other: &Self) {
        self.gradient += other.gradient;
        self.hessian += other.hessian;
        self.count += other.count;
    }

    fn without(&self, other: &Self) -> Self {
        Self {
            gradient: self.gradient - other.gradient,
            hessian: self.hessian - other.hessian,
            count: self.count - other.count,
        }
    }

    /// By how much the best constant of these rows lowers twice the loss.
    fn gain(&self, l2: f64) -> f64 {
        self.gradient * self.gradient / (self.hessian + l2)
    }
}

/// A row's derivatives.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Slope {
    pub(super) gradient: f32,
    pub(super) hessian: f32,
}

/// A way to part the rows of a leaf.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Split {
    pub(super) column: usize,
    /// The highest bin on the left.
    pub(super) bin: u8,
    /// Where missing values go.
    pub(super) missing_left: bool,
    pub(super) gain: f64,
    pub(super) left: Sums,
    pub(super) right: Sums,
}

/// What a split must leave on both sides.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    pub(super) least_rows: f64,
    pub(super) l2: f64,
}

/// The sums of every bin of every column in use, over the rows of a leaf.
#[derive(Debug, Clone)]
pub(super) struct Histogram(Vec<Sums>);

impl Histogram {
    /// Over some rows; `slopes` are those of the rows, in their order.
    pub(super) fn of(table: &Table, columns: &[usize], rows: &[u32], slopes: &[Slope]) -> Self {
        let mut cells = vec![Sums::default(); columns.len() * MOST_BINS];
        for (column, cells) in columns.iter().zip(cells.chunks_exact_mut(MOST_BINS)) {
            let bins = table.column(*column);
            for (row, slope) in rows.iter().zip(slopes) {
                let cell = &mut cells[usize::from(bins[*row as usize])];
                cell.gradient += f64::from(slope.gradient);
                cell.hessian += f64::from(slope.hessian);
                cell.count += 1.0;
            }
        }
        Self(cells)
    }

    /// What is left when the rows of another are taken away.
    pub(super) fn subtract(&mut self, other: &Self) {
        for (cell, other) in self.0.iter_mut().zip(&other.0) {
            *cell = cell.without(other);
        }
    }

    /// The split that gains most, if any gains.
    pub(super) fn best(
        &self,
        table: &Table,
        columns: &[usize],
        total: &Sums,
        limits: Limits,
    ) -> Option<Split> {
        let mut best: Option<Split> = None;
        for (column, cells) in columns.iter().zip(self.0.chunks_exact(MOST_BINS)) {
            let has_missing = cells[usize::from(MISSING)].count > 0.5;
            for missing_left in [true, false] {
                if missing_left || has_missing {
                    let side = Side { column: *column, missing_left, total, limits };
                    side.scan(&cells[..=table.bins().splits(*column)], &mut best);
                }
            }
        }
        best
    }
}

/// One column, with missing values on one side.
struct Side<'a> {
    column: usize,
    missing_left: bool,
    total: &'a Sums,
    limits: Limits,
}

impl Side<'_> {
    fn scan(&self, cells: &[Sums], best: &mut Option<Split>) {
        let Limits { least_rows, l2 } = self.limits;
        let before = self.total.gain(l2);
        let missing = usize::from(MISSING);
        let mut left = if self.missing_left { cells[missing] } else { Sums::default() };
        for (bin, cell) in cells.iter().enumerate().skip(missing + 1) {
            left.add(cell);
            let right = self.total.without(&left);
            if left.count < least_rows {
                continue;
            }
            if right.count < least_rows {
                break;
            }
            let gain = left.gain(l2) + right.gain(l2) - before;
            // Sums that were subtracted differ in the last bits from those that were not: less is no gain.
            let least = best.map_or(1e-9 * (1.0 + before), |best| best.gain);
            if gain > least {
                let (column, missing_left) = (self.column, self.missing_left);
                *best = Some(Split { column, bin: bin as u8, missing_left, gain, left, right });
            }
        }
    }
}
