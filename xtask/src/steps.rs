//! What the developer sees while a command runs: each step, its expected minutes, its real time.

use anyhow::Result;
use std::time::{Duration, Instant};

/// Announces a step, runs it, and says how long it took.
///
/// `minutes`: what it takes on a two-core machine that has nothing built yet.
pub(crate) fn step<T>(title: &str, minutes: f32, work: impl FnOnce() -> Result<T>) -> Result<T> {
    eprintln!("\n==> {title} (about {})", expected(minutes));
    let started = Instant::now();
    let result = work()?;
    eprintln!("    done in {}", readable(started.elapsed()));
    Ok(result)
}

/// Says that a step has nothing to do.
pub(crate) fn skip(what: &str) {
    eprintln!("  ✓ {what}");
}

/// `1 min 5 s`, or `3.2 s` under a minute.
pub(crate) fn readable(duration: Duration) -> String {
    let seconds = duration.as_secs();
    match seconds {
        0..60 => format!("{:.1} s", duration.as_secs_f32()),
        _ => format!("{} min {} s", seconds / 60, seconds % 60),
    }
}

fn expected(minutes: f32) -> String {
    if minutes < 0.9 { format!("{:.0} s", minutes * 60.0) } else { format!("{minutes:.0} min") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_read_well() {
        assert_eq!(readable(Duration::from_millis(3200)), "3.2 s");
        assert_eq!(readable(Duration::from_secs(125)), "2 min 5 s");
        assert_eq!(expected(0.5), "30 s");
        assert_eq!(expected(4.0), "4 min");
    }
}
