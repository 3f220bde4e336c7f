//! What columns known in advance add, around any model.
