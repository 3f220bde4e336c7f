//! How hard a password is to guess.
