// Real clients that shake hands with the front. Each sends one submission and gives the edge's answer.
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import puppeteer from 'puppeteer-core';
import { executableOf } from '../browsers.mjs';

const run = promisify(execFile);

const PYTHON = `
import json, ssl, sys, urllib.request
sent = json.load(open(sys.argv[1]))
request = urllib.request.Request(sent["url"], sent["body"].encode(), sent["headers"])
try:
    print(urllib.request.urlopen(request, context=ssl._create_unverified_context()).read().decode())
except urllib.error.HTTPError as error:
    print(error.read().decode())
`;

const NODE = `
const { readFileSync } = require('node:fs');
const { url, body, headers } = JSON.parse(readFileSync(process.argv[1], 'utf8'));
fetch(url, { method: 'POST', body, headers }).then((answer) => answer.text()).then(console.log);
`;

/** Programs that post a captured submission with a browser's headers. */
export const PROGRAMS = {
  curl: async ({ url, body, headers }, file) => {
    await writeFile(file, body);
    const named = Object.entries(headers).flatMap(([name, value]) => ['-H', `${name}: ${value}`]);
    return run('curl', ['-sk', '--compressed', '-X', 'POST', ...named, '--data-binary', `@${file}`, url]);
  },
  python: async (sent, file) => {
    await writeFile(file, JSON.stringify(sent));
    return run('python3', ['-c', PYTHON, file]);
  },
  node: async (sent, file) => {
    await writeFile(file, JSON.stringify(sent));
    const env = { ...process.env, NODE_TLS_REJECT_UNAUTHORIZED: '0', NODE_NO_WARNINGS: '1' };
    return run(process.execPath, ['-e', NODE, file], { env });
  },
};

/** The versions that the table of handshakes was learnt from; others may offer other ciphers. */
const LEARNT = {
  curl: ['curl', ['--version'], /OpenSSL\/3\.0\./],
  python: [
    'python3',
    ['-c', 'import ssl, sys; print(sys.version, ssl.OPENSSL_VERSION, len(ssl.create_default_context().get_ciphers()))'],
    /^3\.11\..*OpenSSL 3\.0\./s,
  ],
  node: [process.execPath, ['--version'], /^v20\./],
};

/** How many ciphers Python offers by itself. Debian's offers OpenSSL's sixty, as Debian builds it to. */
const PYTHONS_OWN = / 17$/;

/** The flag that a program's handshake is to raise, or why none is to be expected: `{flag}` or `{unlearnt}`. */
export async function expected(program) {
  const [command, args, version] = LEARNT[program];
  try {
    const said = (await run(command, args)).stdout.trim();
    if (!version.test(said)) return { unlearnt: `not learnt yet: ${said.split('\n')[0]}` };
    return { flag: program === 'python' && !PYTHONS_OWN.test(said) ? 'tls_mismatch' : 'tls_library' };
  } catch {
    return { unlearnt: `${command} is not installed` };
  }
}

/** Posts with a program: what the edge answered, parsed. */
export async function post(program, sent) {
  const file = join(tmpdir(), `edgeprint-tls-${process.pid}-${program}.json`);
  const { stdout } = await PROGRAMS[program](sent, file);
  return JSON.parse(stdout);
}

/** A whole first visit of a real browser to a page behind the front: the client's result. */
export async function visit(kind, front, siteKey) {
  front.pages.set('/page', `<!doctype html><title>t</title><script src="/collector/edgeprint-collector.js"></script>`);
  const firefox = kind === 'firefox';
  const browser = await puppeteer.launch({
    browser: firefox ? 'firefox' : 'chrome',
    executablePath: executableOf(kind),
    acceptInsecureCerts: true,
    args: firefox ? [] : ['--no-sandbox', '--disable-gpu', '--enable-unsafe-swiftshader', '--disable-quic'],
  });
  try {
    const page = await browser.newPage();
    await page.goto(`${front.url}/page`);
    return await page.evaluate((key) => EdgeprintCollector.createClient({ siteKey: key }).checkOnce(), siteKey);
  } finally {
    await browser.close();
  }
}
