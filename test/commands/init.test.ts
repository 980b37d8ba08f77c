import { chmod, mkdir, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { command, type InitData } from '../../src/commands/init.js';
import type { Invocation } from '../../src/commands/types.js';
import { invocationIn, silent, unexpected } from '../helpers/invocation.js';

let folder: string;
let tools: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'spm-init-'));
  tools = await mkdtemp(join(tmpdir(), 'spm-init-tools-'));
});

/** A program that records its arguments, in its working directory. */
async function tool(name: string, script = 'exit 0'): Promise<void> {
  await writeFile(
    join(tools, name),
    `#!/bin/sh\necho "${name} $*" >> "${tools}/calls"\n${script}\n`,
  );
  await chmod(join(tools, name), 0o755);
}

async function calls(): Promise<string[]> {
  const text = await readFile(join(tools, 'calls'), 'utf8').catch(() => '');
  return text.trim().split('\n').filter(Boolean);
}

function invocation(given: Partial<Invocation> = {}): Invocation {
  return invocationIn(folder, { env: { PATH: tools }, ...given });
}

async function init(given: Partial<Invocation>): Promise<{ data: InitData; codes: string[] }> {
  const { data, diagnostics = [] } = await command.run(invocation(given));
  return { data: data as InitData, codes: diagnostics.map(({ code }) => code) };
}

const offline = { yes: true, install: false, git: false };

test('--yes takes csv, npm, a slug from the directory and a name from the slug', async () => {
  const { data, codes } = await init({ args: ['Mon Café'], options: offline });
  expect(codes).toEqual([]);
  expect(data).toMatchObject({
    directory: join(folder, 'Mon Café'),
    template: 'csv',
    slug: 'mon-cafe',
    name: 'Mon cafe',
    dry_run: false,
    installed: false,
    git: false,
    next: ["cd 'Mon Café'", 'spm-connect lint', 'spm-connect provision', 'spm-connect sync'],
  });
  expect(data.files).toContain('src/connector.ts');
  expect(data.files).toContain('.gitignore');
  for (const path of data.files) await readFile(join(data.directory, path));
});

test('without a directory it is the current one', async () => {
  const { data } = await init({ options: { ...offline, slug: 'shop', template: 'minimal' } });
  expect(data.directory).toBe(folder);
  expect(data.next[0]).toBe('spm-connect lint');
});

test('what is missing is named with a command line that works when pasted', async () => {
  const failure = await init({
    args: ["l'été"],
    options: { template: 'minimal', install: false },
  }).catch((error) => error);
  expect(failure).toMatchObject({
    code: 'SPM_MISSING_INPUT',
    message: 'init needs --slug, --name, --pm',
    details: {
      missing: ['--slug', '--name', '--pm'],
      command: `spm-connect init 'l'\\''été' --template minimal --slug l-ete --name 'L ete' --pm npm --no-install`,
    },
  });
  expect(failure.hint).toContain(failure.details.command);
  expect(await readdir(folder)).toEqual([]);
});

test('with nothing given, everything is missing', async () => {
  await expect(init({})).rejects.toMatchObject({
    details: { missing: ['[dir]', '--template', '--slug', '--name', '--pm'] },
  });
});

test('with everything given, --yes is not needed', async () => {
  const options = {
    template: 'minimal',
    slug: 'a',
    name: 'A',
    pm: 'npm',
    install: false,
    git: false,
  };
  const { data } = await init({ args: ['a'], options });
  expect(data).toMatchObject({ slug: 'a', name: 'A' });
});

test('a person is asked for what is missing only', async () => {
  const asked: string[] = [];
  const answer = ({ message, initial = '' }: { message: string; initial?: string }) => {
    asked.push(`${message}: ${initial}`);
    return Promise.resolve(message === 'Slug' ? 'eigen' : initial);
  };
  const { data } = await init({
    args: ['laden'],
    options: { pm: 'npm', install: false, git: false },
    interactive: true,
    prompt: {
      ...silent,
      text: answer,
      select: async ({ message, options }) => {
        asked.push(`${message}: ${options.map(({ value }) => value).join('|')}`);
        const [, minimal] = options;
        return (minimal ?? unexpected()).value;
      },
      confirm: unexpected,
    },
  });
  expect(asked).toEqual(['Template: csv|minimal', 'Slug: laden', 'Name that merchants see: Eigen']);
  expect(data).toMatchObject({ template: 'minimal', slug: 'eigen', name: 'Eigen' });
});

test.each([
  [{ template: 'cvs' }, 'SPM_UNKNOWN_TEMPLATE', 'Did you mean "csv"? Templates: csv, minimal.'],
  [{ template: 'xxxxx' }, 'SPM_UNKNOWN_TEMPLATE', 'Templates: csv, minimal.'],
  [{ slug: 'My Shop' }, 'SPM_INVALID_VALUE', 'For example, --slug my-shop.'],
  [{ slug: '' }, 'SPM_INVALID_VALUE', 'Give another --slug.'],
  [{ name: '  ' }, 'SPM_INVALID_VALUE', 'Give another --name.'],
  [{ pm: 'npn' }, 'SPM_INVALID_VALUE', 'Did you mean "npm"?'],
])('%j is refused with %s', async (options, code, hint) => {
  await expect(init({ options: { ...offline, ...options } })).rejects.toMatchObject({ code, hint });
});

test('--list shows the templates and asks nothing', async () => {
  const { data } = await command.run(invocation({ options: { list: true } }));
  expect(data).toMatchObject({ templates: [{ name: 'csv' }, { name: 'minimal' }] });
});

test('--dry-run names the files and writes none', async () => {
  await tool('npm');
  await tool('git');
  const { data } = await init({ args: ['shop'], options: { yes: true, dryRun: true } });
  expect(data).toMatchObject({
    dry_run: true,
    installed: false,
    git: false,
    next: ['spm-connect init shop --template csv --slug shop --name Shop --pm npm'],
  });
  expect(data.files).toContain('data/customers.csv');
  expect(await readdir(folder)).toEqual([]);
  expect(await calls()).toEqual([]);
});

test('files in the way are refused, and replaced with --force', async () => {
  await writeFile(join(folder, 'README.md'), 'mine');
  await expect(init({ options: offline })).rejects.toMatchObject({
    code: 'SPM_DIRECTORY_NOT_EMPTY',
    details: { files: ['README.md'] },
  });
  expect(await readdir(folder)).toEqual(['README.md']);
  const { data } = await init({ options: { ...offline, force: true } });
  expect(data.overwritten).toEqual(['README.md']);
});

test('installs with the chosen package manager and makes a repository', async () => {
  await tool('pnpm');
  await tool('git', '[ "$1" = init ]');
  const { data, codes } = await init({ args: ['shop'], options: { yes: true, pm: 'pnpm' } });
  expect(await calls()).toEqual([
    'git rev-parse --is-inside-work-tree',
    'git init --quiet',
    'pnpm install',
  ]);
  expect(codes).toEqual([]);
  expect(data).toMatchObject({ installed: true, git: true });
  expect(data.next).toEqual(['cd shop', 'pnpm run lint', 'pnpm run provision', 'pnpm run sync']);
});

test('inside a repository it makes none', async () => {
  await tool('git');
  const { data } = await init({ args: ['shop'], options: { yes: true, install: false } });
  expect(data.git).toBe(false);
  expect(await calls()).toEqual(['git rev-parse --is-inside-work-tree']);
});

test('a failing install is a warning that says what to run', async () => {
  await tool('npm', 'exit 7');
  const report = await command.run(
    invocation({ args: ['shop'], options: { yes: true, git: false } }),
  );
  expect(report.exit ?? 'ok').toBe('ok');
  expect(report.data).toMatchObject({ installed: false });
  expect(report.diagnostics).toEqual([
    expect.objectContaining({
      severity: 'warning',
      code: 'SPM_INSTALL_FAILED',
      message: 'The dependencies were not installed: npm ended with code 7.',
      hint: expect.stringContaining('`npm install`'),
    }),
  ]);
});

test('programs that are not installed are warnings too', async () => {
  const { data, codes } = await init({ args: ['shop'], options: { yes: true } });
  expect(codes).toEqual(['SPM_GIT_INIT_FAILED', 'SPM_INSTALL_FAILED']);
  expect(data.files.length).toBeGreaterThan(5);
});

test('an interruption during the install ends the command', async () => {
  const controller = new AbortController();
  await tool('npm', 'echo $$ > "$PWD/running"; exec sleep 60');
  await mkdir(join(folder, 'shop'));
  const running = init({
    args: ['shop'],
    options: { yes: true, git: false },
    env: { PATH: `${tools}:${process.env.PATH}` },
    signal: controller.signal,
  });
  const outcome = expect(running).rejects.toThrow('stopped by the test');
  while (!(await readdir(join(folder, 'shop'))).includes('running')) {
    await new Promise((resolve) => setImmediate(resolve));
  }
  controller.abort(new Error('stopped by the test'));
  await outcome;
});
