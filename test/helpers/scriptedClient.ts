/** A real SDK client whose requests end in a function instead of the network. */
import type { SpmHttpClient } from '@shopimind/sdk-js';
import { makeApiClient } from '../../src/runtime/api/client.js';

export interface ScriptedRequest {
  method: string;
  /** Path after the version, such as `events`. */
  url: string;
  body: unknown;
  params: Record<string, unknown>;
}

export type ScriptedAnswer = { status?: number; body?: unknown } | { networkError: string };

export interface ScriptedClient {
  client: SpmHttpClient;
  requests: ScriptedRequest[];
  /** All requests except reads. */
  writes(): ScriptedRequest[];
}

export function scriptedClient(
  handler: (request: ScriptedRequest) => ScriptedAnswer | Promise<ScriptedAnswer>,
): ScriptedClient {
  const requests: ScriptedRequest[] = [];
  const api = makeApiClient({
    baseUrl: 'http://localhost:1',
    retry: false,
    adapter: async (config) => {
      const request: ScriptedRequest = {
        method: (config.method ?? 'get').toUpperCase(),
        url: config.url ?? '',
        body: typeof config.data === 'string' ? JSON.parse(config.data) : config.data,
        params: { ...config.params },
      };
      requests.push(request);
      const answer = await handler(request);
      if ('networkError' in answer) {
        throw Object.assign(new Error(answer.networkError), { code: 'ECONNREFUSED', config });
      }
      const status = answer.status ?? 200;
      const response = { status, statusText: '', headers: {}, config, data: answer.body ?? {} };
      if (status < 400) return response;
      throw Object.assign(new Error(`Request failed with status code ${status}`), {
        config,
        response,
      });
    },
  });
  const client = api.clientFor('test-token-0123456789');
  return { client, requests, writes: () => requests.filter(({ method }) => method !== 'GET') };
}
