//! Yardstick server.
