// The requests of each kind, made before the clock starts: those that need a token of their own have asked for it.
import { another, submission, withAnotherFont } from '../../lib/submission.mjs';
import { PAGE } from '../../lib/visitor.mjs';
import { load } from './load.mjs';

const CLIENTS = 8;

/** Devices of one small shop. */
export const DEVICES = 4;

/** Somebody's address: of all the devices of one mark the same. */
const addressOf = (mark) => `10.${(mark >> 16) & 255}.${(mark >> 8) & 255}.${mark & 255}`;

const ofPage = (mark, body, { headers = {}, cf } = {}) => ({
  method: 'POST',
  headers: {
    ...headers,
    origin: PAGE,
    'cf-connecting-ip': addressOf(mark),
    ...(cf ? { 'mf-cf-blob': JSON.stringify(cf) } : {}),
  },
  body: JSON.stringify(body),
});

const asked = ({ secretKey }, path) => ({
  method: 'GET',
  path,
  headers: { authorization: `Bearer ${secretKey}`, 'cf-connecting-ip': '10.0.0.1' },
});

/** Everything that is asked of one Worker, with what it has answered so far. */
export class Requests {
  /** Devices of the current round: `{mark, fingerprintId, deviceToken}`. */
  devices = [];

  constructor({ edge, large, small }) {
    this.edge = edge;
    this.large = large;
    this.small = small;
  }

  /** Devices come in order, and so do their shops. */
  #shop(mark) {
    return this.small[Math.floor(mark / DEVICES) % this.small.length];
  }

  token(marks) {
    return marks.map((mark) => ({ path: '/v1/token', ...ofPage(mark, { siteKey: this.#shop(mark).siteKey }) }));
  }

  /** Devices that nobody has seen. */
  async new(marks) {
    const tokens = await this.#tokens(marks);
    return marks.map((mark, at) => this.#submission(mark, tokens[at], another(mark)));
  }

  /** Each with the token that it was given, and unchanged. */
  async returning(marks, devices = this.devices) {
    const tokens = await this.#tokens(marks);
    return devices.map(({ mark, deviceToken }, at) => this.#submission(mark, tokens[at], another(mark), deviceToken));
  }

  /** Each without its token, updated since. */
  async linked(marks) {
    const tokens = await this.#tokens(marks);
    return this.devices.map(({ mark, fingerprintId }, at) => ({
      ...this.#submission(mark, tokens[at], withAnotherFont(mark)),
      path: `/v1/collect?linked=${fingerprintId}`,
    }));
  }

  visit() {
    return this.devices.map(({ mark, deviceToken }) => ({
      path: '/v1/visit',
      ...ofPage(mark, { siteKey: this.#shop(mark).siteKey, deviceToken }),
    }));
  }

  device() {
    return this.devices.map(({ mark, fingerprintId }) => asked(this.#shop(mark), `/v1/device/${fingerprintId}`));
  }

  /** One look-up by each shop's key. */
  keys() {
    return this.device().filter((_, at) => at % DEVICES === 0);
  }

  list() {
    return this.devices.map(() => asked(this.large, '/v1/events?limit=20'));
  }

  #submission(mark, token, changes, deviceToken) {
    const { headers, cf, body } = submission('chromium', changes);
    return { path: '/v1/collect', ...ofPage(mark, { token, deviceToken, ...body }, { headers, cf }) };
  }

  async #tokens(marks) {
    const { answers } = await load(this.edge.url, this.token(marks), CLIENTS);
    return answers.map(({ text }) => JSON.parse(text).token);
  }
}
