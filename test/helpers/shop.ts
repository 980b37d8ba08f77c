/** Reads a sandbox's data through its API, like a user of the platform. */
import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { finished, start } from './cli.js';

export interface ShopApi {
  baseUrl: string;
  key: string;
  get(path: string): Promise<{ status: number; body: Record<string, unknown> }>;
  /** Every row of a list route, page by page. */
  all(path: string): Promise<Record<string, unknown>[]>;
  stop(): Promise<void>;
}

/** Starts the binary's own sandbox on a data file, with more options, and waits until it prints its address. */
export async function openShop(
  cwd: string,
  data = join('.spm', 'sandbox.sqlite'),
  more: readonly string[] = [],
): Promise<ShopApi> {
  const child = start(['sandbox', '--data', data, '--json', ...more], { cwd });
  const ended = finished(child);
  const ready = await firstLine(child);
  const { base_url: baseUrl, access_token: key } = (
    JSON.parse(ready) as { data: { base_url: string; access_token: string } }
  ).data;
  const get: ShopApi['get'] = async (path) => {
    const response = await fetch(`${baseUrl}/v1${path}`, { headers: { 'spm-api-key': key } });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  return {
    baseUrl,
    key,
    get,
    async all(path) {
      const rows: Record<string, unknown>[] = [];
      for (;;) {
        const { body } = await get(`${path}?limit=100&offset=${rows.length}`);
        const page = body.data as Record<string, unknown>[];
        rows.push(...page);
        if (page.length < 100) return rows;
      }
    },
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout?.on('data', (chunk: string | Buffer) => {
      text += String(chunk);
      const end = text.indexOf('\n');
      if (end >= 0) resolve(text.slice(0, end));
    });
    child.once('close', () => reject(new Error(`the sandbox ended before it was ready: ${text}`)));
  });
}
