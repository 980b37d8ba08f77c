/** Test helpers for connector authors: `spm-connect/testing`. */

import { SpmClient, type SpmClientOptions, type SpmHttpClient } from '@shopimind/sdk-js';

export type {
  LoggedRequest,
  RunningSandbox,
  SandboxOptions,
  SandboxState,
} from './sandbox/index.js';
export { startSandbox } from './sandbox/index.js';

export interface ScriptedRequest {
  /** Lower case: `post`. */
  method: string;
  /** The path as the SDK gives it, without base URL and version: `customers/bulk-delete`. */
  url: string;
  /** The parsed body; undefined without a body. */
  body: unknown;
  /** The query, as given to the SDK. */
  params: Record<string, unknown>;
}

export interface ScriptedAnswer {
  /** HTTP status, default 200. With 400 or above, the call fails like a failed HTTP request. */
  status?: number;
  /** The API's own body. */
  body?: unknown;
}

export type ScriptedHandler = (
  request: ScriptedRequest,
) => ScriptedAnswer | undefined | Promise<ScriptedAnswer | undefined>;

type Adapter = Extract<SpmHttpClient['defaults']['adapter'], (...args: never[]) => unknown>;
type RequestConfig = Parameters<Adapter>[0];

/**
 * A real SDK client whose transport is the handler: no network, and no retries by default. A status
 * from 400 on gives the SDK's envelope with `ok: false` and the body in `data`; an error that the
 * handler throws looks like a network failure.
 */
export function makeScriptedSpmClient(
  handler: ScriptedHandler,
  options: SpmClientOptions = {},
): SpmHttpClient {
  const client = SpmClient.getClient('v1', 'scripted-client-key-00', {
    baseUrl: 'http://127.0.0.1',
    labelSource: null,
    retry: false,
    ...options,
  });
  const adapter: Adapter = async (config) => {
    const { status = 200, body = null } = (await handler(scriptedRequest(config))) ?? {};
    const response = { status, statusText: '', headers: {}, data: body, config };
    if (status < 400) return response;
    throw Object.assign(new Error(`Request failed with status code ${status}`), {
      code: status < 500 ? 'ERR_BAD_REQUEST' : 'ERR_BAD_RESPONSE',
      isAxiosError: true,
      config,
      response,
    });
  };
  client.defaults.adapter = adapter;
  return client;
}

function scriptedRequest({
  method = 'get',
  url = '',
  data,
  params,
}: RequestConfig): ScriptedRequest {
  const body: unknown = typeof data === 'string' ? JSON.parse(data) : data;
  return { method: method.toLowerCase(), url, body, params: { ...params } };
}

/** Accepts every write, and answers reads with empty lists. Created objects get ids, counting from 1. */
export function makeStubSpmClient(): SpmHttpClient {
  let lastId = 0;
  return makeScriptedSpmClient(({ method, url, body }) => {
    if (method === 'get') return { body: emptyList() };
    const sent = itemCount(body);
    if (sent !== undefined) return { body: allAccepted(sent) };
    if (method === 'delete') return { body: allAccepted(1) };
    lastId += 1;
    return { body: { statusCode: 200, data: { ...Object(body), ...idOf(url, lastId) } } };
  });
}

/** The length of a bulk body: an array, or an object with an array of ids; otherwise undefined. */
function itemCount(body: unknown): number | undefined {
  if (Array.isArray(body)) return body.length;
  const ids = Object.entries(Object(body)).find(([name]) => name.endsWith('_ids'))?.[1];
  return Array.isArray(ids) ? ids.length : undefined;
}

const ID_NAMES = [
  ['data-sources', 'id_data_source'],
  ['custom-data-definitions', 'id_definition'],
  ['events', 'id_event'],
  ['lists', 'id_shop_list'],
] as const;

/** The id in the answer to a creation; empty for other requests. */
function idOf(url: string, id: number): Record<string, number> {
  const name = ID_NAMES.find(([path]) => path === url)?.[1];
  return name === undefined ? {} : { [name]: id };
}

const allAccepted = (sent: number) => ({
  statusCode: 200,
  sent_count: sent,
  rejected_count: 0,
  rejected_items: [],
});

const emptyList = () => ({
  statusCode: 200,
  data: [],
  meta: {
    pagination: {
      total_items: 0,
      items_per_page: 10,
      total_pages: 0,
      current_page: 1,
      offset: 0,
      has_previous_page: false,
      has_next_page: false,
      next_page: null,
      previous_page: null,
    },
    generated_at: '1970-01-01T00:00:00.000Z',
  },
});
