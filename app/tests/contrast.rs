//! The contrast table of the design, computed again from the style sheet (WCAG 2.2).
#![cfg(test)]

use std::collections::BTreeMap;

#[derive(Clone, Copy)]
enum Theme {
    Light,
    Dark,
}

type Tokens = BTreeMap<String, (u32, u32)>;

/// `--name: light-dark(#light, #dark);`
fn tokens() -> Tokens {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../public/style/tokens.css");
    let text = std::fs::read_to_string(path).unwrap();
    let colour = |text: &str| u32::from_str_radix(text.trim().strip_prefix('#')?, 16).ok();
    text.lines()
        .filter_map(|line| {
            let (name, value) = line.trim().strip_prefix("--")?.split_once(": light-dark(")?;
            let (light, dark) = value.strip_suffix(");")?.split_once(',')?;
            Some((name.to_owned(), (colour(light)?, colour(dark)?)))
        })
        .collect()
}

fn luminance(colour: u32) -> f64 {
    let channel = |shift: u32| {
        let value = f64::from((colour >> shift) & 0xff) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * channel(16) + 0.7152 * channel(8) + 0.0722 * channel(0)
}

fn contrast(tokens: &Tokens, mark: &str, ground: &str, theme: Theme) -> f64 {
    let of = |name: &str| {
        let (light, dark) = tokens.get(name).unwrap_or_else(|| panic!("no colour token {name}"));
        luminance(match theme {
            Theme::Light => *light,
            Theme::Dark => *dark,
        })
    };
    let (a, b) = (of(mark), of(ground));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

fn check(pairs: &[(&str, &[&str])], least: f64) {
    let tokens = tokens();
    for (mark, grounds) in pairs {
        for ground in *grounds {
            for (theme, name) in [(Theme::Light, "light"), (Theme::Dark, "dark")] {
                let found = contrast(&tokens, mark, ground, theme);
                assert!(found >= least, "{mark} on {ground}, {name}: {found:.2}, needs {least}");
            }
        }
    }
}

#[test]
fn text_can_be_read() {
    const ALL: &[&str] =
        &["canvas", "surface", "sunken", "hover", "accent-soft", "warn-soft", "crit-soft"];
    check(
        &[
            ("ink", ALL),
            ("ink-2", ALL),
            ("ink-3", ALL),
            ("accent", &["canvas", "surface", "sunken", "hover", "accent-soft"]),
            ("warn", &["canvas", "surface", "accent-soft", "warn-soft"]),
            ("crit", &["canvas", "surface", "accent-soft", "crit-soft"]),
            ("on-accent", &["accent", "accent-hover"]),
            ("surface", &["crit", "ink"]),
            ("band-50", &["ink"]),
        ],
        4.5,
    );
}

#[test]
fn marks_can_be_seen() {
    check(
        &[
            ("field", &["surface", "canvas", "sunken"]),
            ("warn-mark", &["surface", "canvas", "warn-soft"]),
            ("accent", &["surface", "canvas"]),
            ("chart-scenario", &["surface"]),
            // The line of a forecast lies on its bands.
            ("accent", &["band-50", "band-80", "band-95"]),
        ],
        3.0,
    );
}

#[test]
fn the_computation_agrees_with_the_printed_table() {
    let tokens = tokens();
    for (mark, ground, light, dark) in [
        ("ink", "canvas", 16.40, 16.69),
        ("ink-3", "sunken", 4.95, 5.80),
        ("accent", "surface", 6.36, 8.80),
    ] {
        let found = [Theme::Light, Theme::Dark].map(|theme| contrast(&tokens, mark, ground, theme));
        assert!(
            (found[0] - light).abs() < 0.01 && (found[1] - dark).abs() < 0.01,
            "{mark} on {ground}: {found:?}"
        );
    }
}
