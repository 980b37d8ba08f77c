import type { FastifyInstance } from 'fastify';
import { SpmError } from '../errors.js';

/** Starts listening and returns the base URL. Throws SPM_PORT_UNAVAILABLE. */
export async function listen(app: FastifyInstance, host: string, port: number): Promise<string> {
  try {
    return await app.listen({ host, port });
  } catch (error) {
    throw new SpmError('SPM_PORT_UNAVAILABLE', `The sandbox cannot listen on ${host}:${port}`, {
      cause: error,
      hint: 'Pass another port, or 0 for any free port.',
    });
  }
}
