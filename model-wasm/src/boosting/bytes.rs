//! A forest as bytes.
//!
//! Little-endian: version, columns, width, start values, number of trees; per tree the number of nodes, per node its
//! column, threshold, side of missing values and children (leaves count from the top bit on), then the leaves' values.

use super::forest::{Child, Forest, Node, Tree};

const VERSION: u8 = 1;
/// Marks a child that is a leaf.
const LEAF: u16 = 1 << 15;
/// Outputs and nodes of a tree beyond which bytes are not from here.
const MOST: usize = (1 << 15) - 1;

impl Forest {
    /// As bytes; [`Self::from_bytes`] reads them.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = vec![VERSION];
        put(&mut out, self.columns);
        put(&mut out, self.start.len());
        self.start.iter().for_each(|value| out.extend(value.to_le_bytes()));
        put(&mut out, self.trees.len());
        for tree in &self.trees {
            put(&mut out, tree.nodes.len());
            for node in &tree.nodes {
                put(&mut out, node.column);
                out.extend(node.threshold.to_le_bytes());
                out.push(u8::from(node.missing_left));
                [node.left, node.right].iter().for_each(|child| put(&mut out, coded(*child)));
            }
            tree.values.iter().for_each(|value| out.extend(value.to_le_bytes()));
        }
        out
    }

    /// Reads a forest from the front of some bytes; what follows is returned with it. `None` if it is damaged.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<(Self, &[u8])> {
        let mut reader = Reader(bytes);
        if reader.take::<1>()? != [VERSION] {
            return None;
        }
        let (columns, width) = (reader.number()?, reader.number()?);
        let start = reader.values(width)?;
        let count = reader.number()?;
        let trees = (0..count).map(|_| reader.tree(columns, width)).collect::<Option<_>>()?;
        Some((Self { columns, start, trees }, reader.0))
    }
}

/// Counts are below 2¹⁵: leaves and columns are as few by [`super::Options`].
fn put(out: &mut Vec<u8>, number: usize) {
    out.extend((number.min(usize::from(u16::MAX)) as u16).to_le_bytes());
}

fn coded(child: Child) -> usize {
    match child {
        Child::Node(at) => at,
        Child::Leaf(at) => at | usize::from(LEAF),
    }
}

struct Reader<'a>(&'a [u8]);

impl Reader<'_> {
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (head, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(*head)
    }

    fn number(&mut self) -> Option<usize> {
        Some(usize::from(u16::from_le_bytes(self.take()?)))
    }

    fn values(&mut self, count: usize) -> Option<Vec<f32>> {
        let value = |_| Some(f32::from_le_bytes(self.take()?)).filter(|value| value.is_finite());
        (0..count).map(value).collect()
    }

    fn tree(&mut self, columns: usize, width: usize) -> Option<Tree> {
        let count = self.number().filter(|count| *count <= MOST)?;
        let node = |at| self.node(at, count, columns);
        let nodes = (0..count).map(node).collect::<Option<Vec<_>>>()?;
        let values = self.values((count + 1) * width)?;
        Some(Tree { nodes, values })
    }

    /// Children stand after their parent, so that every way ends.
    fn node(&mut self, at: usize, count: usize, columns: usize) -> Option<Node> {
        let column = self.number().filter(|column| *column < columns)?;
        let threshold = f32::from_le_bytes(self.take()?);
        let [side] = self.take()?;
        let mut child = || {
            let code = self.number()?;
            let place = code & !usize::from(LEAF);
            if code == place {
                (place > at && place < count).then_some(Child::Node(place))
            } else {
                (place <= count).then_some(Child::Leaf(place))
            }
        };
        let (left, right) = (child()?, child()?);
        Some(Node { column, threshold, missing_left: side != 0, left, right })
    }
}
