//! What must hold for any bytes from outside: one function for each parser that sees them. Fuzzers call them
//! (`npm run fuzz`), and a test replays their corpora. A function returns, whatever it is given, or something is broken.

mod outside;
mod tokens;

pub use outside::{headers, origins, queries, receivers, submission};
pub use tokens::{sealed, tokens, webhooks};

/// A target's name and function.
pub type Target = (&'static str, fn(&[u8]));

/// Every target.
pub const TARGETS: [Target; 8] = [
    ("submission", submission),
    ("tokens", tokens),
    ("sealed", sealed),
    ("headers", headers),
    ("origins", origins),
    ("queries", queries),
    ("receivers", receivers),
    ("webhooks", webhooks),
];

/// Bytes as a header or query may hold them.
fn text(data: &[u8]) -> std::borrow::Cow<'_, str> {
    String::from_utf8_lossy(data)
}

/// The parts of an input, between line ends.
fn lines<const N: usize>(data: &str) -> [Option<&str>; N] {
    let mut rest = data.split('\n');
    std::array::from_fn(|_| rest.next())
}
