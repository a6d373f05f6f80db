//! Turns a compiled cdylib into JavaScript glue and WebAssembly.
//!
//!     edgeprint-bindgen web|worker|plain <in.wasm> <out_dir> [--name core]
//!
//! It is `wasm-bindgen-cli-support` behind a command line of our own: its version
//! comes from Cargo.lock, so the glue cannot fall out of step with the library
//! (docs/decisions/0001-build-with-our-own-bindgen-tool.md).

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use wasm_bindgen_cli_support::Bindgen;

const USAGE: &str = "usage: edgeprint-bindgen web|worker|plain <in.wasm> <out_dir> [--name <stem>]";

/// Where the output will run, which decides how the wasm is found and started.
#[derive(Debug, PartialEq, Eq)]
enum Target {
    /// A browser: ES module with an `init` function that fetches and compiles.
    Web,
    /// A Cloudflare Worker: the compiled module is an import of its own.
    Worker,
    /// JavaScript that wasm2js will make of the module: nothing that it cannot say.
    Plain,
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
            Some("plain") => Target::Plain,
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
    let mut module = std::fs::read(&arguments.input)
        .with_context(|| format!("cannot read {}", arguments.input.display()))?;
    if arguments.target == Target::Plain {
        for feature in ["reference-types", "multivalue"] {
            disown(&mut module, feature);
        }
    }
    bindgen.input_bytes(&arguments.name, module);
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
        Target::Plain => {
            bindgen.bundler(true)?;
        }
    }
    bindgen.generate(&arguments.out_dir).context("wasm-bindgen refused the module")?;
    let in_glue = |suffix: &str, from: &str, to: &str| {
        let glue = arguments.out_dir.join(format!("{}{suffix}.js", arguments.name));
        replace(&glue, from, to)
    };
    match arguments.target {
        Target::Web => Ok(()),
        // `import source` is a proposal that neither esbuild 0.28 nor workerd reads. On
        // Workers a plain import of a `.wasm` file already yields the compiled module.
        Target::Worker => in_glue("", "import source ", "import "),
        // Memory that grows detaches its old buffer in WebAssembly, but not in what
        // wasm2js writes: the glue would go on with the views of the old one.
        Target::Plain => [".byteLength === 0", ".buffer.detached === true"]
            .iter()
            .try_for_each(|stale| in_glue("_bg", stale, ".buffer !== wasm.memory.buffer")),
    }
}

/// Takes a feature back from those that the compiler says it used. Without reference types
/// wasm-bindgen keeps the page's values in a list of its own, which any JavaScript can.
/// The section lists a prefix, a length and a name:
/// <https://github.com/WebAssembly/tool-conventions/blob/main/Linking.md#target-features-section>
fn disown(module: &mut [u8], feature: &str) {
    let length = u8::try_from(feature.len()).unwrap_or_default();
    let used = [&[b'+', length], feature.as_bytes()].concat();
    let at = module.windows(used.len()).rposition(|bytes| bytes == used);
    if let Some(prefix) = at.and_then(|at| module.get_mut(at)) {
        *prefix = b'-';
    }
}

/// Replaces a text that has to be there.
fn replace(path: &Path, from: &str, to: &str) -> Result<()> {
    let text =
        std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    if !text.contains(from) {
        bail!("{} has no `{from}`: has wasm-bindgen changed what it writes?", path.display());
    }
    std::fs::write(path, text.replace(from, to))
        .with_context(|| format!("cannot write {}", path.display()))
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
    fn a_feature_is_taken_back_and_the_others_stay() {
        let mut module =
            b"reference-types\x0ftarget_features\x02+\x0freference-types+\x08sign-ext".to_vec();
        disown(&mut module, "reference-types");
        assert_eq!(
            module,
            b"reference-types\x0ftarget_features\x02-\x0freference-types+\x08sign-ext"
        );
        let before = module.clone();
        disown(&mut module, "multivalue");
        assert_eq!(module, before);
    }

    #[test]
    fn anything_else_is_answered_with_the_usage() {
        for line in ["", "node a.wasm out", "web a.wasm", "web a.wasm out --name", "web a b --x y"]
        {
            assert_eq!(parse(line).unwrap_err().to_string(), USAGE, "{line}");
        }
    }
}
