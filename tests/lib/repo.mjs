// Where things are in the checkout.
export { inRepo } from '../../tools/lib/paths.mjs';
