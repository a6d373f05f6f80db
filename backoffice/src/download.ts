// What is on the screen, as a file.
type Cell = string | number | boolean | null | undefined;

/** Text that a spreadsheet would run as a formula gets an apostrophe in front, as in the API's own CSV. */
function cell(value: Cell): string {
  const text = value === null || value === undefined ? '' : String(value);
  const safe = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const flat = (value: unknown): Cell =>
  Array.isArray(value) || (typeof value === 'object' && value !== null) ? JSON.stringify(value) : (value as Cell);

export function toCsv(rows: readonly object[]): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const lines = rows.map((row) => columns.map((name) => cell(flat((row as Record<string, unknown>)[name]))).join(','));
  return [columns.join(','), ...lines].map((line) => `${line}\r\n`).join('');
}

export function save(name: string, type: string, text: string) {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
