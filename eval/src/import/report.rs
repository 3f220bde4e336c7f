//! What a file came to, as one flat JSON object.

use connectors::Reading;
use ledger::{Currency, Description};
use serde_json::{Map, Value, json};

/// The report of a file.
pub(super) fn object(description: &Description, reading: &Reading) -> Value {
    let checked = &reading.checked;
    let mut object = Map::new();
    for (name, value) in &checked.facts {
        insert(&mut object, name, scalar(value));
    }
    object.entry("items").or_insert_with(|| units(checked.units));
    let mut tell = |name: &str, value: Value| {
        object.insert(name.to_owned(), value);
    };
    tell("kind", json!(format!("{:?}", reading.plan.kind).to_lowercase()));
    tell("layout", json!(reading.plan.layout));
    tell("source", json!(reading.plan.source));
    tell("preamble_lines", json!(description.preamble_lines));
    tell("line_rows", json!(checked.accepted));
    tell("rejected", json!(checked.rejected));
    tell("duplicates", json!(checked.duplicates));
    tell("orders", json!(checked.orders));
    tell("units", units(checked.units));
    let questions: Vec<&str> =
        checked.questions.iter().map(|question| question.id.as_str()).collect();
    tell("questions", json!(questions));
    let problems = checked.problems.iter().map(|group| {
        json!({ "code": group.code, "rows": group.rows, "first_line": group.first_line,
            "column": group.column, "severity": format!("{:?}", group.severity) })
    });
    tell("problems", problems.collect());
    let fields = description.columns.iter().zip(&reading.plan.fields);
    let fields = fields.map(|(column, field)| json!([column.header, format!("{field:?}")]));
    tell("columns", fields.collect());
    let totals = checked.totals.as_slice();
    tell("total", amounts(totals));
    tell("currency", currencies(totals));
    Value::Object(object)
}

/// `name.part` goes into an object of its own.
fn insert(object: &mut Map<String, Value>, name: &str, value: Value) {
    let Some((name, part)) = name.split_once('.') else {
        object.insert(name.to_owned(), value);
        return;
    };
    let inner = object.entry(name).or_insert_with(|| Value::Object(Map::new()));
    if let Value::Object(inner) = inner {
        inner.insert(part.to_owned(), value);
    }
}

/// Counts as numbers, amounts as text.
fn scalar(value: &str) -> Value {
    match value {
        "true" => Value::Bool(true),
        "false" => Value::Bool(false),
        _ => value.parse::<u64>().map_or_else(|_| json!(value), |count| json!(count)),
    }
}

/// Thousandths as a number, whole where it is.
pub(super) fn units(thousandths: i64) -> Value {
    if thousandths % 1_000 == 0 {
        json!(thousandths / 1_000)
    } else {
        json!(thousandths as f64 / 1_000.0)
    }
}

/// One amount as text; several as an object by currency.
pub(super) fn amounts(totals: &[(String, i64)]) -> Value {
    match totals {
        [] => json!("0.00"),
        [(code, minor)] => json!(decimal(code, *minor)),
        several => several
            .iter()
            .map(|(code, minor)| (code.clone(), json!(decimal(code, *minor))))
            .collect(),
    }
}

fn currencies(totals: &[(String, i64)]) -> Value {
    match totals {
        [] => Value::Null,
        [(code, _)] => json!(code),
        several => several.iter().map(|(code, _)| json!(code)).collect(),
    }
}

/// Minor units with a decimal point.
fn decimal(code: &str, minor: i64) -> String {
    let digits = Currency::from_code(code).map_or(2, |currency| currency.digits());
    let unit = 10_u64.pow(u32::from(digits));
    let (sign, minor) = (if minor < 0 { "-" } else { "" }, minor.unsigned_abs());
    if digits == 0 {
        return format!("{sign}{minor}");
    }
    format!("{sign}{}.{:0width$}", minor / unit, minor % unit, width = usize::from(digits))
}
