//! Public holidays by country.
