// The local Worker's secrets: made once, kept in the state folder for its owner only.
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeAtomically } from './stamps.mjs';

const random = () => randomBytes(32).toString('base64url');
const newSecrets = () => ({ EDGEPRINT_SECRET: random(), ADMIN_TOKEN: random() });

/** The secrets of a state folder; fresh ones when it has none, or when there is no folder. */
export async function loadSecrets(folder) {
  if (!folder) return newSecrets();
  const file = join(folder, 'secrets.json');
  const kept = await readJson(file);
  if (kept) return { ...newSecrets(), ...kept };
  const secrets = newSecrets();
  await writePrivately(file, secrets);
  return secrets;
}

/** The file's content, or null when there is no such file. */
export async function readJson(file) {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT') return null;
    throw new Error(`${file} cannot be read: ${error.message}`);
  }
}

/** Writes JSON that only the owner may read. */
export const writePrivately = (file, value) =>
  writeAtomically(file, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
