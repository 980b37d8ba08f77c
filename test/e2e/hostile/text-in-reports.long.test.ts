/** Hostile text through the binary: nothing in it controls the terminal, breaks a line, or becomes a CI command. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run, runJson } from '../../helpers/cli.js';
import { expectHarmless } from '../../helpers/harmless.js';
import { connectorSource, project, type TestProject } from '../../helpers/project.js';

const TEXT =
  '\u001b[2J\u001b]0;x\u0007\r::error::inj\n::error file=x::inj2\u202e\u0085##vso[task.complete]';
const SHOWN =
  '\\u001b[2J\\u001b]0;x\\u0007\\r::error::inj\\n::error file=x::inj2\\u202e\\u0085\\u0023#vso[task.complete]';
const literal = JSON.stringify(TEXT);

const STREAM = `if (process.env.BOOM) {
    console.log(${literal} + '\\t' + 'said');
    ctx.logger.warn(${literal}, { [${literal}]: ${literal} });
    throw new Error(${literal});
  }
  yield { ...rows[0], customer_id: ${literal}, email: ${literal} };`;

const PLAN = `customData:
  - name: ${literal}
    unique_keys: [no]
    fields: [{ name: ${literal}, type: ${literal} }]
`;

let folder: TestProject;
beforeAll(() => {
  folder = project({
    'spm-connect.config.json': JSON.stringify({ connector: './connector.mjs', store: 's.sqlite' }),
    'connector.mjs': connectorSource({ stream: STREAM, extra: 'key: (row) => row.customer_id,' }),
    'bad.plan.yaml': PLAN,
  });
});
afterAll(() => folder.remove());

const BOOM = { BOOM: '1' };
const COLOUR = { FORCE_COLOR: '1' };

/** The output for people, without colours unless the environment asks for them. */
async function shown(line: string, env: Record<string, string> = {}) {
  const result = await run(line.split(' '), { cwd: folder.path, env });
  const coloured = 'FORCE_COLOR' in env;
  expectHarmless(result.stdout, { coloured, commands: line.includes('github') });
  expectHarmless(result.stderr, { coloured });
  return result;
}

async function document(line: string, env: Record<string, string> = {}) {
  const result = await runJson(line.split(' '), { cwd: folder.path, env });
  expectHarmless(result.stdout);
  expectHarmless(result.stderr);
  return result.document;
}

describe('a record that the API refuses', () => {
  it('is told of on one line, and its cursor too', async () => {
    const { stderr } = await shown('sync --verbose');
    expect(stderr).toMatch(/^warn The API rejected/m);
    expect(stderr).toContain(SHOWN);
    expect(stderr).toMatch(/The cursor .* is held/);
    expect((await document('sync --full')).data.totals).toMatchObject({ rejected: 1 });
  });

  it('is one row of a table, and whole in JSON', async () => {
    const { stdout } = await shown('rejects list');
    expect(stdout.trimEnd().split('\n')).toHaveLength(2);
    expect(stdout).toContain(`  ${SHOWN}  open`);
    expect((await document('rejects list')).data.rejects[0].key).toBe(TEXT);
    await shown('rejects list', COLOUR);
    const one = await shown('rejects show 1');
    expect(one.stdout).toContain(`key         ${SHOWN}`);
    expect(one.stdout).toContain(`"email": "${SHOWN}"`);
    expect((await document('rejects show 1')).data.reject.payload.email).toBe(TEXT);
  });

  it('is whole in exports', async () => {
    const csv = await shown('rejects export --format csv');
    expect(csv.stdout.trimEnd().split('\n')).toHaveLength(2);
    const ndjson = await shown('rejects export');
    expect(JSON.parse(ndjson.stdout).payload.customer_id).toBe(TEXT);
    await shown('rejects export --out letters.ndjson');
    expect(readFileSync(folder.file('letters.ndjson'), 'utf8')).toBe(ndjson.stdout);
    await shown('rejects replay --dry-run');
  });
});

describe('an error of a step', () => {
  it('is told of on its own line, wherever it is kept', async () => {
    const { stderr } = await shown('sync --full', BOOM);
    expect(stderr).toContain(
      '\\u003a:error file=x::inj2\\u202e\\u0085\\u0023#vso[task.complete]    said\n',
    );
    expect(stderr).toContain(`warn ${SHOWN}\n`);
    expect(stderr).toMatch(/^error customers: /m);
    await shown('sync --full', { ...BOOM, ...COLOUR });
  });

  it('is kept as it came, and shown so that nothing in it is obeyed', async () => {
    const people = ['cursors list', 'cursors export', 'runs show 3', 'overview'];
    await Promise.all(people.map((line) => shown(line)));
    const { data } = await document('cursors list');
    expect(data.cursors[0].last_error).toContain(TEXT);
    expect((await document('runs show 3')).data.summary.steps[0].errors[0]).toContain(TEXT);
  });

  it('cannot come in through the command line either', async () => {
    for (const args of [[TEXT], ['rejects', 'show', TEXT]]) {
      const { stdout, stderr } = await run(args, { cwd: folder.path });
      expectHarmless(stdout + stderr);
      expect(stderr).toContain('\\u001b[2J');
      const json = await run([...args, '--json'], { cwd: folder.path });
      expectHarmless(json.stdout);
      expect(JSON.parse(json.stdout).ok).toBe(false);
    }
  });
});

describe('names of a plan', () => {
  it.each(['human', 'json', 'sarif', 'github', 'junit'])('in %s findings', async (format) => {
    const { code, stdout } = await shown(`lint bad.plan.yaml --format ${format}`);
    expect(code).toBe(1);
    expect(stdout).not.toBe('');
    if (format === 'github')
      expect(
        stdout
          .trimEnd()
          .split('\n')
          .filter((line) => !/^::(error|warning|notice) file=/.test(line)),
      ).toEqual([]);
  });

  it('in pictures and types', async () => {
    for (const line of [
      'graph bad.plan.yaml',
      'graph bad.plan.yaml --format dot',
      'types bad.plan.yaml',
    ])
      await shown(line);
  });
});
