/** The examples in the package have the findings that their comments announce; `--explain` prints them. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { lintPlanFile } from '../../../src/lint/lint-plan-file.js';
import { RULES } from '../../../src/plan/rules/index.js';
import { parsePlanFile } from '../../../src/plan-file/parse.js';

const EXAMPLES = fileURLToPath(new URL('../../../docs/lint', import.meta.url));
const FINDING = /# <- ([a-z/-]+)$/;

const foldersOf = (group: string): string[] => {
  const folder = join(EXAMPLES, group);
  return existsSync(folder) ? readdirSync(folder).map((name) => `${group}/${name}`) : [];
};

/** `line rule` of every finding in a plan file, compared with the base beside it, if there is one. */
function findingsIn(folder: string, file: string): string[] {
  const base = existsSync(join(EXAMPLES, folder, 'base.plan.yaml'))
    ? parsePlanFile(read(folder, 'base.plan.yaml'), 'yaml').plan
    : undefined;
  const text = read(folder, file);
  return lintPlanFile({ file, read: { text, ...parsePlanFile(text, 'yaml') } }, {}, base)
    .map(({ range, rule }) => ({ line: range?.line ?? 0, rule }))
    .sort((a, b) => a.line - b.line)
    .map(({ line, rule }) => `${line} ${rule}`);
}

/** `line rule` of every comment that announces a finding. */
function announcedIn(text: string): string[] {
  return text.split('\n').flatMap((line, index) => {
    const rule = FINDING.exec(line)?.[1];
    return rule === undefined ? [] : [`${index + 1} ${rule}`];
  });
}

const read = (rule: string, file: string) => readFileSync(join(EXAMPLES, rule, file), 'utf8');

it('has examples of every rule about plans, and of rules only', () => {
  const ids = RULES.map(({ id }) => id);
  expect(foldersOf('plan').sort()).toEqual(ids.filter((id) => id.startsWith('plan/')).sort());
  for (const rule of foldersOf('connector')) expect(ids).toContain(rule);
});

describe.each(foldersOf('plan'))('%s', (rule) => {
  it('finds in the bad example what its comments say, and nothing else', () => {
    const announced = announcedIn(read(rule, 'bad.plan.yaml'));
    expect(new Set(announced.map((text) => text.split(' ')[1]))).toEqual(new Set([rule]));
    expect(findingsIn(rule, 'bad.plan.yaml')).toEqual(announced);
  });

  it('finds nothing in the good example', () => {
    expect(findingsIn(rule, 'good.plan.yaml')).toEqual([]);
  });
});
