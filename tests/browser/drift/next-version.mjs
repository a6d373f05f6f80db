// The browser's next version: what its updates change in headers, client hints and the page alike.

/** What `Emulation.setUserAgentOverride` takes for the major version after `version` (`Chrome/156.0.1.2`) on Linux. */
export function chromeAfter(version) {
  const major = String(Number(version.match(/\/(\d+)\./)[1]) + 1);
  return {
    userAgent: `Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/${major}.0.0.0 Safari/537.36`,
    userAgentMetadata: {
      architecture: 'x86',
      bitness: '64',
      model: '',
      platform: 'Linux',
      platformVersion: '6.18.0',
      mobile: false,
      brands: [{ brand: 'Chromium', version: major }],
      fullVersionList: [{ brand: 'Chromium', version: `${major}.0.8100.1` }],
    },
  };
}
