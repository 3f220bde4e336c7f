//! What is done to a history before a model sees it.
