/** A real SDK client whose transport is a script, so that a test sees and answers every request. */
import { SpmClient, type SpmHttpClient } from '@shopimind/sdk-js';
import { AxiosError, type AxiosResponse, type InternalAxiosRequestConfig } from 'axios';

export interface ScriptedRequest {
  method: string;
  /** Without the base URL, such as `customers`. */
  url: string;
  /** Bulk bodies are arrays of objects. */
  body: Record<string, unknown>[];
}

/** `status` 0 is a network failure. Default: 200, and every item of an array accepted. */
export interface ScriptedAnswer {
  status?: number;
  body?: unknown;
  headers?: Record<string, string>;
}

export type Script = (
  request: ScriptedRequest,
  index: number,
) => ScriptedAnswer | undefined | Promise<ScriptedAnswer | undefined>;

export interface ScriptedApi {
  client: SpmHttpClient;
  requests: ScriptedRequest[];
}

export function scriptedApi(script: Script = () => undefined): ScriptedApi {
  const requests: ScriptedRequest[] = [];
  const client = SpmClient.getClient('v1', 'test-key-0123456789-abcdef', {
    baseUrl: 'http://127.0.0.1:9',
    labelSource: null,
    retry: false,
  });
  client.defaults.adapter = async (config) => {
    const body = typeof config.data === 'string' ? JSON.parse(config.data) : config.data;
    const request = { method: config.method ?? 'get', url: config.url ?? '', body };
    const index = requests.push(request) - 1;
    const answer = (await script(request, index)) ?? {};
    const { status = 200, headers = {} } = answer;
    return respond(config, status, answer.body ?? accepted(body), headers);
  };
  return { client, requests };
}

/** The body of an answer that accepts everything except the given items. */
export function accepted(items: unknown, rejected: Record<number, string[]> = {}): unknown {
  const rejectedItems = Object.entries(rejected).map(([index, errors]) => ({
    index: Number(index),
    errors,
  }));
  const size = Array.isArray(items) ? items.length : 1;
  return {
    statusCode: 200,
    sent_count: size - rejectedItems.length,
    rejected_count: rejectedItems.length,
    rejected_items: rejectedItems,
  };
}

function respond(
  config: InternalAxiosRequestConfig,
  status: number,
  data: unknown,
  headers: Record<string, string>,
): AxiosResponse {
  if (status === 0) throw new AxiosError('connect ECONNREFUSED', 'ECONNREFUSED', config);
  const response = { status, statusText: '', data, headers, config } as AxiosResponse;
  if (status < 400) return response;
  const message = `Request failed with status code ${status}`;
  throw new AxiosError(message, 'ERR_BAD_RESPONSE', config, null, response);
}
