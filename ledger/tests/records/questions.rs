//! Every question, with answers in a form that says nothing of how the records lie in memory.

use ledger::{
    Answer, By, Day, Every, ForecastQuery, ForecastScope, ForecastsQuery, Lead, Measure, OrderRef,
    OrdersQuery, Period, Query, SalesFilter, SalesQuery, TopSide,
};

use crate::made::{FIRST_DAY, currency};
use crate::world::{World, now_on};

pub(crate) const EVERY_BY: [By; 9] = [
    By::Hour,
    By::Day,
    By::Week,
    By::Month,
    By::Category,
    By::Item,
    By::Place,
    By::Channel,
    By::Country,
];

pub(crate) fn period(first: i32, last: i32) -> Period {
    Period { first: Day(FIRST_DAY + first), last: Day(FIRST_DAY + last) }
}

pub(crate) fn sales(by: By, period: Option<Period>, filter: SalesFilter) -> SalesQuery {
    SalesQuery {
        period,
        by,
        filter,
        currency: None,
        convert: false,
        side: TopSide::Top,
        limit: 10_000,
    }
}

pub(crate) fn filters() -> Vec<SalesFilter> {
    let some = |text: &str| Some(text.to_owned());
    vec![
        SalesFilter::default(),
        SalesFilter { place: some("Marais"), ..SalesFilter::default() },
        SalesFilter { place: some(""), channel: some("web"), ..SalesFilter::default() },
        SalesFilter { country: some("DE"), ..SalesFilter::default() },
        SalesFilter { category: some("Coffee"), ..SalesFilter::default() },
        SalesFilter { item: some("MUG-1"), place: some("Lyon"), ..SalesFilter::default() },
        SalesFilter { item: some("Loose tea"), ..SalesFilter::default() },
        SalesFilter { place: some("Nowhere"), ..SalesFilter::default() },
    ]
}

fn every_sales_query() -> Vec<Query> {
    let mut queries = Vec::new();
    for by in EVERY_BY {
        for filter in filters() {
            for period in [None, Some(period(30, 43))] {
                queries.push(Query::Sales(sales(by, period, filter.clone())));
            }
        }
        let mut other = sales(by, None, SalesFilter::default());
        other.currency = Some(currency(1));
        other.side = TopSide::Bottom;
        queries.push(Query::Sales(other));
    }
    queries
}

pub(crate) fn orders(search: &str) -> OrdersQuery {
    OrdersQuery {
        search: search.into(),
        period: None,
        filter: SalesFilter::default(),
        lead: Lead::Newest,
        offset: 0,
        limit: 500,
    }
}

/// Forecasts of every kind of sales, per day, week and month.
pub(crate) fn forecast_queries() -> Vec<ForecastQuery> {
    let mut queries = Vec::new();
    for filter in filters() {
        for measure in [Measure::Revenue, Measure::Units] {
            for every in [Every::Day, Every::Week, Every::Month] {
                let scope = ForecastScope {
                    place: filter.place.clone(),
                    category: filter.category.clone(),
                    item: filter.item.clone(),
                };
                queries.push(ForecastQuery { scope, measure, every, days: 28, model: None });
            }
        }
    }
    queries
}

/// What can be forecast, from what, and how it sells.
fn forecasts(world: &mut World) -> Vec<String> {
    let queries = forecast_queries();
    let inputs = world.forecast_inputs(&queries, now_on(60));
    let mut answers: Vec<String> = inputs.iter().map(|input| format!("{input:?}")).collect();
    for query in queries {
        answers.push(format!("{:?}", world.ask(&Query::Forecast(query))));
    }
    let list = ForecastsQuery {
        search: String::new(),
        place: Some("Lyon".into()),
        measure: Measure::Revenue,
        every: Every::Week,
        days: 14,
        model: None,
        offset: 0,
        limit: 500,
    };
    answers.push(format!("{:?}", world.ask(&Query::Forecasts(list))));
    answers
}

/// Answers to everything that can be asked, comparable between ledgers that know the same sales.
pub(crate) fn everything(world: &mut World) -> Vec<String> {
    let mut answers: Vec<String> =
        every_sales_query().iter().map(|query| format!("{:?}", world.ask(query))).collect();
    for place in [None, Some("Lyon".to_owned())] {
        answers.push(format!("{:?}", world.ask(&Query::Today { place })));
    }
    let searches = ["", "n1", "coffee", "mug", "zoé", "mug n1", "beans 250"];
    for (at, search) in searches.into_iter().enumerate() {
        let mut query = orders(search);
        query.lead = [Lead::Newest, Lead::Oldest, Lead::Largest][at % 3];
        answers.extend(listed(world, query));
    }
    let mut filtered = orders("");
    filtered.filter.category = Some("Coffee".into());
    filtered.period = Some(period(10, 50));
    answers.extend(listed(world, filtered));
    answers.extend(forecasts(world));
    answers
}

/// The list and every order in it, without numbers that depend on where it lies.
fn listed(world: &mut World, query: OrdersQuery) -> Vec<String> {
    let Answer::Orders(mut page) = world.ask(&Query::Orders(query)) else { panic!("no list") };
    let mut answers = Vec::new();
    for row in &mut page.rows {
        let Answer::Order(Some(order)) = world.ask(&Query::Order(row.order)) else {
            panic!("no order")
        };
        row.order = OrderRef(0);
        let mut lines: Vec<String> = order
            .lines
            .iter()
            .map(|line| {
                format!(
                    "{} {} {} {} {}",
                    line.sku, line.name, line.kind, line.quantity, line.amount
                )
            })
            .collect();
        lines.sort();
        answers.push(format!("{row:?} {lines:?} {:?} {}", order.amounts, order.source));
    }
    answers.push(page.total.to_string());
    answers
}
