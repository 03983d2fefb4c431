//! `dist/`: everything the browser loads, named, filled in and compressed.
//!
//! - `assets/*` carry a hash of their content in their name and never change; those of the previous build are kept,
//!   so that a tab opened before an update still finds its own files.
//! - The message catalogues among them leave their keys behind (`texts`).
//! - Everything else keeps its name: pages, the service worker, manifests, icons.
//! - `build.json` lists the shell: what the service worker installs and the watchdog repairs with.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::{
    css,
    failure::Failure,
    files, pack, pages,
    repo::Repo,
    texts,
    wasm::{self, Profile},
};

/// Files of `public/` that become pages or scripts here, and so are not copied as they are.
const WRITTEN_HERE: [&str; 6] = [
    "index.html",
    "boot.js",
    "watchdog.js",
    "sw.js",
    "rescue.html",
    "rescue.js",
];
/// Files and folders of `public/` that the app asks for by `__yardstick.asset(name)`; their names carry a hash.
const HASHED: [&str; 3] = ["icons.svg", "i18n/", "data/"];

/// One file as the browser sees it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Listed {
    /// The name in the source: `app.wasm`, `i18n/en.json`.
    pub(crate) name: String,
    /// The address on the server; `/` is `index.html`.
    pub(crate) url: String,
    /// Size in bytes, uncompressed.
    pub(crate) bytes: usize,
    /// SHA-256 of the content in hexadecimal.
    pub(crate) sha256: String,
    /// Size in bytes as sent with brotli.
    pub(crate) brotli: usize,
}

/// `dist/build.json`.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Build {
    /// Names this build: a hash over everything in it.
    pub(crate) build: String,
    /// The profile it was built with (`wasm` or `wasm-dev`).
    pub(crate) profile: String,
    /// The shell: what works offline once it is all there.
    pub(crate) files: Vec<Listed>,
    /// What is served but not installed: the service worker, the rescue page.
    pub(crate) others: Vec<Listed>,
    /// Assets of the previous build, as paths inside `dist/`.
    pub(crate) previous: Vec<String>,
}

/// Builds `dist/`. Files whose content did not change are not touched.
pub(crate) fn run(repo: &Repo, profile: Profile) -> Result<(), Failure> {
    let mut dist = Dist {
        repo,
        profile,
        files: Vec::new(),
        others: Vec::new(),
    };
    let urls = dist.add_assets()?;
    dist.add_public()?;
    let build = build_id(repo, &dist.files)?;
    dist.add_index(&build, &urls)?;
    dist.add_rescue()?;
    dist.add_service_worker(&build)?;
    dist.add_pictures()?;
    dist.finish(build)
}

/// The build id: twelve digits over all content, the templates that will carry the id included.
fn build_id(repo: &Repo, files: &[Listed]) -> Result<String, Failure> {
    let mut all: String = files
        .iter()
        .map(|file| format!("{} {}\n", file.url, file.sha256))
        .collect();
    all.push_str(&css::gather(repo)?.shell);
    for name in WRITTEN_HERE {
        all.push_str(&files::read_text(&repo.path("public").join(name))?);
    }
    Ok(files::sha256(all.as_bytes())[..12].to_string())
}

struct Dist<'a> {
    repo: &'a Repo,
    profile: Profile,
    files: Vec<Listed>,
    others: Vec<Listed>,
}

/// Addresses of assets by their name in the source.
type Urls = BTreeMap<String, String>;

impl Dist<'_> {
    /// Writes everything under `assets/` but the loader, which needs the addresses of all others.
    fn add_assets(&mut self) -> Result<Urls, Failure> {
        texts::check(self.repo)?;
        let code = wasm::build(self.repo, self.profile)?;
        let mut urls = Urls::new();
        let mut glue = code.glue;
        for (path, content) in code.snippets {
            let url = self.add_asset(
                &path.replace("./snippets/", "snippet-").replace('/', "-"),
                &content,
            )?;
            glue = glue.replace(&path, &url);
        }
        for (name, content) in code.parts {
            let url = self.add_asset(&name, &content)?;
            let hashed = url.replace("/assets/", "./");
            glue = pages::fill("app.js", &glue, &[(&format!("./{name}"), &hashed)])?;
        }
        for (name, content) in [("app.js", glue.as_bytes()), ("app.wasm", &code.wasm)] {
            urls.insert(name.into(), self.add_asset(name, content)?);
        }
        let style = css::gather(self.repo)?.app;
        urls.insert(
            "app.css".into(),
            self.add_asset("app.css", style.as_bytes())?,
        );
        for name in public_files(self.repo)?
            .into_iter()
            .filter(|name| is_hashed(name))
        {
            let content = if texts::is_catalogue(&name) {
                texts::served(self.repo, &name)?
            } else {
                files::read(&self.repo.path("public").join(&name))?
            };
            let url = self.add_asset(&name, &content)?;
            urls.insert(name, url);
        }
        let boot = self.boot_script(&urls)?;
        urls.insert(
            "boot.js".into(),
            self.add_asset("boot.js", boot.as_bytes())?,
        );
        Ok(urls)
    }

    fn boot_script(&self, urls: &Urls) -> Result<String, Failure> {
        let template = pages::shorten_script(&self.template("boot.js")?);
        let named = serde_json::to_string(urls).map_err(Failure::json("boot.js"))?;
        pages::fill(
            "public/boot.js",
            &template,
            &[("@glue@", &urls["app.js"]), ("\"@assets@\"", &named)],
        )
    }

    /// Copies what keeps its name.
    fn add_public(&mut self) -> Result<(), Failure> {
        for name in public_files(self.repo)? {
            if is_hashed(&name) || WRITTEN_HERE.contains(&name.as_str()) || is_picture(&name) {
                continue;
            }
            let listed = self.copy(&name)?;
            self.files.push(listed);
        }
        Ok(())
    }

    /// Copies the pictures that a browser shows when it offers to install the app: served, and not part of what is installed.
    fn add_pictures(&mut self) -> Result<(), Failure> {
        for name in public_files(self.repo)? {
            if is_picture(&name) {
                let listed = self.copy(&name)?;
                self.others.push(listed);
            }
        }
        Ok(())
    }

    fn copy(&self, name: &str) -> Result<Listed, Failure> {
        let content = files::read(&self.repo.path("public").join(name))?;
        self.write(name, name, format!("/{name}"), &content)
    }

    fn add_index(&mut self, build: &str, urls: &Urls) -> Result<(), Failure> {
        let watchdog = pages::fill(
            "public/watchdog.js",
            &pages::shorten_script(&self.template("watchdog.js")?),
            &[("@build@", build)],
        )?;
        let page = pages::fill(
            "public/index.html",
            &self.template("index.html")?,
            &[
                ("@watchdog@", &watchdog),
                ("@shell@", &css::gather(self.repo)?.shell),
                ("@door@", &texts::door(self.repo)?),
                ("@style@", &urls["app.css"]),
                ("@glue@", &urls["app.js"]),
                ("@wasm@", &urls["app.wasm"]),
                ("@boot@", &urls["boot.js"]),
            ],
        )?;
        let listed = self.write("index.html", "index.html", "/".into(), page.as_bytes())?;
        self.files.push(listed);
        Ok(())
    }

    fn add_rescue(&mut self) -> Result<(), Failure> {
        let script = pages::shorten_script(&self.template("rescue.js")?);
        let page = pages::fill(
            "public/rescue.html",
            &self.template("rescue.html")?,
            &[("@rescue@", &script)],
        )?;
        let listed = self.write(
            "rescue.html",
            "rescue.html",
            "/rescue.html".into(),
            page.as_bytes(),
        )?;
        self.others.push(listed);
        Ok(())
    }

    fn add_service_worker(&mut self, build: &str) -> Result<(), Failure> {
        let shell = serde_json::to_string(&fetched(&self.files)).map_err(Failure::json("sw.js"))?;
        let rescue =
            serde_json::to_string(&fetched(&self.others)).map_err(Failure::json("sw.js"))?;
        let script = pages::fill(
            "public/sw.js",
            &pages::shorten_script(&self.template("sw.js")?),
            &[
                ("@build@", build),
                ("\"@shell-files@\"", &shell),
                ("\"@rescue-files@\"", &rescue),
            ],
        )?;
        let listed = self.write("sw.js", "sw.js", "/sw.js".into(), script.as_bytes())?;
        self.others.push(listed);
        Ok(())
    }

    /// Writes the list last, then removes what neither this build nor the previous one needs.
    fn finish(self, build: String) -> Result<(), Failure> {
        let list = self.repo.dist("build.json");
        let last = last_build(self.repo);
        let mine: BTreeSet<String> = self
            .files
            .iter()
            .map(|file| file.url[1..].to_string())
            .collect();
        let mut previous: Vec<String> = match last {
            // The same build again: what came before it is still what came before it.
            Some(last) if last.build == build => last.previous,
            Some(last) => last
                .files
                .iter()
                .map(|file| file.url[1..].to_string())
                .filter(|path| is_asset(path))
                .collect(),
            None => Vec::new(),
        };
        previous.retain(|path| !mine.contains(path));
        let built = Build {
            build,
            profile: self.profile.name().into(),
            files: self.files,
            others: self.others,
            previous,
        };
        let text = serde_json::to_string_pretty(&built).map_err(Failure::json(&list))?;
        files::write(&list, text.as_bytes())?;
        sweep(self.repo, &built)?;
        report(&built);
        Ok(())
    }

    fn add_asset(&mut self, name: &str, content: &[u8]) -> Result<String, Failure> {
        let path = hashed_path(name, content);
        let listed = self.write(name, &path, format!("/{path}"), content)?;
        let url = listed.url.clone();
        self.files.push(listed);
        Ok(url)
    }

    fn write(
        &self,
        name: &str,
        path: &str,
        url: String,
        content: &[u8],
    ) -> Result<Listed, Failure> {
        let target = self.repo.dist(path);
        let packed = pack::pack(self.repo, self.profile, path, content)?;
        let brotli = packed
            .as_ref()
            .map_or(content.len(), |packed| packed.brotli.len());
        if let Some(packed) = packed {
            files::write(&target.with_added_extension("br"), &packed.brotli)?;
            files::write(&target.with_added_extension("gz"), &packed.gzip)?;
        }
        files::write(&target, content)?;
        Ok(Listed {
            name: name.into(),
            url,
            bytes: content.len(),
            sha256: files::sha256(content),
            brotli,
        })
    }

    fn template(&self, name: &str) -> Result<String, Failure> {
        files::read_text(&self.repo.path("public").join(name))
    }
}

/// The list of the build that is in `dist/` now, if there is a readable one.
pub(crate) fn last_build(repo: &Repo) -> Option<Build> {
    let text = files::read_text(&repo.dist("build.json")).ok()?;
    serde_json::from_str(&text).ok()
}

/// What the service worker needs to know of a file.
fn fetched(files: &[Listed]) -> Vec<serde_json::Value> {
    let row = |file: &Listed| serde_json::json!({ "url": file.url, "bytes": file.bytes, "sha256": file.sha256 });
    files.iter().map(row).collect()
}

fn public_files(repo: &Repo) -> Result<Vec<String>, Failure> {
    let mut names = files::list(&repo.path("public"))?;
    names.retain(|name| !name.split('/').any(|part| part.starts_with('.')));
    Ok(names)
}

fn is_hashed(name: &str) -> bool {
    HASHED
        .iter()
        .any(|hashed| name == *hashed || (hashed.ends_with('/') && name.starts_with(hashed)))
}

fn is_picture(name: &str) -> bool {
    name.starts_with("screenshots/")
}

fn is_asset(path: &str) -> bool {
    path.starts_with("assets/")
}

/// `i18n/en.json` → `assets/i18n-en.0123456789abcdef.json`.
fn hashed_path(name: &str, content: &[u8]) -> String {
    let flat = name.replace('/', "-");
    let (stem, extension) = flat.rsplit_once('.').unwrap_or((&flat, "bin"));
    format!(
        "assets/{stem}.{}.{extension}",
        &files::sha256(content)[..16]
    )
}

fn sweep(repo: &Repo, built: &Build) -> Result<(), Failure> {
    let dist = repo.dist("");
    let listed = built
        .files
        .iter()
        .chain(&built.others)
        .map(|file| match file.url.as_str() {
            "/" => "index.html",
            url => &url[1..],
        });
    let keep: BTreeSet<&str> = listed
        .chain(built.previous.iter().map(String::as_str))
        .chain(["build.json"])
        .collect();
    for path in files::list(&dist)? {
        let plain = path
            .strip_suffix(".br")
            .or_else(|| path.strip_suffix(".gz"))
            .unwrap_or(&path);
        if !keep.contains(plain) {
            files::remove(&dist.join(&path))?;
        }
    }
    Ok(())
}

fn report(built: &Build) {
    let total: usize = built.files.iter().map(|file| file.brotli).sum();
    eprintln!(
        "dist/: build {} ({}), {} files, {} KB with brotli",
        built.build,
        built.profile,
        built.files.len(),
        total / 1000
    );
}

#[cfg(test)]
mod tests {
    use std::fs;

    use serde_json::Value;

    use super::{hashed_path, is_hashed, is_picture};
    use crate::repo::Repo;

    #[test]
    fn names_carry_a_hash_of_the_content() {
        assert_eq!(
            hashed_path("i18n/en.json", b"{}"),
            "assets/i18n-en.44136fa355b3678a.json"
        );
        assert_ne!(hashed_path("app.js", b"a"), hashed_path("app.js", b"b"));
    }

    #[test]
    fn the_pictures_that_manifests_name_are_there_in_the_size_they_say() {
        let repo = Repo::find();
        for manifest in ["manifest.zh-TW.webmanifest", "manifest.en.webmanifest"] {
            let text = fs::read(repo.path("public").join(manifest)).unwrap();
            let manifest: Value = serde_json::from_slice(&text).unwrap();
            let pictures = manifest["screenshots"].as_array().unwrap();
            assert!(pictures.iter().any(|one| one["form_factor"] == "narrow"));
            assert!(pictures.iter().any(|one| one["form_factor"] == "wide"));
            for picture in pictures {
                let name = picture["src"].as_str().unwrap().trim_start_matches('/');
                assert!(is_picture(name));
                let png = fs::read(repo.path("public").join(name)).unwrap();
                // Behind the signature and the header's name: width and height.
                let number = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().unwrap());
                let size = format!("{}x{}", number(16), number(20));
                assert_eq!(picture["sizes"], size.as_str(), "{name}");
            }
        }
    }

    #[test]
    fn only_what_the_app_asks_for_by_name_is_hashed() {
        assert!(
            is_hashed("icons.svg") && is_hashed("data/demo.json") && is_hashed("i18n/zh-TW.json")
        );
        assert!(!is_hashed("icons/icon-192.png") && !is_hashed("manifest.en.webmanifest"));
    }
}
