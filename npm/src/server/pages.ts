/** Page after page, as one sequence. */

export interface Page<Row> {
  rows: Row[];
  /** Null at the end, and nowhere else: pages before it may be short, even empty. */
  nextCursor: string | null;
}

/** Every row of a query. A page is asked for when its first row is. */
export async function* each<Query extends { cursor?: string | undefined }, Row>(
  query: Query | undefined,
  page: (query: Query) => Promise<Page<Row>>,
): AsyncGenerator<Row, void, undefined> {
  let cursor: string | null | undefined = query?.cursor;
  do {
    const { rows, nextCursor }: Page<Row> = await page({ ...query, cursor: cursor ?? undefined } as Query);
    yield* rows;
    cursor = nextCursor;
  } while (cursor !== null);
}
