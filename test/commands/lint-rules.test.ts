import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { afterAll, describe, expect, it } from 'vitest';
import { ROOT, run, runJson } from '../helpers/cli.js';
import { project } from '../helpers/project.js';

const folder = project({
  'shop.plan.yaml': 'customData:\n  - { name: A, unique_keys: [b], fields: [] }\n',
});
afterAll(() => folder.remove());
const cwd = folder.path;

describe('lint --list-rules', () => {
  it('lists the rules, for people and as data', async () => {
    const people = await run(['lint', '--list-rules'], { cwd });
    expect(people).toMatchObject({ code: 0, stderr: '' });
    expect(people.stdout).toMatch(/^plan\/unique-keys +error +\w/m);
    const { document } = await runJson(['lint', '--list-rules'], { cwd });
    expect(document.data.rules).toContainEqual(
      expect.objectContaining({ id: 'plan/unique-keys', severity: 'error' }),
    );
  });
});

describe('lint --explain', () => {
  it('prints all about a rule, with its examples as they stand in their files', async () => {
    const { code, stdout } = await run(['lint', '--explain', 'plan/unique-keys'], { cwd });
    expect(code).toBe(0);
    for (const name of ['bad', 'good']) {
      const file = join(ROOT, 'docs/lint/plan/unique-keys', `${name}.plan.yaml`);
      expect(stdout).toContain(
        readFileSync(file, 'utf8')
          .trimEnd()
          .replaceAll(/^(?=.)/gm, '  '),
      );
    }
    const { document } = await runJson(['lint', '--explain', 'plan/unique-keys'], { cwd });
    expect(document.data.rule.examples).toHaveLength(2);
  });

  it('refuses a rule that there is not, and names the one that was meant', async () => {
    const { code, document } = await runJson(['lint', '--explain', 'plan/unique-kays'], { cwd });
    expect(code).toBe(64);
    expect(document.error).toMatchObject({
      code: 'SPM_UNKNOWN_RULE',
      hint: 'Did you mean "plan/unique-keys"?',
    });
  });
});

describe('lint --format json', () => {
  it('prints a document of the published shape', async () => {
    const schema = readFileSync(join(ROOT, 'schemas/lint-report.schema.json'), 'utf8');
    const ajv = new Ajv2020.default();
    addFormats.default(ajv);
    const validate = ajv.compile(JSON.parse(schema));
    const { code, stdout } = await run(['lint', 'shop.plan.yaml', '--format', 'json'], { cwd });
    expect(code).toBe(1);
    expect(validate(JSON.parse(stdout)), JSON.stringify(validate.errors)).toBe(true);
    expect(validate({ ...JSON.parse(stdout), schemaVersion: 2 })).toBe(false);
  });
});
