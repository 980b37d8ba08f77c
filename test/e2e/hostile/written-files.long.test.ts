/** The files that the binary leaves on the disk: modes, links, and places that cannot be written. */
import { execFileSync, spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { BIN, cleanEnv, finished, type Result, run, runJson, start } from '../../helpers/cli.js';
import { CONFIG, connectorSource, project, type TestProject } from '../../helpers/project.js';

const open: TestProject[] = [];
afterAll(() => {
  for (const folder of open) folder.remove();
});

/** A connector with one customer that the API rejects. */
function small(): TestProject {
  const folder = project({
    'spm-connect.config.mjs': CONFIG,
    'connector.mjs': connectorSource({
      stream: "yield* rows.slice(0, 3); yield { ...rows[3], email: 'no' };",
      extra: 'tolerateRejects: true,',
    }),
  });
  open.push(folder);
  return folder;
}

const INIT = ['--template', 'minimal', '--slug', 's', '--yes', '--no-install', '--no-git'];
const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);

/** Runs the lines one after another; `$SPM` stands for the binary. */
function shell(script: string, cwd: string): Promise<Result> {
  const env = cleanEnv({ SPM: `"${process.execPath}" "${BIN}"` });
  return finished(spawn('bash', ['-c', script.replaceAll('$SPM', 'eval $SPM')], { cwd, env }));
}

describe('files with personal data or keys', () => {
  it.each(['000', '077'])(
    'are for their owner alone under umask %s, others are not',
    async (umask) => {
      const { path: cwd, file } = small();
      const lines = [
        `umask ${umask}; set -e`,
        '$SPM sync || true',
        'touch old.csv; chmod 666 old.csv; $SPM rejects export --format csv --out old.csv',
        '$SPM cursors export --out cursors.json',
        '$SPM cursors reset --all --confirm',
        '$SPM provision --dry-run --out saved.json',
        '$SPM graph --output-file graph.txt; $SPM pull --out a/shop.plan.yaml',
        '$SPM installations remove sandbox --yes --export b/c/gone.json',
      ];
      const { code, stderr } = await shell(lines.join('\n'), cwd);
      expect(code, stderr).toBe(0);
      const backup = readdirSync(file('.spm')).find((name) => name.startsWith('cursors-')) ?? '';
      const secret = ['store.sqlite', 'sandbox.sqlite', backup].map((name) => join('.spm', name));
      for (const name of [...secret, 'old.csv', 'cursors.json', 'saved.json', 'b/c/gone.json'])
        expect([name, modeOf(file(name))]).toEqual([name, '600']);
      for (const name of ['.spm', 'b', 'b/c'])
        expect([name, modeOf(file(name))]).toEqual([name, '700']);
      for (const name of ['graph.txt', 'a/shop.plan.yaml'])
        expect(modeOf(file(name))).toBe(umask === '000' ? '666' : '600');
      expect(modeOf(file('a'))).toBe(umask === '000' ? '777' : '700');
    },
    60_000,
  );

  it('have their rights while they are in use, and get them back when everyone had some', async () => {
    const { path: cwd, file } = small();
    const lines = [
      'umask 000; set -e; $SPM provision > out.txt',
      'chmod 666 .spm/*.sqlite; $SPM provision > out.txt; stat -c %a .spm/*.sqlite',
      'chmod 640 .spm/*.sqlite; $SPM provision > out.txt; stat -c %a .spm/*.sqlite',
    ];
    const { stdout } = await shell(lines.join('\n'), cwd);
    expect(stdout).toBe('600\n600\n640\n640\n');

    const sandbox = start(['sandbox', '--port', '0', '--data', 'shop.sqlite', '--json'], { cwd });
    await new Promise((ready) => sandbox.stdout?.once('data', ready));
    for (const suffix of ['', '-wal', '-shm'])
      expect(modeOf(file(`shop.sqlite${suffix}`))).toBe('600');
    sandbox.kill('SIGTERM');
    await finished(sandbox);
  }, 60_000);
});

const CASES: [string, number, string, string][] = [
  ['sync --store /proc/x/s.sqlite', 69, 'SPM_STORE_MISSING_FOLDER', 'folder /proc/x '],
  ['provision --store /proc/1/x/y/s.sqlite', 69, 'SPM_STORE_MISSING_FOLDER', 'folder /proc/1/x '],
  ['sync --store /proc/s.sqlite', 69, 'SPM_STORE_UNAVAILABLE', '/proc/s.sqlite'],
  [`init /proc/foo ${INIT.join(' ')}`, 1, 'SPM_WRITE_FAILED', '/proc/foo'],
  [`init /proc/foo/a/b ${INIT.join(' ')}`, 1, 'SPM_WRITE_FAILED', 'folder /proc/foo '],
  [`init /dev/null/x ${INIT.join(' ')}`, 64, 'SPM_DIRECTORY_NOT_EMPTY', '/dev/null/x'],
  ['pull --out /proc/x/y/a.yaml', 1, 'SPM_WRITE_FAILED', 'folder /proc/x '],
  ['graph --output-file /proc/x/y', 1, 'SPM_WRITE_FAILED', '/proc/x/y'],
  ['graph --output-file /proc/y', 1, 'SPM_WRITE_FAILED', '/proc/y'],
  ['sandbox --data /proc/x/y', 69, 'SPM_STORE_UNAVAILABLE', '/proc/x/y'],
];

describe.runIf(existsSync('/proc/self'))('a place where nothing can be made', () => {
  it('ends a command at once, and says which place that is', async () => {
    const { path: cwd } = small();
    const outcomes = CASES.map(async ([line, code, error, named]) => {
      const args = [BIN, ...line.split(' '), '--json'];
      // A process in a busy loop reacts only to this signal.
      const limit = { timeout: 40_000, killSignal: 'SIGKILL' } as const;
      const { stdout } = await finished(
        spawn(process.execPath, args, { cwd, env: cleanEnv(), ...limit }),
      );
      const failed = JSON.parse(stdout || '{}').error;
      expect([line, failed]).toEqual([
        line,
        expect.objectContaining({ code: error, exit_code: code }),
      ]);
      expect(failed.message).toContain(named);
      expect([failed.cause, failed.hint]).not.toContain(null);
    });
    await Promise.all(outcomes);
  }, 60_000);
});

describe('init', () => {
  it('follows no link below its folder, and writes nothing where there is one', async () => {
    const folder = project({ 'out/kept': '' });
    open.push(folder);
    const { path: cwd, file } = folder;
    for (const [name, target] of [
      ['src', '../out'],
      ['README.md', '../out/kept'],
      ['.gitignore', '../out/new'],
    ] as const) {
      mkdirSync(file(`of-${name}`));
      symlinkSync(target, file(`of-${name}/${name}`));
      const { document } = await runJson(['init', `of-${name}`, ...INIT, '--force'], { cwd });
      expect(document.error).toMatchObject({ code: 'SPM_DIRECTORY_NOT_EMPTY', exit_code: 64 });
      expect(document.error?.cause).toContain(name);
      expect(readdirSync(file(`of-${name}`))).toEqual([name]);
    }
    expect(readdirSync(file('out'))).toEqual(['kept']);
  });
});

describe('a file that is named with an option', () => {
  const graph = (name: string) => ['graph', '--output-file', name];

  it('is written through a link, also one that leads to nothing yet', async () => {
    const { path: cwd, file } = small();
    symlinkSync('made.txt', file('link'));
    expect((await run(graph('link'), { cwd })).code).toBe(0);
    expect(lstatSync(file('link')).isSymbolicLink()).toBe(true);
    expect(readFileSync(file('made.txt'), 'utf8')).toContain('Small 1.0.0');
    symlinkSync('loop', file('loop'));
    symlinkSync('.', file('folder'));
    for (const [name, cause] of [
      ['loop', 'the links on the path form a loop'],
      ['folder', 'a folder has that name'],
    ] as const) {
      const { document } = await runJson(graph(name), { cwd });
      expect(document.error).toMatchObject({ code: 'SPM_WRITE_FAILED', exit_code: 1 });
      expect(document.error?.cause).toContain(cause);
    }
  });

  it.skipIf(process.platform === 'win32')('may be a pipe or a standard stream', async () => {
    const { path: cwd } = small();
    execFileSync('mkfifo', ['pipe'], { cwd });
    const piped = await shell('cat pipe & $SPM graph --output-file pipe > /dev/null; wait', cwd);
    expect(piped.stdout).toContain('Small 1.0.0');
    const shown = await run(graph('/dev/stdout'), { cwd });
    expect(shown.stdout).toBe(`${piped.stdout}✓ Wrote ${shown.stdout.split('✓ Wrote ')[1]}`);
    await shell('$SPM graph --output-file /dev/stdout > both.txt', cwd);
    expect(readFileSync(join(cwd, 'both.txt'), 'utf8')).toBe(shown.stdout);
    expect((await runJson(graph('/dev/stdout'), { cwd })).document.error?.code).toBe('SPM_USAGE');
  });

  it.skipIf(process.platform === 'win32')(
    'is not waited for after a signal',
    async () => {
      const { path: cwd, file, write } = small();
      execFileSync('mkfifo', ['pipe'], { cwd });
      write(
        'connector.mjs',
        `console.log('loaded');\n${readFileSync(file('connector.mjs'), 'utf8')}`,
      );
      const child = start(['types', '--out', 'pipe'], { cwd });
      child.stdin?.end();
      const ending = finished(child);
      await new Promise((loaded) => child.stderr?.once('data', loaded));
      child.kill('SIGTERM');
      expect((await ending).code).toBe(143);
    },
    15_000,
  );

  it.skipIf(process.platform === 'win32')(
    'stays as it was when there is no room for a new one',
    async () => {
      const { path: cwd, file, write } = small();
      write('old.html', 'old');
      // Compiling a connector would also take space.
      write('a.plan.yaml', 'dataSources: []\n');
      chmodSync(file('old.html'), 0o640);
      const full = await shell(
        'ulimit -f 1; $SPM graph a.plan.yaml --format html --output-file old.html',
        cwd,
      );
      expect(full.stderr).toContain('Free some space');
      expect(full.code).toBe(1);
      expect(readFileSync(file('old.html'), 'utf8')).toBe('old');
      expect(readdirSync(cwd).filter((name) => name.endsWith('.tmp'))).toEqual([]);
      expect(
        (
          await run(['graph', 'a.plan.yaml', '--format', 'html', '--output-file', 'old.html'], {
            cwd,
          })
        ).code,
      ).toBe(0);
      expect(modeOf(file('old.html'))).toBe('640');
    },
  );
});
