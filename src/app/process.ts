/** This process as a holder of leases, and whether another holder is still there. */
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { LeaseOwner } from '../runtime/ports/records.js';

/** The same whenever it is asked for: leases and heartbeats of one process belong together. */
export const OWNER: LeaseOwner = { host: hostname(), pid: process.pid, id: randomUUID() };

/** Whether a lease's holder was a process on this machine that has ended. */
export function holderIsGone({ host, pid }: LeaseOwner): boolean {
  return host === hostname() && !isRunning(pid);
}

/** Signal 0 tests a process without touching it; EPERM means that it is there and somebody else's. */
function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
