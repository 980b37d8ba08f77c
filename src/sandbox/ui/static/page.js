// The page: it shows one section, and refreshes it every second.
import { Missing, Unreachable } from './api.js';
import { $, setText, toast } from './dom.js';
import { closeDrawer } from './drawer.js';
import { refreshFaults } from './faults.js';
import { refreshInstallations } from './installations.js';
import { pollRequests } from './requests.js';
import { refreshResources } from './resources.js';
import { refreshInfo, refreshSettings } from './settings.js';

const BEAT_MS = 1000;

const nothing = async () => {};
/** What a section reads when it opens, and at every refresh while it is open. */
const SECTIONS = {
  requests: { open: nothing, beat: nothing },
  resources: {
    open: refreshResources,
    beat: (fresh) => (fresh > 0 ? refreshResources() : nothing()),
  },
  installations: { open: refreshInstallations, beat: refreshInstallations },
  faults: { open: refreshFaults, beat: refreshFaults },
  settings: { open: refreshSettings, beat: refreshSettings },
};

let timer;
let informed = false;

function current() {
  const name = location.hash.slice(1);
  return Object.hasOwn(SECTIONS, name) ? name : 'requests';
}

function openSection() {
  const name = current();
  for (const id of Object.keys(SECTIONS)) $(id).hidden = id !== name;
  for (const link of document.querySelectorAll('.tabs a')) {
    if (link.hash !== `#${name}`) link.removeAttribute('aria-current');
    else {
      link.setAttribute('aria-current', 'page');
      link.scrollIntoView({ block: 'nearest', inline: 'center' });
    }
  }
  closeDrawer();
  scrollTo(0, 0);
  watched(SECTIONS[name].open);
}

/** Refreshes once; the next refresh follows a second after its end, so that slow answers do not pile up. */
async function beat() {
  clearTimeout(timer);
  if (document.hidden) return;
  await watched(async () => {
    if (!informed) await Promise.all([refreshInfo(), refreshFaults()]);
    informed = true;
    const fresh = await pollRequests();
    await SECTIONS[current()].beat(fresh);
  });
  timer = setTimeout(beat, BEAT_MS);
}

/** Runs `work`, and shows whether the sandbox answers. */
async function watched(work) {
  try {
    await work();
    showHealth('live', 'Live');
  } catch (error) {
    if (error instanceof Unreachable) informed = false;
    else if (!(error instanceof Missing)) toast(error.message, 'failed');
    showHealth(...(error instanceof Unreachable ? ['lost', 'Not answering'] : ['live', 'Live']));
  }
}

function showHealth(state, text) {
  $('health').dataset.state = state;
  setText($('health'), text);
  $('lost').hidden = state !== 'lost';
}

async function copy(id) {
  try {
    await navigator.clipboard.writeText($(id).textContent);
    toast('Copied');
  } catch {
    getSelection().selectAllChildren($(id));
    toast('Selected: press Ctrl+C or ⌘C to copy', 'failed');
  }
}

for (const button of document.querySelectorAll('[data-copy]')) {
  button.onclick = () => copy(button.dataset.copy);
}
addEventListener('hashchange', openSection);
document.addEventListener('visibilitychange', beat);

openSection();
beat();
