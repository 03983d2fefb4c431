//! Licences and sources of every dependency, held against `deny.toml`.
//!
//! `deny.toml` is cargo-deny's own format, so whoever has cargo-deny can run `cargo deny check`, advisories
//! included. It is not what `make test` runs: building it takes longer than everything else here together, and its
//! advisory database cannot be fetched from everywhere. Licences and sources need neither.

use std::{collections::BTreeSet, process::Command};

use serde::Deserialize;

use crate::{failure::Failure, files, repo::Repo};

#[derive(Deserialize)]
struct Rules {
    licenses: LicenceRules,
    sources: SourceRules,
}

#[derive(Deserialize)]
struct LicenceRules {
    allow: Vec<String>,
    #[serde(default)]
    exceptions: Vec<Exception>,
}

#[derive(Deserialize)]
struct Exception {
    #[serde(rename = "crate")]
    name: String,
    allow: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct SourceRules {
    allow_registry: Vec<String>,
}

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

/// A package as `cargo metadata` tells of it; one without a source is part of this workspace.
#[derive(Deserialize)]
struct Package {
    name: String,
    version: String,
    license: Option<String>,
    source: Option<String>,
}

/// Fails if a dependency has a licence or a source that `deny.toml` does not allow.
pub(crate) fn check(repo: &Repo) -> Result<(), Failure> {
    let path = repo.path("deny.toml");
    let rules: Rules =
        toml::from_str(&files::read_text(&path)?).map_err(|source| Failure::Toml {
            path,
            source: Box::new(source),
        })?;
    let metadata = metadata(repo)?;
    let refused: BTreeSet<String> = metadata
        .packages
        .iter()
        .filter_map(|package| rules.refusal(package))
        .collect();
    if refused.is_empty() {
        eprintln!(
            "licences and sources of {} packages are allowed",
            metadata.packages.len()
        );
        return Ok(());
    }
    Err(Failure::Dependencies(
        refused.into_iter().collect::<Vec<_>>().join("\n"),
    ))
}

fn metadata(repo: &Repo) -> Result<Metadata, Failure> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command
        .current_dir(repo.path(""))
        .args(["metadata", "--locked", "--format-version", "1"]);
    let advice = "install Rust with rustup";
    let output = command.output().map_err(|source| Failure::NotStarted {
        program: "cargo metadata".into(),
        source,
        advice,
    })?;
    if !output.status.success() {
        eprintln!("{}", String::from_utf8_lossy(&output.stderr));
        return Err(Failure::Command {
            command: "cargo metadata --locked".into(),
        });
    }
    serde_json::from_slice(&output.stdout).map_err(Failure::json("cargo metadata"))
}

impl Rules {
    /// Why `package` is not allowed, if it is not.
    fn refusal(&self, package: &Package) -> Option<String> {
        let Package {
            name,
            version,
            license,
            source,
        } = package;
        let source = source.as_ref()?;
        let allowed = self
            .sources
            .allow_registry
            .iter()
            .any(|registry| source == &format!("registry+{registry}"));
        if !allowed {
            return Some(format!("  {name} {version}: comes from {source}"));
        }
        let Some(license) = license else {
            return Some(format!("  {name} {version}: names no licence"));
        };
        match self.allows(name, license) {
            true => None,
            false => Some(format!("  {name} {version}: {license}")),
        }
    }

    /// Whether the SPDX expression can be met with allowed licences only.
    fn allows(&self, package: &str, license: &str) -> bool {
        // Old manifests write "MIT/Apache-2.0", which the lax mode reads as OR.
        let Ok(expression) = spdx::Expression::parse_mode(license, spdx::ParseMode::LAX) else {
            return false;
        };
        let exceptions = self
            .licenses
            .exceptions
            .iter()
            .filter(|exception| exception.name == package);
        let allowed: BTreeSet<&String> = self
            .licenses
            .allow
            .iter()
            .chain(exceptions.flat_map(|it| &it.allow))
            .collect();
        expression.evaluate(|requirement| allowed.contains(&requirement.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::{Exception, LicenceRules, Package, Rules, SourceRules};

    const REGISTRY: &str = "https://registry.example/index";

    fn rules() -> Rules {
        let exceptions = vec![Exception {
            name: "special".into(),
            allow: vec!["ISC".into()],
        }];
        Rules {
            licenses: LicenceRules {
                allow: vec!["MIT".into(), "Apache-2.0".into()],
                exceptions,
            },
            sources: SourceRules {
                allow_registry: vec![REGISTRY.into()],
            },
        }
    }

    fn package(name: &str, license: &str, source: &str) -> Package {
        let (license, source) = (Some(license.to_string()), Some(source.to_string()));
        Package {
            name: name.into(),
            version: "1.0.0".into(),
            license,
            source,
        }
    }

    #[test]
    fn an_expression_is_met_by_allowed_licences_only() {
        let from_registry = format!("registry+{REGISTRY}");
        let refusal = |name, license| rules().refusal(&package(name, license, &from_registry));
        assert_eq!(refusal("a", "MIT OR GPL-3.0-only"), None);
        assert_eq!(refusal("a", "MIT/Apache-2.0"), None);
        assert_eq!(refusal("special", "ISC"), None);
        assert!(refusal("a", "MIT AND GPL-3.0-only").is_some());
        assert!(refusal("a", "ISC").is_some());
        assert!(refusal("a", "whatever you like").is_some());
    }

    #[test]
    fn only_the_registry_is_a_source() {
        assert!(
            rules()
                .refusal(&package("a", "MIT", "git+https://host.example/a"))
                .is_some()
        );
        let ours = Package {
            source: None,
            ..package("a", "MIT", "")
        };
        assert_eq!(rules().refusal(&ours), None);
    }
}
