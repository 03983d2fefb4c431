//! Project tasks: what cargo alone cannot do.
//!
//! - `cargo xtask dist [--dev]` builds what the browser loads into `dist/` (or `YARDSTICK_DIST`).
//! - `cargo xtask contract` builds the suite of the device store for a page that runs it over IndexedDB.
//! - `cargo xtask sizes [--update]` holds the last build against `sizes.json`.
//! - `cargo xtask licences` holds every dependency against `deny.toml`.

mod css;
mod dist;
mod failure;
mod files;
mod licences;
mod pack;
mod pages;
mod repo;
mod sizes;
mod split;
mod texts;
mod wasm;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::{failure::Failure, repo::Repo, wasm::Profile};

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Project tasks of Yardstick")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Build what the browser loads into `dist/`.
    Dist {
        /// Quick to build instead of small: no wasm-opt, lighter compression.
        #[arg(long)]
        dev: bool,
    },
    /// Build the suite that every device store passes, to be run over IndexedDB, into `xtask/contract/` of cargo's target folder.
    Contract,
    /// Hold the brotli sizes of the last release build of `dist/` against `sizes.json`.
    Sizes {
        /// Write the sizes of this build into `sizes.json` instead.
        #[arg(long)]
        update: bool,
    },
    /// Hold licences and sources of every dependency against `deny.toml`.
    Licences,
}

fn main() -> ExitCode {
    match run(&Arguments::parse().task) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("xtask: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn run(task: &Task) -> Result<(), Failure> {
    let repo = Repo::find();
    match task {
        Task::Dist { dev } => {
            let profile = if *dev { Profile::Dev } else { Profile::Release };
            dist::run(&repo, profile)
        }
        Task::Contract => wasm::build_contract(&repo),
        Task::Sizes { update: false } => sizes::check(&repo),
        Task::Sizes { update: true } => sizes::update(&repo),
        Task::Licences => licences::check(&repo),
    }
}
