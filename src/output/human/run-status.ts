import type { RunStatus } from '../../runtime/ports/records.js';
import type { Terminal } from '../terminal.js';

const PAINTS = { ok: 'green', partial: 'yellow', failed: 'red', running: 'cyan' } as const;

/** How a run ended, in a word; that a signal ended it says more than what had come through until then. */
export function runStatusText(
  status: RunStatus,
  interrupted: boolean,
  out: Terminal['out'],
): string {
  return interrupted ? out.yellow('interrupted') : out[PAINTS[status]](status);
}
