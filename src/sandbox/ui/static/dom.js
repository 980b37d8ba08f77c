// Helpers for the document. Text from the API is always inserted as text: nothing here parses HTML.

export const $ = (id) => document.getElementById(id);

/** An element with properties and children; strings become text. `data` sets data attributes. */
export function el(tag, { data, ...properties } = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  Object.assign(element.dataset, data);
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/** Sets the text only when it differs, so that screen readers read only new text. */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** Shows the element with this text, or hides it when the text is empty. */
export function setNote(element, text) {
  setText(element, text);
  element.hidden = text === '';
}

export const plural = (count, one, many = `${one}s`) =>
  `${count.toLocaleString('en')} ${count === 1 ? one : many}`;

/** A time of the API: ISO text or milliseconds. */
export function timeOf(at) {
  const time = new Date(at);
  return Number.isNaN(time.getTime()) ? null : time;
}

export const clockTime = (at) => timeOf(at)?.toISOString().slice(11, 23) ?? String(at);
export const dateTime = (at) =>
  timeOf(at)?.toISOString().slice(0, 19).replace('T', ' ') ?? String(at);

/** One line for a cell of a table. */
export function brief(value, length = 60) {
  if (value === null || value === undefined) return '';
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}

const TOKEN =
  /("(?:[^"\\]|\\.)*")(\s*:)?|\b(?:true|false|null)\b|-?\b\d+(?:\.\d+)?(?:[eE][+-]?\d+)?\b/g;

/** A block of JSON with colours; text that is not complete JSON is shown unchanged. */
export function jsonBlock(value) {
  const pre = el('pre', { className: 'json', tabIndex: 0 });
  const text = pretty(value);
  let from = 0;
  for (const match of text.matchAll(TOKEN)) {
    pre.append(text.slice(from, match.index));
    const kind = match[2] !== undefined ? 'name' : match[1] !== undefined ? 'string' : 'value';
    pre.append(el('span', { className: kind }, match[1] ?? match[0]), match[2] ?? '');
    from = match.index + match[0].length;
  }
  pre.append(text.slice(from));
  return pre;
}

function pretty(value) {
  if (typeof value !== 'string') return JSON.stringify(value, null, 2);
  try {
    return JSON.stringify(JSON.parse(value), null, 2);
  } catch {
    return value;
  }
}

let toastTimer;

/** Shows a message for a few seconds. */
export function toast(text, kind = 'done') {
  const box = $('toast');
  box.textContent = text;
  box.dataset.kind = kind;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => setText(box, ''), kind === 'done' ? 3000 : 8000);
}

/** Replaces the children; focus stays on the child with the same `data-key`. */
export function redraw(parent, children) {
  const focused = parent.contains(document.activeElement) ? document.activeElement : null;
  parent.replaceChildren(...children);
  const key = focused?.dataset.key;
  if (key !== undefined) parent.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus();
}

/** Runs the action of a button or form: it is disabled meanwhile, and a failure is announced. */
export async function act(control, work, done) {
  control.disabled = true;
  try {
    await work();
    if (done) toast(done);
    return true;
  } catch (error) {
    toast(error.message, 'failed');
    return false;
  } finally {
    control.disabled = false;
  }
}

/** Calls `work` when the calls have paused. */
export function debounced(work, ms = 250) {
  let timer;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(work, ms);
  };
}

/** Resolves to whether the user said yes. */
export function confirmed({ title, text, yes }) {
  const dialog = $('confirm');
  $('confirm-title').textContent = title;
  $('confirm-text').textContent = text;
  $('confirm-yes').textContent = yes;
  return new Promise((resolve) => {
    $('confirm-yes').onclick = () => dialog.close('yes');
    $('confirm-no').onclick = () => dialog.close('');
    dialog.returnValue = '';
    dialog.onclose = () => resolve(dialog.returnValue === 'yes');
    dialog.showModal();
    $('confirm-no').focus();
  });
}
