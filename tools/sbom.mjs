// npm run -s sbom: a bill of materials (CycloneDX 1.5, JSON) of all that the Worker, the collector, the Backoffice and
// the npm package are made of: crates as Cargo.lock has them, npm packages as `npm sbom` tells them.
import { billOfMaterials } from './lib/bill-of-materials.mjs';
import { main } from './lib/progress.mjs';

await main(async () => {
  process.stdout.write(`${JSON.stringify(await billOfMaterials(), null, 2)}\n`);
});
