//! The app as WebAssembly: rustc, then the splitter, then wasm-bindgen, then wasm-opt.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use wasm_bindgen_cli_support::Bindgen;

use crate::{failure::Failure, files, repo::Repo, split};

/// How much work goes into smallness.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Profile {
    /// Small: profile `wasm`, wasm-opt, brotli at its highest level.
    Release,
    /// Quick: profile `wasm-dev`, no wasm-opt.
    Dev,
}

impl Profile {
    /// The cargo profile, and the name of its folders.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Release => "wasm",
            Self::Dev => "wasm-dev",
        }
    }
}

/// What the browser needs of the app.
pub(crate) struct Code {
    /// The JavaScript around the module: wasm-bindgen's, and what loads the parts.
    pub(crate) glue: String,
    pub(crate) wasm: Vec<u8>,
    /// What is loaded when it is first needed, under the name by which the glue fetches it.
    pub(crate) parts: Vec<(String, Vec<u8>)>,
    /// JavaScript of libraries, under the path by which the glue imports it.
    pub(crate) snippets: Vec<(String, Vec<u8>)>,
}

/// The features rustc's output uses (`--all-features` would make a module Chromium refuses, "Invalid import kind 127"), and
/// the passes that make it smaller on the wire.
///
/// Not `-Oz`: what it inlines and renumbers no longer repeats, and brotli lives on repetition. Of 1,987 KB it made 1,703 KB,
/// but of the 435 KB on the wire 479 KB; these passes make 430 KB, in seconds.
const WASM_OPT: [&str; 16] = [
    "--enable-bulk-memory",
    "--enable-reference-types",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-multivalue",
    "--duplicate-function-elimination",
    "--remove-unused-module-elements",
    "--dce",
    "--vacuum",
    "--remove-unused-names",
    "--remove-unused-brs",
    "--merge-blocks",
    "--optimize-instructions",
    "--precompute",
    "--vacuum",
];

/// The folder of what the splitter writes.
const PARTS: &str = "parts";

/// Builds the app. What has not changed since the last time is taken from the target folder.
pub(crate) fn build(repo: &Repo, profile: Profile) -> Result<Code, Failure> {
    // The splitter needs to know what refers to what.
    let arguments = [
        "--package",
        "yardstick-app",
        "--",
        "-Clink-arg=--emit-relocs",
    ];
    compile(repo, profile, &arguments)?;
    let module = repo.target(&format!(
        "wasm32-unknown-unknown/{}/yardstick_app.wasm",
        profile.name()
    ));
    let out = repo.target(&format!("xtask/{}", profile.name()));
    let stamp = out.join("stamp");
    let mut fingerprint = files::sha256(&files::read(&module)?);
    if keeps_names() {
        fingerprint.push_str(" with names");
    }
    if !fs::read_to_string(&stamp).is_ok_and(|last| last == fingerprint) {
        // Snippets of a library that is gone, and parts that are no more, would stay otherwise.
        if out.exists() {
            fs::remove_dir_all(&out).map_err(Failure::file(&out))?;
        }
        let whole = out.join("app.wasm");
        split::split(&module, &whole, &out.join(PARTS))?;
        bind(&whole, "app", &out)?;
        if profile == Profile::Release {
            optimise(repo, &out.join("app_bg.wasm"))?;
            for name in part_names(&out)? {
                optimise(repo, &out.join(PARTS).join(name))?;
            }
        }
        files::write(&stamp, fingerprint.as_bytes())?;
    }
    collect(&out)
}

/// Builds the suite of the device store for a page that runs it; never served to anybody.
pub(crate) fn build_contract(repo: &Repo) -> Result<(), Failure> {
    let arguments = [
        "--package",
        "yardstick-idb",
        "--features",
        "contract",
        "--crate-type",
        "cdylib",
    ];
    compile(repo, Profile::Release, &arguments)?;
    let module = repo.target("wasm32-unknown-unknown/wasm/yardstick_idb.wasm");
    bind(&module, "contract", &repo.target("xtask/contract"))
}

fn compile(repo: &Repo, profile: Profile, arguments: &[&str]) -> Result<(), Failure> {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(repo.path("")).args([
        "rustc",
        "--locked",
        "--lib",
        "--target",
        "wasm32-unknown-unknown",
        "--profile",
        profile.name(),
    ]);
    cargo.args(arguments);
    if profile == Profile::Release {
        // The paths of this machine are nobody's business, and would make the size depend on it.
        let remap = remapped_folders(repo)
            .map(|(from, to)| format!("--remap-path-prefix={}={to}", from.display()));
        cargo.env(
            "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS",
            // Takes the place of what `.cargo/config.toml` says.
            format!("--cfg erase_components {}", remap.join(" ")),
        );
    }
    run(&mut cargo, "install Rust with rustup")
}

fn remapped_folders(repo: &Repo) -> [(PathBuf, &'static str); 2] {
    let home = PathBuf::from(std::env::var_os("HOME").unwrap_or_default());
    let cargo_home =
        std::env::var_os("CARGO_HOME").map_or_else(|| home.join(".cargo"), PathBuf::from);
    [(cargo_home, "cargo"), (repo.path(""), "yardstick/")]
}

fn bind(module: &Path, name: &str, out: &Path) -> Result<(), Failure> {
    let bindgen = |error| Failure::Bindgen(format!("{error:#}"));
    Bindgen::new()
        .input_path(module)
        .out_name(name)
        .web(true)
        .map_err(bindgen)?
        .typescript(false)
        // The loader always names the module; a default would put an unhashed name into the glue.
        .omit_default_module_path(true)
        // The parts call what the main module has, by the names it exports for them.
        .keep_lld_exports(true)
        .remove_name_section(!keeps_names())
        .remove_producers_section(true)
        .generate(out)
        .map_err(bindgen)
}

/// Names of functions stay for a profile: `YARDSTICK_NAMES=1 cargo xtask dist`.
fn keeps_names() -> bool {
    std::env::var_os("YARDSTICK_NAMES").is_some()
}

fn part_names(out: &Path) -> Result<Vec<String>, Failure> {
    let mut names = files::list(&out.join(PARTS))?;
    names.retain(|name| name.ends_with(".wasm"));
    Ok(names)
}

fn optimise(repo: &Repo, wasm: &Path) -> Result<(), Failure> {
    let mut tool = Command::new(repo.path("end2end/node_modules/.bin/wasm-opt"));
    tool.args(WASM_OPT).arg(wasm).arg("-o").arg(wasm);
    if keeps_names() {
        tool.arg("--debuginfo");
    }
    run(&mut tool, "run `npm ci` in end2end/ (or `make tools`)")
}

fn collect(out: &Path) -> Result<Code, Failure> {
    let snippets = out.join("snippets");
    let glue = files::read_text(&out.join("app.js"))?;
    let loader = files::read_text(&out.join(PARTS).join(split::LOADER))?;
    let mut code = Code {
        glue: split::joined(&glue, &loader)?,
        wasm: files::read(&out.join("app_bg.wasm"))?,
        parts: Vec::new(),
        snippets: Vec::new(),
    };
    for name in part_names(out)? {
        let content = files::read(&out.join(PARTS).join(&name))?;
        code.parts.push((name, content));
    }
    for name in files::list(&snippets)? {
        let content = files::read(&snippets.join(&name))?;
        code.snippets.push((format!("./snippets/{name}"), content));
    }
    Ok(code)
}

/// Runs `command` to its end, its output going to ours.
pub(crate) fn run(command: &mut Command, advice: &'static str) -> Result<(), Failure> {
    let program = command.get_program().to_string_lossy().into_owned();
    let status = match command.status() {
        Ok(status) => status,
        Err(source) => {
            return Err(Failure::NotStarted {
                program,
                source,
                advice,
            });
        }
    };
    if status.success() {
        Ok(())
    } else {
        Err(Failure::Command {
            command: format!("{command:?}"),
        })
    }
}
