// Resources with their counts, and the records of one of them.
import { get, query } from './api.js';
import { $, brief, debounced, el, jsonBlock, plural, redraw, setNote, setText } from './dom.js';
import { openDrawer } from './drawer.js';

const PAGE = 25;
const COLUMNS = 6;

let resources = [];
let selected = null;
let offset = 0;
let page = { total: 0, rows: [] };
let latest = 0;

/** Reads everything again. */
export async function refreshResources() {
  ({ resources } = await get('state'));
  selected ??= (resources.find(({ count }) => count > 0) ?? resources[0])?.name ?? null;
  drawList();
  await refreshRecords();
}

function drawList() {
  const hidden = $('hide-empty').checked;
  const shown = resources.filter(({ count, name }) => !hidden || count > 0 || name === selected);
  redraw($('resource-list'), shown.map(listEntry));
  const total = resources.reduce((sum, { count }) => sum + count, 0);
  setText($('resources-total'), plural(total, 'record'));
}

function listEntry({ name, count }) {
  const button = el(
    'button',
    { type: 'button', data: { resource: name, key: name, empty: String(count === 0) } },
    el('span', {}, name),
    el('span', { className: 'count' }, count.toLocaleString('en')),
  );
  if (name === selected) button.setAttribute('aria-current', 'true');
  return el('li', {}, button);
}

async function refreshRecords() {
  if (selected === null) return;
  latest += 1;
  const turn = latest;
  const q = $('record-search').elements.q.value.trim();
  const path = `state/${encodeURIComponent(selected)}`;
  const answer = await get(`${path}?${query({ limit: PAGE, offset, q })}`);
  // The user asked for something else meanwhile.
  if (turn !== latest) return;
  page = answer;
  if (page.rows.length === 0 && offset > 0) {
    offset = 0;
    await refreshRecords();
    return;
  }
  drawRecords(q);
}

function drawRecords(q) {
  const { total, rows } = page;
  const columns = columnsOf(rows);
  setText($('records-title'), selected);
  setText(
    $('records-count'),
    plural(total, q === '' ? 'record' : 'match', q === '' ? 'records' : 'matches'),
  );
  $('record-head').replaceChildren(
    ...(rows.length > 0 ? [el('tr', {}, ...columns.map(headCell))] : []),
  );
  redraw(
    $('record-rows'),
    rows.map((row, index) => recordRow(row, columns, index)),
  );
  setNote($('records-empty'), rows.length > 0 ? '' : emptyText(q));
  $('pager').hidden = total <= PAGE;
  setText(
    $('page-range'),
    `${offset + 1} to ${offset + rows.length} of ${total.toLocaleString('en')}`,
  );
  $('page-back').disabled = offset === 0;
  $('page-next').disabled = offset + rows.length >= total;
}

const emptyText = (q) =>
  q === ''
    ? 'Nothing here yet. Records appear as soon as something is sent.'
    : `Nothing contains “${brief(q, 80)}”.`;

const headCell = (name) => el('th', { scope: 'col' }, name);

/** The properties that distinguish rows: plain values in their written order, id first. */
function columnsOf(rows) {
  const names = new Set(['id']);
  for (const row of rows) {
    for (const [name, value] of Object.entries(row)) {
      if (typeof value !== 'object' || value === null) names.add(name);
    }
  }
  return [...names].slice(0, COLUMNS);
}

function recordRow(row, columns, index) {
  const [first, ...others] = columns;
  const open = el(
    'button',
    { type: 'button', className: 'link', data: { key: String(row.id ?? index) } },
    brief(row[first]) || '(none)',
  );
  return el(
    'tr',
    { data: { index } },
    el('td', {}, open),
    ...others.map((name) => el('td', {}, brief(row[name]))),
  );
}

function openRecord(index) {
  const row = page.rows[index];
  if (row === undefined) return;
  openDrawer({
    title: [`${selected} `, el('span', { className: 'muted' }, `#${row.id ?? index}`)],
    content: [jsonBlock(row)],
    move: (by) => openRecord(index + by),
  });
}

/** The health line shows failures at the next poll, so they need no second place. */
const show = () => refreshRecords().catch(() => {});

function turnTo(start) {
  offset = Math.max(0, start);
  show();
}

$('resource-list').onclick = (event) => {
  const name = event.target.closest('button')?.dataset.resource;
  if (name === undefined) return;
  selected = name;
  $('record-search').reset();
  drawList();
  turnTo(0);
};
$('hide-empty').onchange = drawList;
$('record-rows').onclick = (event) => openRecord(Number(event.target.closest('tr')?.dataset.index));
$('record-search').onsubmit = (event) => event.preventDefault();
$('record-search').oninput = debounced(() => turnTo(0));
$('page-back').onclick = () => turnTo(offset - PAGE);
$('page-next').onclick = () => turnTo(offset + PAGE);
