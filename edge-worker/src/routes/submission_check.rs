//! Could a collector have sent this? Bounds far above what collectors send,
//! so that no submission costs more to judge or to keep than a real one.

use std::borrow::Cow;

use edgeprint_signals::wire::CollectRequest;
use edgeprint_signals::{Component, ErrorCode, Value};

use crate::error::Abort;

const MAX_DEPTH: usize = 8;
const MAX_TEXT_BYTES: usize = 16 * 1024;
const MAX_ITEMS: usize = 1024;
const MAX_MS: f64 = 600_000.0;
const MAX_VERSION_BYTES: usize = 32;

/// Checks a submission's shape.
///
/// # Errors
/// `payload_invalid`, naming what is wrong.
pub fn check(request: &CollectRequest) -> Result<(), Abort> {
    if request.components.is_empty() {
        return Err(invalid("No reading is of a known signal."));
    }
    if request.collector.len() > MAX_VERSION_BYTES {
        return Err(invalid("The collector's version is too long."));
    }
    for (id, component) in request.components.iter() {
        check_component(component)
            .map_err(|what| invalid(format!("The reading of {} {what}.", id.name())))?;
    }
    Ok(())
}

fn check_component(component: &Component) -> Result<(), &'static str> {
    if !(0.0..=MAX_MS).contains(&component.ms) {
        return Err("took an impossible time");
    }
    component.value.as_ref().map_or(Ok(()), |value| check_value(value, MAX_DEPTH))
}

fn check_value(value: &Value, depth: usize) -> Result<(), &'static str> {
    let deeper = depth.checked_sub(1).ok_or("is nested too deeply")?;
    match value {
        Value::Text(text) if text.len() > MAX_TEXT_BYTES => Err("has too long a text"),
        Value::List(items) if items.len() > MAX_ITEMS => Err("has too many items"),
        Value::List(items) => items.iter().try_for_each(|item| check_value(item, deeper)),
        Value::Map(entries) => entries.iter().try_for_each(|(_, item)| check_value(item, deeper)),
        _ => Ok(()),
    }
}

fn invalid(detail: impl Into<Cow<'static, str>>) -> Abort {
    Abort::because(ErrorCode::PayloadInvalid, detail)
}

#[cfg(test)]
mod tests {
    use super::*;
    use edgeprint_signals::{Components, SignalId};

    fn with(component: Component) -> CollectRequest {
        let mut components = Components::new();
        components.set(SignalId::Math, component);
        CollectRequest {
            token: String::new(),
            device_token: None,
            collector: "0.1.0".into(),
            components,
        }
    }

    fn nested(depth: usize) -> Value {
        (0..depth).fold(Value::Null, |value, _| Value::List(vec![value]))
    }

    #[test]
    fn a_collectors_submission_passes() {
        assert!(check(&with(Component::ok("abc"))).is_ok());
        assert!(check(&with(Component::ok(nested(5)))).is_ok());
    }

    #[test]
    fn nothing_known_is_refused() {
        let mut request = with(Component::ok("abc"));
        request.components = Components::new();
        assert!(check(&request).is_err());
    }

    #[test]
    fn what_no_collector_would_send_is_refused() {
        for value in [
            nested(MAX_DEPTH + 1),
            Value::Text("x".repeat(MAX_TEXT_BYTES + 1)),
            Value::List(vec![Value::Null; MAX_ITEMS + 1]),
        ] {
            assert!(check(&with(Component::ok(value))).is_err());
        }
        for ms in [-0.1, f64::NAN, f64::INFINITY, 1e9] {
            let mut component = Component::ok("abc");
            component.ms = ms;
            assert!(check(&with(component)).is_err(), "{ms}");
        }
    }

    #[test]
    fn the_refusal_names_the_signal() {
        let refusal = check(&with(Component::ok(nested(20)))).unwrap_err();
        assert!(crate::error::AppError::from(refusal).detail().contains("math"));
    }
}
