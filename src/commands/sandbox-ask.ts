/** `sandbox requests`, `sandbox state` and `sandbox reset`: commands for a running sandbox. */

import { SpmError } from '../errors.js';
import { USUAL_PORT } from './sandbox-serve.js';
import type { Invocation, Report } from './types.js';

export interface SandboxRequest {
  id: number;
  /** ISO-8601 UTC. */
  at: string;
  method: string;
  path: string;
  /** 0 when the connection was closed without a response. */
  status: number;
  items: number;
  ms: number;
  body: string;
  response: string;
  fault: string | null;
}

export interface SandboxRequests {
  action: 'requests';
  base_url: string;
  requests: SandboxRequest[];
  last_id: number;
}

export interface SandboxCounts {
  action: 'state';
  base_url: string;
  resources: { name: string; count: number }[];
}

export interface SandboxRows {
  action: 'rows';
  base_url: string;
  name: string;
  total: number;
  rows: Record<string, unknown>[];
}

export interface SandboxReset {
  action: 'reset';
  base_url: string;
}

export type SandboxAnswer = SandboxRequests | SandboxCounts | SandboxRows | SandboxReset;

/** The newest requests, newest last. @throws the errors of `ask` */
export async function requests(
  invocation: Invocation,
  words: readonly string[],
): Promise<Report<SandboxRequests>> {
  noMore('requests', words);
  const base = baseUrlOf(invocation);
  const answer = await ask(invocation, base, `requests?limit=${invocation.options.limit}`);
  return {
    data: {
      action: 'requests',
      base_url: base,
      ...(answer as Omit<SandboxRequests, 'action' | 'base_url'>),
    },
  };
}

/** The number of rows of each resource, or the rows of one. @throws the errors of `ask` */
export async function state(
  invocation: Invocation,
  [resource, ...words]: readonly string[],
): Promise<Report<SandboxCounts | SandboxRows>> {
  noMore('state', words);
  const base = baseUrlOf(invocation);
  if (resource === undefined) {
    const answer = (await ask(invocation, base, 'state')) as Pick<SandboxCounts, 'resources'>;
    return { data: { action: 'state', base_url: base, ...answer } };
  }
  const path = `state/${encodeURIComponent(resource)}?limit=${invocation.options.limit}`;
  const answer = (await ask(invocation, base, path)) as Omit<SandboxRows, 'action' | 'base_url'>;
  return { data: { action: 'rows', base_url: base, ...answer } };
}

/** @throws the errors of `ask` */
export async function reset(
  invocation: Invocation,
  words: readonly string[],
): Promise<Report<SandboxReset>> {
  noMore('reset', words);
  const base = baseUrlOf(invocation);
  await ask(invocation, base, 'reset', 'POST');
  return { data: { action: 'reset', base_url: base } };
}

function noMore(action: string, words: readonly string[]): void {
  if (words.length === 0) return;
  throw new SpmError('SPM_USAGE', `sandbox ${action} does not take '${words.join(' ')}'`, {
    hint: 'Run `spm-connect help sandbox` for its arguments.',
  });
}

function baseUrlOf({ options, globals, env }: Invocation): string {
  const target = globals.target ?? env.SPM_TARGET;
  const usual = `http://127.0.0.1:${USUAL_PORT}`;
  const given = options.url ?? (target?.includes('://') ? target : usual);
  if (typeof given === 'string' && /^https?:\/\//.test(given) && URL.canParse(given)) return given;
  throw new SpmError('SPM_INVALID_VALUE', `--url cannot be '${given}'`, {
    cause: 'expected a URL such as http://127.0.0.1:5500',
    hint: 'Pass the URL that `spm-connect sandbox` printed.',
  });
}

/** @throws SpmError SPM_API_UNREACHABLE, SPM_API_ERROR, SPM_INVALID_VALUE for an unknown resource */
async function ask(
  { signal }: Invocation,
  base: string,
  path: string,
  method = 'GET',
): Promise<unknown> {
  const { status, body } = await send(new URL(`/_sandbox/${path}`, base), method, signal);
  if (status === 200 && typeof body === 'object') return body;
  const message = Object(body).message as unknown;
  if (status === 404 && String(message).startsWith('There is no')) {
    throw new SpmError('SPM_INVALID_VALUE', String(message).split(';', 1)[0] ?? '', {
      cause: String(message),
      hint: 'Run `spm-connect sandbox state` for the names.',
    });
  }
  throw new SpmError('SPM_API_ERROR', `The server at ${base} is not a sandbox`, {
    cause: `it answered ${status}${message === undefined ? '' : `, ${message}`}`,
    hint: 'Pass the URL that `spm-connect sandbox` printed with --url.',
  });
}

async function send(url: URL, method: string, signal: AbortSignal) {
  try {
    const response = await fetch(url, { method, signal });
    const text = await response.text();
    return { status: response.status, body: parse(text) };
  } catch (error) {
    throw new SpmError('SPM_API_UNREACHABLE', `No sandbox answers at ${url.origin}`, {
      cause: error instanceof Error ? (error.cause ?? error) : error,
      hint: 'Start a sandbox with `spm-connect sandbox`, or pass its URL with --url.',
    });
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
