/** The request log over HTTP. */

import type { FastifyInstance, FastifyRequest } from 'fastify';
import { parameter } from '../query.js';
import { badRequest } from '../refusal.js';
import type { LoggedRequest, RequestLog } from '../requests.js';
import { wholeNumber } from './input.js';

export function requestRoutes(app: FastifyInstance, log: RequestLog): void {
  app.get('/requests', async (request) => {
    const limit = wholeNumber(request, 'limit');
    const wanted = log.list().filter(filterOf(request));
    const newest = limit === undefined ? wanted : wanted.slice(wanted.length - limit);
    return {
      requests: newest.map((entry) => ({ ...entry, at: new Date(entry.at).toISOString() })),
      last_id: log.lastId,
    };
  });
  app.delete('/requests', async () => {
    log.clear();
    return { last_id: log.lastId };
  });
}

const STATUS = /^(?:|0|[1-5](?:\d\d|xx))$/i;

/** `path` is a part of it; `status` may be a class, such as `4xx`. */
function filterOf(request: FastifyRequest): (entry: LoggedRequest) => boolean {
  const since = wholeNumber(request, 'since') ?? 0;
  const [method, path, status] = ['method', 'path', 'status'].map(
    (name) => parameter(request.url, name) ?? '',
  ) as [string, string, string];
  if (!STATUS.test(status))
    throw badRequest([
      'status must be a number such as 404, a class such as 4xx, or 0 for no answer',
    ]);
  return (entry) =>
    entry.id > since &&
    (method === '' || entry.method === method.toUpperCase()) &&
    entry.path.includes(path) &&
    (status === '' || isOfStatus(entry.status, status));
}

const isOfStatus = (status: number, wanted: string): boolean =>
  /^[1-5]xx$/i.test(wanted) ? String(status)[0] === wanted[0] : String(status) === wanted;
