// Where things are in the checkout.
import { fileURLToPath } from 'node:url';

const root = new URL('../../', import.meta.url);

/** An absolute path inside the repository. */
export const inRepo = (path) => fileURLToPath(new URL(path, root));
