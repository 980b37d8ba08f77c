/**
 * The sandbox's own server without a socket: requests of the SDK are injected, which is many times faster than HTTP.
 * For tests with thousands of shops.
 */
import type { SpmHttpClient } from '@shopimind/sdk-js';
import { makeApiClient } from '../../src/runtime/api/client.js';
import { openDatabase } from '../../src/sandbox/database.js';
import { Faults } from '../../src/sandbox/faults/faults.js';
import { addRoutes } from '../../src/sandbox/index.js';
import { Platform } from '../../src/sandbox/platform/platform.js';
import { RequestLog } from '../../src/sandbox/requests.js';
import { Sandbox } from '../../src/sandbox/sandbox.js';
import { createServer } from '../../src/sandbox/server.js';
import { resetState, SandboxState } from '../../src/sandbox/state.js';

export interface QuickSandbox {
  client: SpmHttpClient;
  state: SandboxState;
  /** A new shop. */
  reset(): void;
  stop(): Promise<void>;
}

const KEY = 'quick-sandbox-key-0123456789';

export async function quickSandbox(): Promise<QuickSandbox> {
  const db = openDatabase(undefined);
  const sandbox = new Sandbox(db, Date.now);
  const platform = new Platform(sandbox);
  const app = createServer({
    key: KEY,
    installationKeyWorks: platform.keyLookup(),
    now: Date.now,
    log: new RequestLog(),
    faults: new Faults({}, Date.now),
    routes: (v1) => sandbox.transaction(() => addRoutes(v1, sandbox)),
    control: () => {},
  });
  await app.ready();
  const api = makeApiClient({
    baseUrl: 'http://localhost:1',
    retry: false,
    adapter: injectInto(app),
  });
  return {
    client: api.clientFor(KEY),
    state: new SandboxState(sandbox),
    reset: () => resetState(sandbox),
    async stop() {
      await app.close();
      db.close();
    },
  };
}

type Adapter = NonNullable<Parameters<typeof makeApiClient>[0]>['adapter'];

function injectInto(app: ReturnType<typeof createServer>): Adapter {
  return async (config) => {
    const query = new URLSearchParams(config.params as Record<string, string>).toString();
    const answer = await app.inject({
      method: (config.method ?? 'get').toUpperCase() as 'GET',
      url: `/v1/${config.url}${query === '' ? '' : `?${query}`}`,
      headers: { ...config.headers.toJSON(), 'content-type': 'application/json' } as Record<
        string,
        string
      >,
      ...(config.data === undefined ? {} : { payload: config.data as string }),
    });
    const { statusCode: status } = answer;
    const response = {
      status,
      statusText: '',
      headers: {},
      config,
      data: answer.json() as unknown,
    };
    if (status < 400) return response;
    const message = `Request failed with status code ${status}`;
    throw Object.assign(new Error(message), { config, response });
  };
}
