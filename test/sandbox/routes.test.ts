import { expect, it } from 'vitest';
import { anonymous, routesOf } from './route-list.ts';

interface Snapshot {
  OPENAPI_PATHS: Set<string>;
  SDK_ENDPOINTS: string[];
}

/** The package does not export the file, so it is read from the folder of the package's entry. */
const { OPENAPI_PATHS, SDK_ENDPOINTS } = (await import(
  new URL('openapi-snapshot.js', import.meta.resolve('@shopimind/sdk-js')).href
)) as Snapshot;

it('are those of the API, no more and no less', async () => {
  expect(OPENAPI_PATHS.size).toBe(110);
  expect((await routesOf()).sort()).toEqual([...OPENAPI_PATHS].map(anonymous).sort());
});

it('cover every endpoint that the SDK calls', async () => {
  const routes = await routesOf();
  expect(SDK_ENDPOINTS.length).toBeGreaterThan(100);
  expect(SDK_ENDPOINTS.map(anonymous).filter((route) => !routes.includes(route))).toEqual([]);
});
