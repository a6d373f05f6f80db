// The document's section on watched input: what `npm run zoo -- --interact` found.
import { verdicts } from './verdicts.mjs';

const RULE = /^input_/;
const list = (items) => (items.length > 0 ? items.map((item) => `\`${item}\``).join(' ') : '');
const or = (values) => [...new Set(values)].join(' or ');
const HEAD = `| client | flags of input | score of the whole | clicks | led to by no move | keys | released at once | times between keys, ms |\n|---|---|---|---|---|---|---|---|`;

/** The section, from reports of `--interact`; nothing where there is none. */
export function inputSection(reports) {
  if (reports.length === 0) return '';
  const { people, bots, absent } = verdicts(reports.flatMap(({ runs }) => runs));
  const [seen, unseen] = [people, bots].map((rows) => rows.filter(({ runs }) => runs.some(({ input }) => input)));
  const silent = [...people, ...bots].filter(({ runs }) => !runs.some(({ input }) => input));
  const told = (rows) => rows.filter((row) => flagsOf(row).length > 0).length;
  const rounds = Math.max(...[...people, ...bots].map(({ runs }) => runs.length));
  return `## Input, where a page has it watched

A form whose page calls [\`client.watch()\`](../guides/client-options.md#watching-input): everybody clicks into a field, writes a few words, and clicks three buttons, the last of which submits. Made ${reports[0].date.slice(0, 10)} by \`npm run zoo -- --interact --json input.json\`, ${rounds === 1 ? 'one round' : `${rounds} rounds`}. Programs use what their library documents for clicking and typing.

For people stands a hand that is a program, too: \`xdotool\` moves the mouse and presses keys by X’s XTEST, which browsers get from the X server as they get those of devices. It shows that browsers report a device’s input as the rules expect of it. How people move it shows only as far as the ways, presses and gaps that were made up for it are like theirs; touch, pens, touchpads and assistive technology are not in it.

Input raises a hint, never more: ${told(unseen)} of ${unseen.length} programs raise a flag of input, and ${told(seen)} of ${seen.length} people do. The score is that of all rules together. No times are told (–) where no two events lay within 2 ms, for then the clock may be a coarse one.

${HEAD}
${[...seen, ...unseen].map(line).join('\n')}

${silent.length + absent.length > 0 ? `Nothing was told by ${[...silent, ...absent].map(({ client, errors }) => `${client} (${errors.join('; ').slice(0, 120)})`).join(', ')}.\n\n` : ''}Programs that call \`element.click()\` or write by \`insertText\` press no pointer and no key, so nothing is counted: a form that was sent without any input looks the same where somebody’s password manager filled it. Whoever moves the mouse in steps and waits between keys, as some libraries offer, is not told either. On a busy machine Firefox has some of a person’s keys released at once; the rule asks for all of them, and for eight at least.

`;
}

const flagsOf = ({ flags }) => flags.filter((flag) => RULE.test(flag));

function line(row) {
  const inputs = row.runs.map(({ input }) => input).filter(Boolean);
  const all = (name) => or(inputs.map((input) => input[name]));
  const gaps = or(
    inputs.map(({ keyGaps, keyGap, keyGapDeviation }) => (keyGaps ? `${keyGap} ± ${keyGapDeviation}` : '–')),
  );
  const cells = [
    list(flagsOf(row)),
    or(row.scores),
    all('clicks'),
    all('jumps'),
    all('keys'),
    all('keysInstant'),
    gaps,
  ];
  return `| ${[row.client, ...cells].join(' | ')} |`;
}
