// node tests/zoo/document.mjs out.json…: writes docs/reference/detection.md from what `npm run zoo` found.
// Those of `--interact` make a section of their own. Several others, of one machine and day, are put together: each
// holds other clients or other rounds.
import { readFileSync, writeFileSync } from 'node:fs';
import { inRepo } from '../lib/repo.mjs';
import { inputSection } from './input.mjs';
import { NEVER, WHY } from './reasons.mjs';
import { verdicts } from './verdicts.mjs';

const all = process.argv.slice(2).map((file) => JSON.parse(readFileSync(file, 'utf8')));
const reports = all.filter(({ interact }) => !interact);
const watched = all.filter(({ interact }) => interact);
const [{ date, machine, versions }] = reports;
const { people, bots, absent } = verdicts(reports.flatMap(({ runs }) => runs));
const counts = [...people, ...bots].map(({ runs }) => runs.length);
const [fewest, most] = [Math.min(...counts), Math.max(...counts)];
const missing = new Map(reports.flatMap((report) => report.missing).map(({ id, lacks }) => [id, lacks]));
const isProgram = ({ client }) => client.startsWith('b-http-');
const [browsers, programs] = [bots.filter((row) => !isProgram(row)), bots.filter(isProgram)];
const caught = (rows) => rows.filter((row) => row.caught);
const missed = bots.filter((row) => !row.caught);
const alarms = people.filter(({ alarm }) => alarm);
const yes = (rows, name) => rows.filter((row) => row[name] === 'yes').length;
const union = browsers.filter((row) => row.botd === 'yes' || row.fpscannerOnly.length > 0);
const lost = union.filter((row) => !row.caught);

const list = (items) => (items.length > 0 ? items.map((item) => `\`${item}\``).join(' ') : '');
const bullets = (items, none) => (items.length > 0 ? items.map((item) => `- ${item}`).join('\n') : none);
const share = (part, whole) => `${part} of ${whole} (${whole === 0 ? 0 : Math.round((100 * part) / whole)} %)`;
const scores = (row) => row.scores.map((score) => score ?? '–').join(' ');
const line = (row, verdict) =>
  `| ${row.client} | ${scores(row)} | ${verdict} | ${list(row.flags)} | ${row.botd} | ${row.fpscanner} | ${list(row.fpscannerOnly)} |`;
const HEAD = `| client | score, by round | | flags | BotD | fpscanner | its own |\n|---|---|---|---|---|---|---|`;
const table = (rows, verdict) => `${HEAD}\n${rows.map((row) => line(row, verdict(row))).join('\n')}`;
const told = (row) => (row.caught ? 'caught' : '**missed**');

function reason({ client, errors, scores: given }) {
  const why = WHY[client] ? ` ${WHY[client]}` : '';
  const what = given.some((score) => typeof score === 'number')
    ? `Scores ${given.map((score) => score ?? 'none').join(', ')}.`
    : `No submission came: ${errors[0]?.slice(0, 160)}.`;
  return `**${client}**: ${what}${why}`;
}

const text = `# Who is told

Real browsers as people start them, and programs, at one page. A bot is *caught* at a score of 60 or more in every round; a person is a *false alarm* at 40 or more in any.

- Made ${date.slice(0, 10)} by \`npm run zoo -- --rounds ${most} --json out.json\` and \`node tests/zoo/document.mjs out.json\`${reports.length > 1 ? `, in ${reports.length} parts side by side` : ''}; ${fewest === most ? most : `${fewest} to ${most}`} rounds, as the scores show, with a fresh profile each.
- On ${machine}. There is no graphics card in the machine: people and bots alike draw in software or not at all.
- With ${versions.join('; ')}. The versions of the stacks are in [package.json](../../tests/zoo/stacks/package.json) and [requirements.txt](../../tests/zoo/stacks/requirements.txt).
- [BotD](https://github.com/fingerprintjs/BotD) 2.0.0 and [fpscanner](https://github.com/antoinevastel/fpscanner) 1.0.2 ran in the same page, after Edgeprint.
${reports.some(({ judged }) => judged) ? '- The rules changed while the rounds ran. What browsers submitted was kept, and judged again by the rules as they are (`--judge`); programs sent theirs anew.\n' : ''}- A visit in which the machine stood still until the collector’s time was over was repeated (\`--resume\`); that time is 20 s here, for the machine had other work to do.
- *Its own* are those flags of fpscanner that no person here raises.

The rules were made with most of these clients at hand, so the figures do not say how well unknown ones are told.

| | Edgeprint | BotD | fpscanner | BotD, or an fpscanner flag that no person raises |
|---|---|---|---|---|
| browsers that programs drive, caught | ${share(caught(browsers).length, browsers.length)} | ${yes(browsers, 'botd')} | ${yes(browsers, 'fpscanner')} | ${union.length} |
| programs that never ran the page, caught | ${share(caught(programs).length, programs.length)} | | | |
| people, suspected | ${alarms.length} of ${people.length} | ${yes(people, 'botd')} | ${yes(people, 'fpscanner')} | |

${lost.length === 0 ? 'Every bot that the others tell without suspecting people is caught.' : `The others tell, and Edgeprint does not: ${lost.map(({ client }) => client).join(', ')}.`}

## People

${table(people, (row) => (row.alarm ? '**false alarm**' : 'quiet'))}

## Browsers that programs drive

${table(browsers, told)}

## Programs that never ran the page

Each sends what \`h-chromium\` (or \`h-firefox\`) submitted, with a fresh token of its own, over its own TLS connection to a front that reads the handshake as Cloudflare does. *bare*: with the copied headers alone, without those that the library adds. *altered*: another system, processor count and graphics card were written in. *made-up*: written from the list of signals, without a browser. The original came to the same site before, so all but the made-up ones raise \`replayed_submission\`; where it came to somebody else’s, the other flags are what is left.

${table(programs, told)}

${inputSection(watched)}## Missed, and why

${bullets(missed.map(reason), 'None.')}

## What cannot be told

${bullets(NEVER)}

## Not had

${bullets(
  [
    ...[...missing].map(([id, lacks]) => `${id}: the machine lacks ${lacks.join(', ')}.`),
    ...absent.map(({ client, errors }) => `${client}: did not start (${errors.join('; ').slice(0, 160)}).`),
  ],
  'Every client was there.',
)}
`;
writeFileSync(inRepo('docs', 'reference', 'detection.md'), text);
console.log(`${caught(bots).length} of ${bots.length} bots, ${alarms.length} of ${people.length} people`);
