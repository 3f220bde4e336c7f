//! The level of whole seasons times the shape within them.
