import { readdirSync, readFileSync } from 'node:fs';
import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { DATA, schemaFiles } from '../../src/schemas/index.js';
import { everyCommand } from '../helpers/commands.js';

const published = new URL('../../schemas/', import.meta.url);

describe('the published schemas', () => {
  it('are one for each command, and what the code says', async () => {
    const names = (await everyCommand()).map(({ spec }) => spec.name);
    expect(Object.keys(DATA).sort()).toEqual(names.sort());
    const files = schemaFiles();
    expect(readdirSync(published).sort()).toEqual(Object.keys(files).sort());
    for (const [name, text] of Object.entries(files))
      expect(readFileSync(new URL(name, published), 'utf8')).toBe(text);
  });

  it('are schemas', () => {
    const ajv = new Ajv2020.default({ allErrors: true });
    addFormats.default(ajv);
    for (const text of Object.values(schemaFiles()))
      expect(() => ajv.compile(JSON.parse(text))).not.toThrow();
  });

  it('refuse what a command never prints', () => {
    expect(DATA.health.safeParse({ status: 'fine' }).success).toBe(false);
  });
});
