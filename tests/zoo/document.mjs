// node tests/zoo/document.mjs out.json: writes docs/reference/detection.md from what `npm run zoo` found.
import { readFileSync, writeFileSync } from 'node:fs';
import { inRepo } from '../lib/repo.mjs';
import { verdicts } from './verdicts.mjs';

/** Why a client is not told, where that is known. */
const WHY = {
  'b-pydoll-headful':
    'It runs its scripts without the DevTools protocol’s user gesture and without `Runtime.enable`; no reading differs from that of a person who starts Chromium as root.',
  'b-cdp-no-runtime-headful': 'Nothing but `navigator.webdriver` tells of it, where that is not switched off.',
  'b-jsdom':
    'It cannot load the collector (it has no dynamic `import()`), so there is no submission: to a backend it looks like a visitor without JavaScript.',
  'b-happy-dom': 'It cannot run the collector, so there is no submission.',
};

const [file] = process.argv.slice(2);
const report = JSON.parse(readFileSync(file, 'utf8'));
const { people, bots } = verdicts(report.runs);
const missed = bots.filter(({ caught }) => !caught);
const alarms = people.filter(({ alarm }) => alarm);
const yes = (rows, name) => rows.filter((row) => row[name] === 'yes').length;
const list = (items) => (items.length > 0 ? items.map((item) => `\`${item}\``).join(' ') : '');
const told = ({ scores, errors }) =>
  scores.map((score) => score ?? '–').join(' ') + (errors.length > 0 ? ' (no answer)' : '');
const line = (row, verdict) =>
  `| ${row.client} | ${told(row)} | ${verdict} | ${list(row.flags)} | ${row.botd} | ${row.fpscanner} | ${list(row.fpscannerOnly)} |`;
const reason = ({ client, errors, scores }) => {
  if (WHY[client]) return WHY[client];
  return errors.length > 0 ? `No submission came: ${errors[0].slice(0, 160)}.` : `Scores ${scores.join(', ')}.`;
};
const union = bots.filter((row) => row.botd === 'yes' || row.fpscannerOnly.length > 0);
const lost = union.filter(({ caught }) => !caught);

const text = `# Who is told

Real browsers as people start them, and programs, at one page: made by \`npm run zoo -- --rounds ${report.rounds} --json out.json\` and \`node tests/zoo/document.mjs out.json\` on ${report.date.slice(0, 10)}, ${report.machine}, ${report.rounds} round${report.rounds > 1 ? 's' : ''} with a fresh profile each. A bot is *caught* at a score of 60 or more in every round; a person is a *false alarm* at 40 or more in any. [BotD](https://github.com/fingerprintjs/BotD) 2.0.0 and [fpscanner](https://github.com/antoinevastel/fpscanner) 1.0.2 ran in the same page after Edgeprint. The last column has the flags of fpscanner that no person here raises.

The rules were made with most of these clients at hand, so the figures do not say how well unknown ones are told. There is no graphics card in the machine: people and bots alike draw in software.

| | Edgeprint | BotD | fpscanner | BotD, or an fpscanner flag that no person raises |
|---|---|---|---|---|
| bots caught, of ${bots.length} | ${bots.length - missed.length} | ${yes(bots, 'botd')} | ${yes(bots, 'fpscanner')} | ${union.length} |
| people suspected, of ${people.length} | ${alarms.length} | ${yes(people, 'botd')} | ${yes(people, 'fpscanner')} | |

${lost.length === 0 ? 'Every bot that the others tell without suspecting people is caught.' : `The others tell, and Edgeprint does not: ${lost.map(({ client }) => client).join(', ')}.`}

## People

| client | score, by round | | flags | BotD | fpscanner | its own |
|---|---|---|---|---|---|---|
${people.map((row) => line(row, row.alarm ? '**false alarm**' : 'quiet')).join('\n')}

## Bots

\`b-http-\` rows never run the page: they send a copy of what a person's browser submitted here, with a token of their own, over a TLS connection of their own.

| client | score, by round | | flags | BotD | fpscanner | its own |
|---|---|---|---|---|---|---|
${bots.map((row) => line(row, row.caught ? 'caught' : '**missed**')).join('\n')}

## Missed, and why

${missed.length === 0 ? 'None.' : missed.map((row) => `- **${row.client}**: ${reason(row)}`).join('\n')}

## What cannot be told

- A driver that sends no user gesture with its scripts, enables nothing that a page can see, hides \`navigator.webdriver\` by the browser's own switch and has a window, leaves no trace in a page's first readings. What it does afterwards may tell of it.
- A person who drives a browser by hand, for money or for a bot's operator, is a person.
- A copy of a submission, sent with a browser’s TLS and headers, is told by nothing: a browser can be made to say anything.
- jsdom and its kind never load the collector. A visitor without a submission is for the backend to judge.

## Not had

${report.missing.length === 0 ? 'Every client was there.' : report.missing.map(({ id, lacks }) => `- ${id}: lacks ${lacks.join(', ')}`).join('\n')}
`;
writeFileSync(inRepo('docs', 'reference', 'detection.md'), text);
console.log(`${bots.length - missed.length} of ${bots.length} bots, ${alarms.length} of ${people.length} people`);
