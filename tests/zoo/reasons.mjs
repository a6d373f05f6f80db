// Why clients are not told, as far as it is known: for the document.

/** By client. */
export const WHY = {
  'b-pydoll-headful':
    'It runs its scripts without the DevTools protocol’s user gesture and without `Runtime.enable`; no reading differs from that of a person who starts Chromium as root.',
  'b-jsdom':
    'It has no dynamic `import()`, so it cannot load the collector: to a backend it looks like a visitor without JavaScript.',
  'b-happy-dom': 'It cannot load the collector: to a backend it looks like a visitor without JavaScript.',
};

/** What no rule can tell. */
export const NEVER = [
  'A driver that sends no user gesture with its scripts, enables nothing that a page can see, hides `navigator.webdriver` by the browser’s own switch and has a window, leaves no trace in a page’s first readings. What it does afterwards may tell of it.',
  'A person who drives a browser by hand, for money or for a bot’s operator, is a person.',
  'A copy of a submission, sent with a browser’s own TLS and headers, is told by nothing in that one request: a browser can be made to say anything.',
  'jsdom and its kind never load the collector. A visitor without a submission is for the backend to judge.',
];
