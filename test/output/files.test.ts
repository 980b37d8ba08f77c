import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { writeWhole } from '../../src/output/files.js';
import { Redactor } from '../../src/runtime/security/redactor.js';

const hintOf = (path: string): unknown => {
  try {
    return writeWhole(path, new Redactor().hide('text'));
  } catch (error) {
    return (error as { hint?: string }).hint;
  }
};

describe('a file that cannot be written', () => {
  it.runIf(existsSync('/dev/full'))('asks for space where the disk is full', () => {
    expect(hintOf('/dev/full')).toContain('no space left');
  });

  it('asks for the folder that is missing, and for rights otherwise', () => {
    expect(hintOf('/no/such/folder.txt')).toContain('Make the folder /no/such');
    expect(hintOf('/dev')).toContain('may be written to');
  });
});
