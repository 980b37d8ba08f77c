/** Speaks to the control API of a sandbox. */

import { request } from 'node:http';

export interface Answer {
  status: number;
  /** Tests look into answers of every route. */
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
  const type = body === undefined ? {} : { 'content-type': 'application/json' };
  const all = { ...type, ...headers };
  return new Promise((resolve, reject) => {
    const sent = request(`${baseUrl}/_sandbox/${path}`, { method, headers: all }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body: JSON.parse(text) }));
    });
    sent.on('error', reject);
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
}
