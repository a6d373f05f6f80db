//! Could a collector have sent this? Bounds far above what collectors send,
//! so that no submission costs more to judge or to keep than a real one.

use std::borrow::Cow;

use edgeprint_signals::wire::{
    CollectRequest, MAX_ACTION, MAX_CUSTOM, MAX_LINKED_ID, MAX_OWN_CHARACTERS,
};
use edgeprint_signals::{Component, ErrorCode, Value};

use crate::error::Abort;

const MAX_DEPTH: usize = 8;
const MAX_TEXT_BYTES: usize = 16 * 1024;
const MAX_ITEMS: usize = 1024;
const MAX_MS: f64 = 600_000.0;
const MAX_VERSION_BYTES: usize = 32;
const MAX_KEY_BYTES: usize = 32;

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
    check_own(request)
}

/// What the page adds by itself.
fn check_own(request: &CollectRequest) -> Result<(), Abort> {
    let custom = request.custom.iter().flatten();
    if custom.clone().count() > MAX_CUSTOM {
        return Err(invalid(format!(
            "There are more than {MAX_CUSTOM} components of the page's own."
        )));
    }
    for (key, component) in custom {
        check_component(component)
            .and_then(|()| component.value.as_ref().map_or(Ok(()), check_length))
            .and(if key.len() > MAX_KEY_BYTES { Err("has too long a key") } else { Ok(()) })
            .map_err(|what| invalid(format!("A component of the page's own {what}.")))?;
    }
    check_word("action", request.action.as_deref(), MAX_ACTION)?;
    check_word("linkedId", request.linked_id.as_deref(), MAX_LINKED_ID)?;
    match &request.metadata {
        None => Ok(()),
        Some(metadata @ Value::Map(_)) => check_value(metadata, MAX_DEPTH)
            .and_then(|()| check_length(metadata))
            .map_err(|what| invalid(format!("The metadata {what}."))),
        Some(_) => Err(invalid("The metadata is no object.")),
    }
}

/// A word of the page's own that sealed results repeat.
fn check_word(name: &str, text: Option<&str>, most: usize) -> Result<(), Abort> {
    let Some(text) = text else { return Ok(()) };
    let length = text.chars().count();
    if length == 0 || length > most || text.contains(char::is_control) {
        return Err(invalid(format!("{name} is not 1 to {most} characters of text.")));
    }
    Ok(())
}

fn check_length(value: &Value) -> Result<(), &'static str> {
    if characters(value) > MAX_OWN_CHARACTERS { Err("is too long") } else { Ok(()) }
}

/// How long a value is as JSON, at least: what was sent has escapes, too.
fn characters(value: &Value) -> usize {
    let text = |text: &str| text.chars().count() + 2;
    // The commas are one fewer than the items.
    let brackets = |items: usize| 1 + items.max(1);
    match value {
        Value::Null | Value::Bool(_) => 4,
        // JavaScript writes a number as the shorter of these, give or take a sign.
        Value::Number(n) => n.to_string().len().min(format!("{n:e}").len()),
        Value::Text(chars) => text(chars),
        Value::List(items) => brackets(items.len()) + items.iter().map(characters).sum::<usize>(),
        Value::Map(entries) => {
            let each = |(key, item): &(String, Value)| text(key) + 1 + characters(item);
            brackets(entries.len()) + entries.iter().map(each).sum::<usize>()
        }
    }
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
            custom: None,
            metadata: None,
            reduced: None,
            action: None,
            linked_id: None,
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

    fn with_own(custom: &[(&str, Value)], metadata: Option<Value>) -> CollectRequest {
        let reading = |(key, value): &(&str, Value)| ((*key).into(), Component::ok(value.clone()));
        let custom = Some(custom.iter().map(reading).collect());
        CollectRequest { custom, metadata, ..with(Component::ok("abc")) }
    }

    fn text(length: usize) -> Value {
        Value::Text("x".repeat(length))
    }

    #[test]
    fn as_much_of_the_pages_own_as_the_client_sends_passes() {
        let keys: Vec<String> = (0..8).map(|n| format!("{n:032}")).collect();
        let most: Vec<(&str, Value)> = keys.iter().map(|key| (key.as_str(), text(998))).collect();
        assert!(check(&with_own(&most, Some(Value::map(vec![("a".into(), text(992))])))).is_ok());
        // `[0,0,…]` of 499 zeros has 999 characters; they are read as floating-point numbers.
        let zeros = Value::List(vec![Value::Number(0.0); 499]);
        assert!(check(&with_own(&[("zeros", zeros)], None)).is_ok());
        let large = Value::List(vec![Value::Number(1e21); 166]);
        assert!(check(&with_own(&[("large", large)], None)).is_ok());
    }

    #[test]
    fn more_of_the_pages_own_than_agreed_is_refused() {
        let keys: Vec<String> = (0..9).map(|n| n.to_string()).collect();
        let many: Vec<(&str, Value)> = keys.iter().map(|key| (key.as_str(), Value::Null)).collect();
        let long_key = "k".repeat(33);
        for (custom, metadata) in [
            (many, None),
            (vec![("a", text(999))], None),
            (vec![("a", nested(20))], None),
            (vec![("a", Value::List(vec![Value::Bool(true); 201]))], None),
            (vec![(long_key.as_str(), Value::Null)], None),
            (vec![], Some(Value::map(vec![("a".into(), text(1000))]))),
            (vec![], Some(nested(3))),
            (vec![], Some(text(3))),
            (vec![], Some(Value::map(vec![("a".into(), nested(20))]))),
        ] {
            assert!(
                check(&with_own(&custom, metadata.clone())).is_err(),
                "{custom:?} {metadata:?}"
            );
        }
    }

    #[test]
    fn the_refusal_names_the_signal() {
        let refusal = check(&with(Component::ok(nested(20)))).unwrap_err();
        assert!(crate::error::AppError::from(refusal).detail().contains("math"));
    }
}
