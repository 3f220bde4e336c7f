//! One sort for everything that is short: each further one would be some kilobytes of the worker.

use std::cmp::Ordering;

/// The positions `0..len` in the order `compare` gives; equal ones stay as they are.
pub(crate) fn ranking(len: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut positions: Vec<usize> = (0..len).collect();
    positions.sort_by(|a, b| compare(*a, *b));
    positions
}

/// `items` in the order `compare` gives.
pub(crate) fn ranked<T>(items: Vec<T>, compare: &dyn Fn(&T, &T) -> Ordering) -> Vec<T> {
    let order = ranking(items.len(), &|a, b| compare(&items[a], &items[b]));
    let mut items: Vec<Option<T>> = items.into_iter().map(Some).collect();
    order.into_iter().filter_map(|at| items[at].take()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_items_keep_their_places() {
        let ranked = ranked(vec![(2, 'a'), (1, 'b'), (2, 'c'), (1, 'd')], &|a, b| a.0.cmp(&b.0));
        assert_eq!(ranked, [(1, 'b'), (1, 'd'), (2, 'a'), (2, 'c')]);
    }
}
