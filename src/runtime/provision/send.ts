import type { SpmEnvelope } from '@shopimind/sdk-js';
import type { ApplyOptions } from './run.js';

const WAITS_MS = [1000, 2000, 4000];

/**
 * One write. The SDK never repeats a POST or PATCH, since it may have been carried out; one that was refused
 * for coming too fast was not, so it is sent again while there is a `sleep` to wait with.
 */
export async function send(
  { sleep, signal }: ApplyOptions,
  request: () => Promise<SpmEnvelope>,
): Promise<SpmEnvelope> {
  for (const wait of sleep === undefined ? [] : WAITS_MS) {
    const envelope = await request();
    if (envelope.statusCode !== 429) return envelope;
    await sleep?.(wait, signal);
    signal?.throwIfAborted();
  }
  return request();
}
