// Installations: the sandbox as the platform that installs a connector.
import { getIfThere, post, remove } from './api.js';
import {
  $,
  act,
  confirmed,
  dateTime,
  el,
  jsonBlock,
  plural,
  redraw,
  setNote,
  toast,
} from './dom.js';
import { closeDrawer, openDrawer } from './drawer.js';
import { showAvailability } from './faults.js';
import { statusTag } from './requests.js';

const ACTIONS = {
  install: 'Install',
  configure: 'Configure',
  'test-connection': 'Test connection',
  activate: 'Activate',
  deactivate: 'Deactivate',
  uninstall: 'Uninstall',
  delete: 'Delete',
};
/** The usual next actions of a shop. */
const NEXT = { created: 'install', installed: 'activate', inactive: 'activate' };

let drawn = '';
let installations = [];

export async function refreshInstallations() {
  const list = await getIfThere('installations');
  showAvailability('installations', list !== null);
  if (list === null) return;
  const answers = await Promise.all(list.installations.map((one) => getIfThere(path(one))));
  // Null for an installation that was deleted meanwhile.
  installations = answers.filter((answer) => answer !== null).reverse();
  const text = JSON.stringify(installations);
  if (text === drawn) return;
  drawn = text;
  redraw($('installation-list'), installations.map(card));
  setNote(
    $('installations-empty'),
    installations.length > 0
      ? ''
      : 'No installation yet. Create one with the address of a running connector.',
  );
}

const path = ({ id }) => `installations/${encodeURIComponent(id)}`;

function card(installation) {
  const { id, url, status, key, key_works: works, deliveries, steps = [] } = installation;
  const missing = steps.flatMap((step) => step.missing);
  return el(
    'article',
    { className: 'card stack', data: { id } },
    el(
      'div',
      { className: 'head' },
      el('h3', {}, id),
      el('span', { className: 'badge', data: { status } }, status),
      el('code', { className: 'muted' }, url),
    ),
    el(
      'dl',
      { className: 'facts' },
      el('dt', {}, 'API key'),
      el(
        'dd',
        {},
        key === null ? null : el('code', {}, key),
        el('span', { className: 'muted' }, keyNote(key, works)),
      ),
      ...(missing.length > 0 ? [el('dt', {}, 'To fill in'), el('dd', {}, missing.join(', '))] : []),
    ),
    el('div', { className: 'buttons' }, ...Object.keys(ACTIONS).map(actionButton(installation))),
    deliveryTable(deliveries),
  );
}

function keyNote(key, works) {
  if (key === null) return 'deleted, as the install failed; the next one makes another';
  return works ? ' works' : ' does not work now';
}

const actionButton =
  ({ id, status }) =>
  (action) => {
    const className = action === 'delete' ? 'danger' : NEXT[status] === action ? 'primary' : '';
    const data = { action, key: `${id} ${action}` };
    return el('button', { type: 'button', className, data }, ACTIONS[action]);
  };

function deliveryTable(deliveries) {
  if (deliveries.length === 0) return el('p', { className: 'muted' }, 'No deliveries yet.');
  return el(
    'div',
    {},
    el('h4', {}, plural(deliveries.length, 'delivery', 'deliveries')),
    el(
      'div',
      { className: 'scroll' },
      el(
        'table',
        { className: 'deliveries' },
        el('tbody', {}, ...deliveries.map(deliveryRow).reverse()),
      ),
    ),
  );
}

function deliveryRow({ id, at, event, ok, error, attempts }) {
  const data = { delivery: id, key: `delivery ${id}` };
  const retried = attempts.length > 1 ? plural(attempts.length, 'attempt') : '';
  return el(
    'tr',
    {},
    el('td', { className: 'time' }, dateTime(at)),
    el('td', {}, el('button', { type: 'button', className: 'link', data }, event)),
    el('td', {}, deliveryStatus({ ok, attempts })),
    el('td', { className: 'wide muted' }, [retried, error ?? ''].filter(Boolean).join(': ')),
  );
}

/** A 200 that reports a failure is not a success. */
function deliveryStatus({ ok, attempts }) {
  const tag = statusTag(attempts.at(-1)?.status ?? 0, 'no answer');
  if (!ok) tag.dataset.class = '5';
  return tag;
}

async function run(button, installation, action) {
  if (action === 'configure') return openConfig(installation);
  if (action === 'delete') await drop(button, installation);
  else await act(button, () => send(installation, action));
  await refreshInstallations();
}

async function drop(button, installation) {
  const yes = await confirmed({
    title: `Delete ${installation.id}?`,
    text: 'The sandbox forgets it and its key; the connector is not told.',
    yes: 'Delete',
  });
  if (yes) await act(button, () => remove(path(installation)), 'Deleted');
}

async function send(installation, action, body) {
  const { ok, error } = await post(`${path(installation)}/${action}`, body);
  if (ok) toast(`${ACTIONS[action]}: done`);
  else toast(`${ACTIONS[action]}: ${error ?? 'the connector refused'}`, 'failed');
}

function openConfig(installation) {
  const text = JSON.stringify(installation.configs, null, 2);
  const field = el('textarea', { rows: 14, spellcheck: false, value: text });
  const form = el(
    'form',
    { className: 'form' },
    el(
      'label',
      { className: 'grow' },
      'Configuration as JSON; hidden secrets stay as they are',
      field,
    ),
    el('button', { type: 'submit', className: 'primary' }, 'Save'),
  );
  form.onsubmit = async (event) => {
    event.preventDefault();
    const saved = await act(event.submitter, async () =>
      send(installation, 'configure', { configs: JSON.parse(field.value) }),
    );
    if (saved) closeDrawer();
    await refreshInstallations();
  };
  openDrawer({ title: [`Configure ${installation.id}`], content: [form] });
}

function openDelivery({ event, url, ok, error, body, attempts }) {
  openDrawer({
    title: [`${event} `, deliveryStatus({ ok, attempts })],
    content: [
      el('p', { className: 'fullpath' }, url),
      error === null ? null : el('p', { className: 'fault' }, error),
      el('h3', {}, 'Sent'),
      jsonBlock(body),
      ...attempts.flatMap(attemptParts),
    ].filter((part) => part !== null),
  });
}

const attemptParts = ({ at, ms, headers, response, error }, index) => [
  el('h3', {}, `Attempt ${index + 1}`),
  el('p', { className: 'muted' }, `${dateTime(at)} UTC, ${Math.round(ms)} ms`),
  jsonBlock(headers),
  el('h4', {}, 'Answer'),
  jsonBlock(response ?? error ?? 'No answer.'),
];

$('installation-list').onclick = ({ target }) => {
  const { id } = target.closest('article')?.dataset ?? {};
  const installation = installations.find((one) => one.id === id);
  const { action, delivery } = target.closest('button')?.dataset ?? {};
  if (action !== undefined) run(target, installation, action);
  if (delivery !== undefined) {
    openDelivery(installation.deliveries.find((one) => String(one.id) === delivery));
  }
};

$('new-installation').onsubmit = async (event) => {
  event.preventDefault();
  const form = event.currentTarget;
  const created = await act(event.submitter, () => post('installations', given(form)), 'Created');
  if (created) form.reset();
  await refreshInstallations();
};

function given({ elements: { url, secret, schema } }) {
  const text = schema.value.trim();
  return {
    url: url.value.trim(),
    webhook_secret: secret.value,
    ...(text === '' ? {} : { config_schema: JSON.parse(text) }),
  };
}
