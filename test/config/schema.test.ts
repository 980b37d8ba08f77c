import Ajv2020 from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { misfit, readSetting } from '../../src/config/check.js';
import { configJsonSchema, configProblems } from '../../src/config/schema.js';
import { SETTINGS, type SettingSpec } from '../../src/config/settings.js';

const byJsonSchema = new Ajv2020.default({ allErrors: true }).compile(configJsonSchema());

/** A file with one setting. */
function file({ key }: SettingSpec, value: unknown): object {
  const [outer = '', inner] = key.split('.');
  return { [outer]: inner === undefined ? value : { [inner]: value } };
}

const VALUES: readonly unknown[] = [
  ...[0, 1, -1, 1.5, 64, 65, 365, 36_500, 36_501, 65_535, 65_536, 1e3, 1e21, Number.NaN],
  ...['', ' ', '0', '8', ' 8 ', '08', '1e3', '0s', '1s', '15m', '365d', '366d', '01m', '1.5h'],
  ...['sandbox', 'production', 'sandbx', 'https://x.example', 'ftp://x', './a.ts', [], ['a'], ['']],
  ...[{}, { 'plan/x': 'off' }, { 'plan/x': 'none' }, null, true],
];

describe('what a setting takes', () => {
  it('is the same in the file and, as text, in the environment', () => {
    for (const spec of SETTINGS) {
      for (const value of VALUES) {
        const fits = misfit(spec, value) === undefined;
        expect(configProblems(file(spec, value)), `${spec.key} ${String(value)}`).toHaveLength(
          fits ? 0 : 1,
        );
        if (typeof value !== 'number' && typeof value !== 'string') continue;
        const isText = typeof value === 'string';
        if (isText === (spec.type === 'integer')) continue;
        const read = () => readSetting(spec, String(value), 'SPM_X');
        if (fits) expect(read()).toBe(value);
        else expect(read).toThrow(expect.objectContaining({ code: 'SPM_INVALID_VALUE' }));
      }
    }
  });

  it('is what the JSON Schema takes, which knows less of targets alone', () => {
    for (const spec of SETTINGS) {
      for (const value of VALUES) {
        const fits = configProblems(file(spec, value)).length === 0;
        if (fits || spec.type !== 'target')
          expect(byJsonSchema(file(spec, value)), `${spec.key} ${String(value)}`).toBe(fits);
      }
      if (spec.default !== null) expect(configProblems(file(spec, spec.default))).toEqual([]);
    }
  });

  it('is a whole number in plain digits, whatever is tried', () => {
    const integers = SETTINGS.filter(({ type }) => type === 'integer');
    fc.assert(
      fc.property(fc.constantFrom(...integers), fc.string(), (spec, text) => {
        const fits = /^\d+$/.test(text) && misfit(spec, Number(text)) === undefined;
        if (fits && String(Number(text)) === text)
          expect(readSetting(spec, text, 'SPM_X')).toBe(Number(text));
        else expect(() => readSetting(spec, text, 'SPM_X')).toThrow('SPM_X cannot be');
      }),
    );
  });
});

describe('a file', () => {
  it('is told of by key, value and what is expected, all at once', () => {
    const content = {
      conector: './c.ts',
      sync: { backfillDays: 0, concurrency: 'many', intervall: '1m' },
      lint: { rules: { 'plan/x': 'none' }, settings: ['', 'a'] },
      server: 8080,
      target: 'https://me:secret@x.example',
    };
    expect(configProblems(content)).toEqual([
      'conector: this setting does not exist; did you mean connector?',
      'sync.backfillDays cannot be 0: expected a whole number from 1 to 36,500',
      "sync.concurrency cannot be 'many': expected a whole number from 1 to 64",
      'sync.intervall: this setting does not exist; did you mean interval?',
      "lint.rules.plan/x cannot be 'none': expected one of off, info, warning, error",
      "lint.settings[0] cannot be '': expected a path",
      'server cannot be 8080: expected an object with settings',
      "target cannot be 'https://***@x.example': a base URL holds no user name and no password",
    ]);
  });

  it('holds an object', () => {
    for (const content of [[], 'x', 3, Promise.resolve({}), () => ({})])
      expect(configProblems(content)).toHaveLength(1);
    expect(configProblems({ $schema: './x.json', sync: undefined, lint: {} })).toEqual([]);
  });
});
