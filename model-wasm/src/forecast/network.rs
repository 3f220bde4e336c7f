//! A recurrent network, global across series.
