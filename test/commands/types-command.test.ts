import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ROOT, run, runJson } from '../helpers/cli.js';
import { project, type TestProject } from '../helpers/project.js';

const PLAN = `customData:
  - name: Store
    fields:
      - { name: code, type: text, required: true }
`;

describe('spm-connect types', () => {
  let work: TestProject;
  beforeEach(() => {
    work = project({ 'shop.plan.yaml': PLAN });
  });
  afterEach(() => work.remove());

  const types = (...args: string[]) =>
    run(['types', 'shop.plan.yaml', ...args], { cwd: work.path });
  const written = () => readFileSync(work.file('records.ts'), 'utf8');

  it('prints what it would write', async () => {
    const { code, stdout } = await types();
    expect(code).toBe(0);
    expect(stdout).toContain('export type Store = {\n  code: string;\n};\n');
    await types('--out', 'records.ts');
    expect(written()).toBe(stdout);
  });

  it('gives for a template what its code infers', async () => {
    const { stdout } = await run(['types'], { cwd: join(ROOT, 'templates/csv') });
    expect(stdout).toBe(readFileSync(join(ROOT, 'test/fixtures/types/csv.ts'), 'utf8'));
  });

  it('leaves a file alone that is right already', async () => {
    expect((await types('--out', 'records.ts')).stdout).toBe('✓ records.ts is written (1 type)\n');
    const { mtimeMs } = statSync(work.file('records.ts'));
    expect((await types('--out', 'records.ts')).stdout).toBe('✓ records.ts is already correct\n');
    expect(statSync(work.file('records.ts')).mtimeMs).toBe(mtimeMs);
  });

  it('does not overwrite what somebody wrote', async () => {
    work.write('records.ts', 'export const mine = 1;\n');
    const { code, stderr } = await types('--out', 'records.ts');
    expect(code).toBe(64);
    expect(stderr).toContain('was not written by spm-connect types');
    expect(written()).toBe('export const mine = 1;\n');
  });

  it('tells with --check whether the file is up to date, and writes nothing', async () => {
    const missing = await types('--out', 'records.ts', '--check');
    expect(missing.code).toBe(1);
    expect(missing.stdout).toContain('✗ records.ts is missing');
    await types('--out', 'records.ts');
    const current = await types('--out', 'records.ts', '--check');
    expect(current).toMatchObject({ code: 0, stdout: '✓ records.ts is up to date\n' });

    const before = written();
    work.write('shop.plan.yaml', `${PLAN}      - { name: city, type: text }\n`);
    const outdated = await types('--out', 'records.ts', '--check');
    expect(outdated.code).toBe(1);
    expect(outdated.stdout).toBe(`✗ records.ts is out of date
  line 6:
  + ${'  city?: string | null | undefined;'}
  hint: Run \`spm-connect types --out records.ts\`.
`);
    expect(written()).toBe(before);
  });

  it('takes line ends of other systems for its own', async () => {
    await types('--out', 'records.ts');
    work.write('records.ts', written().replaceAll('\n', '\r\n'));
    expect((await types('--out', 'records.ts', '--check')).code).toBe(0);
  });

  it('gives all of it as JSON', async () => {
    const args = ['types', 'shop.plan.yaml', '--out', 'records.ts', '--check'];
    const { code, document } = await runJson(args, { cwd: work.path });
    expect(code).toBe(1);
    expect(document.ok).toBe(false);
    expect(document.data).toMatchObject({
      status: 'missing',
      output_file: 'records.ts',
      types: [{ definition: 'Store', type: 'Store' }],
    });
  });

  it.each([
    [['--check'], 64, '--check needs --out FILE'],
    [['--out', '.'], 64, 'cannot be read'],
    [['--out', 'no/such/folder.ts'], 1, 'Create the folder'],
  ])('refuses %j with %i', async (args, code, text) => {
    const result = await types(...args);
    expect(result.code).toBe(code);
    expect(result.stderr).toContain(text);
  });
});
