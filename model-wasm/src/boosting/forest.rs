//! Trained trees.

/// Trees whose values add up.
#[derive(Debug, Clone, PartialEq)]
pub struct Forest {
    pub(super) columns: usize,
    /// What every row starts with, one value per output.
    pub(super) start: Vec<f32>,
    pub(super) trees: Vec<Tree>,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Tree {
    /// The first is the root; a child stands after its parent. Empty: one leaf.
    pub(super) nodes: Vec<Node>,
    /// Leaf by leaf, one value per output.
    pub(super) values: Vec<f32>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Node {
    pub(super) column: usize,
    /// Values up to it go left.
    pub(super) threshold: f32,
    pub(super) missing_left: bool,
    pub(super) left: Child,
    pub(super) right: Child,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Child {
    Node(usize),
    Leaf(usize),
}

impl Forest {
    /// Outputs of a row.
    #[must_use]
    pub fn width(&self) -> usize {
        self.start.len()
    }

    /// Columns of a row.
    #[must_use]
    pub const fn columns(&self) -> usize {
        self.columns
    }

    /// Trees.
    #[must_use]
    pub fn len(&self) -> usize {
        self.trees.len()
    }

    /// Whether no tree gained anything.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.trees.is_empty()
    }

    /// The outputs of a row, as the loss defines them: log odds for the logistic one. NaN is a missing value, and so
    /// is what lies beyond the row's end.
    #[must_use]
    pub fn scores(&self, row: &[f32]) -> Vec<f64> {
        let mut scores: Vec<f64> = self.start.iter().copied().map(f64::from).collect();
        for tree in &self.trees {
            let leaf = tree.leaf(row);
            let values = &tree.values[leaf * scores.len()..];
            for (score, value) in scores.iter_mut().zip(values) {
                *score += f64::from(*value);
            }
        }
        scores
    }
}

impl Tree {
    fn leaf(&self, row: &[f32]) -> usize {
        let mut child = if self.nodes.is_empty() { Child::Leaf(0) } else { Child::Node(0) };
        loop {
            match child {
                Child::Leaf(leaf) => return leaf,
                Child::Node(at) => {
                    let node = &self.nodes[at];
                    let value = row.get(node.column).copied().unwrap_or(f32::NAN);
                    let is_left =
                        if value.is_nan() { node.missing_left } else { value <= node.threshold };
                    child = if is_left { node.left } else { node.right };
                }
            }
        }
    }
}
