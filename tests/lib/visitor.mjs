// Somebody who talks to the edge from one address, one browser and one page.
import { checkContract } from './contract.mjs';
import { submission } from './submission.mjs';

export const PAGE = 'https://shop.example';

export class Visitor {
  /** Traits: `ip`, `origin` (undefined: none is sent), `browser` (a fixture's name), `headers`, `cf`. */
  constructor(edge, { ip, browser = 'chromium', headers = {}, ...rest }) {
    this.edge = edge;
    this.ip = ip;
    this.browser = browser;
    this.headers = headers;
    this.origin = 'origin' in rest ? rest.origin : PAGE;
    this.cf = rest.cf;
  }

  /** Sends any request; the answer's `status`, `headers`, `text` and, where it is JSON, `body`. */
  async send(method, path, { body, headers = {}, cf = this.cf } = {}) {
    const all = {
      'cf-connecting-ip': this.ip,
      ...(this.origin === undefined ? {} : { origin: this.origin }),
      ...this.headers,
      ...headers,
    };
    const sent =
      body === undefined || typeof body === 'string' || ArrayBuffer.isView(body) ? body : JSON.stringify(body);
    const ask = () =>
      this.edge.mf.dispatchFetch(`${this.edge.url}${path}`, {
        method,
        redirect: 'manual',
        headers: { ...all, ...modeOf(all), ...networkOf(cf) },
        body: sent,
      });
    const response = await ask().catch((error) => (isUnheard(error) ? ask() : Promise.reject(error)));
    const text = await response.text();
    const { status, headers: told } = response;
    checkContract(method, path, { status, headers: told, text }, typeof sent === 'string' ? sent : undefined);
    return { status, headers: told, text, body: parsed(text) };
  }

  /** `POST /v1/token`. */
  askToken(siteKey) {
    return this.send('POST', '/v1/token', { body: { siteKey } });
  }

  /** A submission token. */
  async token(site) {
    const answer = await this.askToken(site.siteKey);
    if (answer.status !== 200) throw new Error(`no token: ${answer.status} ${answer.text}`);
    return answer.body.token;
  }

  /** `POST /v1/collect` with a captured reading; `changes` are those of `submission()`. */
  collect(token, { deviceToken, ...changes } = {}) {
    const { headers, cf, body } = submission(this.browser, changes);
    return this.send('POST', '/v1/collect', {
      headers: { ...headers, ...this.headers },
      cf: this.cf === undefined ? cf : this.cf,
      body: { token, deviceToken, ...body },
    });
  }

  /** A whole first visit: the body of the answer. */
  async submit(site, changes) {
    const answer = await this.collect(await this.token(site), changes);
    if (answer.status !== 200) throw new Error(`not collected: ${answer.status} ${answer.text}`);
    return answer.body;
  }

  /** `POST /v1/visit`. */
  visit(siteKey, deviceToken) {
    return this.send('POST', '/v1/visit', { body: { siteKey, deviceToken } });
  }

  /** `GET /v1/device/:deviceId` as a backend does it. */
  device(deviceId, secretKey, headers = {}) {
    return this.send('GET', `/v1/device/${encodeURIComponent(deviceId)}`, {
      headers: { ...(secretKey === undefined ? {} : { authorization: `Bearer ${secretKey}` }), ...headers },
    });
  }
}

/** workerd ends a connection that was silent for some seconds, perhaps just when a busy machine uses it again. */
const isUnheard = (error) => error?.cause?.code === 'UND_ERR_SOCKET';

/** Node's fetch() sets Sec-Fetch-Mode itself; Miniflare takes the one that is meant from here. */
const modeOf = (headers) => (headers['sec-fetch-mode'] ? { 'mf-sec-fetch-mode': headers['sec-fetch-mode'] } : {});

/** Miniflare makes `request.cf` of this header, as it is; its own option adds what a test left out. */
const networkOf = (cf) =>
  cf === undefined ? {} : { 'mf-cf-blob': JSON.stringify(cf).replace(/[\u0080-\uffff]/g, escaped) };
const escaped = (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`;

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
