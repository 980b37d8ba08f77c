import fastify from 'fastify';
import { expect, it } from 'vitest';
import { openDatabase } from '../../src/sandbox/database.ts';
import { addRoutes } from '../../src/sandbox/index.ts';
import { Sandbox } from '../../src/sandbox/sandbox.ts';

/** Not exported by the package, so read beside its entry. */
async function sdkSnapshot(): Promise<{ OPENAPI_PATHS: Set<string>; SDK_ENDPOINTS: string[] }> {
  const snapshot = new URL('openapi-snapshot.js', import.meta.resolve('@shopimind/sdk-js'));
  return import(snapshot.href);
}

/** Every route of the sandbox as `GET /v1/customers/{}`: names of parameters are nobody's business. */
async function registered(): Promise<string[]> {
  const db = openDatabase(undefined);
  const app = fastify({ exposeHeadRoutes: false });
  const routes: string[] = [];
  app.addHook('onRoute', ({ method, url }) => {
    for (const verb of [method].flat()) routes.push(`${verb} ${anonymous(url)}`);
  });
  app.register(async (v1) => addRoutes(v1, new Sandbox(db, () => 0)), { prefix: '/v1' });
  await app.ready();
  await app.close();
  db.close();
  return routes;
}

const anonymous = (route: string) => route.replace(/\{\w+\}|:\w+/g, '{}');

it('are those of the API, no more and no less', async () => {
  const { OPENAPI_PATHS } = await sdkSnapshot();
  expect(OPENAPI_PATHS.size).toBe(110);
  expect((await registered()).sort()).toEqual([...OPENAPI_PATHS].map(anonymous).sort());
});

it('cover every endpoint that the SDK calls', async () => {
  const { SDK_ENDPOINTS } = await sdkSnapshot();
  const routes = await registered();
  expect(SDK_ENDPOINTS.length).toBeGreaterThan(100);
  expect(SDK_ENDPOINTS.map(anonymous).filter((route) => !routes.includes(route))).toEqual([]);
});
