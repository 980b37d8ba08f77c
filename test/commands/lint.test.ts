import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  truncateSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run, runJson } from '../helpers/cli.js';
import { CONFIG, connectorSource, project } from '../helpers/project.js';

const FIXTURES = fileURLToPath(new URL('../fixtures/lint', import.meta.url));

/** A folder with the fixtures, without a configuration. */
const folder = project();
const cwd = folder.path;

beforeAll(() => {
  for (const kind of ['plans', 'connectors']) {
    mkdirSync(folder.file(kind));
    for (const name of readdirSync(join(FIXTURES, kind)))
      copyFileSync(join(FIXTURES, kind, name), folder.file(`${kind}/${name}`));
  }
});
afterAll(() => folder.remove());

interface Shown {
  file: string;
  line?: number;
  column?: number;
  rule: string;
}

/** `file:line:column rule` of every finding. */
const placesOf = (findings: readonly Shown[]) =>
  findings.map(({ file, line, column, rule }) => `${file}:${line}:${column} ${rule}`);

async function lint(...args: string[]) {
  const { code, document } = await runJson(['lint', ...args], { cwd });
  return { code, document, places: placesOf(document.data?.findings ?? []) };
}

describe('a plan file', () => {
  it('is checked, each finding at its place', async () => {
    const { code, document, places } = await lint('plans/cards.plan.yaml');
    expect(code).toBe(1);
    expect(places).toEqual([
      'plans/cards.plan.yaml:3:5 plan/unknown-key',
      'plans/cards.plan.yaml:5:31 plan/field-type',
    ]);
    expect(document.data.findings[0]).toEqual({
      rule: 'plan/unknown-key',
      severity: 'error',
      code: 'unknown-keys',
      args: {
        keys: ['uniqe_keys'],
        known: ['name', 'description', 'unique_keys', 'fields', 'relationships'],
        suggestion: 'unique_keys',
      },
      message: 'unknown key "uniqe_keys"',
      hint: 'Did you mean "unique_keys"?',
      help: expect.stringMatching(/^https:.*\/docs\/lint\.md#plan\/unknown-key$/),
      path: 'customData[0].uniqe_keys',
      file: 'plans/cards.plan.yaml',
      line: 3,
      column: 5,
      end_line: 3,
      end_column: 15,
      source: '    uniqe_keys: [number]',
      fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  it('is shown to people with the lines, and told to be clean', async () => {
    const bad = await run(['lint', 'plans/cards.plan.yaml'], { cwd });
    expect(bad.code).toBe(1);
    expect(bad.stdout).toContain('3 │     uniqe_keys: [number]');
    expect(bad.stdout).toContain('hint: Did you mean "unique_keys"?');
    const good = await run(['lint', 'plans/clean.plan.json'], { cwd });
    expect(good).toMatchObject({ code: 0, stdout: '✓ plans/clean.plan.json has no findings\n' });
  });

  it.each([
    ['broken.plan.yaml', ['3:5', '5:1']],
    ['empty.plan.yaml', ['1:1']],
    ['latin1.plan.yaml', ['1:1']],
  ])('that cannot be read is a finding: %s', async (name, positions) => {
    const { code, places } = await lint(`plans/${name}`);
    expect(code).toBe(1);
    expect(places).toEqual(positions.map((at) => `plans/${name}:${at} plan/syntax`));
  });

  it('that is huge is refused before it is read', async () => {
    folder.write('huge.plan.json', '');
    truncateSync(folder.file('huge.plan.json'), 600 * 1024 * 1024);
    const { code, document } = await lint('huge.plan.json');
    expect(code).toBe(1);
    expect(document.data.findings[0].message).toBe('the file is larger than 128 MiB');
  });

  it('is compared with what the shop has', async () => {
    folder.write(
      'base.plan.yaml',
      'customData: [{ name: card, fields: [{ name: a, type: date }] }]',
    );
    folder.write(
      'next.plan.yaml',
      'customData: [{ name: Card, fields: [{ name: a, type: bool }] }]',
    );
    const { places } = await lint('next.plan.yaml', '--base', 'base.plan.yaml');
    expect(places).toContain('next.plan.yaml:1:54 plan/field-type-changed');
    const error = (await lint('next.plan.yaml', '--base', 'none.plan.yaml')).document.error;
    expect(error).toMatchObject({ code: 'SPM_INVALID_VALUE', exit_code: 64 });
  });
});

describe('a connector', () => {
  it('has its findings in the plan file that it loads', async () => {
    const { code, places, document } = await lint('connectors/loaded.ts');
    expect(code).toBe(1);
    expect(places).toEqual([
      'plans/cards.plan.yaml:3:5 plan/unknown-key',
      'plans/cards.plan.yaml:5:31 plan/field-type',
    ]);
    expect(document.data.files).toEqual(['connectors/loaded.ts']);
  });

  it('cannot reach a network, and is told what it tried', async () => {
    const { code, document, places } = await lint('connectors/fetches.ts');
    expect(code).toBe(1);
    expect(places).toEqual(['connectors/fetches.ts:11:17 lint/evaluation']);
    expect(document.data.findings[0].message).toContain('fetch https://partner.example/plan needs');
  });

  it('is told how to add a fixture, and is checked with each', async () => {
    const { document } = await lint('connectors/throws.ts');
    expect(document.data.findings[0].hint).toContain(
      '"lint": { "settings": ["./fixtures/settings.json"] } to spm-connect.config.ts',
    );
    folder.write('one.json', '{ "code": "a b" }');
    folder.write('two.json', '{ "code": "visit" }');
    folder.write('three.json', '{ "code": "a b" }');
    const settings = { lint: { settings: ['./one.json', './two.json', './three.json'] } };
    folder.write('settings.config.json', JSON.stringify(settings));
    const args = ['connectors/settings.ts', '--config', 'settings.config.json'];
    const checked = await lint(...args);
    expect(checked.code).toBe(1);
    expect(checked.document.data.findings).toMatchObject([
      { rule: 'plan/event-code-name', fixture: 'one.json, three.json', line: 12 },
    ]);
  });

  it('that cannot be loaded is a finding', async () => {
    const { code, document } = await lint('connectors/no-default.ts', 'connectors/broken.ts');
    expect(code).toBe(1);
    expect(document.data.findings).toMatchObject([
      {
        rule: 'lint/load',
        code: 'load-failed',
        file: 'connectors/broken.ts',
        message: expect.stringContaining('plans/broken.plan.yaml:3:5: '),
      },
      { rule: 'lint/load', file: 'connectors/no-default.ts' },
    ]);
  });
});

describe('paths', () => {
  it('are looked at together, each once, in the order of the files', async () => {
    const { places, document } = await lint(
      'plans/empty.plan.yaml',
      'plans/broken.plan.yaml',
      './plans/empty.plan.yaml',
    );
    expect(places).toEqual([
      'plans/broken.plan.yaml:3:5 plan/syntax',
      'plans/broken.plan.yaml:5:1 plan/syntax',
      'plans/empty.plan.yaml:1:1 plan/syntax',
    ]);
    expect(document.data.files).toEqual(['plans/empty.plan.yaml', 'plans/broken.plan.yaml']);
  });

  it('to a folder stand for the connector of its configuration', async () => {
    folder.write('shop/spm-connect.config.mjs', CONFIG);
    folder.write('shop/connector.mjs', connectorSource({ provisioning: '{ evnts: [] }' }));
    const { places } = await lint('shop');
    expect(places).toEqual(['shop/connector.mjs:19:19 plan/unknown-key']);
  });

  it.each([
    ['none.plan.yaml', 'does not exist'],
    ['none*.plan.yaml', 'no file matches the pattern'],
    ['../none/a.ts', 'does not exist'],
    ['plans/cards.plan.yaml/x.yaml', 'does not exist'],
    ['readme.md', 'a connector is a .ts'],
  ])('to nothing are refused: %s', async (path, cause) => {
    folder.write('readme.md', '');
    const { code, document } = await lint(path);
    expect(code).toBe(64);
    expect(document.error?.code).toBe('SPM_INVALID_VALUE');
    expect(document.error?.cause).toContain(cause);
  });

  it('are needed where there is no configuration', async () => {
    const { code, document } = await lint();
    expect({ code, error: document.error?.code }).toEqual({
      code: 78,
      error: 'SPM_CONFIG_NOT_FOUND',
    });
  });
});

describe('the exit code', () => {
  it('depends on --fail-on and --max-warnings', async () => {
    folder.write('warned.plan.yaml', '# spm-lint-disable-next-line plan/shape\nevents: []\n');
    const codeOf = async (...args: string[]) => (await lint('warned.plan.yaml', ...args)).code;
    expect(await codeOf()).toBe(0);
    expect(await codeOf('--fail-on', 'warning')).toBe(1);
    expect(await codeOf('--fail-on', 'info')).toBe(1);
    expect(await codeOf('--max-warnings', '1')).toBe(0);
    expect(await codeOf('--max-warnings', '0')).toBe(1);
  });

  it('is 64 for values and options that cannot be', async () => {
    for (const args of [
      ['--format', 'xml'],
      ['--fail-on', 'fatal'],
      ['--max-warnings', '-1'],
      ['--format', 'sarif'],
    ]) {
      const { code, document } = await lint('plans/clean.plan.json', ...args);
      expect({ args, code, exit: document.error?.exit_code }).toEqual({ args, code: 64, exit: 64 });
    }
  });
});

describe('--output-file', () => {
  const args = ['lint', 'plans/cards.plan.yaml', '--format', 'json', '--output-file'];

  it('gets the format, while people see the findings, and programs the envelope', async () => {
    const people = await run([...args, 'report.json'], { cwd });
    expect(people.code).toBe(1);
    expect(people.stdout).toContain('uniqe_keys');
    const report = JSON.parse(readFileSync(folder.file('report.json'), 'utf8'));
    const { document } = await runJson([...args, 'report.json'], { cwd });
    expect(report).toMatchObject(document.data);
    expect(readdirSync(cwd).filter((name) => name.startsWith('report'))).toEqual(['report.json']);
  });

  it('is written through a link, and keeps what was there when it cannot be', async () => {
    folder.write('real.json', 'old');
    symlinkSync('real.json', folder.file('link.json'));
    await run([...args, 'link.json'], { cwd });
    expect(readFileSync(folder.file('real.json'), 'utf8')).toMatch(/^\{/);
    mkdirSync(folder.file('taken.json'));
    const { code, stderr } = await run([...args, 'taken.json'], { cwd });
    expect(code).toBe(1);
    expect(stderr).toContain('SPM_WRITE_FAILED');
  });

  it('needs a folder that is there and can be written', async () => {
    const missing = await run([...args, 'none/report.json'], { cwd });
    expect(missing).toMatchObject({ code: 1, stdout: '' });
    expect(missing.stderr).toContain('Create the folder');
    if (process.getuid?.() === 0) return;
    mkdirSync(folder.file('locked'));
    chmodSync(folder.file('locked'), 0o500);
    const locked = await run([...args, 'locked/report.json'], { cwd });
    expect(locked.code).toBe(1);
    expect(existsSync(folder.file('locked/report.json'))).toBe(false);
  });

  it('without it the format goes to stdout, alone', async () => {
    const { stdout, stderr } = await run(args.slice(0, 4), { cwd });
    expect(placesOf(JSON.parse(stdout).findings)).toHaveLength(2);
    expect(stderr).toBe('');
  });
});
