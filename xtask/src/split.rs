//! The module in parts: what every page needs, and what is loaded when it is first needed.

use std::{fmt::Write as _, path::Path};

use wasm_split_cli_support::{Options, transform};

use crate::{failure::Failure, files};

/// The file of the JavaScript that loads the parts.
pub(crate) const LOADER: &str = "loader.js";
/// The file of wasm-bindgen's JavaScript, by which the loader reaches the main module.
const GLUE: &str = "app.js";

/// Splits `module` at the functions marked with `wasm_split`: what more than the parts need goes to `main`, the parts and
/// their loader into the folder `parts`.
pub(crate) fn split(module: &Path, main: &Path, parts: &Path) -> Result<(), Failure> {
    let input = files::read(module)?;
    let link_name = format!("./{LOADER}");
    let main_module = format!("./{GLUE}");
    let mut options = Options::new(&input);
    options.output_dir = parts;
    options.main_out_path = main;
    options.link_name = &link_name;
    options.main_module = &main_module;
    transform(options)
        .map(|_| ())
        .map_err(|error| Failure::Split(format!("{error:#}")))
}

/// The glue and the loader as one file. They import each other, so neither could carry a hash of its content in its name.
pub(crate) fn joined(glue: &str, loader: &str) -> Result<String, Failure> {
    let (imports, mut joined) = without_imports(glue, LOADER)?;
    let (_, loader) = without_imports(loader, GLUE)?;
    let loads: Vec<&str> = loader
        .lines()
        .filter_map(|line| line.strip_prefix("export const ")?.split(' ').next())
        .collect();
    joined.push_str(&loader);
    for import in imports {
        let object = import
            .strip_prefix("import * as ")
            .and_then(|rest| rest.split(' ').next())
            .ok_or_else(|| Failure::Split(format!("`{import}` is of a form not met before")))?;
        // Writing into a String cannot fail.
        let _ = writeln!(joined, "const {object} = {{ {} }};", loads.join(", "));
    }
    Ok(joined)
}

/// The lines of `script` that import from `file`, at least one, and the other lines.
fn without_imports<'a>(script: &'a str, file: &str) -> Result<(Vec<&'a str>, String), Failure> {
    let from = format!("from \"./{file}\"");
    let (imports, rest): (Vec<&str>, Vec<&str>) = script
        .lines()
        .partition(|line| line.starts_with("import ") && line.contains(&from));
    if imports.is_empty() {
        return Err(Failure::Split(format!("nothing is imported {from}")));
    }
    let rest = rest.iter().flat_map(|line| [line, "\n"]).collect();
    Ok((imports, rest))
}

#[cfg(test)]
mod tests {
    use super::joined;

    #[test]
    fn the_loader_goes_behind_the_glue_and_neither_imports_the_other() {
        let glue = "import * as import1 from \"./loader.js\"\nexport { initSync };\n";
        let loader = "import { initSync } from \"./app.js\";\nexport const load_a = wrap();\n";
        assert_eq!(
            joined(glue, loader).expect("both imports are there"),
            "export { initSync };\nexport const load_a = wrap();\nconst import1 = { load_a };\n"
        );
    }

    #[test]
    fn an_import_of_another_form_is_not_passed_over() {
        let loader = "import { initSync } from \"./app.js\";\n";
        assert!(joined("export {};\n", loader).is_err());
        assert!(joined("import { a } from \"./loader.js\"\n", loader).is_err());
    }
}
