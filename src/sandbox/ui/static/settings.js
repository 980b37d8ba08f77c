// The clock, snapshots, reset.
import { get, getIfThere, post, put, remove } from './api.js';
import { $, act, confirmed, dateTime, el, setNote, setText } from './dom.js';
import { forgetRequests, startOver } from './requests.js';

/** The maximum difference between two readings of the real clock. */
const SAME_MS = 1000;

let clock = { now: null, offset_ms: 0, frozen: false };
let drawnSnapshots = '';
let startedAt;

export async function refreshSettings() {
  const [answer, snapshots] = await Promise.all([getIfThere('clock'), getIfThere('snapshots')]);
  if (answer !== null) showClock(answer);
  showSnapshots(snapshots?.snapshots ?? []);
}

function showClock(answer) {
  clock = answer;
  setText($('clock-now'), `${dateTime(clock.now)} UTC`);
  $('clock-now').dateTime = String(clock.now);
  setNote(
    $('clock-state'),
    clock.frozen ? 'frozen' : Math.abs(clock.offset_ms) > SAME_MS ? 'shifted' : '',
  );
  setText($('freeze'), clock.frozen ? 'Let it run' : 'Freeze');
}

function showSnapshots(snapshots) {
  const text = JSON.stringify(snapshots);
  if (text === drawnSnapshots) return;
  drawnSnapshots = text;
  $('snapshot-list').replaceChildren(...snapshots.map(snapshotEntry));
}

function snapshotEntry({ name }) {
  const button = (action, label) => {
    const made = el('button', { type: 'button', data: { action, name } }, label);
    made.setAttribute('aria-label', `${label} ${name}`);
    return made;
  };
  return el(
    'li',
    { className: 'line' },
    el('code', {}, name),
    button('restore', 'Restore'),
    button('delete', 'Delete'),
  );
}

async function setClock(control, change) {
  await act(control, async () => showClock(await put('clock', change)), 'Clock set');
}

for (const button of document.querySelectorAll('[data-advance]')) {
  button.onclick = () =>
    setClock(button, { offset_ms: clock.offset_ms + Number(button.dataset.advance) });
}
$('freeze').onclick = (event) => setClock(event.currentTarget, { frozen: !clock.frozen });
$('real-time').onclick = (event) => setClock(event.currentTarget, { offset_ms: 0, frozen: false });
$('set-clock').onsubmit = (event) => {
  event.preventDefault();
  const { at } = event.currentTarget.elements;
  setClock(event.submitter, { now: new Date(`${at.value}Z`).toISOString() });
};

const snapshotPath = (name) => `snapshots/${encodeURIComponent(name)}`;

$('new-snapshot').onsubmit = async (event) => {
  event.preventDefault();
  const form = event.currentTarget;
  const name = form.elements.name.value.trim();
  if (await act(event.submitter, () => post('snapshots', { name }), `Snapshot ${name} taken`)) {
    form.reset();
  }
  await refreshSettings();
};

$('snapshot-list').onclick = async ({ target }) => {
  const { action, name } = target.closest('button')?.dataset ?? {};
  if (action === 'restore') {
    const yes = await confirmed({
      title: `Restore ${name}?`,
      text: 'What the sandbox holds now is lost.',
      yes: 'Restore',
    });
    if (yes) await act(target, () => post(`${snapshotPath(name)}/restore`), `${name} restored`);
  }
  if (action === 'delete') {
    await act(target, () => remove(snapshotPath(name)), `${name} deleted`);
    $('new-snapshot').elements.name.focus();
  }
  await refreshSettings();
};

$('reset').onclick = async (event) => {
  const button = event.currentTarget;
  const yes = await confirmed({
    title: 'Reset the sandbox?',
    text: 'Every record, installation and logged request is deleted. This cannot be undone.',
    yes: 'Reset',
  });
  if (yes && (await act(button, () => post('reset'), 'The sandbox is empty again')))
    forgetRequests();
};

export async function refreshInfo() {
  const info = await get('info');
  setText($('base-url'), info.base_url);
  setText($('key'), info.key);
  setText($('version'), info.version);
  // After another start, the log is a new one.
  if (startedAt !== undefined && startedAt !== info.started_at) startOver();
  startedAt = info.started_at;
  setText($('data-file'), info.data === null ? 'Kept in memory only' : `Kept in ${info.data}`);
}
