//! Turns a compiled cdylib into JavaScript glue and WebAssembly.
//!
//!     edgeprint-bindgen web|worker <in.wasm> <out_dir> [--name core]
//!
//! It is `wasm-bindgen-cli-support` behind a command line of our own: its version
//! comes from Cargo.lock, so the glue cannot fall out of step with the library
//! (docs/decisions/0001-build-with-our-own-bindgen-tool.md).

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use wasm_bindgen_cli_support::Bindgen;

const USAGE: &str = "usage: edgeprint-bindgen web|worker <in.wasm> <out_dir> [--name <stem>]";

/// Where the output will run, which decides how the wasm is found and started.
#[derive(Debug, PartialEq, Eq)]
enum Target {
    /// A browser: ES module with an `init` function that fetches and compiles.
    Web,
    /// A Cloudflare Worker: the compiled module is an import of its own.
    Worker,
}

#[derive(Debug, PartialEq, Eq)]
struct Arguments {
    target: Target,
    input: PathBuf,
    out_dir: PathBuf,
    name: String,
}

impl Arguments {
    fn parse(mut words: impl Iterator<Item = String>) -> Result<Self> {
        let target = match words.next().as_deref() {
            Some("web") => Target::Web,
            Some("worker") => Target::Worker,
            _ => bail!(USAGE),
        };
        let input = PathBuf::from(words.next().context(USAGE)?);
        let out_dir = PathBuf::from(words.next().context(USAGE)?);
        let name = match (words.next().as_deref(), words.next(), words.next()) {
            (None, None, None) => "index".to_owned(),
            (Some("--name"), Some(name), None) => name,
            _ => bail!(USAGE),
        };
        Ok(Self { target, input, out_dir, name })
    }
}

fn generate(arguments: &Arguments) -> Result<()> {
    let mut bindgen = Bindgen::new();
    bindgen.input_path(&arguments.input).out_name(&arguments.name);
    bindgen.typescript(false).keep_debug(false).remove_producers_section(true);
    match arguments.target {
        Target::Web => {
            bindgen.web(true)?;
        }
        // A trap leaves the instance unusable. These two let entry.js notice that and
        // start a fresh one, instead of hanging every later request of the isolate.
        Target::Worker => {
            bindgen.module(true)?.reset_state_function(true).force_enable_abort_handler(true);
        }
    }
    bindgen.generate(&arguments.out_dir).context("wasm-bindgen refused the module")?;
    if arguments.target == Target::Worker {
        use_plain_wasm_import(&arguments.out_dir, &arguments.name)?;
    }
    Ok(())
}

/// `import source` is a proposal that neither esbuild 0.28 nor workerd reads. On Workers
/// a plain import of a `.wasm` file already yields the compiled module.
fn use_plain_wasm_import(out_dir: &Path, name: &str) -> Result<()> {
    let glue = out_dir.join(format!("{name}.js"));
    let text = std::fs::read_to_string(&glue)
        .with_context(|| format!("cannot read {}", glue.display()))?;
    std::fs::write(&glue, text.replace("import source ", "import "))
        .with_context(|| format!("cannot write {}", glue.display()))
}

#[allow(clippy::print_stderr, reason = "a command line tool has nobody else to tell")]
fn main() -> ExitCode {
    match Arguments::parse(std::env::args().skip(1)).and_then(|arguments| generate(&arguments)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Arguments> {
        Arguments::parse(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn the_name_is_optional() {
        let arguments = parse("worker a.wasm out").unwrap();
        assert_eq!(arguments.target, Target::Worker);
        assert_eq!(arguments.name, "index");
        assert_eq!(parse("web a.wasm out --name core").unwrap().name, "core");
    }

    #[test]
    fn anything_else_is_answered_with_the_usage() {
        for line in ["", "node a.wasm out", "web a.wasm", "web a.wasm out --name", "web a b --x y"]
        {
            assert_eq!(parse(line).unwrap_err().to_string(), USAGE, "{line}");
        }
    }
}
