// The request log: polled from the sandbox, kept and filtered in the page.
import { get, remove } from './api.js';
import { $, act, clockTime, dateTime, el, jsonBlock, plural, setNote, setText } from './dom.js';
import { openDrawer } from './drawer.js';

const KEPT = 1000;
/** Rows in the table; more would make every second slow. */
const SHOWN = 300;
const ANNOUNCE_MS = 5000;

const filters = $('request-filters');
/** Oldest first. */
let requests = [];
let lastId = 0;
let paused = false;
let waiting = 0;
let announcedAt = Number.NEGATIVE_INFINITY;
let unannounced = 0;

/** Fetches new requests. Resolves to their number. */
export async function pollRequests() {
  const answer = await get(`requests?since=${lastId}&limit=${KEPT}`);
  const fresh = answer.requests.filter(({ id }) => id > lastId);
  lastId = Math.max(lastId, answer.last_id);
  requests = [...requests, ...fresh].slice(-KEPT);
  if (paused) waiting += fresh.length;
  else prepend(fresh);
  unannounced += fresh.length;
  announce();
  showCounts();
  return fresh.length;
}

/** The log was cleared; ids continue. */
export function forgetRequests() {
  requests = [];
  waiting = 0;
  unannounced = 0;
  drawAll();
}

/** Another sandbox answers at this address. */
export function startOver() {
  lastId = 0;
  forgetRequests();
}

function matches(request) {
  const { method, status, path } = filters.elements;
  if (method.value !== '' && request.method !== method.value) return false;
  if (status.value !== '' && statusClass(request.status) !== status.value) return false;
  return request.path.toLowerCase().includes(path.value.trim().toLowerCase());
}

/** The first digit of the status; 0 for an incomplete answer. */
const statusClass = (status) => (status >= 100 ? String(status)[0] : '0');

const visible = () => requests.filter(matches).slice(-SHOWN).reverse();

function drawAll() {
  $('request-rows').replaceChildren(...visible().map(row));
  showCounts();
}

/** Adds the new rows on top without touching the others: focus and scrolling stay. */
function prepend(fresh) {
  const body = $('request-rows');
  body.prepend(...fresh.filter(matches).slice(-SHOWN).reverse().map(row));
  while (body.rows.length > SHOWN) body.lastElementChild.remove();
}

function row(request) {
  const { id, at, method, path, status, items, ms, fault } = request;
  const open = el('button', { type: 'button', className: 'link path', title: path }, path);
  return el(
    'tr',
    { data: { id } },
    el('td', { className: 'time' }, clockTime(at)),
    el('td', {}, methodTag(method)),
    el('td', { className: 'wide' }, open),
    el(
      'td',
      {},
      statusTag(status),
      fault ? el('span', { className: 'mark', title: fault }, 'fault') : null,
    ),
    el('td', { className: 'num items' }, items > 0 ? String(items) : ''),
    el('td', { className: 'num ms' }, typeof ms === 'number' ? ms.toFixed(1) : ''),
  );
}

const methodTag = (method) => el('span', { className: 'method', data: { method } }, method);

export function statusTag(status, without = 'cut off') {
  const text = status >= 100 ? String(status) : without;
  return el('span', { className: 'status', data: { class: statusClass(status) } }, text);
}

function showCounts() {
  const matching = requests.filter(matches).length;
  setText($('requests-count'), countText(matching));
  setNote($('requests-badge'), requests.length > 0 ? requests.length.toLocaleString('en') : '');
  const empty =
    requests.length === 0
      ? 'No requests yet. Point a connector or an SDK client at the base URL above; what it sends appears here.'
      : 'No request matches these filters.';
  setNote($('requests-empty'), matching === 0 ? empty : '');
  setText(
    $('pause'),
    paused && waiting > 0 ? `Resume (${waiting} new)` : paused ? 'Resume' : 'Pause',
  );
}

function countText(matching) {
  if (requests.length === 0) return '';
  const all = plural(requests.length, 'request');
  const text = matching === requests.length ? all : `${matching.toLocaleString('en')} of ${all}`;
  return matching > SHOWN ? `${text}, newest ${SHOWN} shown` : text;
}

/** At most one announcement every few seconds: a screen reader must not read the log line by line. */
function announce() {
  const now = performance.now();
  if (unannounced === 0 || now - announcedAt < ANNOUNCE_MS) return;
  const { method, path, status } = requests.at(-1);
  setText(
    $('requests-announce'),
    `${plural(unannounced, 'new request')}, last ${method} ${path} answered ${status}`,
  );
  announcedAt = now;
  unannounced = 0;
}

function openRequest(request) {
  const { id, at, method, path, status, items, ms, body, response, fault } = request;
  openDrawer({
    title: [methodTag(method), ' ', statusTag(status)],
    content: [
      el('p', { className: 'fullpath' }, path),
      el(
        'dl',
        { className: 'facts' },
        ...fact('Number', id),
        ...fact('Time', `${dateTime(at)} UTC`),
        ...fact('Items', items),
        ...fact('Took', typeof ms === 'number' ? `${ms.toFixed(1)} ms` : ''),
        ...(fault ? fact('Fault', fault) : []),
      ),
      el('h3', {}, 'Request body'),
      bodyBlock(body),
      el('h3', {}, 'Response'),
      bodyBlock(response),
    ],
    move: (by) => openNeighbour(id, by),
  });
}

const fact = (name, value) => [el('dt', {}, name), el('dd', {}, String(value))];

function bodyBlock(text) {
  if (text === undefined || text === null || text === '') {
    return el('p', { className: 'muted' }, 'Empty.');
  }
  return jsonBlock(text);
}

function openNeighbour(id, by) {
  const shown = visible();
  const next = shown[shown.findIndex((request) => request.id === id) + by];
  if (next !== undefined) openRequest(next);
}

filters.onsubmit = (event) => event.preventDefault();
filters.oninput = drawAll;

$('request-rows').onclick = (event) => {
  const id = Number(event.target.closest('tr')?.dataset.id);
  const request = requests.find((one) => one.id === id);
  if (request !== undefined) openRequest(request);
};

$('pause').onclick = () => {
  paused = !paused;
  waiting = 0;
  $('pause').setAttribute('aria-pressed', String(paused));
  if (paused) showCounts();
  else drawAll();
};

$('clear-requests').onclick = (event) =>
  act(event.currentTarget, async () => {
    await remove('requests');
    forgetRequests();
  });
