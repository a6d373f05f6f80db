// From runs to verdicts: who was caught, and who was suspected wrongly.

/** A bot's score in all rounds, and a person's in any. */
const [CAUGHT, ALARM] = [60, 40];

/** `{people, bots, absent}`: a row a client, in the order of the runs. Who never fetched the page is absent, and neither told nor missed. */
export function verdicts(runs) {
  const clients = grouped(runs);
  const all = [...clients.values()].map(row);
  const rows = all.filter(({ came }) => came);
  const harmless = flagsOfPeople(runs);
  for (const line of rows) {
    const own = line.runs.map(({ fpscanner }) => (fpscanner?.flags ?? []).filter((flag) => !harmless.has(flag)));
    line.fpscannerOnly = intersection(own);
  }
  return {
    people: rows.filter(({ kind }) => kind === 'person'),
    bots: rows.filter(({ kind }) => kind === 'bot'),
    absent: all.filter(({ came }) => !came),
  };
}

function grouped(runs) {
  const groups = new Map();
  for (const run of runs) groups.set(run.client, [...(groups.get(run.client) ?? []), run]);
  return groups;
}

function row(runs) {
  const [{ client, kind, engine }] = runs;
  const scores = runs.map(({ score }) => score);
  const known = scores.filter((score) => typeof score === 'number');
  return {
    client,
    kind,
    engine,
    runs,
    came: runs.some(({ came }) => came),
    scores,
    errors: [...new Set(runs.map(({ error }) => error).filter(Boolean))],
    flags: intersection(runs.map(({ flags }) => flags ?? [])),
    caught: known.length === runs.length && known.every((score) => score >= CAUGHT),
    alarm: known.some((score) => score >= ALARM),
    botd: tally(runs, 'botd'),
    fpscanner: tally(runs, 'fpscanner'),
  };
}

/** `yes` where it was told in every round, `no` in none. */
function tally(runs, name) {
  const told = runs.map((run) => run[name]?.bot);
  if (told.every((bot) => bot === undefined)) return 'no answer';
  const yes = told.filter((bot) => bot === true).length;
  return yes === told.length ? 'yes' : yes === 0 ? 'no' : 'partly';
}

/** What fpscanner raises for people, too: such a flag tells nobody apart. */
function flagsOfPeople(runs) {
  const people = runs.filter(({ kind }) => kind === 'person');
  return new Set(people.flatMap(({ fpscanner }) => fpscanner?.flags ?? []));
}

function intersection(lists) {
  const [first = [], ...rest] = lists;
  return first.filter((item) => rest.every((list) => list.includes(item)));
}
