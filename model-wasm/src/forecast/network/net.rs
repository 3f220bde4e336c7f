//! A layer of long short-term memory with a linear layer on top, many sequences side by side.
//!
//! Every lane does the same arithmetic in the same order whatever their number, without fused operations, so that one
//! sequence alone gives what it gives among others, natively and in WebAssembly.
//!
//! # Source
//! Hochreiter & Schmidhuber (1997), Long short-term memory, Neural Computation 9(8), with the forget gate of Gers,
//! Schmidhuber & Cummins (2000); gradients by backpropagation through time.

use super::window::INPUTS;

/// Units of memory.
pub(super) const HIDDEN: usize = 32;
/// What comes out: quantiles, then the mean.
pub(super) const OUTPUTS: usize = super::LEVELS.len() + 1;
/// Weights of a gate: bias, inputs, memory.
const ROW: usize = 1 + INPUTS + HIDDEN;
/// Gates of a unit: input, forget, candidate, output; all units of one gate together.
const GATES: usize = 4 * HIDDEN;
/// Weights of an output: bias, memory.
const OUT_ROW: usize = 1 + HIDDEN;
/// All of them.
pub(super) const WEIGHTS: usize = GATES * ROW + OUTPUTS * OUT_ROW;
/// Sums over lanes are kept in so many parts: what a SIMD register holds.
const PARTS: usize = 4;

/// One number for each of `B` sequences.
pub(super) type Lanes<const B: usize> = [f32; B];

/// What the network remembers between steps.
#[derive(Clone)]
pub(super) struct Memory<const B: usize> {
    cell: Vec<Lanes<B>>,
    hidden: Vec<Lanes<B>>,
}

impl<const B: usize> Memory<B> {
    pub(super) fn blank() -> Self {
        Self { cell: vec![[0.0; B]; HIDDEN], hidden: vec![[0.0; B]; HIDDEN] }
    }

    /// Makes one lane blank.
    pub(super) fn forget(&mut self, lane: usize) {
        self.cell.iter_mut().chain(&mut self.hidden).for_each(|lanes| lanes[lane] = 0.0);
    }
}

/// What one step did, for the way back.
pub(super) struct Trace<const B: usize> {
    inputs: Vec<Lanes<B>>,
    before: Memory<B>,
    gates: Vec<Lanes<B>>,
    /// Tanh of the cells after the step.
    bent: Vec<Lanes<B>>,
    hidden: Vec<Lanes<B>>,
}

/// Does a step for all lanes; returns the outputs.
pub(super) fn step<const B: usize>(
    weights: &[f32],
    inputs: &[Lanes<B>],
    memory: &mut Memory<B>,
) -> Vec<Lanes<B>> {
    let gates = gates(weights, inputs, &memory.hidden);
    let _ = recall(&gates, memory);
    outputs(weights, &memory.hidden)
}

/// The same, noting what the way back needs.
pub(super) fn traced_step<const B: usize>(
    weights: &[f32],
    inputs: Vec<Lanes<B>>,
    memory: &mut Memory<B>,
) -> (Vec<Lanes<B>>, Trace<B>) {
    let before = memory.clone();
    let gates = gates(weights, &inputs, &memory.hidden);
    let bent = recall(&gates, memory);
    let trace = Trace { inputs, before, gates, bent, hidden: memory.hidden.clone() };
    (outputs(weights, &memory.hidden), trace)
}

fn gates<const B: usize>(
    weights: &[f32],
    inputs: &[Lanes<B>],
    hidden: &[Lanes<B>],
) -> Vec<Lanes<B>> {
    let rows = weights[..GATES * ROW].chunks_exact(ROW);
    rows.enumerate()
        .map(|(gate, row)| {
            let sum = weighted(row, inputs.iter().chain(hidden));
            let is_candidate = (2 * HIDDEN..3 * HIDDEN).contains(&gate);
            if is_candidate { sum.map(tanh) } else { sum.map(sigmoid) }
        })
        .collect()
}

/// Updates the memory; returns the tanh of its cells.
fn recall<const B: usize>(gates: &[Lanes<B>], memory: &mut Memory<B>) -> Vec<Lanes<B>> {
    let mut bent = vec![[0.0; B]; HIDDEN];
    for (unit, bent) in bent.iter_mut().enumerate() {
        let [input, forget, candidate, output] = of_unit(gates, unit);
        let (cell, hidden) = (&mut memory.cell[unit], &mut memory.hidden[unit]);
        for lane in 0..B {
            cell[lane] = forget[lane] * cell[lane] + input[lane] * candidate[lane];
            bent[lane] = tanh(cell[lane]);
            hidden[lane] = output[lane] * bent[lane];
        }
    }
    bent
}

fn of_unit<const B: usize>(gates: &[Lanes<B>], unit: usize) -> [Lanes<B>; 4] {
    [0, 1, 2, 3].map(|gate| gates[gate * HIDDEN + unit])
}

fn outputs<const B: usize>(weights: &[f32], hidden: &[Lanes<B>]) -> Vec<Lanes<B>> {
    weights[GATES * ROW..].chunks_exact(OUT_ROW).map(|row| weighted(row, hidden.iter())).collect()
}

/// The first weight plus the others times the values.
fn weighted<'a, const B: usize>(
    row: &[f32],
    values: impl Iterator<Item = &'a Lanes<B>>,
) -> Lanes<B> {
    let mut sum = [row[0]; B];
    for (weight, value) in row[1..].iter().zip(values) {
        for lane in 0..B {
            sum[lane] += weight * value[lane];
        }
    }
    sum
}

/// Gradients under way back through time.
pub(super) struct Way<const B: usize> {
    /// Of the loss by each weight, in parts.
    sums: Vec<[f32; PARTS]>,
    hidden: Vec<Lanes<B>>,
    cell: Vec<Lanes<B>>,
}

impl<const B: usize> Way<B> {
    pub(super) fn new() -> Self {
        let nothing = || vec![[0.0; B]; HIDDEN];
        Self { sums: vec![[0.0; PARTS]; WEIGHTS], hidden: nothing(), cell: nothing() }
    }

    /// Ends the way of one lane: what lies before belongs to nobody.
    pub(super) fn forget(&mut self, lane: usize) {
        self.cell.iter_mut().chain(&mut self.hidden).for_each(|lanes| lanes[lane] = 0.0);
    }

    /// Goes back over a step whose outputs have these slopes.
    pub(super) fn back(&mut self, weights: &[f32], trace: &Trace<B>, slopes: &[Lanes<B>]) {
        for (output, slope) in slopes.iter().enumerate() {
            let from = GATES * ROW + output * OUT_ROW;
            let row = &weights[from..from + OUT_ROW];
            learn(&mut self.sums[from..from + OUT_ROW], slope, trace.hidden.iter());
            pass(&row[1..], slope, &mut self.hidden);
        }
        let slopes = self.through_units(trace);
        self.hidden.fill([0.0; B]);
        for (gate, slope) in slopes.iter().enumerate() {
            let (from, to) = (gate * ROW, (gate + 1) * ROW);
            let values = trace.inputs.iter().chain(&trace.before.hidden);
            learn(&mut self.sums[from..to], slope, values);
            pass(&weights[from + 1 + INPUTS..to], slope, &mut self.hidden);
        }
    }

    /// Slopes by the gates' sums; leaves those by the cells before the step.
    fn through_units(&mut self, trace: &Trace<B>) -> Vec<Lanes<B>> {
        let mut slopes = vec![[0.0; B]; GATES];
        for unit in 0..HIDDEN {
            let [input, forget, candidate, output] = of_unit(&trace.gates, unit);
            let (bent, before) = (trace.bent[unit], trace.before.cell[unit]);
            for lane in 0..B {
                let hidden = self.hidden[unit][lane];
                let cell =
                    self.cell[unit][lane] + hidden * output[lane] * (1.0 - bent[lane] * bent[lane]);
                slopes[unit][lane] = cell * candidate[lane] * input[lane] * (1.0 - input[lane]);
                slopes[HIDDEN + unit][lane] =
                    cell * before[lane] * forget[lane] * (1.0 - forget[lane]);
                slopes[2 * HIDDEN + unit][lane] =
                    cell * input[lane] * (1.0 - candidate[lane] * candidate[lane]);
                slopes[3 * HIDDEN + unit][lane] =
                    hidden * bent[lane] * output[lane] * (1.0 - output[lane]);
                self.cell[unit][lane] = cell * forget[lane];
            }
        }
        slopes
    }

    /// The gradient.
    pub(super) fn gradient(&self) -> Vec<f32> {
        self.sums.iter().map(|parts| parts.iter().sum()).collect()
    }
}

/// Adds slope × value to the gradient of each weight of a row.
fn learn<'a, const B: usize>(
    sums: &mut [[f32; PARTS]],
    slope: &Lanes<B>,
    values: impl Iterator<Item = &'a Lanes<B>>,
) {
    let add = |sum: &mut [f32; PARTS], value: &Lanes<B>| {
        for (slope, value) in slope.chunks(PARTS).zip(value.chunks(PARTS)) {
            for ((sum, slope), value) in sum.iter_mut().zip(slope).zip(value) {
                *sum += slope * value;
            }
        }
    };
    add(&mut sums[0], &[1.0; B]);
    for (sum, value) in sums[1..].iter_mut().zip(values) {
        add(sum, value);
    }
}

/// Adds weight × slope to the slope of each value of a row.
fn pass<const B: usize>(row: &[f32], slope: &Lanes<B>, values: &mut [Lanes<B>]) {
    for (weight, value) in row.iter().zip(values) {
        for lane in 0..B {
            value[lane] += weight * slope[lane];
        }
    }
}

fn sigmoid(x: f32) -> f32 {
    0.5 + 0.5 * tanh(0.5 * x)
}

/// By a rational function, to some 1e-7: only additions, products and one division, alike everywhere.
///
/// # Source
/// The coefficients of Eigen's `generic_fast_tanh_float`.
fn tanh(x: f32) -> f32 {
    let x = x.clamp(-9.0, 9.0);
    let square = x * x;
    let mut above = -2.760_768_5e-16;
    for coefficient in [
        2.000_188e-13,
        -8.604_672e-11,
        5.122_297e-8,
        1.485_722_4e-5,
        6.372_619_3e-4,
        4.893_524_6e-3,
    ] {
        above = above * square + coefficient;
    }
    let mut below = 1.198_258_4e-6;
    for coefficient in [1.185_347_1e-4, 2.268_434_6e-3, 4.893_525e-3] {
        below = below * square + coefficient;
    }
    x * above / below
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Random;

    #[test]
    fn tanh_is_tanh() {
        for at in -100..=100 {
            let x = at as f32 / 12.0;
            assert!((tanh(x) - x.tanh()).abs() < 1e-6, "{x}");
        }
    }

    fn draw<const B: usize>(random: &mut Random, count: usize) -> Vec<Lanes<B>> {
        (0..count).map(|_| std::array::from_fn(|_| random.normal() as f32)).collect()
    }

    /// Half the sum of squared outputs over some steps.
    fn loss(weights: &[f32], steps: &[Vec<Lanes<4>>]) -> f64 {
        let mut memory = Memory::blank();
        let outputs = steps.iter().flat_map(|inputs| step(weights, inputs, &mut memory));
        outputs.flatten().map(|y| 0.5 * f64::from(y) * f64::from(y)).sum()
    }

    #[test]
    fn the_gradient_is_the_slope_of_the_loss() {
        let mut random = Random::new(7);
        let weights: Vec<f32> = (0..WEIGHTS).map(|_| 0.2 * random.normal() as f32).collect();
        let steps: Vec<Vec<Lanes<4>>> = (0..5).map(|_| draw(&mut random, INPUTS)).collect();
        let mut memory = Memory::blank();
        let passed: Vec<_> =
            steps.iter().map(|inputs| traced_step(&weights, inputs.clone(), &mut memory)).collect();
        let mut way = Way::new();
        for (outputs, trace) in passed.iter().rev() {
            way.back(&weights, trace, outputs);
        }
        let gradient = way.gradient();
        for at in [0, 1, ROW + 3, 50 * ROW + INPUTS + 5, 100 * ROW + 2, WEIGHTS - 3] {
            let moved = |by: f32| {
                let mut weights = weights.clone();
                weights[at] += by;
                loss(&weights, &steps)
            };
            let slope = (moved(0.01) - moved(-0.01)) / 0.02;
            let found = f64::from(gradient[at]);
            assert!((found - slope).abs() < 0.01 * slope.abs().max(0.1), "{at}: {found} {slope}");
        }
    }

    #[test]
    fn a_lane_alone_gives_what_it_gives_among_others() {
        let mut random = Random::new(8);
        let weights: Vec<f32> = (0..WEIGHTS).map(|_| 0.2 * random.normal() as f32).collect();
        let many: Vec<Lanes<16>> = draw(&mut random, INPUTS);
        let alone: Vec<Lanes<1>> = many.iter().map(|lanes| [lanes[5]]).collect();
        let many = step(&weights, &many, &mut Memory::blank());
        let alone = step(&weights, &alone, &mut Memory::blank());
        for (many, alone) in many.iter().zip(&alone) {
            assert_eq!(many[5].to_bits(), alone[0].to_bits());
        }
    }
}
