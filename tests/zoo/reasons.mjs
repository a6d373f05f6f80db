// Why clients are not told, as far as it is known: for the document.

/** By client. */
export const WHY = {
  'b-pydoll-headful':
    'It runs its scripts without the DevTools protocol’s user gesture and without `Runtime.enable`; no reading differs from that of a person who starts Chromium as root.',
  'b-jsdom':
    'It has no dynamic `import()`, so it cannot load the collector: to a backend it looks like a visitor without JavaScript.',
  'b-happy-dom':
    'Its `Response` is none that WebAssembly takes, so it cannot load the collector: to a backend it looks like a visitor without JavaScript.',
};

/** What no rule can tell. */
export const NEVER = [
  'A driver that sends no user gesture with its scripts, enables nothing that a page can see, hides `navigator.webdriver` by the browser’s own switch and has a window, leaves no trace in a page’s first readings. What it does afterwards may tell of it, where the page has input watched.',
  'A person who drives a browser by hand, for money or for a bot’s operator, is a person.',
  'A copy of a submission whose original came to another deployment, sent with a browser’s own TLS and headers, is told by nothing in that one request: a browser can be made to say anything. Where the original came to the same tenant, `replayed_submission` tells every copy whose times were not made up anew. Without it curl_cffi as Firefox with copied headers alone scores 42 (suspected, not caught): it shakes hands as an older Firefox does. curl_cffi as Chrome is told by the Priority header that it leaves out, and no longer once its user writes that header in by hand; its JA4 is another than that of Chromium 156, yet JA4 comes with Cloudflare’s Bot Management alone and no rule reads it.',
  'Whoever keeps the collector from reading until its time is over. Of a submission in which nothing was read `evidence_missing` tells, as a hint: an honest machine that stands still looks the same.',
  'jsdom and its kind never load the collector: a script that they could run, in place of the module that they cannot, would be more bytes for everybody’s first visit. A visitor without a submission is for the backend to judge.',
];
