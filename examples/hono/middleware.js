// A middleware for Hono: routes behind it know which device asks. It runs wherever Hono does, Workers included.
import { ConnectionError, SealedError } from 'edgeprint/server';
import { createMiddleware } from 'hono/factory';

/**
 * Takes the sealed result that the page sends along in a header, and sets `device`; null where there is none, where it
 * is not to be relied on, and while the edge is out of reach. What follows from that is for the route to say.
 *
 * @param {import('edgeprint/server').ServerClient} edgeprint
 * @param {import('edgeprint/server').SealedExpectations} expected such as the action that the page names
 */
export const device = (edgeprint, expected) =>
  createMiddleware(async (context, next) => {
    context.set('device', await deviceOf(edgeprint, context.req.header('x-edgeprint-sealed'), expected));
    await next();
  });

async function deviceOf(edgeprint, sealed, expected) {
  try {
    if (!sealed) return null;
    const { sub } = await edgeprint.verifySealed(sealed, expected);
    return sub ? await edgeprint.devices.get(sub) : null;
  } catch (error) {
    if (error instanceof SealedError || error instanceof ConnectionError) return null;
    throw error;
  }
}
