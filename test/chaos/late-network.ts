/**
 * The network between a worker and the sandbox. It knows the requests in flight, and can deliver them late, even after
 * their sender was killed. The test controls its time.
 */
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';

/** A write on its way to the API. */
export interface Sent {
  method: string;
  path: string;
  body: string;
  headers: IncomingHttpHeaders;
}

/** The fate of a write. `lateMs` is how late it arrives; null is never. */
export type Fate =
  | { kind: 'arrives' }
  /** Its sender gets no answer. */
  | { kind: 'cut'; lateMs: number | null }
  /** Its sender is killed before the write arrives. */
  | { kind: 'killed before'; lateMs: number | null }
  /** Its sender is killed before it gets the answer. */
  | { kind: 'killed after' };

export interface LateNetworkOptions {
  /** Base URL of the API. */
  target: string;
  /** Milliseconds since the epoch. */
  now(): number;
  fateOf(sent: Sent): Fate;
  /** Kills the sending process at once. */
  kill(sent: Sent): void;
}

export class LateNetwork {
  url = '';
  private readonly held: { at: number; sent: Sent }[] = [];
  private readonly server = createServer((request, response) => void this.pass(request, response));

  constructor(private readonly options: LateNetworkOptions) {}

  async open(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Delivers all due writes, in order. */
  async deliver(): Promise<void> {
    const now = this.options.now();
    const due = this.held.filter(({ at }) => at <= now).sort((a, b) => a.at - b.at);
    for (const one of due) {
      this.held.splice(this.held.indexOf(one), 1);
      await this.forward(one.sent);
    }
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url: path = '', headers } = request;
    const sent = { method, path, headers, body: await textOf(request) };
    const fate = method === 'GET' ? ({ kind: 'arrives' } as const) : this.options.fateOf(sent);
    if (fate.kind === 'cut' || fate.kind === 'killed before') {
      if (fate.lateMs !== null) this.held.push({ at: this.options.now() + fate.lateMs, sent });
      if (fate.kind === 'killed before') this.options.kill(sent);
      response.destroy();
      return;
    }
    const { status, body } = await this.forward(sent);
    if (fate.kind === 'killed after') {
      this.options.kill(sent);
      response.destroy();
      return;
    }
    response.writeHead(status, { 'content-type': 'application/json' }).end(body);
  }

  private async forward({ method, path, body, headers }: Sent) {
    const { host: _, connection: __, 'content-length': ___, ...own } = headers;
    const answer = await fetch(this.options.target + path, {
      method,
      headers: own as Record<string, string>,
      ...(body !== '' && { body }),
    });
    return { status: answer.status, body: await answer.text() };
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const part of request.setEncoding('utf8')) text += part;
  return text;
}
