/**
 * Runs in a worker: says once what the browser says there, and ends. What bends the page's `navigator` seldom gets
 * this far. Nothing here may throw: the page's console would tell of it.
 */

/** Vendors hide the name from those who do not ask for it (Chromium, Safari); Firefox tells it, and warns those who ask. */
function renderer(): unknown {
  const gl = new OffscreenCanvas(1, 1).getContext('webgl');
  const told = gl?.getParameter(0x1f01);
  return /^WebKit/.test(told) && gl?.getExtension('WEBGL_debug_renderer_info') ? gl.getParameter(0x9246) : told;
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

attempt(() =>
  postMessage({
    user_agent: navigator.userAgent,
    platform: navigator.platform,
    languages: navigator.languages,
    cores: navigator.hardwareConcurrency,
    timezone: attempt(() => Intl.DateTimeFormat().resolvedOptions().timeZone),
    gpu_renderer: attempt(renderer),
  }),
);
close();

export {};
