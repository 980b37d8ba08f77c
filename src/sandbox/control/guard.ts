/**
 * Keeps web pages away from the control API. A page on the Internet may have its name resolve to this machine, or post
 * here without reading the answer; but neither has the right Host and Origin.
 */

import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Refusal } from '../refusal.js';

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** `ownHost`: the configured host of the sandbox. */
export function guard(app: FastifyInstance, ownHost: string): void {
  app.addHook('onRequest', async (request) => {
    if (!isOwn(request, ownHost)) {
      throw new Refusal(
        403,
        'The control API accepts requests from this machine only: wrong Host header',
      );
    }
    if (isWrite(request) && isForeign(request)) {
      throw new Refusal(403, 'The control API accepts no writes from other origins');
    }
  });
}

function isOwn({ headers }: FastifyRequest, ownHost: string): boolean {
  const url = `http://${headers.host}`;
  if (!URL.canParse(url)) return false;
  const { hostname } = new URL(url);
  return LOOPBACK.test(hostname) || [ownHost, `[${ownHost}]`].includes(hostname);
}

const isWrite = ({ method }: FastifyRequest): boolean => method !== 'GET' && method !== 'HEAD';

const isForeign = ({ headers }: FastifyRequest): boolean =>
  headers.origin !== undefined && headers.origin !== `http://${headers.host}`;
