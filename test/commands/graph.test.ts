import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT, run, runJson } from '../helpers/cli.js';
import { CONFIG, connectorSource, project, type TestProject } from '../helpers/project.js';

const PLANS = join(ROOT, 'test/fixtures/plans');

const BY_SETTINGS = `(ctx) => ({
  dataSources: ctx.settings.shops.map((key) => ({ key, decl: { label: key, type: 'api' } })),
})`;

describe('spm-connect graph', () => {
  let work: TestProject;
  beforeAll(() => {
    work = project({
      'spm-connect.config.mjs':
        "export default { connector: './connector.mjs', lint: { settings: ['./north.json', './south.json'] } };\n",
      'connector.mjs': connectorSource({ provisioning: BY_SETTINGS }),
      'north.json': '{"shops":["Oslo"]}',
      'south.json': '{"shops":["Rome"]}',
      'broken.json': '[1]',
      'bad.plan.yaml': 'customData: [\n',
      'odd.plan.yaml': 'customData: 7\n',
      'plain/spm-connect.config.mjs': CONFIG,
      'plain/connector.mjs': connectorSource({
        provisioning: "{ events: [{ code_name: 'x', name: {} }] }",
      }),
      'notes.md': '',
    });
  });
  afterAll(() => work.remove());

  const graph = (...args: string[]) => run(['graph', ...args], { cwd: work.path });

  it('draws the connector of the configuration with its first fixture', async () => {
    const { code, stdout, stderr } = await graph();
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toBe(
      'Small 1.0.0 connector.mjs with north.json\n\nData sources\n└─ Oslo  Oslo\n',
    );
  });

  it('draws it with the settings that are chosen', async () => {
    const { stdout } = await graph('--settings', 'south.json');
    expect(stdout).toContain('connector.mjs with south.json\n\nData sources\n└─ Rome');
  });

  it('draws modules, folders and plan files', async () => {
    expect((await graph('plain')).stdout).toContain(
      'Small 1.0.0 plain/connector.mjs\n\nEvents\nx\n',
    );
    expect((await graph('plain/connector.mjs')).stdout).toContain('Events\nx\n');
    const { stdout } = await graph(join(PLANS, 'retail.plan.yaml'));
    expect(stdout).toMatch(/^retail\.plan\.yaml /);
    expect(stdout).toContain('30 Legacy link');
  });

  it.each([
    ['mermaid', /^erDiagram\n/],
    ['dot', /^digraph plan {\n/],
    ['svg', /^<\?xml version="1\.0" encoding="UTF-8"\?>\n<svg /],
    ['html', /^<!doctype html>\n/],
  ])('prints %s', async (format, start) => {
    const { code, stdout, stderr } = await graph('--format', format);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(start);
    expect(stdout.endsWith('\n')).toBe(true);
  });

  it('writes to a file, and says so', async () => {
    const args = [join(PLANS, 'cyclic.plan.yaml'), '--format', 'svg', '--output-file', 'plan.svg'];
    const { code, stdout } = await graph(...args);
    expect(code).toBe(0);
    expect(stdout).toBe('✓ Wrote plan.svg: 5 definitions, 8 relationships\n✗ 1 cycle\n');
    expect(readFileSync(work.file('plan.svg'), 'utf8')).toContain('</svg>');
  });

  it('gives the model as JSON, beside a file too', async () => {
    const options = { cwd: work.path };
    const plan = join(PLANS, 'cyclic.plan.yaml');
    const { document } = await runJson(['graph', plan], options);
    expect(document.data.graph.cycles).toEqual([['d1', 'd2', 'd3']]);
    expect(document.data.output_file).toBe(null);
    const args = ['graph', plan, '--format', 'html', '--output-file', 'plan.html'];
    expect((await runJson(args, options)).document.data.output_file).toBe('plan.html');
    expect(existsSync(work.file('plan.html'))).toBe(true);
  });

  it('draws what it can of a plan that is none, and says what it leaves out', async () => {
    const { code, stdout, stderr } = await graph('odd.plan.yaml');
    expect(code).toBe(0);
    expect(stdout).toContain('The plan is empty.');
    expect(stderr).toContain('warning customData is invalid and is not drawn');
  });

  it.each([
    [['nothing.plan.yaml'], 64, 'There is nothing at nothing.plan.yaml'],
    [['notes.md'], 64, 'neither a connector nor a plan file'],
    [['bad.plan.yaml'], 78, 'bad.plan.yaml:'],
    [['--format', 'png'], 64, 'png'],
    [['--settings', 'nowhere.json'], 64, 'nowhere.json cannot be read'],
    [['--settings', 'broken.json'], 64, 'the file is not a JSON object'],
    [['--json', '--format', 'dot'], 64, '--json and --format dot cannot be combined'],
    [['odd.plan.yaml', '--output-file', 'no/such/folder.txt'], 1, 'Create the folder'],
  ])('refuses %j with %i', async (args, code, text) => {
    const result = await graph(...args);
    expect(result.code).toBe(code);
    expect(result.stdout + result.stderr).toContain(text);
  });

  it('says what a plan needs that cannot be evaluated', async () => {
    const bare = project({
      'spm-connect.config.mjs': CONFIG,
      'connector.mjs': connectorSource({ provisioning: BY_SETTINGS }),
    });
    const { code, stderr } = await run(['graph'], { cwd: bare.path });
    bare.remove();
    expect(code).toBe(78);
    expect(stderr).toContain('--settings FILE');
  });

  it('needs a configuration when no path is given', async () => {
    const empty = project();
    const { code } = await run(['graph'], { cwd: empty.path });
    empty.remove();
    expect(code).toBe(78);
  });
});
