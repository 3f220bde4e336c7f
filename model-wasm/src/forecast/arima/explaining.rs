//! The columns that explain a series beside its own past.

/// How each is made for any period.
#[derive(Debug, Clone, Default)]
pub(super) struct Explaining {}

impl Explaining {
    /// Each over the periods `from` to `from + length`.
    pub(super) fn columns(&self, _from: usize, _length: usize) -> impl Iterator<Item = Vec<f64>> {
        std::iter::empty()
    }
}
