/**
 * Sends requests of the SDK over kept-alive connections with little overhead: with a fast API, the processor time of
 * requests limits a sync. Responses and errors are those of the SDK's own transport.
 */
import type { SpmHttpClient } from '@shopimind/sdk-js';
import type { Agent, Dispatcher } from 'undici';

export interface QuickRequest {
  method: string | undefined;
  /** Relative to the client's base. */
  url: string | undefined;
  params: Readonly<Record<string, unknown>> | undefined;
  headers: Readonly<Record<string, unknown>>;
  json: string | Buffer | undefined;
}

export interface QuickAnswer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  /** The parsed JSON, or the text when it is not JSON. */
  data: unknown;
}

/** Rejects with the `response` for an error status, and with a code when there was no response. */
export type Transport = (request: QuickRequest) => Promise<QuickAnswer>;

/** The limit of the SDK's own client. */
const LARGEST_ANSWER = 25 * 1024 * 1024;

/** Shared by all shops of a process, so that the next run reuses connections. They do not keep the process alive. */
let shared: Promise<Agent> | undefined;

/** Loaded with the first request, since many syncs send nothing. */
function sharedAgent(): Promise<Agent> {
  shared ??= import('undici/lib/dispatcher/agent.js').then(
    ({ default: Agent }) => new Agent({ keepAliveTimeout: 4_000, maxResponseSize: LARGEST_ANSWER }),
  );
  return shared;
}

/** Takes address, headers and timeout from the client. */
export function makeTransport({ defaults }: SpmHttpClient): Transport {
  const base = new URL(defaults.baseURL ?? '');
  const common = ownHeaders(defaults.headers);
  return async ({ method = 'get', url = '', params, headers, json }) => {
    const answer = await exchange(await sharedAgent(), defaults.timeout ?? 0, {
      origin: base.origin,
      path: `${base.pathname}${url}${queryOf(params)}`,
      method: method.toUpperCase() as Dispatcher.HttpMethod,
      headers: { ...common, ...headers } as Record<string, string>,
      body: json ?? null,
    });
    if (answer.status >= 200 && answer.status < 300) return answer;
    throw failure(
      `Request failed with status code ${answer.status}`,
      answer.status >= 500 ? 'ERR_BAD_RESPONSE' : 'ERR_BAD_REQUEST',
      answer,
    );
  };
}

/** Whether only the SDK's own transport can send the requests. */
export function needsProxy(env: Readonly<Record<string, string | undefined>>): boolean {
  return ['http_proxy', 'https_proxy', 'all_proxy'].some(
    (name) => env[name] || env[name.toUpperCase()],
  );
}

/** Uses undici's dispatch, since a stream for each response would double the time. */
function exchange(
  agent: Agent,
  timeout: number,
  request: Dispatcher.DispatchOptions,
): Promise<QuickAnswer> {
  return new Promise((resolve, reject) => {
    const answer: QuickAnswer = { status: 0, headers: {}, data: undefined };
    const chunks: Buffer[] = [];
    let stop: ((reason: Error) => void) | undefined;
    const fail = (error: unknown) => {
      clearTimeout(timer);
      reject(lost(error));
    };
    // For the whole exchange, also for a slow response and before there is a connection.
    const expire = () => {
      const late = failure(`timeout of ${timeout}ms exceeded`, 'ECONNABORTED');
      if (stop) stop(late);
      else fail(late);
    };
    const timer = timeout > 0 ? setTimeout(expire, timeout) : undefined;
    agent.dispatch(request, {
      onRequestStart(controller) {
        stop = (reason) => controller.abort(reason);
      },
      onResponseStart(_controller, statusCode, headers) {
        answer.status = statusCode;
        answer.headers = headers as QuickAnswer['headers'];
      },
      onResponseData(_controller, chunk) {
        chunks.push(chunk);
      },
      onResponseEnd() {
        clearTimeout(timer);
        answer.data = parse(Buffer.concat(chunks).toString('utf8'));
        resolve(answer);
      },
      onResponseError: (_controller, error) => fail(error),
    });
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function queryOf(params: QuickRequest['params']): string {
  if (params === undefined || Object.keys(params).length === 0) return '';
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) query.append(name, String(value));
  return `?${query}`;
}

/** The client's headers, without the groups for single methods. */
function ownHeaders(headers: SpmHttpClient['defaults']['headers']): Record<string, string> {
  const texts = Object.entries(headers).filter(([, value]) => typeof value === 'string');
  return Object.fromEntries(texts) as Record<string, string>;
}

/** Maps error codes of undici to those of Node's own client. */
const CODES: Readonly<Record<string, string>> = {
  UND_ERR_SOCKET: 'ECONNRESET',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'ECONNRESET',
  UND_ERR_CONNECT_TIMEOUT: 'ETIMEDOUT',
  UND_ERR_HEADERS_TIMEOUT: 'ECONNABORTED',
  UND_ERR_BODY_TIMEOUT: 'ECONNABORTED',
};

function lost(error: unknown): Error {
  const { message, code } = error as Error & { code?: unknown };
  const known = typeof code === 'string' ? (CODES[code] ?? code) : 'ECONNRESET';
  return failure(message || known, known);
}

function failure(message: string, code: string, response?: QuickAnswer): Error {
  return Object.assign(new Error(message), { code, ...(response && { response }) });
}
