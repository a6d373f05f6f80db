// Makes the small population of the tests: `node tests/linking/make.mjs > tests/linking/small.ndjson`.
// Browsers that were made up: they are updated, get fonts, move and change screens. It says
// nothing about accuracy; whether the programs work is seen on it.
import { pathToFileURL } from 'node:url';
import { diceOf } from './lib/replay.mjs';

const DAY = 86_400;
const BROWSERS = 40;
const RECORDS = 7;

const ZONES = ['Europe/Berlin', 'America/New_York', 'Asia/Tokyo', 'Europe/Paris', 'America/Sao_Paulo', 'Asia/Kolkata'];
const LANGUAGES = ['de-DE,de,en', 'en-US,en', 'ja,en', 'fr-FR,fr', 'pt-BR,pt,en', 'hi,en-GB,en'];
const SCREENS = ['1920x1080x24', '2560x1440x24', '1536x864x24', '3440x1440x24', '1366x768x24'];
const CARDS = [
  'NVIDIA GeForce RTX 4060',
  'Intel(R) Iris(R) Xe',
  'AMD Radeon RX 7600',
  'Intel(R) UHD 620',
  'NVIDIA GTX 1650',
];
const FONTS = [
  'Agency FB',
  'Century',
  'Franklin Gothic',
  'Haettenschweiler',
  'Marlett',
  'Pristina',
  'Vrinda',
  'Gadugi',
];
const INSTALLED = ['Fira Sans', 'Inter', 'Roboto', 'Lato'];

const agent = (version) =>
  `Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${version}.0.0.0 Safari/537.36`;

/** The records of the population, in order of time. */
export function make(browsers = BROWSERS, seed = 11) {
  const dice = diceOf(seed);
  const pick = (list) => list[Math.floor(dice() * list.length)];
  const hex = () =>
    Math.floor(dice() * 2 ** 32)
      .toString(16)
      .padStart(8, '0');
  const records = Array.from({ length: browsers }, (_, n) => lifeOf(`b${n}`, { dice, pick, hex })).flat();
  return records.sort((a, b) => a.ts - b.ts).map((record, at) => ({ n: at + 1, ...record }));
}

function lifeOf(owner, { dice, pick, hex }) {
  const at = Math.floor(dice() * LANGUAGES.length);
  let fp = {
    ua: agent(143),
    platform: 'Win32',
    uaFull: '19.0.0;x86;',
    languages: LANGUAGES[at],
    tzName: ZONES[at],
    screen: pick(SCREENS),
    cores: pick([4, 8, 12, 16]),
    memory: pick([8, 16, 32]),
    gpu: `ANGLE (${pick(CARDS)})`,
    webgl: hex(),
    canvas: hex(),
    audio: '35.74',
    fonts: FONTS.filter(() => dice() < 0.5),
    media: `${pick([0, 1])}/1/${pick([0, 1])}`,
    colorScheme: pick(['light', 'dark']),
  };
  let ts = 1_767_225_600 + Math.floor(dice() * 20 * DAY);
  return Array.from({ length: RECORDS }, (_, n) => {
    if (n > 0) fp = { ...fp, ...changeOf(fp, n, { dice, pick, hex }) };
    const end = n === RECORDS - 1 ? null : ts + Math.floor((5 + dice() * 15) * DAY);
    const record = { owner, ts, end, split: 'public', fp };
    ts = end;
    return record;
  });
}

/** What is different the next time: mostly an update, sometimes a font, a screen, a journey or new drawings too. */
function changeOf(fp, n, { dice, pick, hex }) {
  const change = { ua: agent(143 + n) };
  if (dice() < 0.2) change.fonts = [...new Set([...fp.fonts, pick(INSTALLED)])].sort();
  if (dice() < 0.15) change.screen = pick(SCREENS);
  if (dice() < 0.15) change.canvas = hex();
  if (dice() < 0.1) change.media = '1/2/1';
  if (dice() < 0.05) change.tzName = pick(ZONES);
  return change;
}

/** The population as it is stored: a record a line. */
export const asText = (records) => records.map((record) => `${JSON.stringify(record)}\n`).join('');

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) process.stdout.write(asText(make()));
