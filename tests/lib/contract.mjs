// Holds every answer that a test gets against the OpenAPI document: is the status one that the
// route is said to answer with, and the body what it is said to be? Nothing undocumented passes.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import Ajv from 'ajv/dist/2020.js';
import { inRepo } from './repo.mjs';

export const document = JSON.parse(readFileSync(inRepo('edge-worker/assets/openapi.json'), 'utf8'));

/** Each route: `{method, path, pattern, operation}`. */
export const routes = Object.entries(document.paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => ({
    method: method.toUpperCase(),
    path,
    pattern: new RegExp(`^${path.replaceAll('.', '\\.').replace(/\{\w+\}/g, '[^/]+')}$`),
    operation,
  })),
);

/** What routes answered with in this process: `GET /v1/health` to `200`, `429 rate_limited` and so on. */
export const seen = new Map(routes.map(({ method, path }) => [`${method} ${path}`, new Set()]));

/** What a route is said to answer with, in the same words. */
export function documented({ operation }) {
  return Object.entries(operation.responses).flatMap(([status, { content }]) => {
    const codes = content?.['application/problem+json']?.schema.properties.code.enum;
    return codes ? codes.map((code) => `${status} ${code}`) : [status];
  });
}

const ajv = new Ajv({ strict: false, allErrors: true });
ajv.addSchema(closed(document), 'answers');
ajv.addSchema(document, 'requests'); // the Worker passes over what it does not know
const compiled = new Map();

/** Clients must take members that they do not know; a test must not, or they would stay undocumented. */
function closed(schema) {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const copy = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)]));
  if (copy.type === 'object' && copy.properties && copy.additionalProperties === undefined)
    copy.additionalProperties = false;
  return copy;
}

/** Checks one answer; `text` is its body, `sent` the request's. */
export function checkContract(method, url, { status, headers, text }, sent) {
  const path = url.split('?')[0];
  const here = routes.filter(({ pattern }) => pattern.test(path));
  const route = here.find((candidate) => candidate.method === method);
  if (!route) return checkUnknown(here.length > 0, method, status, text, path);
  const name = `${method} ${route.path}`;
  const pointer = `/paths/${escaped(route.path)}/${method.toLowerCase()}`;
  const said = route.operation.responses[status];
  assert.ok(said, `${name} answers ${status}, which is not documented: ${text.slice(0, 300)}`);
  const type = (headers.get('content-type') ?? '').split(';')[0];
  const types = Object.keys(said.content ?? {});
  assert.ok(types.length === 0 ? text === '' : types.includes(type), `${name} ${status} is ${type}, not ${types}`);
  if (/[/+]json$/.test(type)) {
    const body = JSON.parse(text);
    valid(
      'answers',
      `${pointer}/responses/${status}/content/${escaped(type)}/schema`,
      body,
      `${name} answers ${status}:`,
    );
    seen.get(name).add(type === 'application/problem+json' ? `${status} ${body.code}` : `${status}`);
  } else {
    seen.get(name).add(`${status}`);
  }
  if (status < 300 && sent !== undefined && route.operation.requestBody)
    valid('requests', `${pointer}/requestBody/content/application~1json/schema`, JSON.parse(sent), `${name} takes`);
}

/** What no route is for has two answers, and preflights have theirs. */
function checkUnknown(exists, method, status, text, path) {
  if (method === 'OPTIONS' && status === 204) return;
  if (!path.startsWith('/v1') || method === 'HEAD') return;
  const code = status === 429 ? 'rate_limited' : exists ? 'method_not_allowed' : 'route_not_found';
  const problem = text.startsWith('{') ? JSON.parse(text) : {};
  assert.equal(problem.code, code, `${method} ${path} is not documented, and answers ${status} ${text.slice(0, 300)}`);
}

function valid(which, pointer, value, what) {
  if (!compiled.has(pointer)) compiled.set(pointer, ajv.compile({ $ref: `${which}#${pointer}` }));
  const validate = compiled.get(pointer);
  const told = () => `${what} ${ajv.errorsText(validate.errors)}: ${JSON.stringify(value).slice(0, 500)}`;
  assert.ok(validate(value), validate.errors ? told() : what);
}

const escaped = (part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'));
