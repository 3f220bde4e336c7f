//! What items like a newcomer sold: it is forecast by its share of that.

use ledger::{ForecastError, ForecastInput, ForecastQuery, Records};

use super::task::is_newcomer;

/// The histories of the categories that newcomers belong to.
pub(super) struct Kinds {
    queries: Vec<ForecastQuery>,
    inputs: Vec<Option<ForecastInput>>,
}

impl Kinds {
    /// Those that some questions need.
    pub(super) fn of(
        questions: &[ForecastQuery],
        inputs: &[Result<ForecastInput, ForecastError>],
        records: &Records,
    ) -> Self {
        let both = questions.iter().zip(inputs);
        let newcomers = both
            .filter(|(query, input)| input.as_ref().is_ok_and(|input| is_newcomer(query, input)));
        let mut queries: Vec<ForecastQuery> =
            newcomers.filter_map(|(query, _)| records.kind_of(query)).collect();
        queries.sort_unstable();
        queries.dedup();
        Self { queries, inputs: Vec::new() }
    }

    pub(super) fn queries(&self) -> &[ForecastQuery] {
        &self.queries
    }

    /// What the records say to [`Kinds::queries`].
    pub(super) fn take_in(&mut self, inputs: Vec<Result<ForecastInput, ForecastError>>) {
        self.inputs = inputs.into_iter().map(Result::ok).collect();
    }

    /// What items like this one sold, if it is a newcomer and they have more of a history.
    pub(super) fn kind_of(
        &self,
        query: &ForecastQuery,
        input: &ForecastInput,
        records: &Records,
    ) -> Option<Vec<Option<i64>>> {
        if self.queries.is_empty() || !is_newcomer(query, input) {
            return None;
        }
        let at = self.queries.binary_search(&records.kind_of(query)?).ok()?;
        let kind = self.inputs.get(at)?.as_ref()?;
        let has_more = kind.values.len() >= 2 * input.values.len().max(1);
        (has_more && kind.ahead == input.ahead).then(|| kind.values.clone())
    }
}
