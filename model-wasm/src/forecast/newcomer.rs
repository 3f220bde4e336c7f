//! An item without a history of its own, from its kind.
