//! Training, step by step.

use super::Loss;
use super::bins::Table;
use super::forest::{Forest, Tree};
use super::grower::{Grower, Grown};
use super::histogram::{Limits, Slope};
use super::loss::Rows;
use crate::Random;

/// How trees are grown.
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    /// Trees at most.
    pub trees: usize,
    /// Leaves of a tree at most, 2 to 1,024.
    pub leaves: usize,
    /// Rows of a leaf at least.
    pub least_rows: usize,
    /// Share of each correction that is made.
    pub learning_rate: f64,
    /// Weight of a correction of 0, in rows.
    pub l2: f64,
    /// Share of the rows each tree sees.
    pub row_share: f64,
    /// Share of the columns each tree sees.
    pub column_share: f64,
    /// Trees without an improvement on the rows held out after which it is over.
    pub patience: usize,
    /// Trees that are kept whatever the rows held out say: these may be few, or all of one time.
    pub least_trees: usize,
    /// Of what is drawn at random.
    pub seed: u64,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            trees: 200,
            leaves: 31,
            least_rows: 20,
            learning_rate: 0.1,
            l2: 1.0,
            row_share: 1.0,
            column_share: 1.0,
            patience: 20,
            least_trees: 0,
            seed: 1,
        }
    }
}

/// Bins and scores looked at in a step: some milliseconds.
const WORK: usize = 2_000_000;
/// Trees beyond which nothing is gained and much is stored.
const MOST_TREES: usize = 10_000;
const MOST_LEAVES: usize = 1_024;

/// A training under way. Each step does a part of a tree: about as much work as looking once at every row.
pub struct Training {
    loss: Loss,
    options: Options,
    /// The first rows; those behind are held out.
    learned: usize,
    targets: Vec<f32>,
    /// Row-major, of every row.
    scores: Vec<f32>,
    slopes: Vec<Slope>,
    random: Random,
    growing: Option<Grower>,
    forest: Forest,
    /// Trees and loss of the rows held out, when it was lowest.
    best: (usize, f64),
}

impl Training {
    /// Begins: learns from the first `learned` rows of the table and stops early by the others, if there are any.
    /// `targets`: one finite number per row, 0 or 1 for the logistic loss.
    #[must_use]
    pub fn new(
        table: &Table,
        targets: Vec<f32>,
        learned: usize,
        loss: Loss,
        options: Options,
    ) -> Self {
        let rows = table.rows().min(targets.len());
        let learned = learned.min(rows);
        let start = loss.start(&targets[..learned]);
        let scores = start.repeat(rows);
        let forest = Forest { columns: table.bins().columns(), start, trees: Vec::new() };
        let random = Random::new(options.seed);
        let slopes = vec![Slope::default(); learned];
        let best = (0, f64::INFINITY);
        let growing = None;
        Self { loss, options, learned, targets, scores, slopes, random, growing, forest, best }
    }

    /// Does the next piece of work; false if it is over. The table must be that it began with.
    pub fn step(&mut self, table: &Table) -> bool {
        let mut work = 0;
        while work < WORK {
            work += match self.growing.take() {
                None if !self.begin_tree(table) => return false,
                None => self.learned * table.bins().columns(),
                Some(mut grower) => {
                    let work = grower.split(table, &self.slopes);
                    if work > 0 {
                        self.growing = Some(grower);
                    } else {
                        self.finish_tree(table, &grower.finish());
                    }
                    work.max(self.targets.len() * self.forest.width())
                }
            };
        }
        true
    }

    /// Share of the work done at most, 0 to 1.
    #[must_use]
    pub fn share(&self) -> f64 {
        self.forest.trees.len() as f64 / self.options.trees.max(1) as f64
    }

    /// Outputs of a row of the table so far.
    #[must_use]
    pub fn scores(&self, row: usize) -> &[f32] {
        let width = self.forest.width();
        &self.scores[row * width..(row + 1) * width]
    }

    /// The forest when it was best on the rows held out; all of it if there were none.
    #[must_use]
    pub fn finish(mut self) -> Forest {
        if self.learned < self.targets.len() {
            self.forest.trees.truncate(self.best.0.max(self.options.least_trees));
        }
        self.forest
    }

    fn begin_tree(&mut self, table: &Table) -> bool {
        let trees = self.forest.trees.len();
        let has_held = self.learned < self.targets.len();
        let is_worn = has_held && trees >= self.best.0 + self.options.patience.max(1);
        if trees >= self.options.trees.min(MOST_TREES) || is_worn || self.learned == 0 {
            return false;
        }
        let width = self.forest.width();
        let rows = self.targets.iter().zip(self.scores.chunks_exact(width));
        for (slope, (target, scores)) in self.slopes.iter_mut().zip(rows) {
            *slope = self.loss.slope(trees, *target, scores);
        }
        let rows = drawn(&mut self.random, self.learned, self.options.row_share);
        let columns = table.bins().columns();
        let columns = drawn(&mut self.random, columns, self.options.column_share);
        let columns = columns.into_iter().map(|column| column as usize).collect();
        let least_rows = self.options.least_rows.max(1) as f64;
        let limits = Limits { least_rows, l2: self.options.l2.max(1e-9) };
        let leaves = self.options.leaves.clamp(2, MOST_LEAVES);
        self.growing = Some(Grower::new(table, columns, rows, &self.slopes, limits, leaves));
        true
    }

    fn finish_tree(&mut self, table: &Table, grown: &Grown) {
        let width = self.forest.width();
        let rate = self.options.learning_rate as f32;
        let mut values = Vec::with_capacity(grown.leaves.len() * width);
        for (start, end) in &grown.leaves {
            let rows = &grown.rows[*start..*end];
            let rows = Rows { rows, targets: &self.targets, scores: &self.scores, width };
            values.extend(self.loss.leaf(&rows, self.options.l2).iter().map(|value| rate * value));
        }
        self.correct(table, grown, &values);
        self.forest.trees.push(Tree { nodes: grown.nodes.clone(), values });
        let held = self.learned..self.targets.len();
        if !held.is_empty() {
            let loss: f64 = held.map(|row| self.loss.of(self.targets[row], self.scores(row))).sum();
            if loss < self.best.1 {
                self.best = (self.forest.trees.len(), loss);
            }
        }
    }

    /// Adds a tree's values to the scores of every row.
    fn correct(&mut self, table: &Table, grown: &Grown, values: &[f32]) {
        let width = self.forest.width();
        let mut leaves = vec![u16::MAX; self.targets.len()];
        for (leaf, (start, end)) in grown.leaves.iter().enumerate() {
            for row in &grown.rows[*start..*end] {
                leaves[*row as usize] = leaf as u16;
            }
        }
        for (row, (leaf, scores)) in
            leaves.iter().zip(self.scores.chunks_exact_mut(width)).enumerate()
        {
            // Rows the tree has not seen find their leaf by its splits.
            let is_known = *leaf != u16::MAX;
            let leaf = if is_known { usize::from(*leaf) } else { grown.leaf_of(table, row) };
            for (score, value) in scores.iter_mut().zip(&values[leaf * width..]) {
                *score += value;
            }
        }
    }
}

/// A share of the numbers below `count`, at least one, rising.
fn drawn(random: &mut Random, count: usize, share: f64) -> Vec<u32> {
    let all = 0..count as u32;
    if share >= 1.0 {
        return all.collect();
    }
    let mut chosen: Vec<u32> = all.filter(|_| random.uniform() < share).collect();
    if chosen.is_empty() && count > 0 {
        chosen.push(random.below(count as u64) as u32);
    }
    chosen
}
