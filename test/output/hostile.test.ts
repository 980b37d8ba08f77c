/** Hostile text in every renderer and format: it never controls a terminal and never becomes a CI command. */
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { SpmError } from '../../src/errors.js';
import type { LintReport } from '../../src/lint/types.js';
import { printOnStderr } from '../../src/output/console.js';
import { commandsOfCi, FORMATTED, formatContent } from '../../src/output/formats.js';
import { RENDERED, renderData } from '../../src/output/human/index.js';
import { makeLogSink } from '../../src/output/log.js';
import { PLAIN } from '../../src/output/look.js';
import { makeProgress } from '../../src/output/progress.js';
import {
  renderDoneBefore,
  renderError,
  renderPreview,
  renderReport,
} from '../../src/output/render.js';
import { openTerminal } from '../../src/output/terminal.js';
import { recordTypes } from '../../src/plan/record-types.js';
import { parsePlanFile } from '../../src/plan-file/index.js';
import { writePlanFile } from '../../src/plan-file/write.js';
import { Redactor } from '../../src/runtime/security/redactor.js';
import { DATA } from '../../src/schemas/index.js';
import { lintReport } from '../../src/schemas/lint.js';
import { onlyVisible } from '../../src/visible.js';
import { anyData, HOSTILE } from '../helpers/anyData.js';
import { everyCommand } from '../helpers/commands.js';
import { expectHarmless } from '../helpers/harmless.js';
import { report as graphReport } from './graph/plans.js';
import { look } from './lint/report.js';

let stdout = '';
let stderr = '';
beforeEach(() => {
  stdout = '';
  stderr = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    stdout += text;
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    stderr += text;
    return true;
  });
});
afterEach(() => vi.restoreAllMocks());

const options = { json: false, quiet: false, verbose: true, color: true };
const redactor = new Redactor();
const inColour = openTerminal(options, { FORCE_COLOR: '1' }, redactor);
const plain = openTerminal(options, { NO_COLOR: '1' }, redactor);
const asJson = openTerminal({ ...options, json: true }, {}, redactor);

const RUNS = { numRuns: 40 };

/** The output since the last call. */
function printed(): string {
  const all = stdout + stderr;
  stdout = '';
  stderr = '';
  return all;
}

const diagnostics = HOSTILE.map((text) => ({
  severity: 'error' as const,
  code: 'x',
  message: text,
  hint: text,
}));

describe('data for people', () => {
  it('has a schema for every renderer, so that none is left out here', () => {
    expect(RENDERED.filter((command) => !(command in DATA))).toEqual([]);
  });

  it.each(RENDERED)('of %s', async (command) => {
    const data = anyData(DATA[command as keyof typeof DATA]);
    const property = fc.asyncProperty(data, async (value) => {
      const { out, err } = await renderData(command, value, plain);
      const broken = [...out, ...err].filter((line) => /\p{Cc}/u.test(line));
      expect(broken).toEqual([]);
      await renderReport(inColour, command, { data: value });
      await renderPreview(inColour, command, value);
      expectHarmless(printed(), { coloured: true });
      await renderReport(plain, command, { data: value });
      expectHarmless(printed());
      await renderReport(asJson, command, { data: value, diagnostics });
      expectHarmless(stdout);
      const document = JSON.parse(printed());
      expect(document).toEqual(
        JSON.parse(JSON.stringify({ ...document, data: value, diagnostics })),
      );
    });
    await fc.assert(property, RUNS);
  });

  it('is as wide as it looks', async () => {
    const rejects = ['\u001b[31mkey\u0007', 'a\nb', 'plain'].map((key) => ({ ...LETTER, key }));
    const data = { total: 3, rejects, generated_at: LETTER.last_seen_at };
    const [titles = '', ...rows] = (await renderData('rejects list', data, plain)).out;
    expect(rows.map((row) => row.indexOf(' open '))).toEqual(
      rows.map(() => titles.indexOf('state') - 1),
    );
    expect(rows[0]).toContain('  \\u001b[31mkey\\u0007  ');
    expect(rows[1]).toContain('  a\\nb  ');
  });
});

const LETTER = {
  id: 1,
  installation_id: 'shop',
  entity: 'orders',
  source_key: '',
  key: 'k',
  state: 'open' as const,
  errors: ['two\n lines', '::error::x'],
  status: 200,
  attempts: 1,
  first_seen_at: '2026-01-01T00:00:00.000Z',
  last_seen_at: '2026-01-01T00:00:00.000Z',
  run_id: null,
};

const PLAN = {
  dataSources: HOSTILE.map((key) => ({ key, decl: { label: key, type: key }, parentKey: key })),
  customData: HOSTILE.map((name) => ({
    name,
    description: name,
    fields: HOSTILE.map((field) => ({
      name: field,
      label: field,
      type: field,
      options: [{ value: field }],
    })),
    relationships: HOSTILE.map((field) => ({
      sourceField: field,
      target: field,
      targetField: field,
    })),
  })),
  events: HOSTILE.map((name) => ({ code_name: name, name })),
  orderStatuses: HOSTILE.map((name) => ({ status_id: name, name, lang: name })),
};
const notes = HOSTILE.map((message) => ({ path: 'customData[0]', message }));

/** The input of each command's formats. */
const CONTENTS: Record<string, fc.Arbitrary<unknown>> = {
  lint: anyData(lintReport).map((report) => ({ report, version: '1', rules: look.rules })),
  'rejects export': anyData(z.array(z.unknown())).map((payload) =>
    HOSTILE.map((key) => ({ ...LETTER, installation_id: key, key, payload, errors: HOSTILE })),
  ),
  'cursors export': anyData(z.array(z.unknown())),
  provision: anyData(z.array(z.unknown())),
  types: fc.constant(recordTypes(PLAN)),
  graph: fc.constant({
    ...graphReport(PLAN),
    title: HOSTILE[0],
    file: HOSTILE[1],
    fixture: HOSTILE[2],
  }),
  pull: fc.constant(writePlanFile(PLAN as never, notes, [...HOSTILE])),
};

/** Every format that a command offers, and those without a name. */
async function everyFormat(): Promise<[command: string, format: string][]> {
  const commands = new Map((await everyCommand()).map(({ spec }) => [spec.name, spec]));
  return FORMATTED.flatMap((command) => {
    const given = commands.get(command)?.options?.find(({ flags }) => flags.startsWith('--format'));
    return (given?.choices ?? ['its own']).map((format): [string, string] => [command, format]);
  });
}

describe('a format', async () => {
  it.each(await everyFormat())('of %s: %s', async (command, format) => {
    const commands = commandsOfCi(command, format);
    const forPeople = ['human', 'text'].includes(format);
    const content = CONTENTS[command] as fc.Arbitrary<unknown>;
    const property = fc.asyncProperty(content, async (value) => {
      const text = (await formatContent(command, format, redactor.data(value), PLAIN)).replaceAll(
        '\r\n',
        '\n',
      );
      // Also in a file, and by the format's own escapes: the last filter changes nothing.
      const written = forPeople ? onlyVisible(text, { styles: false }) : text;
      expectHarmless(written, { commands });
      if (commands)
        expect(
          text.split('\n').filter((line) => !/^::(error|warning|notice) |^$/.test(line)),
        ).toEqual([]);
      const print = { format, content: value };
      await renderReport(plain, command, { data: null, print });
      expect(printed()).toBe(written);
      await renderReport(inColour, command, { data: null, print });
      expectHarmless(printed(), { coloured: true, commands });
    });
    await fc.assert(property, command === 'graph' ? { numRuns: 1 } : RUNS);
  });

  it('keeps every text where it can', async () => {
    const letters = HOSTILE.map((key) => ({ ...LETTER, key, payload: { [key]: key } }));
    const lines = (await formatContent('rejects export', 'ndjson', redactor.data(letters), PLAIN))
      .trim()
      .split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual(letters);
    const text = writePlanFile(PLAN as never, notes, [...HOSTILE]);
    expect(parsePlanFile(text, 'yaml').plan).toEqual(PLAN);
    const report = { files: HOSTILE, findings: [], summary: {} } as unknown as LintReport;
    const json = await formatContent(
      'lint',
      'json',
      redactor.data({ report, version: '1', rules: [] }),
      PLAIN,
    );
    expect(JSON.parse(json)).toMatchObject({ files: HOSTILE });
  });
});

describe('what else is said', () => {
  it.each(HOSTILE.map((text) => [JSON.stringify(text), text]))('%s', async (_name, text) => {
    const several = `first\n${text}\n  ${text}`;
    const error = new SpmError('SPM_API_ERROR', text, { cause: several, hint: several });
    error.stack = several;
    const details = { report: { run_id: 1 } };
    for (const terminal of [inColour, plain]) {
      renderError(terminal, 'sync', error);
      await renderDoneBefore(terminal, new SpmError('SPM_API_ERROR', text, { details }));
      await renderReport(terminal, 'rejects purge', {
        data: { purged: 1, before: text },
        diagnostics,
      });
      const bindings = { installation: text };
      for (const level of ['debug', 'warn'] as const)
        makeLogSink(terminal)({ level, message: text, meta: { [text]: text }, bindings });
      const progress = makeProgress(terminal);
      progress.start(text);
      progress.succeed(text);
      progress.fail(text);
      const target = {} as Console;
      printOnStderr(terminal.writeErr, target);
      target.log(several);
      target.error('%s', text);
      expectHarmless(printed(), { coloured: terminal === inColour });
    }
    renderError(asJson, 'sync', error);
    expectHarmless(stdout);
    expect(JSON.parse(printed()).error).toMatchObject({
      message: text,
      cause: several,
      hint: several,
    });
  });

  it('keeps the lines of a cause and of a stack', () => {
    const error = new SpmError('SPM_API_ERROR', 'a\nb', { cause: 'one\n::error::two' });
    error.stack = 'Error: a\n    at b';
    renderError(plain, 'sync', error);
    expect(printed()).toBe(
      'error a\\nb [SPM_API_ERROR]\n  cause: one\n         \\u003a:error::two\n\nError: a\n    at b\n',
    );
  });
});
