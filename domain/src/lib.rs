//! Yardstick domain.
