// The matrix as a document: docs/reference/drift.md.
import { ALWAYS, MATRIX } from './lines/index.mjs';

const HEAD = `<!-- Generated from tests/browser/drift/lines by \`node tests/browser/drift/document.mjs\`: do not edit. -->

# Drift

What changes on one device, one thing at a time, in Chromium 156 and Firefox ESR 153. The tests play each line in the real browser, with its own flags and settings where it has them, and assert it signal by signal: what a line names may change, all else stays equal, and the [fingerprint](../concepts/fingerprint-and-id.md) is as its column says. ${new Intl.ListFormat('en-GB').format(ALWAYS.map((name) => `\`${name}\``))} change by themselves and are not compared; \`window\` and \`page_state\` may change in any line, and have to where it names them.

Names in *italics* change or don't, as the machine has it. \`canvas: noisy\` says what status a signal gets. The last two columns are what the ids of FingerprintJS 5.2.0 and ThumbmarkJS 1.11.0 did under the same, measured once by emulation; an empty cell was not measured.
`;

const COLUMNS = ['What changes', 'Chromium', 'Firefox', 'Fingerprint', 'FingerprintJS', 'ThumbmarkJS'];

const code = (name) => `\`${name}\``;

/** What a line does to the signals of one browser. */
function effect(entry) {
  if (!entry) return '–';
  const { changes, may = [], status = {} } = entry;
  const effects = [
    ...changes.map(code),
    ...Object.entries(status).map(([name, word]) => code(`${name}: ${word}`)),
    ...may.filter((name) => !changes.includes(name)).map((name) => `*${name}*`),
  ];
  return effects.join(' ') || 'nothing';
}

/** What becomes of the fingerprint, which is the same for both browsers. */
function verdict({ chromium, firefox }) {
  const { fingerprint = 'same', why } = chromium ?? firefox;
  return fingerprint === 'same' ? 'same' : `**other**: ${why}`;
}

const row = (cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
const table = (columns, rows) => [row(columns), `|${'---|'.repeat(columns.length)}`, ...rows.map(row)].join('\n');

const matrix = (lines) =>
  table(
    COLUMNS,
    lines.map((line) => [
      line.what,
      effect(line.chromium),
      effect(line.firefox),
      verdict(line),
      line.rivals?.fingerprintjs ?? '',
      line.rivals?.thumbmarkjs ?? '',
    ]),
  );

const ways = () =>
  table(
    ['What changes', 'Chromium', 'Firefox'],
    MATRIX.flatMap(({ lines }) => lines).map(({ what, chromium, firefox }) => [
      what,
      chromium?.how ?? '–',
      firefox?.how ?? '–',
    ]),
  );

/** The whole document. */
export const driftDocument = () =>
  [
    HEAD,
    ...MATRIX.map(({ title, lines }) => `## ${title}\n\n${matrix(lines)}\n`),
    `## How it is done\n\n${ways()}\n`,
  ].join('\n');
