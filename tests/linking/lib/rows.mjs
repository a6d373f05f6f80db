// Rows of tables that came as text: CSV, and MySQL's dumps. An object a row, by column; NULL is null.

/** Rows of a CSV file whose first line names the columns (RFC 4180; `NULL` and `\N` are none). */
export async function* csvRows(input) {
  let columns;
  for await (const cells of cellsOf(input)) {
    if (!columns) columns = cells.map((cell) => cell.text);
    else if (cells.length === columns.length) yield named(columns, cells);
  }
}

/** Rows of the `INSERT` statements of a dump, by the columns that they name or that `CREATE TABLE` named. */
export async function* sqlRows(input) {
  let columns = [];
  for await (const { head, cells } of tuplesOf(input)) {
    const inserted = /INSERT INTO\s+\S+\s*\(([^)]*)\)\s*VALUES/i.exec(head);
    if (inserted) columns = inserted[1].split(',').map((name) => name.trim().replaceAll('`', ''));
    else if (head.includes('CREATE TABLE')) columns = columnsOf(head);
    if (cells.length === columns.length) yield named(columns, cells);
  }
}

/** The names at the starts of the lines of a `CREATE TABLE`. */
const columnsOf = (head) =>
  [...head.slice(head.lastIndexOf('CREATE TABLE')).matchAll(/^\s+`(\w+)`/gm)].map(([, name]) => name);

const named = (columns, cells) => Object.fromEntries(columns.map((name, at) => [name, cellValue(cells[at])]));
const cellValue = ({ text, quoted }) =>
  !quoted && /^(NULL|\\N)$/i.test(text.trim()) ? null : quoted ? text : text.trim();

const ESCAPED = { n: '\n', r: '\r', t: '\t', 0: '\0', Z: '\x1a', b: '\b' };

/** The `(…)` after `VALUES`, each with the text before it since the last one. */
async function* tuplesOf(input) {
  let [head, row, values] = ['', null, false];
  for await (const text of textsOf(input)) {
    for (const letter of text) {
      if (row !== null) {
        if (!row.take(letter)) continue;
        yield { head, cells: row.cells };
        [head, row] = ['', null];
      } else if (values && letter === '(') {
        row = new Row({ quote: "'", escape: '\\', end: ')' });
      } else {
        head += letter;
        if (letter === ';') values = false;
        // The columns may be in brackets too: only those after VALUES are values.
        if (/s/i.test(letter) && /\bINSERT INTO\b[^;]*\bVALUES$/i.test(head)) values = true;
      }
    }
  }
}

/** The lines of a CSV file, cell by cell. */
async function* cellsOf(input) {
  let row = new Row({ quote: '"', end: '\n' });
  for await (const text of textsOf(input)) {
    for (const letter of text) {
      if (!row.take(letter)) continue;
      yield row.cells;
      row = new Row({ quote: '"', end: '\n' });
    }
  }
  if (row.begun) {
    row.take('\n');
    yield row.cells;
  }
}

/** Collects the cells of a row, letter by letter. They are apart by commas. */
class Row {
  cells = [];
  begun = false;
  #cell = { text: '', quoted: false };
  #quoting = false;
  #escaping = false;
  #marks;

  constructor(marks) {
    this.#marks = marks;
  }

  /** Takes a letter; says whether it was the row's last. */
  take(letter) {
    const { quote, escape: leader, end } = this.#marks;
    this.begun = true;
    if (this.#escaping) {
      this.#cell.text += ESCAPED[letter] ?? letter;
      this.#escaping = false;
    } else if (this.#quoting && letter === leader) this.#escaping = true;
    else if (letter === quote) this.#quote(letter);
    else if (this.#quoting) this.#cell.text += letter;
    else if (letter === ',' || letter === end) {
      this.cells.push(this.#cell);
      this.#cell = { text: '', quoted: false };
      return letter === end;
    } else if (!this.#cell.quoted && letter !== '\r') this.#cell.text += letter;
    return false;
  }

  /** Two in a row are one within the text; what was before the first is space. */
  #quote(letter) {
    if (!this.#cell.quoted) this.#cell = { text: '', quoted: true };
    else if (!this.#quoting) this.#cell.text += letter;
    this.#quoting = !this.#quoting;
  }
}

async function* textsOf(input) {
  const decoder = new TextDecoder();
  for await (const chunk of input) yield typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
}
