// Statements as they were noted at the other Worker, with this request's names in place of those that were noted.

export interface Statement {
  bind(...params: unknown[]): Statement;
}
export interface Database {
  prepare(sql: string): Statement;
  batch(statements: Statement[]): Promise<{ results: Record<string, unknown>[] }[]>;
}

/** What one request asked of the database: when, with which names in it. */
export interface Recording {
  at: number;
  ids: Record<string, string>;
  batches: { sql: string; params: unknown[] }[][];
}

/** This request's names, and a number that no other has. */
export interface Own {
  at: number;
  serial: number;
  ids: Record<string, string>;
}

type Fill = (own: Own) => unknown;

/** Times lie this close to the one at which the request was noted. */
const NEAR_MS = 600_000;
/** The linker's keys are numbers of this size. */
const KEY = 1e12;

/** Prepared once; then it asks what was noted, for whoever asks now. */
export class Replay {
  #batches: { sql: string; fills: Fill[] }[][];

  constructor(recording: Recording) {
    this.#batches = recording.batches.map((batch) =>
      batch.map(({ sql, params }) => ({ sql, fills: params.map((param) => fill(param, recording)) })),
    );
  }

  /** Sends one of the batches; the rows of each of its statements. */
  async send(db: Database, batch: number, own: Own) {
    const statements = this.#batches[batch] ?? [];
    const bound = statements.map(({ sql, fills }) => db.prepare(sql).bind(...fills.map((one) => one(own))));
    return (await db.batch(bound)).map(({ results }) => results);
  }

  /** Sends all of them, one after the other; the rows of the last one's statements. */
  async sendAll(db: Database, own: Own) {
    let rows: Record<string, unknown>[][] = [];
    for (let batch = 0; batch < this.#batches.length; batch += 1) rows = await this.send(db, batch, own);
    return rows;
  }
}

function fill(param: unknown, { at, ids }: Recording): Fill {
  if (typeof param === 'number') {
    if (Math.abs(param - at) < NEAR_MS) return (own) => own.at + (param - at);
    return param > KEY && Number.isInteger(param) ? (own) => param + own.serial : () => param;
  }
  if (typeof param !== 'string') return () => param;
  if (/^\[\d{12,}/.test(param)) {
    const keys = JSON.parse(param) as number[];
    return (own) => JSON.stringify(keys.map((key) => key + own.serial));
  }
  const named = Object.entries(ids).filter(([, id]) => param.includes(id));
  if (named.length === 0) return () => param;
  return (own) => named.reduce((text, [name, id]) => text.replaceAll(id, own.ids[name] ?? id), param);
}
