/** One POST, limited in time and size, without redirects, over its own connection. */

import http from 'node:http';
import https from 'node:https';

export interface PostOptions {
  /** The time from the first byte sent to the last one read. */
  timeoutMs: number;
  /** The maximum size of the answer. */
  maxBytes: number;
  /** Aborting it cancels the request. */
  signal: AbortSignal;
}

export interface Answer {
  status: number;
  text: string;
}

/** There was no usable answer. */
export class PostFailure extends Error {
  /** A timeout or a broken connection: the next attempt may succeed. */
  readonly transient: boolean;

  constructor(message: string, transient: boolean) {
    super(message);
    this.transient = transient;
  }
}

/** Throws PostFailure. */
export async function post(
  url: string,
  headers: Record<string, string>,
  body: string,
  { timeoutMs, maxBytes, signal }: PostOptions,
): Promise<Answer> {
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    const response = await request(url, headers, body, AbortSignal.any([signal, timeout]));
    return { status: response.statusCode ?? 0, text: await read(response, maxBytes) };
  } catch (error) {
    if (error instanceof PostFailure) throw error;
    if (signal.aborted) throw new PostFailure('the sandbox stopped', false);
    if (timeout.aborted) throw new PostFailure(`no response within ${timeoutMs} ms`, true);
    throw new PostFailure(`the connection failed: ${reason(error)}`, true);
  }
}

function request(
  url: string,
  headers: Record<string, string>,
  body: string,
  signal: AbortSignal,
): Promise<http.IncomingMessage> {
  const { request: open } = url.startsWith('https:') ? https : http;
  return new Promise((resolve, reject) => {
    // A kept connection may have ended when the connector restarted.
    const sent = open(url, { method: 'POST', agent: false, headers, signal }, resolve);
    sent.on('error', reject);
    sent.end(body);
  });
}

async function read(response: http.IncomingMessage, maxBytes: number): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of response as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > maxBytes) throw new PostFailure(`the response exceeds ${maxBytes} bytes`, false);
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

/** `localhost` may fail once per address; the error itself then has no message. */
function reason(error: unknown): string {
  const { message, code } = error as NodeJS.ErrnoException;
  return message || code || String(error);
}
