/** Commands whose output streams go away. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import { afterEach, describe, expect, it } from 'vitest';
import { BIN, cleanEnv, finished, run, start } from '../../helpers/cli.js';
import { connectorSource, project, type TestProject } from '../../helpers/project.js';

const open: TestProject[] = [];
afterEach(() => {
  for (const folder of open.splice(0)) folder.remove();
});

function small(stream: string): TestProject {
  const folder = project({
    'spm-connect.config.json': JSON.stringify({ connector: './connector.mjs' }),
    'connector.mjs': connectorSource({ stream }),
  });
  open.push(folder);
  return folder;
}

/** Runs a line of sh, in which $SPM is the binary. */
function shell(line: string, cwd: string) {
  const env = cleanEnv({ SPM: `${process.execPath} ${BIN}` });
  return finished(spawn('sh', ['-c', line], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] }));
}

describe.each(['stdout', 'stderr'] as const)('a sync whose %s nobody reads', (stream) => {
  it('goes on to its end, with its own exit code and without its lease', async () => {
    const folder = small(
      "for (const row of rows) { ctx.logger.warn('a row'); yield row; } writeFileSync('read', '');",
    );
    const child = start(['sync'], { cwd: folder.path });
    child[stream]?.destroy();
    const { code } = await finished(child);
    expect(code).toBe(0);
    expect(existsSync(folder.file('read'))).toBe(true);
    const store = new Database(folder.file('.spm/store.sqlite'), { readonly: true });
    expect(store.prepare('SELECT until FROM spm_lease').pluck().all()).toEqual([
      '1970-01-01T00:00:00.000Z',
    ]);
    expect(store.prepare('SELECT status FROM sync_run').pluck().all()).toEqual(['ok']);
    store.close();
  });
});

describe('a closed pipe', () => {
  it('does not turn a failure into success', async () => {
    const folder = small("throw new Error('no answer');");
    const child = start(['sync', '--json'], { cwd: folder.path });
    child.stdout?.destroy();
    expect((await finished(child)).code).toBe(1);
  });

  it('ends a command that streams what nobody reads', async () => {
    const folder = small('yield* rows;');
    const line = '{ $SPM sandbox --port 0; echo "code $?" >&2; } | true';
    expect((await shell(line, folder.path)).stderr).toBe('code 0\n');
  });
});

describe.skipIf(!existsSync('/dev/full'))('a disk that is full', () => {
  it('is an error of its own', async () => {
    const folder = small('yield* rows;');
    const { stderr } = await shell('$SPM sync --json > /dev/full; echo "code $?" >&2', folder.path);
    expect(stderr).toContain('[SPM_WRITE_FAILED]');
    expect(stderr).toContain('code 1\n');
    expect((await run(['health'], { cwd: folder.path })).code).toBe(0);
  });
});
