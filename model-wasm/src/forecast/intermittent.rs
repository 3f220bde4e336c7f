//! Demand that comes now and then.
