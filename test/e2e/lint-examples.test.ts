/** The examples of rules about linting itself have the findings that their comments announce. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { LintReport } from '../../src/lint/types.js';
import { RULES } from '../../src/plan/rules/index.js';
import { ROOT, run } from '../helpers/cli.js';

const EXAMPLES = join(ROOT, 'docs', 'lint');

const rules = readdirSync(join(EXAMPLES, 'lint')).map((name) => `lint/${name}`);

/** Such as `lint/evaluation/bad.ts`. */
function example(rule: string, name: 'bad' | 'good'): string {
  const file = ['ts', 'plan.yaml', 'config.ts']
    .map((extension) => `${rule}/${name}.${extension}`)
    .find((candidate) => existsSync(join(EXAMPLES, candidate)));
  if (file === undefined) throw new Error(`${rule} has no ${name} example`);
  return file;
}

/** The configuration in an example. */
const configOf = (file: string) => (file.endsWith('.config.ts') ? join(EXAMPLES, file) : undefined);

async function lint(...args: string[]): Promise<LintReport> {
  const { stdout, stderr } = await run(['lint', ...args, '--format', 'json'], { cwd: EXAMPLES });
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout) as LintReport;
}

/** `file:line rule` of every finding. Examples of configurations are linted with a valid connector. */
async function findingsIn(files: readonly string[]): Promise<string[]> {
  const reports = [await lint(...files.filter((file) => configOf(file) === undefined))];
  for (const file of files) {
    const config = configOf(file);
    const connector = example('lint/evaluation', 'good');
    if (config !== undefined) reports.push(await lint(connector, '--config', config));
  }
  return reports.flatMap(({ findings }) =>
    findings.map(({ file, line, rule }) => `${file}:${line} ${rule}`),
  );
}

/** `file:line rule` of every comment that announces a finding. */
function announcedIn(file: string): string[] {
  const lines = readFileSync(join(EXAMPLES, file), 'utf8').split('\n');
  return lines.flatMap((line, index) => {
    const rule = /(?:#|\/\/) <- ([a-z/-]+)$/.exec(line)?.[1];
    return rule === undefined ? [] : [`${file}:${index + 1} ${rule}`];
  });
}

describe('the examples', () => {
  it('are there for every rule, and for no other', () => {
    const ids = RULES.map(({ id }) => id).filter((id) => id.startsWith('lint/'));
    expect([...rules].sort()).toEqual(ids.sort());
  });

  it.each(rules)('%s announces findings of that rule alone', (rule) => {
    const announced = announcedIn(example(rule, 'bad')).map((text) => text.split(' ')[1]);
    expect(new Set(announced)).toEqual(new Set([rule]));
  });

  it('that are bad are found to be what their comments say, and nothing else', async () => {
    const bad = rules.map((rule) => example(rule, 'bad'));
    expect((await findingsIn(bad)).sort()).toEqual(bad.flatMap(announcedIn).sort());
  });

  it('that are good are clean', async () => {
    expect(await findingsIn(rules.map((rule) => example(rule, 'good')))).toEqual([]);
  });
});
