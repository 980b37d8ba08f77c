import { readFileSync } from 'node:fs';
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
