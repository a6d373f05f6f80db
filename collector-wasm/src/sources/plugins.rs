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
//! | `consistent` | flag or null | the first plugin's first type names that plugin, and `item()` counts modulo 2³², as browsers do; null without plugins |

use crate::js::{self, Js};
use crate::page::Page;
use crate::reading::{long_text, map, member};
use crate::registry::Source;
use crate::text::join;

const CAP: u32 = 16;

/// How it is read.
pub const SOURCE: Source = Source::Read(read);

fn read(page: &Page) -> Js {
    let plugins = page.get("navigator.plugins");
    let mime_types = page.get("navigator.mimeTypes");
    let found = map(
        page.global,
        "count=navigator.plugins.length;mime_types=navigator.mimeTypes.length;pdf_viewer=navigator.pdfViewerEnabled",
    );
    let mut genuine = is_a(page, plugins, "PluginArray") && is_a(page, mime_types, "MimeTypeArray");
    let names = js::list(&[]);
    for plugin in js::items(plugins, CAP) {
        genuine &= is_a(page, plugin, "Plugin");
        js::push(names, member(plugin, "name"));
    }
    js::set(found, "consistent", consistent(plugins));
    js::set(found, "names", names);
    js::set(found, "genuine", genuine.into());
    found
}

/// Whether plugins and types lead to each other. A list made by script has no such ring.
fn consistent(plugins: Js) -> Js {
    let first = js::peek(plugins, "0");
    if first.is_undefined() {
        return Js::NULL;
    }
    let back = js::peek(first, "0.enabledPlugin");
    (back == first && js::peek(plugins, "item(4294967296)") == first).into()
}

/// Whether an object is of a class, by its tag and by its prototype. A list
/// that was put together by script has one of the two at most.
#[inline(never)]
fn is_a(page: &Page, object: Js, class: &str) -> bool {
    let before = js::failure();
    let tag = js::apply(page.get("Object.prototype.toString"), object, js::list(&[]));
    let prototype = page.call("Object", "getPrototypeOf", &[object]);
    let genuine = long_text(tag) == join(&["[object ", class, "]"])
        && js::get(page.get(class), "prototype") == prototype
        && !js::failed();
    js::reset(before);
    genuine
}
