import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { errorsPage } from '../scripts/errors-page.js';
import { CATALOG, EXIT, SpmError } from '../src/errors.js';

describe('the error catalog', () => {
  it('gives every code an exit code and one sentence', () => {
    for (const [code, entry] of Object.entries(CATALOG)) {
      expect(code).toMatch(/^SPM_[A-Z_]+$/);
      expect(EXIT[entry.exit]).toBeTypeOf('number');
      expect(entry.meaning).toMatch(/^[A-Z].*\.$/);
    }
  });

  it('is what docs/errors.md lists', () => {
    const page = readFileSync(new URL('../docs/errors.md', import.meta.url), 'utf8');
    expect(page).toBe(errorsPage(CATALOG, EXIT));
  });

  it('makes errors that know their exit', () => {
    expect(new SpmError('SPM_LEASE_HELD', 'x').exit).toBe('busy');
  });
});

describe('the wording of errors in the source', () => {
  const root = new URL('../src/', import.meta.url);
  const sources = (readdirSync(root, { recursive: true }) as string[])
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(new URL(name, root), 'utf8'));
  const literals = (pattern: RegExp) =>
    sources.flatMap((source) => [...source.matchAll(pattern)].map(([, , text = '']) => text));

  it('begins a hint with a capital letter or code, and ends it as a sentence', () => {
    const hints = literals(/\bhint:\s*(?:[^,;'`]*\?\s*)?(['`])((?:\\.|(?!\1).)*)\1/g);
    expect(hints.length).toBeGreaterThan(50);
    expect(hints.filter((hint) => !/^(?:[A-Z]|\\?`|\$\{).*(?:[.?]|\})$/.test(hint))).toEqual([]);
  });

  it('ends a message without a full stop', () => {
    const messages = literals(/new SpmError\(\s*'SPM_[A-Z_]+',\s*(['`])((?:\\.|(?!\1).)*)\1/g);
    expect(messages.length).toBeGreaterThan(50);
    expect(messages.filter((message) => message.endsWith('.'))).toEqual([]);
  });
});
