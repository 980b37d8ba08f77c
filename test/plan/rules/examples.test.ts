/** The examples that ship with the package are what the rules say they are: `--explain` prints them. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { lintIntegration } from '../../../src/plan/lint.js';
import { RULES } from '../../../src/plan/rules/index.js';
import { readPlanExample } from './plan-example.js';

const EXAMPLES = fileURLToPath(new URL('../../../docs/lint', import.meta.url));
const FINDING = /# <- ([a-z/-]+)$/;

const foldersOf = (group: string): string[] => {
  const folder = join(EXAMPLES, group);
  return existsSync(folder) ? readdirSync(folder).map((name) => `${group}/${name}`) : [];
};

/** `line rule` of every finding in a plan file, against the base beside it where there is one. */
function findingsIn(rule: string, file: string): string[] {
  const { plan, lineOf } = readPlanExample(read(rule, file));
  const base = existsSync(join(EXAMPLES, rule, 'base.plan.yaml'))
    ? readPlanExample(read(rule, 'base.plan.yaml')).plan
    : undefined;
  return lintIntegration({ plan, planPath: '', base }).map(
    (finding) => `${lineOf(finding.path)} ${finding.rule}`,
  );
}

/** The same of every comment that announces one. */
function announcedIn(text: string): string[] {
  return text.split('\n').flatMap((line, index) => {
    const rule = FINDING.exec(line)?.[1];
    return rule === undefined ? [] : [`${index + 1} ${rule}`];
  });
}

const read = (rule: string, file: string) => readFileSync(join(EXAMPLES, rule, file), 'utf8');

it('has examples of rules only', () => {
  const ids = RULES.map(({ id }) => id);
  for (const rule of ['plan', 'connector'].flatMap(foldersOf)) expect(ids).toContain(rule);
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
