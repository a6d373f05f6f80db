// A plugin for Fastify: routes beside it know which device asks.
import { ConnectionError, SealedError } from 'edgeprint/server';

/**
 * Takes the sealed result that the page sends along in a header, and sets `request.device`; null where there is none,
 * where it is not to be relied on, and while the edge is out of reach. What follows is for the route to say, and which
 * action it expects: `{ config: { action: 'pay' } }`.
 *
 * @param {import('fastify').FastifyInstance} app
 * @param {{ edgeprint: import('edgeprint/server').ServerClient }} options
 */
export async function edgeprintDevice(app, { edgeprint }) {
  app.decorateRequest('device', null);
  app.addHook('preHandler', async (request) => {
    const { action } = request.routeOptions.config;
    request.device = await deviceOf(edgeprint, request.headers['x-edgeprint-sealed'], action && { action });
  });
}

// Hooks hold for the whole application, as those of fastify-plugin do.
edgeprintDevice[Symbol.for('skip-override')] = true;

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
