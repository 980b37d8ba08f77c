import { systemClock } from '../../dist/runtime/clock.js';

/** Starts at `now` and runs `speed` times as fast as real time. */
export function fastClock({ now, speed }) {
  const began = performance.now();
  let jumped = 0;
  return {
    now: () => Math.round(now + jumped + (performance.now() - began) * speed),
    sleep: (ms, signal) => systemClock.sleep(ms / speed, signal),
    jump: (ms) => {
      jumped += ms;
    },
  };
}
