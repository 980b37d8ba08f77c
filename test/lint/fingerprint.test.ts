import { expect, it } from 'vitest';
import { fingerprint, uniqueFingerprints } from '../../src/lint/fingerprint.js';
import { finding, placed } from '../output/lint/report.js';

it('stays the same if a finding moves, or is said in other words', () => {
  const print = fingerprint(placed());
  for (const moved of [
    { line: 99, column: 1, source: 'x' },
    { path: 'customData[7].unique_keys[3]' },
    { message: 'x', hint: 'x' },
    { fixture: 'x' },
    { severity: 'info' as const },
  ])
    expect(fingerprint(placed(moved))).toBe(print);
});

it('is another one for another finding', () => {
  const print = fingerprint(finding());
  for (const other of [
    { rule: 'x' },
    { code: 'x' },
    { args: { name: 'x' } },
    { path: 'x' },
    { file: 'x' },
  ])
    expect(fingerprint(finding(other))).not.toBe(print);
});

it('numbers equal findings', () => {
  const prints = uniqueFingerprints([finding(), finding(), finding({ rule: 'x' }), finding()]);
  expect(new Set(prints).size).toBe(4);
  expect(prints[0]).toBe(fingerprint(finding()));
});
