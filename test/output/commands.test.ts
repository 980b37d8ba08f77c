import { describe, expect, it } from 'vitest';
import { withCommands } from '../../src/output/commands.js';

const npx = (text: string) => withCommands(text, 'npx spm-connect');

describe('command lines in texts', () => {
  it.each([
    ['Run `spm-connect help sync`.', 'Run `npx spm-connect help sync`.'],
    ['  spm-connect lint\n  spm-connect sync', '  npx spm-connect lint\n  npx spm-connect sync'],
    ['Next: spm-connect sync', 'Next: npx spm-connect sync'],
    ['  $ spm-connect pull --out a', '  $ npx spm-connect pull --out a'],
    ['Usage: spm-connect [options]', 'Usage: npx spm-connect [options]'],
    ['  TOKEN=x spm-connect sync', '  TOKEN=x npx spm-connect sync'],
    ['cat t | spm-connect installations add', 'cat t | npx spm-connect installations add'],
    [
      '`spm-connect sandbox exec -- spm-connect sync`',
      '`npx spm-connect sandbox exec -- npx spm-connect sync`',
    ],
  ])('%j becomes %j', (text, expected) => {
    expect(npx(text)).toBe(expected);
    expect(npx(npx(text))).toBe(expected);
    expect(withCommands(text, 'spm-connect')).toBe(text);
  });

  it.each(['This is a bug in spm-connect.', 'spm-connect.config.ts', 'a folder/spm-connect run'])(
    '%j stays',
    (text) => {
      expect(npx(text)).toBe(text);
    },
  );
});
