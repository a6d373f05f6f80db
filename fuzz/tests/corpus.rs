//! What fuzzers learnt, played again: each input of the corpora, cut short, and with single bits turned over.

use std::fs;
use std::io::Error;
use std::path::Path;

use edgeprint_fuzz::TARGETS;

#[test]
fn every_target_holds_for_its_corpus() -> Result<(), Error> {
    for (name, target) in TARGETS {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(name);
        let mut played = 0;
        for entry in fs::read_dir(folder)? {
            let input = fs::read(entry?.path())?;
            target(&input);
            for cut in (0..input.len()).step_by(1 + input.len() / 16) {
                target(input.get(..cut).unwrap_or_default());
            }
            for at in (0..input.len()).step_by(1 + input.len() / 64) {
                let mut spoilt = input.clone();
                if let Some(byte) = spoilt.get_mut(at) {
                    *byte ^= 1 << (at % 8);
                }
                target(&spoilt);
            }
            played += 1;
        }
        assert!(played > 0, "{name} has no corpus");
    }
    Ok(())
}
