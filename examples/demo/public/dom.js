// Small helpers for building the page. Data only ever becomes text nodes.

/**
 * The element of that id.
 * @template {HTMLElement} [T=HTMLElement]
 * @param {string} id
 * @returns {T}
 */
export function byId(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`index.html has no #${id}`);
  return /** @type {T} */ (found);
}

/**
 * A new element with attributes and children.
 * @param {string} tag
 * @param {Record<string, string>} [attributes]
 * @param {...(Node | string)} children
 */
export function el(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/**
 * A small coloured word.
 * @param {string} text
 * @param {string} tone one of base.css's tones
 */
export function badge(text, tone) {
  return el('span', { class: 'badge', 'data-tone': tone }, text);
}

/**
 * Makes a button copy what `text` gives at the time, and say so.
 * @param {HTMLButtonElement} button
 * @param {() => string} text
 * @param {HTMLElement} shown where the text stands, to be selected if copying is refused
 */
export function copies(button, text, shown) {
  const label = button.textContent ?? '';
  let timer = 0;
  button.addEventListener('click', async () => {
    button.textContent = (await copy(text(), shown)) ? 'Copied' : 'Press Ctrl+C';
    clearTimeout(timer);
    timer = setTimeout(() => {
      button.textContent = label;
    }, 2000);
  });
}

/**
 * The clipboard exists on secure pages alone: on `http://` addresses other than
 * localhost, the text is selected instead.
 * @param {string} text
 * @param {HTMLElement} shown
 */
async function copy(text, shown) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    getSelection()?.selectAllChildren(shown);
    return false;
  }
}
