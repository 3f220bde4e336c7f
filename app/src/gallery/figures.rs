//! Examples of tiles, charts and the virtual table, with made-up numbers.

use std::rc::Rc;

use ledger::{Bands, Currency, Day, Every, Strips};
use protocol::{Table as Sheeted, TableCell};
use yew::prelude::*;

use super::Group;
use crate::chart::{
    At, Beside, ChartCard, ChartData, Course, Form, Outlook, Phase, Point, Unit, forecast_sheet,
    sparkline,
};
use crate::components::{
    Change, Kind, Place, Sheet, SheetTable, Tile, amount, money, tile, tile_skeleton,
};
use crate::i18n::{I18n, use_i18n};

/// 28 September 2026, a Monday.
const FIRST: i32 = 20_724;
const WEEK: [i64; 7] = [170_000, 240_000, 250_000, 280_000, 345_000, 450_000, 240_000];

fn revenue(day: i32) -> i64 {
    let trend = 1_000 + i64::from(day) * 3;
    let wave = i64::from(day * 7 % 11) * 6_000;
    WEEK[(day % 7) as usize] * trend / 1_000 + wave
}

/// Tiles, charts, a long table.
#[component]
pub(super) fn Figures() -> Html {
    let i18n = use_i18n();
    let Ok(euro) = Currency::from_code("EUR") else { return html! {} };
    let change = |share: f64, text: &'static str| {
        Some(Change { share, text: text.into(), more_is_worse: false })
    };
    let path = [0, 0, 20, 67, 120, 180, 244, 300, 328];
    let usual = [0, 0, 20, 65, 118, 172, 230, 290, 315, 360, 420, 460, 480];
    let drawn = || sparkline(&path, &usual);
    let example =
        |label: &'static str, value: &'static str, change, against: &'static str, sparkline| Tile {
            label: label.into(),
            value: value.into(),
            rest: AttrValue::default(),
            change,
            against: against.into(),
            sparkline,
        };
    let examples = [
        example(
            "Revenue today",
            "€3,284",
            change(0.043, "4.3%"),
            "over the €3,150 usual by now",
            drawn(),
        ),
        example("Orders", "187", change(-0.011, "1.1%"), "under the 189 usual by now", drawn()),
        example("Units", "412", None, "No comparable days yet", html! {}),
    ];
    html! {
        <>
            <div class="tiles">
                { for examples.map(|example| tile(&i18n, example)) }
                { tile_skeleton() }
            </div>
            <ChartCard
                title="Revenue" name="Revenue per day, 28 September to 21 November." report="gallery" narrow={14}
                data={days(euro)} sheet={day_sheet(euro)}
            />
            { forecast(&i18n, euro) }
            <ChartCard
                title="Today by hour" name="Revenue by hour." report="gallery"
                data={hours(euro)} sheet={day_sheet(euro)}
            />
            <ChartCard
                title="Top items" name="Revenue by item." report="gallery"
                data={items(euro)} sheet={day_sheet(euro)}
            />
            <Group title="Virtual table"><SheetTable caption="Rows" sheet={long_sheet()} /></Group>
        </>
    }
}

fn chart(form: Form, euro: Currency, points: Rc<[Point]>, usual: &str) -> ChartData {
    let usual_name = Rc::from(usual);
    ChartData { usual_name, ..ChartData::new(form, Unit::Money(euro), points, "Sold") }
}

fn days(euro: Currency) -> ChartData {
    let point = |day: i32| {
        let at = At::Day(Day(FIRST + day));
        match day {
            54 => Point::new(at, Some(328_460), Phase::Running),
            _ => Point::new(at, Some(revenue(day)), Phase::Past),
        }
    };
    chart(Form::Line, euro, (0..55).map(point).collect(), "")
}

/// What is expected of a day: further away less surely, and rather more than less.
fn expected(day: i32) -> Bands {
    let mean = revenue(day);
    let spread = mean / 100 * i64::from(3 + (day - 54) / 4);
    let ends = [-29, -17, -8, 0, 9, 22, 41];
    Bands { mean, quantiles: ends.map(|end| mean + spread * end / 10) }
}

fn forecast(i18n: &I18n, euro: Currency) -> Html {
    let day = |at: i32| Day(FIRST + at);
    let unit = Unit::Money(euro);
    let history: Vec<_> = (0..54).map(|at| (day(at), Some(revenue(at)))).collect();
    let ahead: Vec<_> = (54..82).map(|at| (day(at), expected(at))).collect();
    let strips = Strips {
        first: day(0),
        trend: (0..82).map(|at| 240_000 + at * 900).collect(),
        season: (0..82).map(|at| WEEK[at % 7] - 282_000).collect(),
        effects: Vec::new(),
    };
    let events = [
        (day(33), Rc::from("Harvest festival")),
        (day(60), Rc::from("Black Friday")),
        (day(61), Rc::from("Black Friday")),
        (day(75), Rc::from("Second Sunday of Advent")),
    ];
    let effects: Vec<_> = (0..82).map(|at| (day(at), i64::from(at % 27 == 6) * 80_000)).collect();
    let said: Vec<_> = (26..54).map(|at| (day(at), expected(at + 3))).collect();
    let changed: Vec<_> = (54..82).map(|at| (day(at), expected(at).mean / 10 * 12)).collect();
    let draw = |name: &'static str, is_stale, strips| {
        let course = Course {
            every: Every::Day,
            unit,
            history: &history,
            running: Some((day(54), 328_460)),
            expected: &ahead,
            is_stale,
            strips,
            today: Some(day(54)),
            beside: if is_stale {
                Beside::default()
            } else {
                Beside {
                    events: &events,
                    effects: &effects,
                    unusual: &[(day(12), revenue(12) / 3)],
                    said: &said,
                    scenario: &changed,
                }
            },
        };
        let data = course.chart(i18n);
        let sheet = forecast_sheet(i18n, "forecast".to_owned(), &data, data.points.iter());
        let lead = Outlook::new(i18n, unit, Every::Day, 28, &expected(60)).html();
        html! { <ChartCard title={name} {name} {lead} {data} {sheet} narrow={14} report="gallery" /> }
    };
    html! { <>{ draw("Forecast", false, Some(&strips)) }{ draw("Forecast, stale", true, None) }</> }
}

fn hours(euro: Currency) -> ChartData {
    let sold = [190, 470, 560, 525, 640, 610, 290, 0, 0, 0, 0];
    let usual = [205, 440, 530, 540, 580, 600, 560, 380, 330, 235, 100];
    let point = |(at, (sold, usual)): (usize, (i64, i64))| {
        let phase = match at {
            0..6 => Phase::Past,
            6 => Phase::Running,
            _ => Phase::Coming,
        };
        let usual = Some(usual * 100);
        Point { usual, ..Point::new(At::Hour(8 + at as u8), Some(sold * 100), phase) }
    };
    let points = sold.into_iter().zip(usual).enumerate().map(point).collect();
    chart(Form::Bars, euro, points, "Usual")
}

fn items(euro: Currency) -> ChartData {
    let names =
        ["Ethiopia Guji 1 kg", "Nørre mug", "A name so long that it cannot stand beside its bar"];
    let point = |(at, name): (usize, &str)| {
        let sold = [812_050, 402_100, -12_000][at % 3];
        Point::new(At::Name(Rc::from(name)), Some(sold), Phase::Past)
    };
    chart(Form::Ranks, euro, names.into_iter().enumerate().map(point).collect(), "")
}

fn day_sheet(euro: Currency) -> Sheet {
    let row = |day| vec![TableCell::Day(Day(FIRST + day)), money(revenue(day), euro)];
    Sheet {
        table: Rc::new(Sheeted {
            name: "revenue".to_owned(),
            heads: vec!["Day".to_owned(), "Revenue".to_owned()],
            rows: (0..55).map(row).collect(),
        }),
        kinds: Rc::new([
            (Kind::Day(crate::intl::DayStyle::Listed), Place::First),
            (Kind::Money(euro), Place::Key),
        ]),
    }
}

fn long_sheet() -> Sheet {
    let row = |at: i64| vec![TableCell::Text(["Order ", &at.to_string()].concat()), amount(at, 0)];
    Sheet {
        table: Rc::new(Sheeted {
            name: "rows".to_owned(),
            heads: vec!["Order".to_owned(), "Number".to_owned()],
            rows: (0..20_000).map(row).collect(),
        }),
        kinds: Rc::new([(Kind::Text, Place::First), (Kind::Number, Place::Key)]),
    }
}
