/**
 * Hostile text in every place that can carry text: printed and written output contains nothing that a terminal or a CI
 * obeys, and JSON data is unchanged.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Result, run } from '../../helpers/cli.js';
import { outputs, stepsSource } from '../../helpers/hostile.js';
import { httpServer, json } from '../../helpers/httpServer.js';
import { project, type TestProject } from '../../helpers/project.js';

const TEXTS: Record<string, string> = {
  'C1 controls': 'a\u009b2J\u009d0;title\u009cb\u0090q',
  'a link of OSC 8': '\u001b]8;;https://evil.example\u001b\\click\u001b]8;;\u0007',
  'line ends of Unicode': 'x\u2028::error::two\u2029##[error]three\u0085::warning::four',
  'marks that turn the reading': 'safe\u2066\u202eexe.gpj\u2069\u202c\u2067\u200f\u061c',
  'commands of a CI':
    'ok\r::error file=a::inj\r\n  ::warning::inj2\n##vso[task.complete]x\n\t##[error]y\v\f::notice::z',
  'deleted and null': 'a\u007fb\u0008c\u0001d',
  'a command of a CI as a whole': '::error file=x::inj',
};
const NAMES = Object.keys(TEXTS);

const ALL = Object.values(TEXTS);
const JOINED = ALL.join('');

/**
 * Tabs are allowed. Everything else that controls a terminal, ends a line or changes the reading direction is not.
 */
const OBEYED = /[^\P{Cc}\t]|\p{Bidi_Control}|[\u2028\u2029]/u;
const COMMAND = /^\s*(?:::|##\[|##vso\[)/;

/** The problems of a text for people, as short lines; empty when it is clean. */
function wrongs(text: string, allowed = COMMAND): string[] {
  return text.split('\n').flatMap((line) => {
    const [char] = OBEYED.exec(line) ?? [];
    const found: string[] = [];
    if (char !== undefined)
      found.push(`U+${char.codePointAt(0)?.toString(16)}: ${line.slice(0, 80)}`);
    if (allowed.test(line)) found.push(`command: ${line.slice(0, 80)}`);
    return found.map((one) => JSON.stringify(one));
  });
}

const NOTHING = /(?!)/;

function wrongsOf(results: Record<string, Result>): Record<string, string[]> {
  const all = Object.entries(results).map(([line, { stdout, stderr }]) => {
    // Lines of CSV end with CR and LF.
    const shown = line.includes('csv') ? stdout.replaceAll('\r\n', '\n') : stdout;
    return [line, [...wrongs(shown), ...wrongs(stderr)].slice(0, 3)] as const;
  });
  return Object.fromEntries(all.filter(([, found]) => found.length > 0));
}

const config = (more: object = {}) =>
  JSON.stringify({ connector: './connector.mjs', store: 's.sqlite', ...more });
/** `refused` pushes without `sendBulk`: the API rejects each item, with the item's own text as the reason. */
const TOP = `const texts = ${JSON.stringify(ALL)};
const refused = (ctx, records) => ctx.sendBulk(async () => ({ ok: true, statusCode: 200, data: { statusCode: 200, sent_count: 0, rejected_count: records.length, rejected_items: records.map(({ id }, index) => ({ index, errors: [id] })) } }), records);
`;

describe('what a step hands over', { timeout: 120_000 }, () => {
  const STEPS = [
    "...texts.map((text, n) => plain('thrown-' + n, async () => { throw new Error(text); }))",
    "...texts.map((text, n) => plain('returned-' + n, async () => ({ items: 0, errors: [text] })))",
    "plain('logged', async (ctx) => { for (const text of texts) { ctx.logger.warn(text, { text, [text]: 1 }); ctx.logger.child({ installation: text }).error(text); } return { items: 0, errors: [] }; })",
    "bulk('letters', async function* () { for (const text of texts) yield { id: text }; }, { key: ({ id }) => id, push: refused, tolerateRejects: true })",
    "bulk('held', async function* () { for (const text of texts) yield { id: 'h' + text }; }, { key: ({ id }) => id, push: refused })",
    "bulk('sources', async function* () { throw new Error('no'); }, { cursorScope: 'per-source', sources: () => texts })",
    "plain('long', async () => { throw new Error(texts.join('')); })",
  ];
  let folder: TestProject;
  let results: Record<string, Result>;
  beforeAll(async () => {
    folder = project({
      'spm-connect.config.json': config(),
      'connector.mjs': stepsSource(STEPS, { top: TOP }),
    });
    const lines = ['sync', 'sync --full --verbose', 'runs show 1', 'cursors', 'overview'];
    const letters = ['rejects', 'rejects show 5', 'rejects replay --dry-run'];
    const exports = ['rejects export --format csv', 'rejects export'];
    const documents = ['rejects --json', 'cursors --json', 'runs show 1 --json'];
    results = await outputs([...lines, ...letters, ...exports, ...documents], { cwd: folder.path });
  }, 120_000);
  afterAll(() => folder.remove());

  it.each([
    ['the report and the log of a sync', /^sync/],
    ['what is shown of it later', /^(runs|cursors|overview)(?!.*json)/],
    ['dead letters', /^rejects(?!.*(json|export))/],
    ['their export', /^rejects export/],
    ['documents of JSON', /json$/],
  ])('%s are clean', (_what, lines) => {
    const found = Object.entries(wrongsOf(results)).filter(([line]) => lines.test(line));
    expect(Object.fromEntries(found)).toEqual({});
  });

  it('a dead letter is one line of its table, whatever its key', () => {
    const rows = (results.rejects?.stdout ?? '').trim().split('\n');
    const letters = JSON.parse(results['rejects --json']?.stdout ?? '').data.rejects;
    expect(letters).toHaveLength(2 * NAMES.length);
    expect(rows).toHaveLength(letters.length + 1);
  });

  it('the data of JSON is the text as it was, written so that nothing obeys it', () => {
    const document = results['rejects --json']?.stdout ?? '';
    const { rejects } = JSON.parse(document).data as { rejects: Letter[] };
    const lines = (results['rejects export']?.stdout ?? '').trim().split('\n');
    const exported = lines.map((line) => JSON.parse(line) as Letter);
    for (const letters of [rejects, exported])
      for (const text of ALL) {
        expect(letters.filter(({ key }) => key?.endsWith(text))).toHaveLength(2);
        expect(letters.flatMap(({ errors }) => errors)).toContain(text);
      }
    expect(wrongs(document)).toEqual([]);
  });
});

interface Letter {
  key: string | null;
  errors: string[];
}

describe('an API that answers with it', { timeout: 120_000 }, () => {
  const given = async (status: number) => {
    const folder = project({
      'spm-connect.config.json': config(),
      'connector.mjs': stepsSource([
        "bulk('customers', async function* () { for (let n = 0; n < 7; n++) yield row('c' + n); }, { batchSize: 1, tolerateRejects: true })",
      ]),
    });
    const api = await httpServer(({ method }, response, index) => {
      const text = status === 400 ? (ALL[index % ALL.length] as string) : JOINED;
      if (method === 'GET') return json(response, 200, { statusCode: 200, data: [], meta: {} });
      json(response, status, { statusCode: status, message: [text], error: text });
    });
    const env = { SPM_TARGET: api.url, SPM_ACCESS_TOKEN: 'int-0123456789abcdefghij' };
    return { folder, at: { cwd: folder.path, env } };
  };

  it.each([
    ['an item that it refuses', 400, ['sync', 'rejects', 'rejects show 1', 'rejects replay']],
    ['a token that it refuses', 401, ['sync --json']],
    ['a request that it does not like', 422, ['sync --verbose', 'runs show 1']],
  ])('%s', async (_what, status, lines) => {
    const { folder, at } = await given(status);
    const results = await outputs(lines, at);
    expect(results[lines[0] as string]?.code).not.toBe(78);
    expect(wrongsOf(results)).toEqual({});
    folder.remove();
  });
});

describe('a plan', { timeout: 120_000 }, () => {
  const plan = {
    customData: ALL.map((text) => ({
      name: `N ${text}`,
      description: text,
      unique_keys: [`u${text}`],
      fields: [
        { name: `f${text}`, type: 'text', label: text, description: `*/ ${text}` },
        { name: text, type: `t${text}`, label: `"${text}` },
      ],
      relationships: [{ sourceField: text, targetSchemaType: 'custom', targetSchema: text }],
    })),
    dataSources: ALL.map((text) => ({
      key: text,
      parentKey: `p${text}`,
      decl: { label: text, type: 'api', config: { [text]: text } },
    })),
    events: ALL.map((text) => ({
      code_name: text,
      name: { fr: text, [text]: 'x' },
    })),
  };
  let folder: TestProject;
  let results: Record<string, Result>;
  beforeAll(async () => {
    folder = project({
      'spm-connect.config.json': config(),
      'hostile.plan.json': JSON.stringify(plan),
      'connector.mjs': stepsSource([], {
        top: `const plan = ${JSON.stringify(plan)};`,
        more: 'provisioning: plan,',
      }),
    });
    const formats = ['human', 'json', 'github'];
    const files = ['sarif', 'junit'];
    const graphs = ['text', 'html'];
    results = await outputs(
      [
        ...formats.map((format) => `lint hostile.plan.json --format ${format}`),
        ...files.map(
          (format) => `lint hostile.plan.json --format ${format} --output-file o.${format}`,
        ),
        'lint',
        ...graphs.map((format) => `graph hostile.plan.json --format ${format}`),
        'types hostile.plan.json',
        'provision --dry-run',
      ],
      { cwd: folder.path },
    );
  }, 120_000);
  afterAll(() => folder.remove());

  const clean = (lines: RegExp, command = COMMAND) =>
    Object.fromEntries(
      Object.entries(results)
        .filter(([line]) => lines.test(line))
        .map(([line, { stdout, stderr }]) => [line, wrongs(stdout + stderr, command).slice(0, 3)])
        .filter(([, found]) => found?.length),
    );

  it.each(['human', 'json'])('is linted as %s', (format) => {
    expect(results[`lint hostile.plan.json --format ${format}`]?.stdout).not.toBe('');
    expect(clean(new RegExp(`^lint.*${format}$`))).toEqual({});
  });

  it.each(['sarif', 'junit'])('is linted into a file of %s', (format) => {
    expect(wrongs(readFileSync(folder.file(`o.${format}`), 'utf8')).slice(0, 3)).toEqual([]);
  });

  it('is linted as github: one command a finding, and nothing else', () => {
    const github = results['lint hostile.plan.json --format github']?.stdout ?? '';
    const { findings } = JSON.parse(results['lint hostile.plan.json --format json']?.stdout ?? '');
    const commands = github.split('\n').filter((line) => COMMAND.test(line));
    expect(commands).toHaveLength(findings.length);
    for (const line of commands)
      expect(line).toMatch(/^::(error|warning|notice) file=hostile\.plan/);
    expect(clean(/github$/, NOTHING)).toEqual({});
  });

  it.each(['text', 'html'])('is drawn as %s', (format) => {
    expect(clean(new RegExp(`^graph.*${format}$`))).toEqual({});
  });

  it('is typed, linted as a connector and compared', () => {
    expect(clean(/^(types|lint$|provision)/)).toEqual({});
  });
});

describe('what a user or a folder hands over', { timeout: 120_000 }, () => {
  let folder: TestProject;
  beforeAll(() => {
    folder = project({ 'spm-connect.config.json': config(), 'connector.mjs': stepsSource([]) });
  });
  afterAll(() => folder.remove());

  it.each([
    ['a step', ['sync', '--only', JOINED]],
    ['a target', ['sync', '--target', JOINED]],
    ['a command', [JOINED]],
    ['a file', ['lint', JOINED.replaceAll('\0', '')]],
    ['a JSON document', ['sync', '--only', JOINED, '--json']],
  ])('%s in the arguments', async (_what, args) => {
    const { stdout, stderr } = await run(args, { cwd: folder.path });
    expect([...wrongs(stdout), ...wrongs(stderr)].slice(0, 3)).toEqual([]);
  });

  it('a variable', async () => {
    const env = { SPM_BACKFILL_DAYS: JOINED };
    const { stderr } = await run(['sync'], { cwd: folder.path, env });
    expect(wrongs(stderr).slice(0, 3)).toEqual([]);
  });

  it.each(['human', 'github', 'junit'])('names of files, linted as %s', async (format) => {
    const names = ALL.map((text) => `${text.replaceAll('/', '-')}.plan.json`);
    for (const name of names) writeFileSync(folder.file(name), '{ "customData": [{ "name": 1 }] }');
    const { stdout, stderr } = await run(['lint', ...names, '--format', format], {
      cwd: folder.path,
    });
    const allowed = format === 'github' ? NOTHING : COMMAND;
    expect(stdout).not.toBe('');
    expect([...wrongs(stdout, allowed), ...wrongs(stderr, allowed)].slice(0, 3)).toEqual([]);
  });

  it('ids and domains of shops', async () => {
    const at = { cwd: folder.path, env: { SPM_ACCESS_TOKEN: 'int-0123456789abcdefghij' } };
    const add = ['installations', 'add', '--id'];
    const results: Record<string, Result> = {
      domain: await run([...add, 'shop-1', '--shop-domain', JOINED], at),
      id: await run([...add, JOINED], at),
      command: await run([...add, '::error::x'], at),
    };
    Object.assign(results, await outputs(['installations', 'installations --json'], at));
    expect(wrongsOf(results)).toEqual({});
  });
});
