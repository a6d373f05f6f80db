//! Speaks the linking benchmark's protocol: a visit a line in,
//! `{"seq":17,"ts":1451606400,"cookie":null,"fp":{…}}`, and who it is a line out,
//! `{"id":"d3","method":"linked","confidence":0.97,"candidates":4}`.

use std::io::{self, BufRead as _, Write as _};

use serde_json::{Value as Json, json};

use edgeprint_linker::lab::field;
use edgeprint_linker::memory::Memory;
use edgeprint_linker::{Linker, Visit};

const SECONDS_PER_DAY: f64 = 86_400.0;

fn main() -> io::Result<()> {
    let mut memory = Memory::default();
    let mut out = io::stdout().lock();
    for line in io::stdin().lock().lines() {
        let answer = answer(&mut memory, &line?);
        writeln!(out, "{answer}")?;
        out.flush()?;
    }
    Ok(())
}

fn answer(memory: &mut Memory, line: &str) -> Json {
    let Ok(asked) = serde_json::from_str::<Json>(line) else {
        return json!({"id": "", "error": "not JSON"});
    };
    let shows = field::vector(asked.get("fp").unwrap_or(&Json::Null));
    let day = asked.get("ts").and_then(Json::as_f64).unwrap_or(0.0) / SECONDS_PER_DAY;
    let token = asked.get("cookie").and_then(Json::as_str);
    match memory.link(&Linker::default(), &Visit::new(&shows, token, day)) {
        Some((id, decision)) => json!({
            "id": id,
            "method": decision.method,
            "confidence": decision.confidence,
            "candidates": decision.candidates,
            "token_moved": decision.token_moved,
        }),
        None => json!({"id": "", "error": "the store failed"}),
    }
}
