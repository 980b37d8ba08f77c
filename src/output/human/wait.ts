import type { Wait, WaitReason } from '../../runtime/waits.js';

const REASONS: { [Reason in WaitReason]: (shop: string, pid: number | null) => string } = {
  lease: (shop, pid) => `${processOf(pid)} works on ${shop}`,
  dead_holder: (shop, pid) =>
    `${processOf(pid)} died while it worked on ${shop}; its lease expires`,
  store: () => 'Another process has locked the store',
  pause: (shop) => `The API asks for a pause of ${shop}`,
  retry: (shop) => `A request of ${shop} failed and is tried again`,
};

/** A line that says what the command waits for, and until when. */
export function waitText({ reason, until, installationId, pid }: Wait, now: number): string {
  const shop = installationId === null ? 'the shop' : installationId;
  const left = Math.max(0, Math.ceil((until - now) / 1000));
  const at = new Date(until).toISOString();
  return `Waiting until ${at} at the latest (${left} s). ${REASONS[reason](shop, pid)}.`;
}

function processOf(pid: number | null): string {
  return pid === null ? 'Another process' : `Process ${pid}`;
}
