//! `/v1/admin/*`: tenants, sites and keys, for the operator alone.

pub mod keys;
pub mod sites;
pub mod tenants;

use edgeprint_signals::ErrorCode;

use crate::error::Abort;

const MAX_NAME_BYTES: usize = 200;

/// A name that people can read.
fn check_name(name: &str) -> Result<&str, Abort> {
    let name = name.trim();
    if name.is_empty() || name.len() > MAX_NAME_BYTES || name.contains(char::is_control) {
        return Err(refused(format!("name: 1 to {MAX_NAME_BYTES} bytes of text")));
    }
    Ok(name)
}

fn refused(detail: String) -> Abort {
    Abort::because(ErrorCode::PayloadMalformed, detail)
}
