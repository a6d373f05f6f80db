// How D1 runs statements, by its own word.

/** What a statement was given, or found by itself, and the sites that have a retention, are all looked at. */
const FINE = /^SCAN (\w+ VIRTUAL TABLE|CONSTANT ROW|\(subquery-\d+\)|s USING (COVERING )?INDEX sites_with_retention)/;

/** Numbered parameters are repeated; plain ones are not. */
function parameters(sql) {
  const numbers = [...sql.matchAll(/\?(\d+)/g)].map(([, number]) => Number(number));
  return numbers.length > 0 ? Math.max(...numbers) : sql.split('?').length - 1;
}

/** The steps that D1 takes for each statement. */
export async function plansOf(db, statements) {
  const explained = (sql) => db.prepare(`EXPLAIN QUERY PLAN ${sql}`).bind(...Array(parameters(sql)).fill(null));
  const plans = await db.batch(statements.map(explained));
  return plans.map(({ results }) => results.map(({ detail }) => detail));
}

/** Whether a step reads a whole table, or sorts. */
export const isSlow = (step) => /TEMP B-TREE/.test(step) || (/^SCAN /.test(step) && !FINE.test(step));
