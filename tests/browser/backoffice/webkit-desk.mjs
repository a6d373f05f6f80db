// A desk in WebKitGTK, whose driver is plain HTTP: what `Desk` does, by scripts in the page.
import { startWebkit } from '../../lib/webkit.mjs';
import { until } from './guide.mjs';

export async function openWebkit(edge) {
  const webkit = await startWebkit();
  return new WebkitDesk(edge, webkit, await webkit.session());
}

class WebkitDesk {
  constructor(edge, webkit, session) {
    Object.assign(this, { edge, webkit, session });
  }

  async signIn() {
    await this.session.goto(`${this.edge.url}/backoffice`);
    await this.fill('Admin token', this.edge.adminToken);
    await this.press('Sign in');
    await until(
      () => 'nobody is signed in',
      () => this.session.evaluate(async () => document.querySelector('#nav') !== null),
    );
  }

  async reads(text) {
    const shown = () => this.session.evaluate(async () => document.body.innerText);
    await until(
      async () => `"${text}" in:\n${(await shown()).slice(0, 2000)}`,
      async () => (await shown()).includes(text),
    );
  }

  fill(label, text) {
    return this.#act(`the field ${label}`, { label, text }, async (wanted) => {
      const labels = [...document.querySelectorAll('label')];
      const field = labels.find((it) => it.textContent.trim() === wanted.label)?.control;
      if (!field) return false;
      field.focus();
      field.select();
      return document.execCommand('insertText', false, wanted.text) && field.value === wanted.text;
    });
  }

  press(name) {
    return this.#act(`the button ${name}`, name, async (wanted) => {
      const targets = [...document.querySelectorAll('a, button, summary')];
      const target = targets.find((it) => it.textContent.trim().replace(/\s+/g, ' ') === wanted && !it.disabled);
      target?.click();
      return target !== undefined;
    });
  }

  async #act(what, wanted, work) {
    await until(
      () => `no ${what}`,
      () => this.session.evaluate(work, wanted),
    );
  }

  text(selector) {
    return this.session.evaluate(async (wanted) => document.querySelector(wanted).textContent.trim(), selector);
  }

  html() {
    return this.session.evaluate(async () => document.documentElement.outerHTML);
  }

  /** In this very tab: the driver leads one at a time. */
  async visit(name) {
    const [href, here] = await this.session.evaluate(async (wanted) => {
      const link = [...document.querySelectorAll('a')].find((it) => it.textContent.trim() === wanted);
      return [link.href, location.href];
    }, name);
    await this.session.goto(href);
    const shown = () => this.session.evaluate(async () => document.querySelector('#facts dd')?.textContent ?? '');
    await until(
      () => this.session.evaluate(async () => document.body.innerText),
      async () => (await shown()).startsWith('dv_'),
    );
    const deviceId = await shown();
    await this.session.goto(here);
    return deviceId;
  }

  async close() {
    await this.session.close();
    await this.webkit.close();
  }
}
