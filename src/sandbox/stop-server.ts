import type { FastifyInstance } from 'fastify';

/**
 * The time for requests in progress: a client in the middle of an upload, or one that reads nothing, could take for
 * ever.
 */
const GRACE_MS = 500;

/** Stops accepting connections, and closes idle ones at once and the others after a short time. */
export async function stopServer(app: FastifyInstance): Promise<void> {
  const timer = setTimeout(() => app.server.closeAllConnections(), GRACE_MS);
  try {
    await app.close();
  } finally {
    clearTimeout(timer);
  }
}
