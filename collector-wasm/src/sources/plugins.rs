//! Plugins and whether their objects are real ones.
//!
//! Value, a map:
//!
//! | key          | type         | meaning |
//! |--------------|--------------|---------|
//! | `count`      | number       | `navigator.plugins.length` |
//! | `mime_types` | number       | `navigator.mimeTypes.length` |
//! | `names`      | list of text | names of the plugins, at most 16 |
//! | `pdf_viewer` | flag or null | `navigator.pdfViewerEnabled` |
//! | `genuine`    | flag         | `plugins` is a `PluginArray`, `mimeTypes` a `MimeTypeArray`, and each item a `Plugin`, by class and by prototype |

use edgeprint_signals::Value;

use crate::js::{self, Js};
use crate::page::{Page, Record};
use crate::registry::Reading;

const CAP: u32 = 16;

/// Reads it.
pub fn read(page: &Page) -> Reading {
    let plugins = page.get("navigator.plugins")?;
    let mime_types = page.get("navigator.mimeTypes")?;
    let genuine = is_a(page, plugins, "PluginArray")
        && is_a(page, mime_types, "MimeTypeArray")
        && js::items(plugins, CAP).all(|plugin| is_a(page, plugin, "Plugin"));
    let names = js::items(plugins, CAP).map(|plugin| js::value_at(plugin, "name"));

    let mut record = Record::new();
    record.put("count", js::value_at(plugins, "length"));
    record.put("mime_types", js::value_at(mime_types, "length"));
    record.put("names", Value::List(names.collect()));
    record.put("pdf_viewer", page.value("navigator.pdfViewerEnabled").unwrap_or_default());
    record.put("genuine", genuine);
    Ok(record.done())
}

/// Whether an object is of a class, by its tag and by its prototype. A list
/// that was put together by script has one of the two at most.
fn is_a(page: &Page, object: Js, class: &str) -> bool {
    let tag = page
        .get("Object.prototype.toString")
        .and_then(|to_string| js::apply(to_string, object, &[]))
        .ok()
        .and_then(js::text);
    let tagged = tag.is_some_and(|tag| tag == ["[object ", class, "]"].concat());
    let prototype = page.call("Object", "getPrototypeOf", &[object]);
    let expected = page.get(class).and_then(|class| js::get(class, "prototype"));
    tagged && expected.is_ok_and(|expected| prototype.is_ok_and(|found| found == expected))
}
