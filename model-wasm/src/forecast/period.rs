//! Which season a series really has.
