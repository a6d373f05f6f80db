// The API's types, from the OpenAPI document: never written by hand, never committed.
import { mkdir, writeFile } from 'node:fs/promises';
import openapiTS, { astToString } from 'openapi-typescript';

const document = new URL('../edge-worker/assets/openapi.json', import.meta.url);
const target = new URL('src/generated/api.d.ts', import.meta.url);

await mkdir(new URL('.', target), { recursive: true });
await writeFile(target, astToString(await openapiTS(document)));
