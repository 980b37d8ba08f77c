/** Starts embedded sandboxes. */
import { systemClock } from '../runtime/clock.js';
import type { Clock } from '../runtime/ports/engine.js';
import type { RunningSandbox, SandboxOptions } from '../sandbox/index.js';

export type { RunningSandbox, SandboxOptions } from '../sandbox/index.js';

/** @throws the errors of the sandbox's start */
export async function startSandbox(
  options: Omit<SandboxOptions, 'now'>,
  clock: Clock = systemClock,
): Promise<RunningSandbox> {
  const { startSandbox: start } = await import('../sandbox/index.js');
  return start({ ...options, now: () => clock.now() });
}
