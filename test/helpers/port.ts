import { createServer } from 'node:net';

/**
 * A port for a server that stops and starts again: below the range from which the system gives out free ports, so that
 * no other process takes it meanwhile.
 */
export async function portToKeep(): Promise<string> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    if (await isFree(port)) return String(port);
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
