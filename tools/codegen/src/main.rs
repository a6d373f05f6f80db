//! Writes what is defined once, in Rust, where other languages and readers need
//! it: TypeScript types for the client, reference tables for the documents, the
//! catalogue for pages, the scopes for `npm start`.
//!
//! `cargo run -p edgeprint-codegen` writes the files; with `--check` it writes
//! nothing and fails, naming them, if some are not what it would write.

mod json;
mod left_out;
mod markdown;
mod openapi;
mod readers;
mod typescript;

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use anyhow::{Context as _, Result, bail};

/// A generated file: its path below the repository's root, and its text.
type Output = (&'static str, String);

fn outputs(root: &Path) -> Result<Vec<Output>> {
    let readers = readers::readers(root)?;
    Ok(vec![
        ("npm/src/generated/vocabulary.ts", typescript::vocabulary()),
        ("npm/src/generated/queries.ts", openapi::queries()),
        ("docs/reference/signals.md", markdown::signals(&readers)),
        ("docs/reference/flags.md", markdown::flags()),
        ("docs/reference/errors.md", markdown::errors()),
        ("docs/reference/scopes.md", markdown::scopes()),
        ("docs/reference/api.md", openapi::reference()),
        ("edge-worker/assets/openapi.json", openapi::document()),
        ("backoffice/src/generated/vocabulary.json", json::backoffice()),
        ("examples/demo/public/signals.json", json::signals(&readers)),
        ("tools/generated/scopes.json", json::scopes()),
        ("tools/generated/statements.json", json::statements()),
    ])
}

fn main() -> Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [] => write(&root()),
        ["--check"] => check(&root()),
        other => bail!("unknown arguments {other:?}; the only one is --check"),
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Writes only what changed, so that builds that watch the files stay quiet.
fn write(root: &Path) -> Result<()> {
    for (path, text) in outputs(root)? {
        if is_current(root, path, &text) {
            continue;
        }
        let target = root.join(path);
        if let Some(folder) = target.parent() {
            fs::create_dir_all(folder).with_context(|| format!("making the folder of {path}"))?;
        }
        fs::write(&target, text).with_context(|| format!("writing {path}"))?;
        writeln!(io::stdout(), "wrote {path}")?;
    }
    Ok(())
}

fn check(root: &Path) -> Result<()> {
    let stale: Vec<&str> = outputs(root)?
        .iter()
        .filter(|(path, text)| !is_current(root, path, text))
        .map(|(path, _)| *path)
        .collect();
    if !stale.is_empty() {
        bail!("stale: {}; run `cargo run -p edgeprint-codegen`", stale.join(", "));
    }
    Ok(())
}

fn is_current(root: &Path, path: &str, text: &str) -> bool {
    fs::read_to_string(root.join(path)).is_ok_and(|written| written == text)
}
