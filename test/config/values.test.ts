import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OptionSpec } from '../../src/commands/types.js';
import { parseDuration, readSwitch, readValue } from '../../src/config/values.js';

const read = (type: OptionSpec['type'], text: string) =>
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
  ] as const)('reads %s %j', (type, text, value) => {
    expect(read(type, text)).toEqual(value);
  });

  it.each([
    ['text', ''],
    ['integer', '-1'],
    ['integer', '1.5'],
    ['integer', '1e3'],
    ['ratio', '1.01'],
    ['duration', '15'],
    ['duration', '15 m'],
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
