import { describe, expect, it } from 'vitest';
import { openTerminal } from '../../src/output/terminal.js';
import { Redactor } from '../../src/runtime/security/redactor.js';

const plain = { json: false, quiet: false, verbose: false, color: true };
const level = (env: Record<string, string>, options = plain) =>
  openTerminal(options, env, new Redactor()).out.level;

describe('colour', () => {
  it.each(['0', 'false'])('is off with FORCE_COLOR=%s', (value) => {
    expect(level({ FORCE_COLOR: value })).toBe(0);
  });

  it.each(['1', 'true', ''])('is on with FORCE_COLOR=%s', (value) => {
    expect(level({ FORCE_COLOR: value })).toBe(1);
  });

  it('is off with NO_COLOR, --no-color and --json, whatever FORCE_COLOR says', () => {
    expect(level({ FORCE_COLOR: '1', NO_COLOR: '1' })).toBe(0);
    expect(level({ FORCE_COLOR: '1' }, { ...plain, color: false })).toBe(0);
    expect(level({ FORCE_COLOR: '1' }, { ...plain, json: true })).toBe(0);
  });
});
