/** Places where no folder can be created: the command ends soon, with an error that names the place. */
import { symlinkSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run, start } from '../../helpers/cli.js';
import { runWithin, stepsSource } from '../../helpers/hostile.js';
import { project, type TestProject } from '../../helpers/project.js';

/** Far more than any command takes on a busy machine. */
const SOON_MS = 15_000;
const INIT = '--template minimal --slug a --yes --no-install --no-git';

let folder: TestProject;
beforeAll(async () => {
  folder = project({
    'spm-connect.config.json': JSON.stringify({ connector: './connector.mjs', store: 's.sqlite' }),
    'connector.mjs': stepsSource([]),
    'file.txt': 'a file',
  });
  symlinkSync('loop', folder.file('loop'));
  await run(['sync'], { cwd: folder.path });
});
afterAll(() => folder.remove());

describe('a folder that the system refuses to make', { timeout: 120_000 }, () => {
  it.each([
    ['sync --store /proc/self/task/y/s.sqlite', 69],
    ['provision --store /dev/fd/x/y/s.sqlite', 69],
    ['installations add --id a --token-stdin --store /proc/sys/net/zz/s.sqlite', 69],
    [`init /proc/a/b/c ${INIT}`, undefined],
    [`init /proc/self/foo ${INIT}`, undefined],
    ['installations remove sandbox --yes --export /proc/x/y/z.json', undefined],
    ['pull --out /proc/self/x/shop.plan.yaml', undefined],
  ])('%s', async (line, code) => {
    const options = { cwd: folder.path, input: 'int-0123456789abcdefghij' };
    const result = await runWithin(SOON_MS, line.split(' '), options);
    expect(result).toMatchObject({ timedOut: false, signal: null });
    if (code === undefined) expect([1, 64, 69]).toContain(result.code);
    else expect(result.code).toBe(code);
    expect(result.stderr.match(/\[SPM_\w+\]/g)).toHaveLength(1);
    expect(result.stderr).toMatch(/\/proc\/|\/dev\/fd/);
  });

  it('by a variable, and a signal ends it', async () => {
    const env = { SPM_STORE: '/proc/1/x/y/s.sqlite' };
    const child = start(['sync'], { cwd: folder.path, env });
    child.stdin?.end();
    const timer = setTimeout(() => child.kill('SIGKILL'), SOON_MS);
    const [code, signal] = await new Promise<[number | null, string | null]>((resolve) => {
      child.on('close', (...ended) => resolve(ended));
    });
    clearTimeout(timer);
    expect({ code, signal }).toEqual({ code: 69, signal: null });
  });
});

describe('something that is in the way of a folder', { timeout: 60_000 }, () => {
  it.each(['/dev/null/x', 'file.txt/x', 'loop/x'])(
    'init %s: the error says so, and blames nothing else',
    async (path) => {
      const { code, stderr } = await runWithin(SOON_MS, ['init', path, ...INIT.split(' ')], {
        cwd: folder.path,
      });
      expect([1, 64, 69]).toContain(code);
      expect(stderr).toContain(path.split('/').slice(0, -1).join('/'));
      // Files of the template do not count as existing files.
      expect(stderr).not.toContain('tsconfig.json');
      expect(stderr).not.toContain('SPM_INTERNAL');
    },
  );
});
