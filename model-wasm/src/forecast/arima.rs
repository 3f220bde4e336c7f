//! ARIMA with its orders found by itself.
