import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  durationPattern,
  parseDuration,
  readSwitch,
  readValue,
  type ValueSpec,
} from '../../src/config/values.js';

const read = (type: ValueSpec['type'], text: string) =>
  readValue(type ? { type } : {}, text, '--x');

describe('values of options', () => {
  it.each([
    ['text', 'abc', 'abc'],
    ['integer', '0', 0],
    ['integer', '12', 12],
    ['ratio', '0.25', 0.25],
    ['duration', '36h', 36 * 3_600_000],
    ['list', 'a, b', ['a', 'b']],
    ['time', '2026-01-31T00:00:00Z', new Date('2026-01-31T00:00:00Z')],
    ['time', '2026-01-31', new Date('2026-01-31T00:00:00Z')],
    ['time', '2024-02-29 08:30', new Date('2024-02-29T08:30:00Z')],
    ['time', '2026-01-31T08:30:00.250', new Date('2026-01-31T08:30:00.250Z')],
    ['time', '2026-01-31T08:30+02:00', new Date('2026-01-31T06:30:00Z')],
    ['time', '2026-11-01 10:00:00 +0100', new Date('2026-11-01T09:00:00Z')],
    ['time', '2026-11-01 10:00:00+00', new Date('2026-11-01T10:00:00Z')],
    ['time', '2026-11-01 10:00:00,5 UTC', new Date('2026-11-01T10:00:00.500Z')],
  ] as const)('reads %s %j', (type, text, value) => {
    expect(read(type, text)).toEqual(value);
  });

  it.each([
    ['text', ''],
    ['integer', '-1'],
    ['integer', '1.5'],
    ['integer', '1e3'],
    ['integer', '08'],
    ['integer', ' 8 '],
    ['integer', 'NaN'],
    ['ratio', '1.01'],
    ['duration', '15'],
    ['duration', '15 m'],
    ['duration', '05m'],
    ['duration', '999999999d'],
    ['list', 'a,,b'],
    ['time', 'yesterday'],
    ['time', '2026-13-45'],
    ['time', '2025-02-30'],
    ['time', '2025-02-29T10:00:00Z'],
    ['time', '2025-01-01T25:00:00Z'],
    ['time', '2025-01-01 noon'],
    ['time', '2025-01-01T10'],
  ] as const)('refuses %s %j and says what it wants', (type, text) => {
    expect(() => read(type, text)).toThrow(
      expect.objectContaining({
        code: 'SPM_INVALID_VALUE',
        message: `--x cannot be '${text}'`,
        cause: expect.stringContaining('expected'),
      }),
    );
  });

  it.each(['0', '65', '1e9', '1000000000000000000'])('names the whole range for %j', (text) => {
    const spec = { type: 'integer', range: [1, 64] } as const;
    expect(readValue(spec, '64', '--x')).toBe(64);
    expect(() => readValue(spec, text, '--x')).toThrow(
      expect.objectContaining({
        message: `--x cannot be '${text}'`,
        cause: 'expected a whole number from 1 to 64',
      }),
    );
  });

  it('refuses what is not among the choices', () => {
    const spec = { choices: ['json', 'human'] };
    expect(readValue(spec, 'json', '--f')).toBe('json');
    expect(() => readValue(spec, 'xml', '--f')).toThrow(
      expect.objectContaining({ cause: 'expected one of json, human' }),
    );
  });

  it('never reads a duration as something else than a finite number of milliseconds', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const ms = parseDuration(text);
        expect(ms === undefined || (Number.isFinite(ms) && ms >= 0)).toBe(true);
      }),
    );
  });

  it('names the range of a duration', () => {
    const spec = { type: 'duration', range: [1_000, 7 * 86_400_000] } as const;
    expect(readValue(spec, '168h', '--x')).toBe(7 * 86_400_000);
    for (const text of ['0s', '8d', '169h'])
      expect(() => readValue(spec, text, '--x')).toThrow(
        expect.objectContaining({ cause: 'expected a duration from 1s to 7d, such as 15m or 36h' }),
      );
  });

  it('writes a pattern that takes just the durations of a range', () => {
    const most = 365 * 86_400_000;
    const pattern = new RegExp(durationPattern(1_000, most));
    const counts = fc.oneof(fc.nat(40), fc.integer({ min: 300, max: 40_000_000 }));
    fc.assert(
      fc.property(counts, fc.constantFrom('s', 'm', 'h', 'd'), (count, unit) => {
        const ms = parseDuration(`${count}${unit}`) ?? Number.POSITIVE_INFINITY;
        expect(pattern.test(`${count}${unit}`)).toBe(ms >= 1_000 && ms <= most);
      }),
    );
    expect(['365d', '366d', '01m', '1.5h', ''].map((text) => pattern.test(text))).toEqual([
      true,
      ...Array(4).fill(false),
    ]);
  });

  it('reads switches from the environment and refuses other words', () => {
    expect(['1', 'true', 'YES', 'on'].map((text) => readSwitch(text, 'SPM_X'))).toEqual(
      Array(4).fill(true),
    );
    expect(['0', 'false', 'no', 'off', ''].map((text) => readSwitch(text, 'SPM_X'))).toEqual(
      Array(5).fill(false),
    );
    expect(() => readSwitch('maybe', 'SPM_X')).toThrow("SPM_X cannot be 'maybe'");
  });
});
