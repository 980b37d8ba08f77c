/** The examples of rules about connectors that ship with the package: each finds what its comments say, and nothing else. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { resolveConfig } from '../../src/config/resolve.js';
import { runLint } from '../../src/lint/run.js';
import type { LintFinding } from '../../src/lint/types.js';
import { RULES } from '../../src/plan/rules/index.js';

const EXAMPLES = fileURLToPath(new URL('../../docs/lint/connector', import.meta.url));
const FINDING = /\/\/ <- ([a-z/-]+)$/;

const examples = readdirSync(EXAMPLES);

it('has examples of every rule about connectors', () => {
  const ids = RULES.map(({ id }) => id).filter((id) => id.startsWith('connector/'));
  expect(examples.map((name) => `connector/${name}`).sort()).toEqual(ids.sort());
});

describe.each(examples)('connector/%s', (name) => {
  it('finds in the bad example what its comments say, and nothing else', async () => {
    const announced = announcedIn(readFileSync(join(EXAMPLES, name, 'bad.ts'), 'utf8'));
    expect(new Set(announced.map(({ rule }) => rule))).toEqual(new Set([`connector/${name}`]));
    const found = await findingsIn(name, 'bad.ts');
    expect(found.map(({ path, rule, message }) => rule + path + message)).toHaveLength(
      announced.length,
    );
    expect(new Set(found.map(({ rule }) => rule))).toEqual(
      new Set(announced.map(({ rule }) => rule)),
    );
  });

  it('finds nothing in the good example', async () => {
    expect(await findingsIn(name, 'good.ts')).toEqual([]);
  });
});

/** What the comments at the ends of lines announce. */
function announcedIn(text: string): { line: number; rule: string }[] {
  return text.split('\n').flatMap((content, index) => {
    const rule = FINDING.exec(content)?.[1];
    return rule === undefined ? [] : [{ line: index + 1, rule }];
  });
}

/** With the settings beside it, where there are some. */
async function findingsIn(name: string, file: string): Promise<LintFinding[]> {
  const dir = join(EXAMPLES, name);
  const config = await resolveConfig({ file: null, content: null, dir, env: {} }, {}, dir);
  const settings = existsSync(join(dir, 'settings.json')) ? ['settings.json'] : [];
  const target = {
    kind: 'connector' as const,
    file: join(dir, file),
    config: { ...config, lint: { ...config.lint, settings } },
  };
  const { findings } = await runLint({ targets: [target], cwd: dir });
  return findings;
}
