//! Nothing: the simulation is the test `sim` of this package (`tests/sim/main.rs`).
