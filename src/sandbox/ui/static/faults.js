// Faults: single ones by rule, and conditions that hold for all requests.
import { getIfThere, post, put, remove } from './api.js';
import { $, act, el, plural, redraw, setNote } from './dom.js';

const EXAMPLES = [
  'POST /v1/customers 5% 500',
  'POST /v1/* 10% reset-after',
  'GET /v1/* 1% truncate',
  '* /v1/* 2% timeout',
];
const CONDITIONS = ['latency', 'rate_limit', 'read_delay', 'seed'];

let drawn = '';
/** The conditions as last read. */
let conditions = {};

/** Whether this sandbox supports faults; draws them. */
export async function refreshFaults() {
  const answer = await getIfThere('faults');
  showAvailability('faults', answer !== null);
  if (answer === null) return;
  const text = JSON.stringify(answer);
  if (text === drawn) return;
  drawn = text;
  drawFaults(answer.faults);
  drawConditions(answer);
}

/** Shows the part that needs a route, or a message that this sandbox does not have the route. */
export function showAvailability(id, there) {
  const section = $(id);
  section.querySelector('.available').hidden = !there;
  setNote(section.querySelector('.unavailable'), there ? '' : 'This sandbox cannot do this yet.');
}

function drawFaults(faults) {
  redraw($('fault-list'), faults.map(faultEntry));
  setNote(
    $('faults-empty'),
    faults.length > 0 ? '' : 'No faults: every request is answered as it should be.',
  );
  setNote($('faults-badge'), faults.length > 0 ? String(faults.length) : '');
}

function faultEntry({ id, spec, happened = 0 }) {
  const button = el('button', { type: 'button', data: { remove: id, key: id } }, 'Remove');
  button.setAttribute('aria-label', `Remove ${spec}`);
  return el(
    'li',
    { className: 'card line' },
    el('code', {}, spec),
    el('span', { className: 'muted' }, `happened ${plural(happened, 'time')}`),
    button,
  );
}

/** Only the conditions that this sandbox knows. */
function drawConditions(answer) {
  conditions = answer;
  for (const name of CONDITIONS) {
    const field = $('conditions').elements[name];
    field.closest('label').hidden = !Object.hasOwn(answer, name);
    if (document.activeElement !== field) field.value = answer[name] ?? '';
  }
}

/** The typed value in the API's form: empty becomes null, digits become a number. */
function conditionValue(text) {
  const given = text.trim();
  if (given === '' || given === 'none') return null;
  return /^\d+$/.test(given) ? Number(given) : given;
}

/** Sends only the differences: setting the seed, even to its current value, restarts all chances. */
function givenConditions({ elements }) {
  const changed = CONDITIONS.filter(
    (name) =>
      !elements[name].closest('label').hidden &&
      elements[name].value.trim() !== String(conditions[name] ?? ''),
  );
  const values = changed.map((name) => [name, conditionValue(elements[name].value)]);
  // There is always a seed.
  return Object.fromEntries(values.filter(([name, value]) => name !== 'seed' || value !== null));
}

$('new-fault')
  .querySelector('.examples')
  .append(
    ...EXAMPLES.map((spec) =>
      el('button', { type: 'button', className: 'chip', data: { spec } }, spec),
    ),
  );

$('new-fault').onclick = ({ target }) => {
  const spec = target.dataset.spec;
  if (spec === undefined) return;
  const field = $('new-fault').elements.spec;
  field.value = spec;
  field.focus();
};

$('new-fault').onsubmit = async (event) => {
  event.preventDefault();
  const form = event.currentTarget;
  const spec = form.elements.spec.value.trim();
  if (await act(event.submitter, () => post('faults', { spec }), 'Fault added')) form.reset();
  await refreshFaults();
};

$('fault-list').onclick = async ({ target }) => {
  const id = target.closest('button')?.dataset.remove;
  if (id === undefined) return;
  await act(target, () => remove(`faults/${encodeURIComponent(id)}`), 'Fault removed');
  await refreshFaults();
  $('new-fault').elements.spec.focus();
};

$('conditions').onsubmit = async (event) => {
  event.preventDefault();
  const given = givenConditions(event.currentTarget);
  await act(event.submitter, () => put('faults', given), 'Applied');
  drawn = '';
  await refreshFaults();
};
