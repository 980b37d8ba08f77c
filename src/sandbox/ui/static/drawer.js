// The panel that shows one request or one record in full.
import { $ } from './dom.js';

const drawer = $('drawer');
let step = null;

/** Opens the panel. `move(-1 | 1)` goes to the previous or next entry of the list, if there is a list. */
export function openDrawer({ title, content, move }) {
  step = move ?? null;
  $('drawer-title').replaceChildren(...title);
  $('drawer-content').replaceChildren(...content);
  $('drawer-back').hidden = step === null;
  $('drawer-next').hidden = step === null;
  if (!drawer.open) {
    drawer.showModal();
    $('drawer-title').focus();
  }
  drawer.scrollTop = 0;
}

export const closeDrawer = () => drawer.close();

$('drawer-close').onclick = closeDrawer;
$('drawer-back').onclick = () => step?.(-1);
$('drawer-next').onclick = () => step?.(1);
drawer.onclick = (event) => {
  if (event.target === drawer) closeDrawer();
};
drawer.onkeydown = (event) => {
  if (event.target.closest('pre, input, textarea')) return;
  const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (by === undefined || step === null) return;
  event.preventDefault();
  step(by);
};
