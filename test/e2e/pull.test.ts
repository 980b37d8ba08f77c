import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { run, runJson } from '../helpers/cli.js';
import {
  CONFIG,
  connectorSource,
  project,
  scaffold,
  type TestProject,
} from '../helpers/project.js';
import { openShop } from '../helpers/shop.js';

const open: TestProject[] = [];
const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
  for (const folder of open.splice(0)) folder.remove();
});

const keep = (folder: TestProject): TestProject => {
  open.push(folder);
  return folder;
};

describe('pull', () => {
  it('gives a plan file that lints, and changes nothing when it is provisioned', async () => {
    const { path: cwd, file, write } = keep(await scaffold('csv'));
    expect((await run(['provision'], { cwd })).code).toBe(0);
    const printed = await run(['pull'], { cwd });
    expect(printed.code).toBe(0);
    const written = await run(['pull', '--out', 'shop.plan.yaml'], { cwd });
    expect(written).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('1 data source, 1 def'),
    });
    expect(readFileSync(file('shop.plan.yaml'), 'utf8')).toBe(printed.stdout);

    const { document } = await runJson(['pull'], { cwd });
    expect(document.data).toMatchObject({
      installation_id: 'sandbox',
      target: 'sandbox',
      file: null,
    });
    expect(document.data.plan.customData).toMatchObject([{ name: 'Loyalty card' }]);
    expect((await run(['lint', 'shop.plan.yaml'], { cwd })).code).toBe(0);

    write(
      'connector.mjs',
      connectorSource({ provisioning: "loadPlan('./shop.plan.yaml')" }).replace(
        'import { defineBulkStep, ',
        'import { loadPlan, defineBulkStep, ',
      ),
    );
    write('other.json', JSON.stringify({ connector: './connector.mjs' }));
    const dry = await runJson(['provision', '--dry-run', '--config', 'other.json'], { cwd });
    const { unchanged, ...others } = dry.document.data.diff.summary;
    expect(unchanged).toBe(dry.document.data.diff.changes.length);
    expect(Object.values(others).every((count) => count === 0)).toBe(true);
  }, 60_000);

  it('replaces a file only when it is told to', async () => {
    const {
      path: cwd,
      file,
      write,
    } = keep(project({ 'connector.mjs': connectorSource(), 'spm-connect.config.mjs': CONFIG }));
    write('shop.plan.yaml', 'mine: true\n');
    const refused = await runJson(['pull', '--out', 'shop.plan.yaml'], { cwd });
    expect(refused.document.error).toMatchObject({ code: 'SPM_FILE_EXISTS', exit_code: 64 });
    expect(refused.document.error?.hint).toContain('--force');
    expect(readFileSync(file('shop.plan.yaml'), 'utf8')).toBe('mine: true\n');
    const forced = await run(['pull', '--out', 'shop.plan.yaml', '--force'], { cwd });
    expect(forced.code).toBe(0);
    expect(readFileSync(file('shop.plan.yaml'), 'utf8')).toMatch(/^# yaml-language-server: /);
  });

  it('wants a name that says what it is, and a shop that answers', async () => {
    const { path: cwd } = keep(
      project({ 'connector.mjs': connectorSource(), 'spm-connect.config.mjs': CONFIG }),
    );
    const named = await runJson(['pull', '--out', 'shop.json'], { cwd });
    expect(named.document.error).toMatchObject({ code: 'SPM_INVALID_VALUE' });
    const env = { SPM_ACCESS_TOKEN: 'int-token-of-the-right-length' };
    const silent = await runJson(['pull', '--target', 'http://127.0.0.1:9'], { cwd, env });
    expect(silent.document.error).toMatchObject({ code: 'SPM_API_UNREACHABLE', exit_code: 69 });
    const other = await runJson(['pull', '--installation', 'shop-1'], { cwd });
    expect(other.document.error).toMatchObject({ code: 'SPM_UNKNOWN_INSTALLATION' });
  });

  it('reads a registered shop with its own token', async () => {
    const { path: cwd } = keep(
      project({ 'connector.mjs': connectorSource(), 'spm-connect.config.mjs': CONFIG }),
    );
    const shop = await openShop(cwd, 'shop.sqlite');
    stops.push(shop.stop);
    const target = ['--target', shop.baseUrl];
    const registry = (...words: string[]) =>
      run(['installations', ...words, ...target], { cwd, input: shop.key });
    expect((await registry('add', '--id', 'shop-1')).code).toBe(0);
    const inactive = await runJson(['pull', '--installation', 'shop-1', ...target], { cwd });
    expect(inactive.document.error).toMatchObject({ code: 'SPM_INSTALLATION_INACTIVE' });
    expect((await registry('activate', 'shop-1')).code).toBe(0);
    const { document } = await runJson(['pull', '--installation', 'shop-1', ...target], { cwd });
    expect(document.data).toMatchObject({
      installation_id: 'shop-1',
      plan: {},
      notes: [{ path: 'dataSources', message: expect.stringContaining('"E-commerce"') }],
    });
  });
});
