import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  latencyText,
  parseDelay,
  parseFaultSeed,
  parseLatency,
  parseMs,
  parseRate,
  rateText,
} from '../../../src/sandbox/faults/limits.ts';

const refusal = { code: 'SPM_INVALID_VALUE' };

describe('durations', () => {
  it.each([
    ['0', 0],
    ['250', 250],
    ['250ms', 250],
    ['2s', 2000],
    ['1m', 60_000],
    ['1h', 3_600_000],
    ['2h', undefined],
    ['', undefined],
    ['-1', undefined],
    ['1.5s', undefined],
    ['2 s', undefined],
    ['constructor', undefined],
  ])('%j are %s ms', (text, ms) => {
    expect(parseMs(text)).toBe(ms);
  });
});

describe('latencies', () => {
  it('are a number or a range', () => {
    expect(parseLatency(50)).toEqual({ from: 50, to: 50 });
    expect(parseLatency('50')).toEqual({ from: 50, to: 50 });
    expect(parseLatency('20..80')).toEqual({ from: 20, to: 80 });
  });

  it.each(['', 'fast', '80..20', '1..2..3', '..5', '5..', -1, 1.5, Number.NaN])(
    'are not %j',
    (given) => {
      expect(() => parseLatency(given)).toThrow(expect.objectContaining(refusal));
    },
  );

  it('read back as they were written', () => {
    const ms = fc.integer({ min: 0, max: 3_600_000 });
    fc.assert(
      fc.property(ms, ms, (a, b) => {
        const latency = { from: Math.min(a, b), to: Math.max(a, b) };
        expect(parseLatency(latencyText(latency))).toEqual(latency);
      }),
    );
  });
});

describe('rates', () => {
  it.each(['10/s', '600/m', '1/h'])('read %s', (text) => {
    expect(rateText(parseRate(text))).toBe(text);
  });

  it.each(['', '10', '0/s', '1.5/s', '10/d', '10 / s', '-1/s'])('are not %j', (text) => {
    expect(() => parseRate(text)).toThrow(expect.objectContaining(refusal));
  });
});

it('refuses a delay and a seed that are none', () => {
  expect(parseDelay('2s')).toBe(2000);
  expect(() => parseDelay('later')).toThrow(expect.objectContaining(refusal));
  expect(parseFaultSeed(7)).toBe(7);
  expect(() => parseFaultSeed(-1)).toThrow(expect.objectContaining(refusal));
  expect(() => parseFaultSeed(0.5)).toThrow(expect.objectContaining(refusal));
});
