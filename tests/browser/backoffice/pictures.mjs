// Pictures of every page of the Backoffice, light and dark, for a phone and a desk: target/backoffice/.
// By itself: node tests/browser/backoffice/pictures.mjs [page …]
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { inRepo } from '../../lib/repo.mjs';
import { fill, pagesOf, startBackoffice } from './stage.mjs';

const FOLDER = inRepo('target/backoffice');
const chosen = process.argv.slice(2);

const stage = await startBackoffice();
try {
  await mkdir(FOLDER, { recursive: true });
  const world = await fill(stage.edge);
  const empty = await stage.edge.tenant('Empty');
  const pages = {
    ...pagesOf(world),
    'empty-dashboard': `/t/${empty.id}`,
    'empty-sites': `/t/${empty.id}/sites`,
    'empty-keys': `/t/${empty.id}/keys`,
    'empty-devices': `/t/${empty.id}/devices`,
  };
  for (const width of [390, 1440]) {
    const desk = await stage.open({ width, height: width === 390 ? 844 : 900 });
    await desk.show('');
    if (chosen.length === 0) await shoot(desk, 'sign-in', width);
    await desk.signIn();
    for (const [name, path] of Object.entries(pages)) {
      if (chosen.length > 0 && !chosen.includes(name)) continue;
      await desk.show(path);
      await shoot(desk, name, width);
    }
    await desk.close();
  }
} finally {
  await stage.stop();
}

async function shoot(desk, name, width) {
  for (const value of ['light', 'dark']) {
    await desk.page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value }]);
    await new Promise((resolve) => setTimeout(resolve, 100)); // the chart is drawn anew
    await desk.page.screenshot({ path: join(FOLDER, `${name}-${width}-${value}.png`), fullPage: true });
  }
}
