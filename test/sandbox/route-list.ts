import fastify from 'fastify';
import { openDatabase } from '../../src/sandbox/database.ts';
import { addRoutes } from '../../src/sandbox/index.ts';
import { Sandbox } from '../../src/sandbox/sandbox.ts';

/** A route without the names of its parameters, which do not matter: `GET /v1/customers/{}`. */
export const anonymous = (route: string): string => route.replace(/\{\w+\}|:\w+/g, '{}');

/** Every route of the API that the sandbox registers. */
export async function routesOf(): Promise<string[]> {
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
