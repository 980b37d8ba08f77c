// Installations: the sandbox as the platform that installs a connector.
import { getIfThere, post, remove } from './api.js';
import { $, act, clockTime, confirmed, el, jsonBlock, plural, setNote, toast } from './dom.js';
import { closeDrawer, openDrawer } from './drawer.js';
import { showAvailability } from './faults.js';
import { statusTag } from './requests.js';

const ACTIONS = ['install', 'configure', 'activate', 'deactivate', 'uninstall', 'test-connection'];

let drawn = '';
let installations = [];

export async function refreshInstallations() {
  const answer = await getIfThere('installations');
  showAvailability('installations', answer !== null);
  if (answer === null) return;
  const text = JSON.stringify(answer);
  if (text === drawn) return;
  drawn = text;
  ({ installations } = answer);
  $('installation-list').replaceChildren(...installations.map(card));
  setNote(
    $('installations-empty'),
    installations.length > 0
      ? ''
      : 'No installation yet. Create one with the address of a running connector.',
  );
}

function card(installation) {
  const { id, url, status, deliveries = [] } = installation;
  return el(
    'article',
    { className: 'card', data: { id } },
    el(
      'div',
      { className: 'head' },
      el('h3', {}, String(id)),
      el('span', { className: 'badge', data: { status } }, String(status ?? '')),
      el('code', { className: 'muted' }, url ?? ''),
    ),
    el(
      'div',
      { className: 'buttons' },
      ...ACTIONS.map((action) => el('button', { type: 'button', data: { action } }, label(action))),
      el('button', { type: 'button', className: 'danger', data: { action: 'delete' } }, 'Delete'),
    ),
    deliveryTable(deliveries),
  );
}

const label = (action) => (action[0].toUpperCase() + action.slice(1)).replace('-', ' ');

function deliveryTable(deliveries) {
  if (deliveries.length === 0) return el('p', { className: 'muted' }, 'No deliveries yet.');
  return el(
    'details',
    { open: true },
    el('summary', {}, plural(deliveries.length, 'delivery', 'deliveries')),
    el(
      'div',
      { className: 'scroll', tabIndex: 0 },
      el('table', {}, el('tbody', {}, ...deliveries.map(deliveryRow).reverse())),
    ),
  );
}

function deliveryRow(delivery, index) {
  const { at, event, status } = delivery;
  const open = el(
    'button',
    { type: 'button', className: 'link', data: { delivery: index } },
    event,
  );
  return el(
    'tr',
    {},
    el('td', { className: 'time' }, clockTime(at)),
    el('td', { className: 'wide' }, open),
    el('td', {}, statusTag(status ?? 0)),
  );
}

const find = (target) => {
  const id = target.closest('article')?.dataset.id;
  return installations.find((installation) => String(installation.id) === id);
};

const path = ({ id }) => `installations/${encodeURIComponent(id)}`;

async function run(button, installation, action) {
  if (action === 'delete') {
    const yes = await confirmed({
      title: `Delete ${installation.id}?`,
      text: 'The sandbox forgets it; the connector is not told.',
      yes: 'Delete',
    });
    if (yes) await act(button, () => remove(path(installation)), 'Deleted');
  } else if (action === 'configure') openConfig(installation);
  else await act(button, () => send(installation, action));
  await refreshInstallations();
}

/** An action says how it went by itself: a connector may answer 200 and refuse. */
async function send(installation, action, body) {
  const answer = await post(`${path(installation)}/${action}`, body);
  const failed = answer?.success === false || answer?.error;
  if (failed) toast(`${label(action)}: ${answer.error ?? 'refused'}`, 'failed');
  else toast(`${label(action)}: done`);
}

function openConfig(installation) {
  const field = el('textarea', {
    rows: 14,
    spellcheck: false,
    value: JSON.stringify(installation.config ?? {}, null, 2),
  });
  const form = el(
    'form',
    { className: 'form' },
    el('label', { className: 'grow' }, 'Configuration, JSON', field),
    el('button', { type: 'submit', className: 'primary' }, 'Save'),
  );
  form.onsubmit = async (event) => {
    event.preventDefault();
    const saved = await act(event.submitter, async () =>
      send(installation, 'configure', { config: JSON.parse(field.value) }),
    );
    if (saved) closeDrawer();
    await refreshInstallations();
  };
  openDrawer({ title: [`Configure ${installation.id}`], content: [form] });
}

function openDelivery(delivery) {
  openDrawer({
    title: [String(delivery.event), ' ', statusTag(delivery.status)],
    content: [jsonBlock(delivery)],
  });
}

$('installation-list').onclick = ({ target }) => {
  const installation = find(target);
  const { action, delivery } = target.closest('button')?.dataset ?? {};
  if (action !== undefined) run(target, installation, action);
  if (delivery !== undefined) openDelivery(installation.deliveries[Number(delivery)]);
};

$('new-installation').onsubmit = async (event) => {
  event.preventDefault();
  const form = event.currentTarget;
  const { url, secret } = form.elements;
  const given = { url: url.value.trim(), secret: secret.value };
  if (await act(event.submitter, () => post('installations', given), 'Created')) form.reset();
  await refreshInstallations();
};
