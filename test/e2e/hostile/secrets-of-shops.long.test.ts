/**
 * Shops with their own tokens in one process, and an API that echoes the tokens: no token gets out, and dead letters
 * stay complete.
 */
import Database from 'better-sqlite3';
import { afterAll, describe, expect, it } from 'vitest';
import { makeSecretCipher } from '../../../src/runtime/security/secrets.js';
import { run } from '../../helpers/cli.js';
import { filesText, outputs, storeText } from '../../helpers/hostile.js';
import { httpServer, json } from '../../helpers/httpServer.js';
import { KNOWN, leaky, OWN_FILES, textOf } from '../../helpers/leaky.js';
import type { TestProject } from '../../helpers/project.js';

/** The API's answer to a push that it rejects as a whole, item by item. */
const refusing = (count: number, said: string) => ({
  statusCode: 200,
  sent_count: 0,
  rejected_count: count,
  rejected_items: Array.from({ length: count }, (_, index) => ({ index, errors: [said] })),
});

describe('shops with tokens of their own', { timeout: 120_000 }, () => {
  const TOKENS = { one: 'first-shop-Ab+c/91==', two: 'second-shop-77-zzz-04' };
  const INBOUND = 'calls-are-signed-with-this-8';
  const KEY = KNOWN.ring as string;
  let folder: TestProject;
  afterAll(() => folder?.remove());

  it('keep each token and inbound secret to themselves, whatever the API echoes; letters are replayed as they were', async () => {
    let mended = false;
    const api = await httpServer(({ method, headers, body }, response) => {
      if (method === 'GET') return json(response, 200, { statusCode: 200, data: [], meta: {} });
      const { length } = JSON.parse(body) as unknown[];
      const echo = `the key ${headers['spm-api-key']} may not write this`;
      if (mended)
        return json(response, 200, { ...refusing(0, ''), sent_count: length, rejected_items: [] });
      json(response, 200, refusing(length, echo));
    });
    folder = leaky([
      `bulk('customers', async function* (ctx) { yield row('c-' + ctx.installationId, { first_name: 'so ' + ctx.inboundSecret + ' and ' + ctx.settings.note + ' is' }); ctx.logger.warn('signed ~' + ctx.inboundSecret + '~'); }, { tolerateRejects: true })`,
      `plain('other', async (ctx) => { throw new Error('signed ~' + ctx.inboundSecret + '~' + ctx.settings.note); })`,
    ]);
    const env = { SPM_TARGET: api.url, SPM_CREDENTIALS_KEY: KEY };
    const at = { cwd: folder.path, env };
    for (const [id, token] of Object.entries(TOKENS)) {
      const add = ['installations', 'add', '--id', id, '--settings', 'settings.json'];
      await run([...add, '--token-stdin'], { ...at, input: token });
      await run(['installations', 'activate', id, '--no-test'], at);
    }
    const db = new Database(folder.file('s.sqlite'));
    db.prepare(
      "INSERT INTO integration_state (installation_id, key, value, encrypted) VALUES ('one', '__inbound_secret', ?, 1)",
    ).run(makeSecretCipher(KEY).encrypt(INBOUND, 'one:__inbound_secret'));
    db.close();

    const printed = await outputs(
      [
        'sync --all --json --verbose',
        'sync --installation one --full',
        'rejects --json',
        'rejects show 1 --json',
        'rejects export --out letters.ndjson',
        'runs show 1 --json',
        'cursors --json',
      ],
      at,
    );
    const shown = `${textOf(printed)}\n${filesText(folder.path, OWN_FILES)}\n${storeText(folder.file('s.sqlite'))}`;
    const secrets = { ...TOKENS, inbound: INBOUND, note: KNOWN.marked as string };
    const out = Object.entries(secrets).filter(([, secret]) => shown.includes(secret));
    const letters = JSON.parse(printed['rejects --json']?.stdout ?? '').data.rejects;
    expect(letters).toHaveLength(2);
    expect(out.map(([name]) => name)).toEqual([]);

    mended = true;
    const before = api.requests.length;
    const replay = await run(['rejects', 'replay', '--installation', 'one', '--json'], at);
    expect(replay.code).toBe(0);
    const sent = api.requests.slice(before).filter(({ method }) => method !== 'GET');
    expect(JSON.parse(sent[0]?.body ?? '')).toMatchObject([
      { customer_id: 'c-one', first_name: `so ${INBOUND} and ${KNOWN.marked} is` },
    ]);
    const after = `${replay.stdout}${storeText(folder.file('s.sqlite'))}`;
    expect(after.includes(KNOWN.marked as string)).toBe(false);
  });
});
