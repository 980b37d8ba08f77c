/** Real HTTP servers on this machine, closed after each test. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { afterEach } from 'vitest';

export interface ReceivedRequest {
  method: string;
  url: string;
  headers: IncomingMessage['headers'];
  body: string;
  /** Counts the connections from 1. */
  connection: number;
}

export interface TestServer {
  url: string;
  requests: ReceivedRequest[];
  close(): Promise<void>;
}

export type Answer = (
  request: ReceivedRequest,
  response: ServerResponse,
  index: number,
) => void | Promise<void>;

const open: TestServer[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});

export async function httpServer(answer: Answer): Promise<TestServer> {
  const requests: ReceivedRequest[] = [];
  const sockets = new Map<Socket, number>();
  const server = createServer(async (incoming, response) => {
    const body = await textOf(incoming);
    const { method = '', url = '', headers, socket } = incoming;
    const connection = sockets.get(socket) ?? 0;
    const index = requests.push({ method, url, headers, body, connection }) - 1;
    await answer(requests[index] as ReceivedRequest, response, index);
  });
  let connections = 0;
  server.on('connection', (socket) => sockets.set(socket, ++connections));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const running = {
    url: `http://127.0.0.1:${port}`,
    requests,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  open.push(running);
  return running;
}

export function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

async function textOf(incoming: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of incoming.setEncoding('utf8')) text += chunk;
  return text;
}
