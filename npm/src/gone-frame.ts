/**
 * What `read` takes from the globals of a frame that is gone again. Nothing but an attempt tells what a policy in a
 * header allows, and a page's blocked attempts are reported: to the page, to its `report-uri`, in Firefox on the
 * console. That frame has the page's policy and nobody to report to (Chromium 156, Firefox 153). In a sandbox a
 * frame's insides are out of reach: then this throws.
 */
export function fromGoneFrame<T>(read: (inside: typeof globalThis) => T): T {
  const frame = document.createElement('iframe');
  try {
    document.documentElement.append(frame);
    return read(frame.contentWindow as unknown as typeof globalThis);
  } finally {
    frame.remove();
  }
}
