//! Columns of integers in as few bytes as they need.

/// A column; every value is a multiple of `unit`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Narrow {
    unit: i64,
    data: Data,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Data {
    Same(i64),
    I8(Box<[i8]>),
    I16(Box<[i16]>),
    I32(Box<[i32]>),
    I64(Box<[i64]>),
}

impl Narrow {
    pub(crate) fn new(values: &[i64]) -> Self {
        let unit = if values.iter().all(|value| value % 1_000 == 0) { 1_000 } else { 1 };
        let (least, most) = values
            .iter()
            .fold((i64::MAX, i64::MIN), |(a, b), value| (a.min(*value), b.max(*value)));
        if least >= most {
            let data = Data::Same(values.first().copied().unwrap_or(0));
            return Self { unit: 1, data };
        }
        let (least, most) = (least / unit, most / unit);
        let fits = |low: i64, high: i64| least >= low && most <= high;
        let data = if fits(i64::from(i8::MIN), i64::from(i8::MAX)) {
            Data::I8(values.iter().map(|value| (value / unit) as i8).collect())
        } else if fits(i64::from(i16::MIN), i64::from(i16::MAX)) {
            Data::I16(values.iter().map(|value| (value / unit) as i16).collect())
        } else if fits(i64::from(i32::MIN), i64::from(i32::MAX)) {
            Data::I32(values.iter().map(|value| (value / unit) as i32).collect())
        } else {
            Data::I64(values.iter().map(|value| value / unit).collect())
        };
        Self { unit, data }
    }

    pub(crate) fn get(&self, at: usize) -> i64 {
        let value = match &self.data {
            Data::Same(value) => *value,
            Data::I8(data) => i64::from(data[at]),
            Data::I16(data) => i64::from(data[at]),
            Data::I32(data) => i64::from(data[at]),
            Data::I64(data) => data[at],
        };
        value * self.unit
    }

    /// As an index into a dictionary.
    pub(crate) fn id(&self, at: usize) -> u32 {
        self.get(at) as u32
    }

    /// A range of the values as full integers, in place of what `out` held: hot loops run over plain slices.
    pub(crate) fn widen(&self, range: std::ops::Range<usize>, out: &mut Vec<i64>) {
        out.clear();
        let unit = self.unit;
        match &self.data {
            Data::Same(value) => out.resize(range.len(), *value),
            Data::I8(data) => out.extend(data[range].iter().map(|value| i64::from(*value) * unit)),
            Data::I16(data) => out.extend(data[range].iter().map(|value| i64::from(*value) * unit)),
            Data::I32(data) => out.extend(data[range].iter().map(|value| i64::from(*value) * unit)),
            Data::I64(data) => out.extend(data[range].iter().map(|value| *value * unit)),
        }
    }

    /// Bytes on the heap.
    pub(crate) fn heap_bytes(&self) -> usize {
        match &self.data {
            Data::Same(_) => 0,
            Data::I8(data) => data.len(),
            Data::I16(data) => data.len() * 2,
            Data::I32(data) => data.len() * 4,
            Data::I64(data) => data.len() * 8,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn values_come_back(bits in 1..63_u32, unit in prop_oneof![Just(1_i64), Just(1_000)],
            seeds in prop::collection::vec(any::<i64>(), 0..40)) {
            let values: Vec<i64> = seeds.iter().map(|seed| (seed >> bits) / unit * unit).collect();
            let column = Narrow::new(&values);
            let mut wide = vec![7];
            column.widen(0..values.len(), &mut wide);
            prop_assert_eq!(&wide, &values);
            for (at, value) in values.iter().enumerate() {
                prop_assert_eq!(column.get(at), *value);
            }
        }
    }

    #[test]
    fn a_column_takes_what_its_values_need() {
        assert_eq!(Narrow::new(&[5; 1_000]).heap_bytes(), 0);
        assert_eq!(Narrow::new(&[1_000, 100_000]).heap_bytes(), 2);
        assert_eq!(Narrow::new(&[1, 300]).heap_bytes(), 4);
        assert_eq!(Narrow::new(&[1, 70_000]).heap_bytes(), 8);
    }
}
