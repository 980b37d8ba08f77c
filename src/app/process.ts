/** This process as a holder of leases, and a check whether another holder still runs. */
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { LeaseOwner } from '../runtime/ports/records.js';

/** Always the same for one process, so that its leases and heartbeats belong together. */
export const OWNER: LeaseOwner = { host: hostname(), pid: process.pid, id: randomUUID() };

/** Whether the holder of a lease was a process on this machine that has ended. */
export function holderIsGone({ host, pid }: LeaseOwner): boolean {
  return host === hostname() && !isRunning(pid);
}

/** Signal 0 only tests for a process; EPERM means that it belongs to another user. */
function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
