// Applies D1 migrations as `wrangler d1 migrations apply` does: the same table,
// the same order, one transaction each, so that either tool can take over.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const TABLE = `CREATE TABLE IF NOT EXISTS d1_migrations(
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT UNIQUE,
  applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL
)`;

/** Applies what the database lacks; gives the names of what was applied. */
export async function migrate(database, folder) {
  await database.prepare(TABLE).run();
  const { results } = await database.prepare('SELECT name FROM d1_migrations').all();
  const applied = new Set(results.map(({ name }) => name));
  const missing = (await readdir(folder)).filter((name) => name.endsWith('.sql') && !applied.has(name)).sort();
  for (const name of missing) {
    const statements = splitStatements(await readFile(join(folder, name), 'utf8'));
    const note = database.prepare('INSERT INTO d1_migrations (name) VALUES (?)').bind(name);
    await database.batch([...statements.map((sql) => database.prepare(sql)), note]);
  }
  return missing;
}

// What may hide a semicolon that ends nothing: comments, strings, quoted names.
const TOKEN =
  /--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'|"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\]|\b(?:CREATE\s+(?:TEMP\w*\s+)?TRIGGER|CASE|BEGIN|END)\b|;/gi;

/** D1 prepares one statement at a time. A trigger's body has statements of its own, up to its END. */
export function splitStatements(sql) {
  const statements = [];
  let current = '';
  let from = 0;
  let depth = 0;
  let inTrigger = false;
  for (const { 0: token, index } of sql.matchAll(TOKEN)) {
    current += sql.slice(from, index);
    from = index + token.length;
    if (token.startsWith('--') || token.startsWith('/*')) {
      current += ' '; // it may be all that is between two words
      continue;
    }
    const word = token.toUpperCase();
    if (word.startsWith('CREATE')) inTrigger = true;
    if (word === 'CASE' || (word === 'BEGIN' && inTrigger)) depth += 1;
    if (word === 'END') depth -= 1;
    if (token !== ';' || depth > 0) {
      current += token;
      continue;
    }
    statements.push(current);
    current = '';
    depth = 0;
    inTrigger = false;
  }
  statements.push(current + sql.slice(from));
  return statements.map((statement) => statement.trim()).filter(Boolean);
}
