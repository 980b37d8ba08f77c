/** Connectors that misbehave in ways that the contract does not mention. */
import Database from 'better-sqlite3';
import { afterEach, describe, expect, it } from 'vitest';
import { run, runJson } from '../../helpers/cli.js';
import { connectorSource, project, type TestProject } from '../../helpers/project.js';

const open: TestProject[] = [];
afterEach(() => {
  for (const folder of open.splice(0)) folder.remove();
});

function hostile(parts: Parameters<typeof connectorSource>[0], top = ''): TestProject {
  const folder = project({
    'spm-connect.config.json': JSON.stringify({ connector: './connector.mjs' }),
    'connector.mjs': `${connectorSource(parts)}${top}`,
  });
  open.push(folder);
  return folder;
}

function leasesIn(folder: TestProject): unknown[] {
  const store = new Database(folder.file('.spm/store.sqlite'), { readonly: true });
  try {
    return store.prepare('SELECT * FROM spm_lease WHERE until > ?').all(RELEASED);
  } finally {
    store.close();
  }
}

/** The time at which a released lease expires. */
const RELEASED = '1970-01-01T00:00:00.000Z';

const WAIT = 'await new Promise((done) => setTimeout(done, 50));';

describe.each([
  ['a rejection that nothing handles', "void Promise.reject(new Error('lost in a promise'));"],
  ['a throw in a callback', "setTimeout(() => { throw new Error('lost in a promise'); });"],
])('%s', (_what, code) => {
  it('ends the command with one error at its place, and gives the lease back', async () => {
    const folder = hostile({ stream: `yield* rows; ${code} ${WAIT}` });
    const { code: status, stderr, document } = await runJson(['sync'], { cwd: folder.path });
    expect(status).toBe(1);
    expect(stderr).toBe('');
    expect(document).toMatchObject({ ok: false, command: 'sync', data: null });
    expect(document.error).toMatchObject({
      code: 'SPM_CONNECTOR_CRASHED',
      cause: expect.stringMatching(/^lost in a promise \(at connector\.mjs:\d+:\d+\)$/),
    });
    expect(leasesIn(folder)).toEqual([]);
  });

  it('shows a stack to a person only with --verbose', async () => {
    const folder = hostile({ stream: `yield* rows; ${code} ${WAIT}` });
    const plain = await run(['sync'], { cwd: folder.path });
    expect(plain.stdout).toBe('');
    expect(plain.stderr.match(/\[SPM_/g)).toHaveLength(1);
    expect(plain.stderr).not.toContain('    at ');
    const verbose = await run(['sync', '--full', '--verbose'], { cwd: folder.path });
    expect(verbose.stderr).toMatch(/ {4}at .*connector\.mjs:\d+/);
  });
});

describe('a connector that is hostile as a whole', () => {
  it('cannot end the process without an error', async () => {
    const folder = hostile({ stream: 'yield* rows; process.exit(0);' });
    const json = await runJson(['sync'], { cwd: folder.path });
    expect(json.code).toBe(1);
    expect(json.document.error).toMatchObject({
      code: 'SPM_CONNECTOR_CRASHED',
      cause: 'code of the connector ended it with exit code 0',
    });
    const other = hostile({ stream: 'yield* rows; process.exit(0);' });
    const person = await run(['sync'], { cwd: other.path });
    expect(person).toMatchObject({ code: 1, stdout: '' });
    expect(person.stderr).toContain('[SPM_CONNECTOR_CRASHED]');
  });

  it('cannot end it while it loads either', async () => {
    const folder = hostile({}, 'process.exit(3);');
    const { code, document } = await runJson(['sync'], { cwd: folder.path });
    expect({ code, error: document.error?.code }).toEqual({
      code: 1,
      error: 'SPM_CONNECTOR_CRASHED',
    });
  });

  it('is told that it waits for what cannot come', async () => {
    const folder = hostile({}, 'await new Promise(() => {});');
    const { code, document } = await runJson(['sync'], { cwd: folder.path });
    expect(code).toBe(1);
    expect(document.error).toMatchObject({
      code: 'SPM_CONNECTOR_CRASHED',
      hint: expect.stringContaining('top-level await'),
    });
  });

  it('shows what it lost rather than that it waits', async () => {
    const folder = hostile(
      {},
      "setTimeout(() => { throw 'no error'; }); await new Promise(() => {});",
    );
    const { document } = await runJson(['sync'], { cwd: folder.path });
    expect(document.error).toMatchObject({ code: 'SPM_CONNECTOR_CRASHED', cause: 'no error' });
  });

  it('is a finding of lint, with the first that it lost', async () => {
    const folder = hostile(
      {},
      "setTimeout(() => { throw 'no error'; }); await new Promise(() => {});",
    );
    const { code, document } = await runJson(['lint'], { cwd: folder.path });
    expect(code).toBe(1);
    expect(document.data.findings).toEqual([
      expect.objectContaining({
        rule: 'lint/load',
        message: 'The connector threw an error that nothing caught: no error',
      }),
    ]);
  });

  it('prints on stderr, whatever of the console it uses', async () => {
    const print = ['log', 'info', 'debug', 'table', 'dir', 'group'].map(
      (name) => `console.${name}('from ${name}');`,
    );
    const folder = hostile({ stream: `${print.join('')} yield* rows;` }, print.join(''));
    const { code, document, stderr } = await runJson(['sync'], { cwd: folder.path });
    expect(code).toBe(0);
    expect(document.ok).toBe(true);
    for (const name of ['log', 'info', 'debug', 'table', 'dir', 'group'])
      expect(stderr).toContain(`from ${name}`);
  });

  it('cannot show the secrets of the environment in an error or a log', async () => {
    const token = 'a-token-that-is-secret';
    const secret = 'the-second-webhook-secret';
    const folder = hostile(
      { stream: "ctx.logger.warn('logs ' + process.env.SPM_ACCESS_TOKEN); yield* rows;" },
      "if (process.env.FAIL) throw new Error([process.env.SPM_ACCESS_TOKEN, process.env.SPM_WEBHOOK_SECRET.split(',')[1], 'https://me:hidden-pass@partner.example'].join(' '));",
    );
    folder.write('.env', `SPM_ACCESS_TOKEN=${token}\nSPM_WEBHOOK_SECRET=first-one,${secret}\n`);
    const env = { FAIL: '1' };
    for (const args of [
      ['lint', '--verbose'],
      ['lint', '--json', '--verbose'],
      ['sync', '--verbose'],
    ]) {
      const { stdout, stderr } = await run(args, { cwd: folder.path, env });
      expect(`${stdout}${stderr}`).toContain('[redacted]');
      expect(`${stdout}${stderr}`).not.toMatch(new RegExp(`${token}|${secret}|hidden-pass`));
    }
    const logged = await run(['sync'], { cwd: folder.path });
    expect(logged.stderr).toContain('logs [redacted]');
    expect(logged.stderr).not.toContain(token);
  });
});
