//! The laws of the sync core, as properties, and fixtures of every wire and stored form.

mod fixtures;
mod generators;
mod laws;
mod tab;
