//! Columns that mean the same in every series.

use std::rc::Rc;

use super::{GlobalMethod, GlobalModel, TrainStep, Training};
use crate::forecast::{Calendar, Column, Error, FittedModel, Levels, Role, Series};

/// The roles that are told apart, in the order of their columns.
const ROLES: [Role; 4] = [Role::Promotion, Role::Holiday, Role::Event, Role::Price];

/// A method of many series whose columns differ: one item has a promotion of its own, another no one price. It sees a
/// column for each role that any of them knows, always at the same place: the sum of the columns of that role, at most
/// 1, and the first price; where a series has none, nothing is promoted or celebrated and the price never changes.
pub struct ByRole(pub Box<dyn GlobalMethod>);

impl GlobalMethod for ByRole {
    fn begin(
        &self,
        series: Vec<Series>,
        horizon: usize,
        seed: u64,
    ) -> Result<Box<dyn Training>, Error> {
        let is_known = |role: &Role| {
            let mut columns = series.iter().flat_map(|series| &series.calendar().columns);
            columns.any(|column| column.role == *role)
        };
        let roles = Roles(ROLES.into_iter().filter(is_known).collect());
        let series = series.iter().map(|series| roles.of(series)).collect();
        let training = self.0.begin(series, horizon, seed)?;
        Ok(Box::new(Lessons { training, roles }))
    }

    fn read(&self, bytes: &[u8]) -> Option<Rc<dyn GlobalModel>> {
        let (known, bytes) = bytes.split_first()?;
        let is_known = |(at, _): &(usize, &Role)| known >> at & 1 == 1;
        let roles = ROLES.iter().enumerate().filter(is_known).map(|(_, role)| *role).collect();
        Some(Rc::new(Model { model: self.0.read(bytes)?, roles: Roles(roles) }))
    }
}

/// Which roles have a column.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Roles(Vec<Role>);

impl Roles {
    /// The same series with one column a role.
    fn of(&self, series: &Series) -> Series {
        let calendar = series.calendar();
        let columns = self.0.iter().map(|role| sum(calendar, *role)).collect();
        let Calendar { first_day, is_open, .. } = calendar;
        let calendar = Calendar { first_day: *first_day, is_open: is_open.clone(), columns };
        series.clone().with_calendar(calendar)
    }
}

fn sum(calendar: &Calendar, role: Role) -> Column {
    let mut columns = calendar.columns.iter().filter(|column| column.role == role);
    let values = if role == Role::Price {
        columns.next().map_or_else(|| vec![1.0], |column| column.values.clone())
    } else {
        let columns: Vec<&Column> = columns.collect();
        let length = columns.iter().map(|column| column.values.len()).max().unwrap_or(0);
        let sum = |t| columns.iter().map(|column| column.at(t)).sum::<f64>().min(1.0);
        (0..length).map(sum).collect()
    };
    Column { name: String::new(), role, values }
}

struct Lessons {
    training: Box<dyn Training>,
    roles: Roles,
}

impl Training for Lessons {
    fn step(&mut self) -> Result<TrainStep, Error> {
        Ok(match self.training.step()? {
            TrainStep::More => TrainStep::More,
            TrainStep::Done(model) => {
                TrainStep::Done(Rc::new(Model { model, roles: self.roles.clone() }))
            }
        })
    }

    fn share(&self) -> f64 {
        self.training.share()
    }
}

struct Model {
    model: Rc<dyn GlobalModel>,
    roles: Roles,
}

impl GlobalModel for Model {
    fn from_end_of(self: Rc<Self>, series: &Series) -> Result<Box<dyn FittedModel>, Error> {
        let model = Rc::clone(&self.model).from_end_of(&self.roles.of(series))?;
        Ok(Box::new(Placed { model, roles: self.roles.clone() }))
    }

    fn held_out(self: Rc<Self>) -> Option<Rc<dyn GlobalModel>> {
        let model = Rc::clone(&self.model).held_out()?;
        Some(Rc::new(Self { model, roles: self.roles.clone() }))
    }

    fn to_bytes(&self) -> Vec<u8> {
        let bit = |(at, role): (usize, &Role)| u8::from(self.roles.0.contains(role)) << at;
        let known = ROLES.iter().enumerate().map(bit).sum();
        let mut bytes = vec![known];
        bytes.append(&mut self.model.to_bytes());
        bytes
    }
}

struct Placed {
    model: Box<dyn FittedModel>,
    roles: Roles,
}

impl FittedModel for Placed {
    fn mean(&self, horizon: usize) -> Vec<f64> {
        self.model.mean(horizon)
    }

    fn spread(&self, horizon: usize) -> Vec<f64> {
        self.model.spread(horizon)
    }

    fn rebase(&self, series: &Series) -> Result<Box<dyn FittedModel>, Error> {
        let model = self.model.rebase(&self.roles.of(series))?;
        Ok(Box::new(Self { model, roles: self.roles.clone() }))
    }

    fn quantiles(&self, horizon: usize, levels: &Levels) -> Option<Vec<f64>> {
        self.model.quantiles(horizon, levels)
    }

    fn total_quantiles(&self, horizon: usize, levels: &Levels) -> Option<Vec<f64>> {
        self.model.total_quantiles(horizon, levels)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forecast::{Frequency, Name};

    fn column(role: Role, values: &[f64]) -> Column {
        Column { name: "any".into(), role, values: values.to_vec() }
    }

    fn series(number: u64, columns: Vec<Column>) -> Series {
        let mut random = crate::Random::new(number);
        let value = |t: u64| Some((10 + t % 7) as f64 + random.uniform());
        let series = Series::new((0..90).map(value).collect(), Frequency::Daily).unwrap();
        series.with_calendar(Calendar { first_day: Some(19_000), columns, ..Calendar::default() })
    }

    #[test]
    fn columns_of_a_role_are_one() {
        let given = series(
            1,
            vec![
                column(Role::Price, &[2.0, 2.5]),
                column(Role::Holiday, &[0.0, 0.25, 1.0]),
                column(Role::Holiday, &[0.0, 0.5, 1.0, 1.0]),
            ],
        );
        let roles = Roles(vec![Role::Promotion, Role::Holiday, Role::Price]);
        let summed = roles.of(&given);
        let values: Vec<&[f64]> =
            summed.calendar().columns.iter().map(|column| &*column.values).collect();
        assert_eq!(values, [&[][..], &[0.0, 0.75, 1.0, 1.0], &[2.0, 2.5]]);
        let without = roles.of(&series(1, Vec::new()));
        assert_eq!(without.calendar().columns[2].values, [1.0]);
    }

    #[test]
    fn items_with_other_columns_learn_together_and_bytes_bring_it_back() {
        let promoted: Vec<f64> = (0..104).map(|t| f64::from(t % 9 == 0)).collect();
        let given = vec![
            series(1, vec![column(Role::Promotion, &promoted), column(Role::Price, &[4.0])]),
            series(2, vec![column(Role::Price, &[9.0])]),
            series(3, Vec::new()),
        ];
        for name in [Name::Trees, Name::Lstm] {
            let method = ByRole(name.global().unwrap());
            let mut training = method.begin(given.clone(), 7, 1).unwrap();
            let model = loop {
                assert!((0.0..=1.0).contains(&training.share()));
                if let TrainStep::Done(model) = training.step().unwrap() {
                    break model;
                }
            };
            let read = method.read(&model.to_bytes()).unwrap();
            assert!(method.read(&[]).is_none());
            for series in &given {
                let placed = Rc::clone(&model).from_end_of(series).unwrap();
                let again = Rc::clone(&read).from_end_of(series).unwrap();
                assert_eq!(placed.mean(7), again.mean(7));
                let past = series.until(70).unwrap();
                assert_eq!(placed.rebase(&past).unwrap().mean(7).len(), 7);
            }
        }
    }
}
