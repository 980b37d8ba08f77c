/**
 * The examples of rules about connectors in the package: each has exactly the findings that its comments announce.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readFixtures } from '../../src/config/fixtures.js';
import { locateProject } from '../../src/config/locate.js';
import { resolveConfig } from '../../src/config/resolve.js';
import type { Integration } from '../../src/connector/types.js';
import { readSource } from '../../src/lint/code/index.js';
import { askEnabled } from '../../src/lint/enabled.js';
import { evaluatePlans } from '../../src/lint/evaluate.js';
import { missingExports } from '../../src/lint/missing-exports.js';
import { asFindings, lintIntegration } from '../../src/plan/lint.js';
import { RULES } from '../../src/plan/rules/index.js';
import { missingExport } from '../../src/plan/rules/missing-export.js';
import { ROOT } from '../helpers/cli.js';

const EXAMPLES = join(ROOT, 'docs', 'lint', 'connector');
const FINDING = /\/\/ <- ([a-z/-]+)$/;

const examples = readdirSync(EXAMPLES);
const exportsOf = async () => Object.keys(await import('spm-connect/kit'));

it('has examples of every rule about connectors', () => {
  const ids = RULES.map(({ id }) => id).filter((id) => id.startsWith('connector/'));
  expect(examples.map((name) => `connector/${name}`).sort()).toEqual(ids.sort());
});

describe.each(examples)('connector/%s', (name) => {
  it('finds in the bad example what its comments say, and nothing else', async () => {
    const announced = announcedIn(readFileSync(join(EXAMPLES, name, 'bad.ts'), 'utf8'));
    expect(new Set(announced.map(({ rule }) => rule))).toEqual(new Set([`connector/${name}`]));
    expect(await findingsIn(name, 'bad.ts')).toEqual(announced);
  });

  it('finds nothing in the good example', async () => {
    expect(await findingsIn(name, 'good.ts')).toEqual([]);
  });
});

interface Placed {
  line: number | undefined;
  rule: string;
}

/** The findings that comments at line ends announce. */
function announcedIn(text: string): Placed[] {
  return text.split('\n').flatMap((content, index) => {
    const rule = FINDING.exec(content)?.[1];
    return rule === undefined ? [] : [{ line: index + 1, rule }];
  });
}

/** With the settings of a configuration beside it, if there is one; in the order of the lines. */
async function findingsIn(name: string, module: string): Promise<Placed[]> {
  const dir = join(EXAMPLES, name);
  const file = join(dir, module);
  const config = await resolveConfig(await locateProject(dir, undefined, {}, true), {}, dir);
  // Loaded by the test runner, so that all share one copy of the package: one copy for each would take minutes.
  const { default: integration } = (await import(file)) as { default: Integration };
  const fixtures = await readFixtures(config);
  const [{ plan } = {}] = await evaluatePlans(integration, fixtures);
  const enabled = askEnabled(integration, fixtures);
  const source = await readSource(file);
  const { rules } = config.lint;
  const found = [
    ...lintIntegration({ integration, plan, enabled, code: source.names() }),
    ...asFindings(missingExport, await missingExports(source, exportsOf), rules),
  ];
  return found
    .map(({ rule, path, ofKey, at }) => ({ rule, line: (at ?? source.place(path, ofKey))?.line }))
    .sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
}
