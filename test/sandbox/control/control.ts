/** Calls the control API of a sandbox. */

import { request } from 'node:http';

export interface Answer {
  status: number;
  /** Tests read answers of every route. */
  body: ReturnType<typeof JSON.parse>;
}

interface Options {
  headers?: Record<string, string>;
  body?: unknown;
}

/** `fetch` does not let a test choose the Host header. */
export function control(
  { baseUrl }: { baseUrl: string },
  method: string,
  path: string,
  { headers = {}, body }: Options = {},
): Promise<Answer> {
  const text = body === undefined ? '' : JSON.stringify(body);
  // Node sends a DELETE without a length, so its body looks like the next request.
  const about = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) };
  const all = { ...(text === '' ? {} : about), ...headers };
  return new Promise((resolve, reject) => {
    const sent = request(`${baseUrl}/_sandbox/${path}`, { method, headers: all }, (answer) => {
      let received = '';
      answer.setEncoding('utf8').on('data', (part: string) => {
        received += part;
      });
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, body: JSON.parse(received) }),
      );
    });
    sent.on('error', reject);
    sent.end(text);
  });
}
