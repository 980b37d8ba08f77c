import type { FastifyInstance } from 'fastify';

/** For what is being answered; a client in the middle of an upload, or that reads nothing, could take for ever. */
const GRACE_MS = 500;

/** Takes no more connections, closes idle ones at once and the others after a short while. */
export async function stopServer(app: FastifyInstance): Promise<void> {
  const timer = setTimeout(() => app.server.closeAllConnections(), GRACE_MS);
  try {
    await app.close();
  } finally {
    clearTimeout(timer);
  }
}
