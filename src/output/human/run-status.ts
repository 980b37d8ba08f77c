import type { RunStatus } from '../../runtime/ports/records.js';
import type { Terminal } from '../terminal.js';

const PAINTS = { ok: 'green', partial: 'yellow', failed: 'red', running: 'cyan' } as const;

/** The status of a run in a word. `interrupted` says more than `partial` or `failed`. */
export function runStatusText(
  status: RunStatus,
  interrupted: boolean,
  out: Terminal['out'],
): string {
  return interrupted ? out.yellow('interrupted') : out[PAINTS[status]](status);
}
