//! Any numbers as a history: every model gives finite, ordered quantiles or says why not; never a panic, never without
//! end.
#![no_main]

use model_wasm::forecast::{Calendar, FitStep, Frequency, Levels, Name, Series, Spec};

/// Steps a fit may take: more are a hang.
const MOST_STEPS: usize = 200_000;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let [name, frequency, horizon, closed, values @ ..] = bytes else { return };
    let name = Name::ALL[usize::from(*name) % Name::ALL.len()];
    let frequency = Frequency::ALL[usize::from(*frequency) % Frequency::ALL.len()];
    let horizon = usize::from(*horizon) % 60 + 1;
    // Eight bytes are any number at all; what is none is a gap.
    let observed: Vec<Option<f64>> = values
        .chunks_exact(8)
        .map(|bytes| f64::from_le_bytes(bytes.try_into().expect("eight bytes are eight bytes")))
        .map(|value| value.is_finite().then(|| value.clamp(-1e15, 1e15)))
        .collect();
    let is_open = (0..observed.len() + horizon).map(|t| closed >> (t % 7) & 1 == 0).collect();
    let Ok(series) = Series::new(observed, frequency) else { return };
    let series = series.with_calendar(Calendar { is_open, ..Calendar::default() });
    let Ok(mut run) = Spec::new(name, horizon).begin(&series) else { return };
    for _ in 0..MOST_STEPS {
        match run.step() {
            Ok(FitStep::More) => {}
            Ok(FitStep::Done(fitted)) => {
                let forecast = fitted.forecast(horizon, &Levels::bands()).expect("a good horizon");
                assert!(forecast.mean.iter().all(|mean| mean.is_finite()));
                for step in 0..horizon {
                    let row = forecast.row(step);
                    assert!(row.iter().all(|quantile| quantile.is_finite()));
                    assert!(row.windows(2).all(|pair| pair[0] <= pair[1]));
                }
                return;
            }
            Err(_) => return,
        }
    }
    panic!("{name:?} does not end");
});
