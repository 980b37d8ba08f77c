/** Only the owner can read files with personal data or keys, and no link inside a new folder is followed. */
import { spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BIN, cleanEnv, finished, type Result, run } from '../../helpers/cli.js';
import { stepsSource } from '../../helpers/hostile.js';
import { project, type TestProject } from '../../helpers/project.js';

const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);

/** A user whose new files everyone may read and write. */
function runOpenly(line: string, cwd: string): Promise<Result> {
  const script = 'umask 0; exec "$0" "$@"';
  const args = ['-c', script, process.execPath, BIN, ...line.split(' ')];
  const child = spawn('sh', args, { cwd, env: cleanEnv(), stdio: ['pipe', 'pipe', 'pipe'] });
  child.stdin.end('int-0123456789abcdefghij');
  return finished(child);
}

describe('a file that holds personal data or keys', { timeout: 120_000 }, () => {
  let folder: TestProject;
  beforeAll(async () => {
    folder = project({
      'spm-connect.config.json': JSON.stringify({
        connector: './connector.mjs',
        store: './deep/er/s.sqlite',
      }),
      'connector.mjs': stepsSource([
        "bulk('customers', async function* () { yield row('good'); yield row('bad', { email: 'none' }); }, { tolerateRejects: true })",
      ]),
    });
    expect((await runOpenly('sync', folder.path)).code).toBe(0);
  }, 60_000);
  afterAll(() => folder.remove());

  it('is 0600 beside a store in new folders, which are 0700', () => {
    const at = (name: string) => modeOf(folder.file(name));
    expect(at('deep/er/sandbox.sqlite')).toBe('600');
    expect([at('deep'), at('deep/er')]).toEqual(['700', '700']);
    for (const name of readdirSync(folder.file('deep/er')))
      expect(at(`deep/er/${name}`)).toBe('600');
  });

  it.each([
    ['ndjson', 'letters.ndjson'],
    ['csv', 'letters.csv'],
  ])('is 0600 as an export of dead letters, as %s', async (format, name) => {
    const line = `rejects export --format ${format} --out ${name}`;
    expect((await runOpenly(line, folder.path)).code).toBe(0);
    expect(modeOf(folder.file(name))).toBe('600');
  });

  it('is 0600 where an export replaces a file that everyone may read', async () => {
    writeFileSync(folder.file('old.ndjson'), 'old');
    chmodSync(folder.file('old.ndjson'), 0o644);
    await runOpenly('rejects export --out old.ndjson', folder.path);
    expect(readFileSync(folder.file('old.ndjson'), 'utf8')).toContain('bad');
    expect(modeOf(folder.file('old.ndjson'))).toBe('600');
  });

  it('is 0600 wherever a link leads: to a file that all may read, or to none', async () => {
    writeFileSync(folder.file('target-old'), 'old');
    chmodSync(folder.file('target-old'), 0o644);
    for (const name of ['new', 'old']) {
      symlinkSync(folder.file(`target-${name}`), folder.file(`link-${name}`));
      const { code } = await runOpenly(`rejects export --out link-${name}`, folder.path);
      // The docs say whether the option follows the link, replaces it or rejects it.
      if (code !== 0) continue;
      const written = realpathSync(folder.file(`link-${name}`));
      expect(readFileSync(written, 'utf8')).toContain('bad');
      expect(modeOf(written)).toBe('600');
    }
  });

  it('is 0600 where the sandbox serves a file of its own, also while it does', async () => {
    const script = `umask 0; exec "$0" "$@"`;
    const args = ['-c', script, process.execPath, BIN, 'sandbox', '--data', 'api.sqlite', '--json'];
    const child = spawn('sh', args, { cwd: folder.path, env: cleanEnv() });
    const ended = finished(child);
    await new Promise((resolve) => child.stdout.once('data', resolve));
    const files = readdirSync(folder.path).filter((name) => name.startsWith('api.sqlite'));
    const modes = files.map((name) => [name, modeOf(folder.file(name))]);
    child.kill('SIGTERM');
    await ended;
    expect(modes.length).toBeGreaterThan(0);
    expect(modes).toEqual(modes.map(([name]) => [name, '600']));
  });

  it('becomes 0600 where an older version left it open to all', async () => {
    for (const name of ['sandbox.sqlite', 's.sqlite'])
      chmodSync(folder.file(`deep/er/${name}`), 0o644);
    await runOpenly('sync', folder.path);
    expect(modeOf(folder.file('deep/er/sandbox.sqlite'))).toBe('600');
  });
});

describe('init into a folder with links that lead out of it', { timeout: 60_000 }, () => {
  const init = (cwd: string, ...more: string[]) =>
    run(
      [
        'init',
        'shop',
        '--template',
        'minimal',
        '--slug',
        'a',
        '--yes',
        '--no-install',
        '--no-git',
        ...more,
      ],
      { cwd },
    );

  it.each([
    ['a folder of the template', 'src', false],
    ['a folder inside one', '.github/workflows', false],
    ['a folder, with --force', 'fixtures', true],
    ['a link to a link', 'test', false],
  ])('%s: refused, and nothing is written there', async (what, name, force) => {
    const folder = project();
    mkdirSync(folder.file('shop/.github'), { recursive: true });
    mkdirSync(folder.file('outside'));
    if (what === 'a link to a link') {
      symlinkSync(folder.file('outside'), folder.file('shop/other'));
      symlinkSync('other', folder.file(`shop/${name}`));
    } else symlinkSync(folder.file('outside'), folder.file(`shop/${name}`));
    const { code, stderr } = await init(folder.path, ...(force ? ['--force'] : []));
    expect(readdirSync(folder.file('outside'))).toEqual([]);
    expect(code).not.toBe(0);
    expect(code).not.toBe(70);
    expect(stderr).toContain(name);
    expect(existsSync(folder.file('shop/package.json'))).toBe(false);
    folder.remove();
  });
});
