import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { COMMANDS } from '../../src/commands/index.js';
import { ROOT, run, runJson, temporaryFolder } from '../helpers/cli.js';
import { everyCommand } from '../helpers/commands.js';

const folder = temporaryFolder();
afterAll(folder.remove);
const cwd = folder.path;

const names = (await everyCommand()).map(({ spec }) => spec.name);

describe('help and version', () => {
  it('prints the version of the package', async () => {
    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    expect(await run(['--version'], { cwd })).toMatchObject({
      code: 0,
      stdout: `${version}\n`,
      stderr: '',
    });
  });

  it.each([['--help'], ['-h'], ['help'], []])(
    'lists the commands in groups with an example each (%s)',
    async (...args) => {
      const { code, stdout, stderr } = await run(args, { cwd });
      expect(code).toBe(0);
      expect(stderr).toBe('');
      for (const { name, example } of COMMANDS) {
        expect(stdout).toMatch(new RegExp(`^  ${name} `, 'm'));
        expect(stdout).toContain(`$ ${example}`);
      }
    },
  );

  it.each(names)('%s --help has options with their variables, and examples', async (name) => {
    const { code, stdout } = await run([...name.split(' '), '--help'], { cwd });
    expect(code).toBe(0);
    expect(stdout).toContain(`Usage: spm-connect ${name}`);
    const [, examples = ''] = stdout.split('Examples:');
    expect(examples.match(/^ {2}\$ /gm)?.length).toBeGreaterThanOrEqual(2);
    expect(stdout).toContain('env: SPM_TARGET');
  });
});

describe('the word help', () => {
  it.each([
    ['help sync', 'sync --help'],
    ['help installations add', 'installations add --help'],
    ['rejects help', 'rejects --help'],
    ['cursors help set', 'cursors set --help'],
  ])('`%s` prints what `%s` does', async (line, meant) => {
    const [asked, expected] = await Promise.all([
      run(line.split(' '), { cwd }),
      run(meant.split(' '), { cwd }),
    ]);
    expect(asked).toEqual(expected);
    expect(asked.code).toBe(0);
  });

  it('suggests the nearest command too', async () => {
    const { code, stderr } = await run(['help', 'snyc'], { cwd });
    expect(code).toBe(64);
    expect(stderr).toContain('Did you mean `spm-connect sync`?');
  });
});

describe('a command that is several', () => {
  it('lists them in its help, and says which one is meant without a word', async () => {
    const { code, stdout } = await run(['installations', '--help'], { cwd });
    expect(code).toBe(0);
    expect(stdout).toContain('Usage: spm-connect installations [command] [options]');
    expect(stdout).toMatch(/^Commands:\n {2}list +list the installations/m);
    expect(stdout).toMatch(/Without\s+a\s+command,\s+`list`\s+runs\./);
  });

  it('is named with both words in the document, also when the second is implied', async () => {
    for (const words of [['installations'], ['installations', 'list']]) {
      const { code, document } = await runJson([...words, '--status', 'gone'], { cwd });
      expect(code).toBe(64);
      expect(document.command).toBe('installations list');
    }
  });

  it('suggests the nearest', async () => {
    const { code, stderr } = await run(['installations', 'lits'], { cwd });
    expect(code).toBe(64);
    expect(stderr).toContain("Unknown command 'installations lits' [SPM_UNKNOWN_COMMAND]");
    expect(stderr).toContain('Did you mean `spm-connect installations list`?');
  });
});

describe('a command line that is wrong', () => {
  it.each([['--token', 'hush-hush'], ['--token=hush-hush'], ['--api-key=hush-hush']])(
    'never repeats a secret (%s)',
    async (...words) => {
      const { code, stdout, stderr } = await run(['sync', ...words, '--verbose'], { cwd });
      expect(code).toBe(64);
      expect(stderr).toContain('[SPM_UNKNOWN_OPTION]');
      expect(stderr).toContain('Pass a token on standard input or in SPM_ACCESS_TOKEN');
      expect(stdout + stderr).not.toContain('hush');
    },
  );

  it('suggests the nearest command', async () => {
    const { code, stdout, stderr } = await run(['snyc'], { cwd });
    expect({ code, stdout }).toEqual({ code: 64, stdout: '' });
    expect(stderr).toContain("Unknown command 'snyc' [SPM_UNKNOWN_COMMAND]");
    expect(stderr).toContain('cause: the commands are init, migrate-from-kit, sandbox,');
    expect(stderr).toContain('Did you mean `spm-connect sync`?');
  });

  it('suggests the nearest option', async () => {
    const { code, stderr } = await run(['sync', '--ful'], { cwd });
    expect(code).toBe(64);
    expect(stderr).toContain('[SPM_UNKNOWN_OPTION]');
    expect(stderr).toContain('cause: the options are --installation, --all, --full,');
    expect(stderr).toContain('Did you mean --full?');
  });

  it('prints one document when --json is on the line, also for a usage error', async () => {
    const { code, stderr, document } = await runJson(['snyc'], { cwd });
    expect(code).toBe(64);
    expect(stderr).toBe('');
    expect(document).toMatchObject({
      schemaVersion: 1,
      ok: false,
      data: null,
      error: { code: 'SPM_UNKNOWN_COMMAND', exit_code: 64 },
    });
  });

  it('refuses a surplus argument, an option without its value, and a value of the wrong form', async () => {
    expect(await run(['health', 'now'], { cwd })).toMatchObject({ code: 64 });
    expect(await run(['sync', '--target'], { cwd })).toMatchObject({ code: 64 });
    const { code, stderr } = await run(['health', '--stale-after', 'soon'], { cwd });
    expect(code).toBe(64);
    expect(stderr).toContain("--stale-after cannot be 'soon'");
    expect(stderr).toContain('such as 30s, 15m, 36h or 7d');
  });

  it('refuses a directory that is not there', async () => {
    const { code, stderr } = await run(['config', '--cwd', 'nowhere'], { cwd });
    expect(code).toBe(64);
    expect(stderr).toContain('--cwd cannot be');
  });
});
