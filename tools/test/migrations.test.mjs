// D1 takes one statement at a time: a file of them has to be cut where SQLite would cut it.
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { migrate, splitStatements } from '../lib/migrations.mjs';

const splits = {
  'at semicolons, the last of which may be missing': ['SELECT 1; SELECT 2', ['SELECT 1', 'SELECT 2']],
  'not in strings and quoted names': [
    `INSERT INTO a VALUES ('it''s; here'); SELECT "b;c", \`d;e\`, [f;g]`,
    [`INSERT INTO a VALUES ('it''s; here')`, 'SELECT "b;c", `d;e`, [f;g]'],
  ],
  'not in comments, quotes in which open nothing': [
    "SELECT 1; -- don't; stop\nSELECT 2 /* isn't; it */;",
    ['SELECT 1', 'SELECT 2'],
  ],
  'keeps apart what only a comment parts': ['SELECT/**/1', ['SELECT 1']],
  'not in a trigger, whose body has statements and cases of its own': [
    'CREATE TRIGGER t AFTER INSERT ON a BEGIN UPDATE a SET b = CASE WHEN 1 THEN 2 END; SELECT 1; END; SELECT 2;',
    ['CREATE TRIGGER t AFTER INSERT ON a BEGIN UPDATE a SET b = CASE WHEN 1 THEN 2 END; SELECT 1; END', 'SELECT 2'],
  ],
  'a stray END upsets nothing that follows': [
    'BEGIN; END; CREATE TEMP TRIGGER t AFTER INSERT ON a BEGIN SELECT 1; SELECT 2; END; SELECT 3',
    ['BEGIN', 'END', 'CREATE TEMP TRIGGER t AFTER INSERT ON a BEGIN SELECT 1; SELECT 2; END', 'SELECT 3'],
  ],
  'names that contain a keyword are names': [
    'CREATE TABLE begin_end (case_id TEXT, the_end TEXT); SELECT 1',
    ['CREATE TABLE begin_end (case_id TEXT, the_end TEXT)', 'SELECT 1'],
  ],
  'nothing but comments is no statement': ['-- nothing\n;;/* here */', []],
};

for (const [name, [sql, statements]] of Object.entries(splits)) {
  test(`statements are split: ${name}`, () => {
    const tidied = splitStatements(sql).map((statement) => statement.replace(/\s+/g, ' ').trim());
    assert.deepEqual(tidied, statements);
  });
}

/** As much of D1 as migrations need: notes each batch, knows what was applied. */
function database(applied) {
  const batches = [];
  const prepare = (sql) => ({
    sql,
    run: async () => {},
    all: async () => ({ results: applied.map((name) => ({ name })) }),
    bind: (name) => ({ sql, name }),
  });
  return { batches, prepare, batch: async (statements) => batches.push(statements) };
}

test('what is missing is applied in order, each file and its note in one transaction', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'edgeprint-migrations-'));
  try {
    for (const name of ['0002_b.sql', '0001_a.sql', '0003_c.sql']) await writeFile(join(folder, name), 'A; B;');
    await writeFile(join(folder, 'README.md'), 'no migration');
    const d1 = database(['0001_a.sql']);
    assert.deepEqual(await migrate(d1, folder), ['0002_b.sql', '0003_c.sql']);
    const noted = d1.batches.map((batch) => batch.map(({ sql, name }) => name ?? sql));
    assert.deepEqual(noted, [
      ['A', 'B', '0002_b.sql'],
      ['A', 'B', '0003_c.sql'],
    ]);
  } finally {
    await rm(folder, { recursive: true });
  }
});
