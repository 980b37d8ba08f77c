/** Keeps web pages away from the control API. The control API's own guard takes its place. */

import type { FastifyInstance } from 'fastify';
import { Refusal } from '../refusal.js';

const LOOPBACK_HOST = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?$/;

export function guardLocally(app: FastifyInstance): void {
  app.addHook('onRequest', async ({ headers, method }) => {
    const { host = '', origin } = headers;
    if (!LOOPBACK_HOST.test(host)) throw new Refusal(403, 'Unknown host');
    if (method !== 'GET' && origin !== undefined && origin !== `http://${host}`) {
      throw new Refusal(403, 'Another origin');
    }
  });
}
