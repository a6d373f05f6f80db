// The other side of forked-edge.mjs: a Worker in a process of its own. The argument is what
// `startEdge` takes, as JSON.
import { startEdge } from './edge.mjs';

const edge = await startEdge({ verbose: true, ...JSON.parse(process.argv[2] ?? '{}') });
process.once('message', async () => {
  await edge.stop();
  process.disconnect();
});
process.send({ url: edge.url, adminToken: edge.adminToken });
