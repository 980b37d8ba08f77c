import { systemClock } from '../../src/runtime/clock.ts';
import type { Clock } from '../../src/runtime/ports/engine.ts';

/** A clock that runs `speed` times faster than the real one, so that leases and back-offs take moments. */
export function fastClock(
  speed: number,
  start = Date.UTC(2026, 0, 10, 12),
): Clock & {
  /** Advances at once. */
  jump(ms: number): void;
} {
  const began = performance.now();
  let jumped = 0;
  return {
    now: () => Math.round(start + jumped + (performance.now() - began) * speed),
    sleep: (ms, signal) => systemClock.sleep(ms / speed, signal),
    jump: (ms) => {
      jumped += ms;
    },
  };
}
