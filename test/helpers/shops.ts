/** A project with registered shops, and the API that they use. */
import { type Document, type Result, run, runJson } from './cli.js';
import { portToKeep } from './port.js';
import { connectorSource, project, type TestProject } from './project.js';
import { openShop, type ShopApi } from './shop.js';

export interface Shops {
  folder: TestProject;
  api: ShopApi;
  /** The options that every command of these shops needs. */
  at: { cwd: string; env: Record<string, string> };
  json(line: string): Promise<Result & { document: Document }>;
  text(line: string): Promise<Result>;
  stop(): Promise<void>;
}

/**
 * Registers these ids as active. All shops have the same token, because there is one API; each has its own cursors.
 */
export async function openShops(
  ids: readonly string[],
  parts: Parameters<typeof connectorSource>[0] = {},
): Promise<Shops> {
  const folder = project({
    'connector.mjs': connectorSource(parts),
    'spm-connect.config.json': JSON.stringify({ connector: './connector.mjs', store: 's.sqlite' }),
  });
  const api = await openShop(folder.path, 'api.sqlite', ['--port', await portToKeep()]);
  const env = { SPM_TARGET: api.baseUrl, SPM_CREDENTIALS_KEY: 'a'.repeat(64) };
  const at = { cwd: folder.path, env };
  for (const id of ids) {
    await run(['installations', 'add', '--id', id], { ...at, input: api.key });
    await run(['installations', 'activate', id], at);
  }
  return {
    folder,
    api,
    at,
    json: (line) => runJson(line.split(' '), at),
    text: (line) => run(line.split(' '), at),
    stop: async () => {
      await api.stop();
      folder.remove();
    },
  };
}
