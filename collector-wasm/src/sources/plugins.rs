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
