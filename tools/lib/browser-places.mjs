// Which browsers the tests drive, and where they may be. Imports nothing of ours, so that tests can use it.
import { existsSync } from 'node:fs';

export const BROWSERS = {
  chromium: {
    name: 'Chromium',
    variable: 'CHROMIUM_BIN',
    places: [
      '/usr/bin/chromium',
      '/usr/bin/chromium-browser',
      '/usr/bin/google-chrome-stable',
      '/usr/bin/google-chrome',
      '/snap/bin/chromium',
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
      '/Applications/Chromium.app/Contents/MacOS/Chromium',
    ],
    debian: 'chromium',
    homebrew: 'google-chrome',
    download: 'chrome@stable',
  },
  firefox: {
    name: 'Firefox',
    variable: 'FIREFOX_BIN',
    places: [
      '/usr/bin/firefox-esr',
      '/usr/bin/firefox',
      '/snap/bin/firefox',
      '/Applications/Firefox.app/Contents/MacOS/firefox',
    ],
    debian: 'firefox-esr',
    homebrew: 'firefox',
    download: 'firefox@stable',
  },
};

/** Tested where it is, and not needed: nobody packs it but Linux distributions. */
export const WEBKIT = {
  name: 'WebKitGTK',
  variable: 'WEBKIT_DRIVER_BIN',
  places: ['/usr/bin/WebKitWebDriver'],
  debian: 'webkit2gtk-driver xvfb',
};

/** The path of a browser's executable, if there is one. */
export const locate = ({ variable, places }) =>
  [process.env[variable], ...places].find((path) => path && existsSync(path));

/** What somebody can do who has to install it. */
export const howTo = ({ name, variable, debian, homebrew }) =>
  `${name} is needed for the browser tests and was not found.\n` +
  `  Debian:  sudo apt-get install ${debian}\n` +
  `  macOS:   brew install --cask ${homebrew}\n` +
  `  else:    install it your way and set ${variable} to its executable.\n` +
  'The other parts run without it: npm run lint, npm run test:unit, npm run test:edge.';
