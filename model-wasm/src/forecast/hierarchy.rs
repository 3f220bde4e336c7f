//! Forecasts of parts and wholes that add up.
//!
//! A merchant sees the total, its places, their categories and items. Forecast one by one they do not add up, and each
//! level knows something that the others do not: the total its trend, the items their promotions. Reconciliation moves
//! every forecast as little as its uncertainty allows until all of them add up.
//!
//! # Source
//! Wickramasuriya, Athanasopoulos & Hyndman (2019), Optimal forecast reconciliation for hierarchical and grouped time
//! series through trace minimization, J. American Statistical Association 114(526); shrinkage after Schäfer & Strimmer
//! (2005), Statistical Applications in Genetics and Molecular Biology 4(1).

mod weights;

use ndarray::{Array2, ArrayView1, ArrayView2, Axis};

use super::Error;
use crate::linear;
use weights::Weights;

/// Which series sum which. Parts come last: series `wholes()..len()` are the bottom, those before are sums of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hierarchy {
    /// For each whole, the parts it sums: numbers from 0 to `parts` − 1, rising.
    wholes: Vec<Vec<usize>>,
    parts: usize,
}

/// How much each forecast may be moved.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Reconciliation<'a> {
    /// Not at all, for parts; wholes are their sums.
    BottomUp,
    /// All alike: ordinary least squares.
    Ols,
    /// By the variance of its one-step errors: weighted least squares. One positive number a series.
    Wls(&'a [f64]),
    /// By the covariance of the one-step errors, shrunk to its diagonal. Row-major, series × periods.
    MinTShrink(&'a [f64]),
}

impl Hierarchy {
    /// A hierarchy of `parts` bottom series under wholes, each a list of parts.
    ///
    /// # Errors
    /// [`Error::BadHierarchy`] if there is no part, or a whole has none, names one twice or one that there is not.
    pub fn new(parts: usize, mut wholes: Vec<Vec<usize>>) -> Result<Self, Error> {
        for whole in &mut wholes {
            whole.sort_unstable();
            let is_sound = whole.windows(2).all(|pair| pair[0] < pair[1])
                && whole.last().is_some_and(|last| *last < parts);
            if !is_sound {
                return Err(Error::BadHierarchy);
            }
        }
        if parts == 0 { Err(Error::BadHierarchy) } else { Ok(Self { wholes, parts }) }
    }

    /// The hierarchy of parts that each lie on a path, such as place, category, item: the total first, then every
    /// shorter path as a whole, by its length and then in the order in which it is first met. Also returns those paths;
    /// the total's is empty.
    ///
    /// # Errors
    /// [`Error::BadHierarchy`] if there is no part.
    pub fn of_paths<T: Clone + Ord>(paths: &[Vec<T>]) -> Result<(Self, Vec<Vec<T>>), Error> {
        let deepest = paths.iter().map(Vec::len).max().unwrap_or(0);
        let (mut wholes, mut names) = (Vec::new(), Vec::new());
        for depth in 0..deepest.max(1) {
            let mut places = std::collections::BTreeMap::new();
            // A path's own end is a part, not a whole.
            let deep = |path: &&[T]| path.len() > depth || depth == 0;
            for (part, path) in paths.iter().enumerate() {
                let Some(path) = Some(path.as_slice()).filter(deep) else { continue };
                let name = &path[..depth];
                let place = *places.entry(name).or_insert_with(|| {
                    names.push(name.to_vec());
                    wholes.push(Vec::new());
                    wholes.len() - 1
                });
                wholes[place].push(part);
            }
        }
        Ok((Self::new(paths.len(), wholes)?, names))
    }

    /// How many series are sums.
    #[must_use]
    pub const fn wholes(&self) -> usize {
        self.wholes.len()
    }

    /// How many series there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.wholes.len() + self.parts
    }

    /// Never: there is at least one part.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.parts == 0
    }

    /// Makes expected values add up. `mean` is row-major, series × `horizon`, wholes first. Parts that were expected to
    /// sell nothing or more are not made to sell less than nothing: what is below 0 becomes 0, and wholes are summed
    /// again.
    ///
    /// Costs some (wholes² × series) operations: thousands of items under dozens of categories take milliseconds.
    ///
    /// # Errors
    /// [`Error::BadHierarchy`] if a slice has not the length this hierarchy asks for, or a variance is not positive.
    pub fn reconcile(
        &self,
        mean: &[f64],
        horizon: usize,
        how: Reconciliation<'_>,
    ) -> Result<Vec<f64>, Error> {
        // A longer slice would do for a view.
        let base = ArrayView2::from_shape((self.len(), horizon), mean)
            .ok()
            .filter(|base| base.len() == mean.len())
            .ok_or(Error::BadHierarchy)?;
        let moved = match how {
            Reconciliation::BottomUp => None,
            Reconciliation::Ols => Some(Weights::alike(self.len())),
            Reconciliation::Wls(variances) => Some(Weights::of_variances(variances, self.len())?),
            Reconciliation::MinTShrink(errors) => Some(Weights::of_errors(errors, self.len())?),
        };
        let mut parts = match moved {
            Some(weights) => self.moved(base, &weights),
            None => base.split_at(Axis(0), self.wholes()).1.to_owned(),
        };
        if base.iter().all(|value| *value >= 0.0) {
            parts.mapv_inplace(|value| value.max(0.0));
        }
        Ok(self.summed(&parts))
    }

    /// The parts after all forecasts were moved by W C'(C W C')⁻¹ C ŷ, where C = [I, −S] says that wholes less their
    /// parts are nothing: the same as the familiar S(S'W⁻¹S)⁻¹S'W⁻¹ŷ, with a system of wholes instead of parts.
    fn moved(&self, base: ArrayView2<'_, f64>, weights: &Weights) -> Array2<f64> {
        let k = self.wholes();
        let mut constraints = Array2::zeros((k, self.len()));
        for (whole, parts) in self.wholes.iter().enumerate() {
            constraints[[whole, whole]] = 1.0;
            for part in parts {
                constraints[[whole, k + part]] = -1.0;
            }
        }
        let spread = weights.times(&constraints.t().to_owned());
        let gap = constraints.dot(&base);
        let product = constraints.dot(&spread);
        // Two wholes of the same parts leave the system without a single solution; next to nothing mends that.
        let little = product.diag().sum() / k.max(1) as f64 * 1e-9;
        let mut factor: Vec<f64> = product.iter().copied().collect();
        for at in 0..k {
            factor[at * k + at] += little;
        }
        let mut parts = base.split_at(Axis(0), k).1.to_owned();
        if k == 0 || !linear::factorise(&mut factor, k) {
            return parts;
        }
        let (_, spread) = spread.view().split_at(Axis(0), k);
        for (step, mut column) in parts.columns_mut().into_iter().enumerate() {
            let mut share = gap.column(step).to_vec();
            linear::substitute(&factor, &mut share);
            column -= &spread.dot(&ArrayView1::from(&share));
        }
        parts
    }

    /// Wholes as the sums of parts, and the parts; row-major.
    fn summed(&self, parts: &Array2<f64>) -> Vec<f64> {
        let horizon = parts.ncols();
        let mut all = Vec::with_capacity(self.len() * horizon);
        for whole in &self.wholes {
            let sum = |step| whole.iter().map(|part| parts[[*part, step]]).sum::<f64>();
            all.extend((0..horizon).map(sum));
        }
        all.extend(parts.iter());
        all
    }
}

#[cfg(test)]
mod tests;
