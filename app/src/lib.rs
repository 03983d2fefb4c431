//! Yardstick app.
