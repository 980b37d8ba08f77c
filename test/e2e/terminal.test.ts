/** The output in a terminal of 80 columns, and in a pipe. */
import { stripVTControlCharacters } from 'node:util';
import stringWidth from 'fast-string-width';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run, runJson } from '../helpers/cli.js';
import { project, type TestProject } from '../helpers/project.js';
import { runInTerminal } from '../helpers/terminal.js';

const ENTITY = 'customers-of-the-loyalty-programme-of-the-partner';
const KEY = 'customer-with-a-long-identifier-0042';
const REASON =
  'the partner answered with 503 Service Unavailable; the response was an HTML page of the maintenance window';

const CONNECTOR = `import { defineBulkStep, defineIntegration } from 'spm-connect';
import { SpmCustomers } from '@shopimind/sdk-js';
const base = { cursorScope: 'global', enabled: () => true };
export default defineIntegration({
  slug: 'long', meta: { name: 'Long', version: '0.1.0' }, configSchema: { fields: [] },
  parseSettings: (raw) => raw, testConnection: async () => ({ ok: true }),
  syncSteps: [
    defineBulkStep({
      ...base, entity: '${ENTITY}', tolerateRejects: true, map: (row) => row,
      async *stream() { yield { customer_id: '${KEY}', email: 'none' }; },
      push: (ctx, records) => ctx.sendBulk(SpmCustomers.bulkSave, records),
    }),
    { ...base, entity: 'orders', async run() { throw new Error('${REASON}'); } },
    { ...base, entity: 'stock', async run() { return { items: 0, errors: ['stock 1', 'stock 2'] }; } },
    { ...base, entity: 'late', async run() {
      return { items: 0, errors: [], advanceCursorTo: new Date(Date.now() + 86400e3) };
    } },
  ],
});
`;

let folder: TestProject;
let synced: Awaited<ReturnType<typeof runInTerminal>>;
beforeAll(async () => {
  folder = project({
    'spm-connect.config.json': JSON.stringify({ connector: './connector.mjs', store: 's.sqlite' }),
    'connector.mjs': CONNECTOR,
  });
  synced = await runInTerminal(['sync'], { cwd: folder.path, columns: 80 });
});
afterAll(() => folder.remove());

const seen = (line: string, env: Record<string, string> = { NO_COLOR: '1' }) =>
  runInTerminal(line.split(' '), { cwd: folder.path, columns: 80, env });
const piped = (line: string) => run(line.split(' '), { cwd: folder.path });

describe('in a terminal of 80 columns', () => {
  it.each([
    'overview',
    'rejects',
    'rejects replay --dry-run',
    'runs',
    'runs show 1',
    'cursors',
    'health',
    'installations',
    'lint --no-run',
    'pull --out shop-of-the-loyalty-programme.plan.yaml',
    'help',
    'help sync',
    'installations help',
    'sync --target nowhere',
  ])('no line of `%s` is wider, and no word is broken', async (line) => {
    const { lines } = await seen(line);
    expect(lines.length).toBeGreaterThan(1);
    // A command that the user can copy stays on one line.
    const wide = lines.filter((text) => stringWidth(text) > 80 && !text.includes('$ '));
    expect(wide).toEqual([]);
    for (const word of lines.join(' ').match(/mainten\w*/g) ?? []) expect(word).toBe('maintenance');
  });

  it('shows a time as how long ago, and keeps both ends of a name', async () => {
    const { lines } = await seen('rejects');
    const text = lines.join('\n');
    expect(text).toMatch(/just now|\d+ (s|min) ago/);
    expect(text).not.toMatch(/\d{4}-\d\d-\d\dT/);
    expect(text).toContain('custome');
    expect(text).toContain('0042');
  });

  it('uses colour, but not with NO_COLOR', async () => {
    expect((await seen('health', {})).lines.join()).toContain('\u001b[');
    expect((await seen('health')).lines.join()).not.toContain('\u001b[');
  });
});

it('shows one spinner at a time, and fits the end of each step to the terminal', () => {
  const text = synced.lines.join('\n');
  expect(text).not.toContain('[ora]');
  // One line for each step, in their order, however fast they are.
  const ends = synced.lines.flatMap(
    (line) => stripVTControlCharacters(line).match(/[✔✖] ([\w-]+):/)?.[1] ?? [],
  );
  expect(ends).toEqual([ENTITY, 'orders', 'stock', 'late']);
});

describe('in a pipe', () => {
  it.each(['overview', 'cursors'])('`%s` has everything at full length', async (line) => {
    const { stdout } = await piped(line);
    expect(stdout).toContain(REASON);
    expect(stdout).toContain(ENTITY);
    expect(stdout).not.toMatch(/…| ago/);
  });

  it('`rejects` has keys and dates at full length', async () => {
    const { stdout } = await piped('rejects');
    expect(stdout).toMatch(new RegExp(`${KEY}.* \\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z`));
  });
});

describe('an error or a warning of a step', () => {
  const times = (text: string, part: string) => text.split(part).length - 1;

  it('is told once', () => {
    const text = synced.lines.join(' ').replace(/\s+/g, ' ');
    expect(synced.code).toBe(1);
    for (const part of ['503 Service Unavailable', 'stock 1', 'stock 2', 'reduced'])
      expect(times(text, part)).toBe(1);
  });

  it.each(['sync --full', 'sync --full --quiet', 'sync --dry-run --full'])(
    'is told once by `%s` without a terminal',
    async (line) => {
      const { stdout, stderr } = await piped(line);
      expect(times(stdout + stderr, 'stock 2')).toBe(1);
    },
  );

  it('is in the log too with --verbose', async () => {
    const { stdout, stderr } = await piped('sync --full --verbose');
    expect(times(stdout + stderr, 'stock 2')).toBeGreaterThan(1);
  });
});

describe('next steps', () => {
  const npx = { npm_config_user_agent: 'npm/10.9.0 node/v20.19.0 linux x64' };
  const pnpm = { npm_config_user_agent: 'pnpm/9.1.0 npm/? node/v20.19.0' };

  it.each([
    [npx, 'npx spm-connect'],
    [pnpm, 'pnpm exec spm-connect'],
    [{}, 'spm-connect'],
  ])('with %j begin with %s', async (env: Record<string, string>, start) => {
    const cwd = folder.path;
    const made = await run(['init', `x${start.length}`, '--yes', '--no-install', '--no-git'], {
      cwd,
      env,
    });
    expect(made.stdout).toContain(`\n  ${start} lint\n  ${start} provision\n`);
    const wrong = await run(['snyc'], { cwd, env });
    expect(wrong.stderr).toContain(`hint: Did you mean \`${start} sync\`?`);
    const { stdout } = await run(['help', 'sync'], { cwd, env });
    expect(stdout).toContain(`Usage: ${start} sync [options]`);
    expect(stdout).toContain(`$ ${start} sync --full`);
  });

  it('are in the document as well', async () => {
    const { document } = await runJson(['health', '--stale-afer', '2h'], {
      cwd: folder.path,
      env: npx,
    });
    expect(document.error?.hint).toBe('Did you mean --stale-after?');
    const runs = await runJson(['runs', 'show', '99'], { cwd: folder.path, env: npx });
    expect(runs.document.error?.hint).toContain('`npx spm-connect runs list`');
  });
});

describe('-y', () => {
  it.each(['init . --dry-run', 'provision', 'installations remove nowhere'])(
    'is --yes of `%s`',
    async (line) => {
      const short = await piped(`${line} -y`);
      const long = await piped(`${line} --yes`);
      expect(short.code).toBe(long.code);
      expect(short.stderr).not.toContain('unknown option');
    },
  );
});

describe('cursors set', () => {
  it('shows the old and the new time of each cursor', async () => {
    const before = (await runJson(['cursors'], { cwd: folder.path })).document.data.cursors;
    const late = before.find((one: { entity: string }) => one.entity === 'late');
    const { stdout } = await piped('cursors set --entity late --to 2026-01-31 --confirm');
    expect(stdout).toMatch(/^installation +step +old +new$/m);
    expect(stdout.replace(/ +/g, ' ')).toContain(
      `late ${late.last_synced_at} 2026-01-31T00:00:00.000Z`,
    );
    const never = await piped('cursors set --entity orders --to 2026-01-31T12:00Z --confirm');
    expect(never.stdout).toMatch(/orders +never +2026-01-31T12:00:00.000Z/);
    const reset = await piped('cursors reset --entity late --confirm');
    expect(reset.stdout).toMatch(/late +2026-01-31T00:00:00.000Z +never/);
    const args = ['cursors', 'set', '--entity', 'orders', '--to', '2026-02-01', '--confirm'];
    const { document } = await runJson(args, { cwd: folder.path });
    expect(document.data.before).toMatchObject([{ last_synced_at: '2026-01-31T12:00:00.000Z' }]);
    expect(document.data.cursors).toMatchObject([{ last_synced_at: '2026-02-01T00:00:00.000Z' }]);
  });
});

describe('a token that is piped in', () => {
  const PIPED = 'piped-token-of-one-shop';
  const env = { SPM_ACCESS_TOKEN: 'token-of-the-environment' };
  const add = async (id: string, input: string, more: Record<string, string> = env) =>
    (
      await runJson(['installations', 'add', '--id', id], {
        cwd: folder.path,
        env: more,
        input,
      })
    ).document;

  it('is taken before SPM_ACCESS_TOKEN, which is taken where nothing is piped', async () => {
    expect((await add('a', `${PIPED}\n`)).data.token_from).toBe('stdin');
    expect((await add('b', PIPED, {})).data.token_from).toBe('stdin');
    expect((await add('c', '')).data.token_from).toBe('environment');
    expect((await add('d', ' \n')).data.token_from).toBe('environment');
    expect((await add('e', '', {})).error?.code).toBe('SPM_MISSING_INPUT');
  });
});
