//! Several seasons taken off one after the other, a model on what remains.
