import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunOptions, run, runJson } from '../../helpers/cli.js';
import { type Answer, httpServer, json } from '../../helpers/httpServer.js';
import { portToKeep } from '../../helpers/port.js';
import { connectorSource, project, type TestProject } from '../../helpers/project.js';
import { openShop, type ShopApi } from '../../helpers/shop.js';
import { openSqliteStore } from '../../helpers/sqliteStore.js';

const WRONG = 'int-wrong-token-of-the-right-length';
const STORE = 's.sqlite';
let folder: TestProject;
let api: ShopApi;

beforeAll(async () => {
  folder = project({
    'connector.mjs': connectorSource(),
    'spm-connect.config.json': JSON.stringify({ connector: './connector.mjs', store: STORE }),
  });
  api = await openShop(folder.path, 'api.sqlite');
});
afterAll(async () => {
  await api.stop();
  folder.remove();
});

const at = (target: string, token: string): RunOptions => ({
  cwd: folder.path,
  env: { SPM_TARGET: target, SPM_ACCESS_TOKEN: token },
});

async function fails(line: string, options: RunOptions) {
  const { code, document } = await runJson(line.split(' '), options);
  if (document.error === null) throw new Error(`no error of ${line}`);
  expect(code).toBe(document.error.exit_code);
  return document.error;
}

async function requests(): Promise<number> {
  const { document } = await runJson(['sandbox', 'requests', '--url', api.baseUrl], {
    cwd: folder.path,
  });
  return document.data.requests.length;
}

describe('a token that never worked', () => {
  it.each(['sync', 'sync --dry-run', 'sync --loop', 'provision', 'provision --dry-run', 'pull'])(
    'ends %s with 69, and leaves no store behind',
    async (line) => {
      const error = await fails(line, at(api.baseUrl, WRONG));
      expect(error).toMatchObject({ code: 'SPM_API_UNAUTHORIZED', exit_code: 69 });
      expect(error.message).toContain(api.baseUrl);
      expect(error.hint).toContain('SPM_ACCESS_TOKEN');
      expect(existsSync(folder.file(STORE))).toBe(false);
    },
  );

  it('is told by what answers, if anything does', async () => {
    const answers: [Answer, object][] = [
      [(_, response) => json(response, 403, {}), { code: 'SPM_API_UNAUTHORIZED' }],
      [
        (_, response) => json(response, 404, {}),
        { message: expect.stringContaining('is not a Shopi') },
      ],
      [
        (_, response) => json(response, 200, { hello: 1 }),
        { cause: expect.stringContaining('JSON') },
      ],
      [
        (_, response) => response.writeHead(200).end('<html></html>'),
        { cause: expect.stringContaining('a web page') },
      ],
      [(_, response) => json(response, 500, {}), { message: expect.stringContaining('HTTP 500') }],
    ];
    for (const [answer, expected] of answers) {
      const server = await httpServer(answer);
      const error = await fails('sync', at(server.url, WRONG));
      expect(error).toMatchObject({ code: 'SPM_API_ERROR', exit_code: 69, ...expected });
      expect(error.hint).toBeTruthy();
    }
    const nobody = await fails('sync', at(`http://127.0.0.1:${await portToKeep()}`, WRONG));
    expect(nobody).toMatchObject({ code: 'SPM_API_UNREACHABLE', exit_code: 69 });
    expect(existsSync(folder.file(STORE))).toBe(false);
  });

  it('registers nothing beside a shop that works, which is asked once', async () => {
    const right = at(api.baseUrl, api.key);
    expect((await run(['provision'], right)).code).toBe(0);
    const { document } = await runJson(['sync'], right);
    expect(document.data.status).toBe('ok');
    const before = await requests();
    expect((await run(['sync', '--dry-run'], right)).code).toBe(0);
    expect(await requests()).toBe(before);
    for (const line of ['sync', 'sync --loop', 'provision'])
      expect((await fails(line, at(api.baseUrl, WRONG))).code).toBe('SPM_API_UNAUTHORIZED');
    const { installations } = (await runJson(['installations'], right)).document.data;
    expect(installations.map((one: { id: string }) => one.id)).toHaveLength(1);
  });

  it('ends with 69 too when it is refused later, without touching what is known', async () => {
    const server = await httpServer((request, response) =>
      request.method === 'GET'
        ? json(response, 200, { statusCode: 200, data: [] })
        : json(response, 401, { statusCode: 401, message: 'revoked' }),
    );
    const error = await fails('sync', at(server.url, WRONG));
    expect(error).toMatchObject({ code: 'SPM_API_UNAUTHORIZED', exit_code: 69 });
  });
});

describe('what earlier versions left of a wrong token', () => {
  it('does not degrade health, is asked again, and can be removed', async () => {
    const ghost = 'local-0123456789ab';
    const store = await openSqliteStore({ path: folder.file('ghost.sqlite'), now: Date.now });
    await store.installations.save({ installationId: ghost, shopDomain: '127.0.0.1:1' }, 0);
    await store.installations.setStatus(ghost, { from: 'inactive', to: 'active' }, 0);
    await store.close();
    const options = { cwd: folder.path, env: { SPM_STORE: 'ghost.sqlite' } };
    const health = await runJson(['health'], options);
    expect(health.document.data).toMatchObject({ status: 'ok', active_installations: 0 });
    const removed = await run(['installations', 'remove', ghost, '--yes'], options);
    expect(removed.code).toBe(0);
  });
});

describe('dead letters of another token or target', () => {
  it('are told of with a target and a variable that work', async () => {
    const refusing = connectorSource({
      stream: "yield { ...rows[0], email: 'none' };",
      extra: 'tolerateRejects: true,',
    });
    folder.write('connector.mjs', refusing);
    const right = at(api.baseUrl, api.key);
    await run(['sync', '--full'], right);
    const replay = 'rejects replay';
    const byToken = await fails(replay, at(api.baseUrl, WRONG));
    expect(byToken).toMatchObject({ code: 'SPM_SHOP_CHANGED' });
    expect(byToken.hint).toBe('Set SPM_ACCESS_TOKEN to the token of that shop.');
    for (const elsewhere of ['sandbox', 'http://127.0.0.1:1']) {
      const { hint } = await fails(replay, at(elsewhere, api.key));
      expect(hint).toContain(`--target ${api.baseUrl}, with its token`);
      const target = /--target (\S+),/.exec(hint ?? '')?.[1] ?? '';
      const pasted = await runJson(
        [...replay.split(' '), '--target', target],
        at(elsewhere, api.key),
      );
      expect(pasted.document.data.rejects).toHaveLength(1);
    }
  });
});
