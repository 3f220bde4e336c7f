//! What is worth saying about a series.
