//! Sums of products of the columns of a linear model, over all rows or those up to one.

/// How often on the way the sums are kept.
const KEPT: usize = 24;

/// The lower triangle of a symmetric matrix, row by row.
#[derive(Debug, Clone)]
pub(super) struct Triangle {
    size: usize,
    values: Vec<f64>,
}

impl Triangle {
    pub(super) fn zero(size: usize) -> Self {
        Self { size, values: vec![0.0; size * (size + 1) / 2] }
    }

    pub(super) const fn size(&self) -> usize {
        self.size
    }

    /// Row `i` up to the diagonal.
    pub(super) fn row(&self, i: usize) -> &[f64] {
        &self.values[i * (i + 1) / 2..][..=i]
    }

    pub(super) fn row_mut(&mut self, i: usize) -> &mut [f64] {
        &mut self.values[i * (i + 1) / 2..][..=i]
    }

    pub(super) fn at(&self, i: usize, j: usize) -> f64 {
        if i >= j { self.row(i)[j] } else { self.row(j)[i] }
    }

    /// Adds the products of a row's values with each other.
    fn add(&mut self, row: &[f64]) {
        let mut start = 0;
        for (i, factor) in row.iter().enumerate() {
            let end = start + i + 1;
            if *factor != 0.0 {
                let sums = &mut self.values[start..end];
                for (sum, value) in sums.iter_mut().zip(row) {
                    *sum += factor * value;
                }
            }
            start = end;
        }
    }

    /// The product with a vector that may be shorter: what it lacks counts as 0.
    pub(super) fn multiply(&self, x: &[f64], into: &mut [f64]) {
        into.fill(0.0);
        let mut start = 0;
        for (i, factor) in x.iter().enumerate() {
            let row = &self.values[start..=start + i];
            let mut sum = 0.0;
            for ((value, x), into) in row[..i].iter().zip(x).zip(into.iter_mut()) {
                sum += value * x;
                *into += value * factor;
            }
            into[i] += sum + row[i] * factor;
            start += i + 1;
        }
    }

    /// Turns a positive definite matrix into its Cholesky factor. A column that the others make up is cut off: its
    /// unknown comes out as 0.
    pub(super) fn factorise(&mut self) {
        for i in 0..self.size {
            let (above, below) = self.values.split_at_mut(i * (i + 1) / 2);
            let row = &mut below[..=i];
            let whole = row[i];
            let mut start = 0;
            for j in 0..i {
                let other = &above[start..=start + j];
                let known: f64 = row[..j].iter().zip(other).map(|(a, b)| a * b).sum();
                row[j] = (row[j] - known) / other[j];
                start += j + 1;
            }
            let explained: f64 = row[..i].iter().map(|value| value * value).sum();
            let left = whole - explained;
            row[i] = if left > 1e-13 * whole { left.sqrt() } else { f64::INFINITY };
        }
    }

    /// Solves `L x = b` in place, `L` being a factor.
    pub(super) fn forward(&self, b: &mut [f64]) {
        for i in 0..self.size {
            let row = self.row(i);
            let known: f64 = row[..i].iter().zip(&*b).map(|(a, x)| a * x).sum();
            b[i] = (b[i] - known) / row[i];
        }
    }

    /// Solves `Lᵀ x = b` in place.
    pub(super) fn backward(&self, b: &mut [f64]) {
        for i in (0..self.size).rev() {
            let row = self.row(i);
            let x = b[i] / row[i];
            b[i] = x;
            for (b, factor) in b.iter_mut().zip(&row[..i]) {
                *b -= factor * x;
            }
        }
    }
}

/// The sums after all rows and at some places on the way. The last column of a row is what it should give.
#[derive(Debug)]
pub(super) struct Moments {
    every: usize,
    kept: Vec<Triangle>,
    now: Triangle,
    rows: usize,
}

impl Moments {
    /// For so many columns, the value included, and about so many rows.
    pub(super) fn new(columns: usize, rows: usize) -> Self {
        let now = Triangle::zero(columns);
        Self { every: rows.div_ceil(KEPT).max(1), kept: Vec::new(), now, rows: 0 }
    }

    pub(super) fn add(&mut self, row: &[f64]) {
        if self.rows.is_multiple_of(self.every) {
            self.kept.push(self.now.clone());
        }
        self.now.add(row);
        self.rows += 1;
    }

    pub(super) const fn all(&self) -> &Triangle {
        &self.now
    }

    pub(super) const fn rows(&self) -> usize {
        self.rows
    }

    /// The sums over the first rows; `fill` makes those that must be added anew.
    pub(super) fn first(&self, rows: usize, mut fill: impl FnMut(usize, &mut [f64])) -> Triangle {
        let place = (rows / self.every).min(self.kept.len().saturating_sub(1));
        let Some(kept) = self.kept.get(place) else { return self.now.clone() };
        let mut sums = kept.clone();
        let mut row = vec![0.0; sums.size()];
        for number in place * self.every..rows {
            fill(number, &mut row);
            sums.add(&row);
        }
        sums
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(number: usize) -> [f64; 3] {
        let x = number as f64;
        [1.0, x, 3.0 + 0.5 * x]
    }

    #[test]
    fn the_sums_of_the_first_rows_do_not_depend_on_where_they_were_kept() {
        let mut all = Moments::new(3, 100);
        (0..100).for_each(|number| all.add(&row(number)));
        for rows in [0, 1, 4, 5, 37, 100] {
            let mut few = Moments::new(3, rows);
            (0..rows).for_each(|number| few.add(&row(number)));
            let found = all.first(rows, |number, into| into.copy_from_slice(&row(number)));
            assert_eq!(found.values, few.now.values);
        }
    }

    #[test]
    fn a_factor_solves_and_cuts_off_what_others_make_up() {
        // The third unknown is the second again.
        let mut matrix = Triangle::zero(3);
        for (i, values) in [vec![4.0], vec![2.0, 3.0], vec![2.0, 3.0, 3.0]].iter().enumerate() {
            matrix.row_mut(i).copy_from_slice(values);
        }
        matrix.factorise();
        let mut x = [8.0, 8.0, 8.0];
        matrix.forward(&mut x);
        matrix.backward(&mut x);
        assert!((x[0] - 1.0).abs() < 1e-12 && (x[1] - 2.0).abs() < 1e-12 && x[2] == 0.0, "{x:?}");
    }
}
