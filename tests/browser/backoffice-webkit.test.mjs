// The Backoffice's guide in WebKitGTK.
import { test } from 'node:test';
import { startEdge } from '../lib/edge.mjs';
import { webkitIsMissing } from '../lib/webkit.mjs';
import { walkGuide } from './backoffice/guide.mjs';
import { openWebkit } from './backoffice/webkit-desk.mjs';

test('the guide can be walked from sign-in to look-up in webkit', { skip: webkitIsMissing() }, async () => {
  const edge = await startEdge({ shards: 1, rateLimit: 10_000 });
  const desk = await openWebkit(edge);
  try {
    await walkGuide(desk);
  } finally {
    await desk.close();
    await edge.stop();
  }
});
