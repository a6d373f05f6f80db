// The other side of logged-edge.mjs.
import { startEdge } from './edge.mjs';

const edge = await startEdge({ verbose: true });
process.once('message', async () => {
  await edge.stop();
  process.disconnect();
});
process.send({ url: edge.url, adminToken: edge.adminToken });
