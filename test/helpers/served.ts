/** A connector that is served by the built binary, on a shop whose platform sends it webhooks. */
import type { ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { ServeEvent } from '../../src/commands/serve.ts';
import { envelope } from '../../src/schemas/common.ts';
import { DATA } from '../../src/schemas/index.ts';
import { finished, type Result, start } from './cli.ts';
import { portToKeep } from './port.ts';
import { connectorSource, project, type TestProject } from './project.ts';
import { openShop, type ShopApi } from './shop.ts';

export const SECRET = 'whsec_0123456789abcdef';

const document = envelope('serve', z.union([DATA.serve]));

export type PlatformAction = 'install' | 'activate' | 'deactivate' | 'uninstall';

/** What the platform's control API says of a request. */
export interface Done {
  ok: boolean;
  error: string | null;
  installation: { id: string; status: string; key: string | null };
  // biome-ignore lint/suspicious/noExplicitAny: tests look into it
  delivery: any;
}

export interface Server {
  events: ServeEvent[];
  child: ChildProcess;
  ended: Promise<Result>;
  until(holds: (events: ServeEvent[]) => boolean): Promise<void>;
  stop(signal: NodeJS.Signals): Promise<Result>;
}

export interface Served {
  folder: TestProject;
  api: ShopApi;
  url: string;
  at: { cwd: string; env: Record<string, string> };
  serve(...more: string[]): Promise<Server>;
  /** Makes an installation on the platform, and returns its id. */
  create(more?: object): Promise<string>;
  act(id: string, action: PlatformAction): Promise<Done>;
  configure(id: string, configs: object): Promise<Done>;
  post(path: string, body: object): Promise<Record<string, unknown>>;
  stop(): Promise<void>;
}

export async function openServed(
  parts: Parameters<typeof connectorSource>[0] = {},
  source: (text: string) => string = (text) => text,
): Promise<Served> {
  const folder = project({
    'connector.mjs': source(connectorSource(parts)),
    'spm-connect.config.json': JSON.stringify({ connector: './connector.mjs', store: 's.sqlite' }),
  });
  const api = await openShop(folder.path, 'api.sqlite', ['--port', await portToKeep()]);
  const port = await portToKeep();
  const url = `http://127.0.0.1:${port}`;
  const env = {
    SPM_TARGET: api.baseUrl,
    SPM_CREDENTIALS_KEY: 'a'.repeat(64),
    SPM_WEBHOOK_SECRET: SECRET,
  };
  const at = { cwd: folder.path, env };
  const children: ChildProcess[] = [];
  const post = async (path: string, body: object) => {
    const headers = { 'content-type': 'application/json', 'spm-api-key': api.key };
    const request = { method: 'POST', headers, body: JSON.stringify(body) };
    const answer = await fetch(`${api.baseUrl}/_sandbox/installations${path}`, request);
    return (await answer.json()) as Record<string, unknown>;
  };
  return {
    ...{ folder, api, url, at, post },
    serve: async (...more) => {
      const server = watch(start(['serve', '--port', port, '--json', ...more], at));
      children.push(server.child);
      await server.until((all) => all.some(({ event }) => event === 'listening'));
      return server;
    },
    create: async (more = {}) => {
      const config_schema = { fields: [{ key: 'country', type: 'text', label: 'Country' }] };
      const given = { url, webhook_secret: SECRET, config_schema, shop_domain: 'a.example' };
      return String((await post('', { ...given, ...more })).id);
    },
    act: async (id, action) => (await post(`/${id}/${action}`, {})) as unknown as Done,
    configure: async (id, configs) =>
      (await post(`/${id}/configure`, { configs })) as unknown as Done,
    stop: async () => {
      for (const child of children) child.kill('SIGKILL');
      await api.stop();
      folder.remove();
    },
  };
}

function watch(child: ChildProcess): Server {
  child.stdin?.end();
  const ended = finished(child);
  const events: ServeEvent[] = [];
  let rest = '';
  child.stdout?.on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) events.push(document.parse(JSON.parse(line)).data as ServeEvent);
  });
  return {
    ...{ events, child, ended },
    until: async (holds) => {
      while (!holds(events)) {
        if (child.exitCode !== null) throw new Error(`the server ended: ${(await ended).stderr}`);
        await sleep(20);
      }
    },
    stop: (signal) => {
      child.kill(signal);
      return ended;
    },
  };
}
