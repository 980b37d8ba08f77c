/** Adds and removes faults at run time. */

import type { FastifyInstance } from 'fastify';
import type { Faults } from '../faults/faults.js';
import { parseDelay, parseFaultSeed, parseRate } from '../faults/limits.js';
import type { ReadDelay } from '../faults/read-delay.js';
import { pathId } from '../input.js';
import { badRequest, notFound } from '../refusal.js';
import { bodyWith, parsed } from './input.js';

interface FaultSettings {
  latency: number | string | null;
  rate_limit: string | null;
  read_delay: number | string | null;
  seed: number;
}

const SETTINGS = {
  latency: ['number', 'string', 'null'],
  rate_limit: ['string', 'null'],
  read_delay: ['number', 'string', 'null'],
  seed: ['number'],
} as const;

export function faultRoutes(app: FastifyInstance, faults: Faults, readDelay: ReadDelay): void {
  const settings = () => ({ ...faults.settings(), read_delay: readDelay.ms });

  app.get('/faults', async () => settings());
  app.post('/faults', async (request) => {
    const { spec } = bodyWith(request, { spec: ['string'] });
    if (spec === undefined) throw badRequest(['spec is required']);
    return parsed(() => faults.add(String(spec)));
  });
  app.put('/faults', async (request) => {
    const given = bodyWith(request, SETTINGS) as Partial<FaultSettings>;
    parsed(() => {
      // Checks all of them before it adds any, so that an invalid one changes nothing.
      const delay = parseDelay(given.read_delay ?? 0);
      if (typeof given.seed === 'number') parseFaultSeed(given.seed);
      if (typeof given.rate_limit === 'string') parseRate(given.rate_limit);
      if (given.latency !== undefined) faults.setLatency(given.latency);
      if (given.rate_limit !== undefined) faults.setRateLimit(given.rate_limit);
      if (given.seed !== undefined) faults.setSeed(given.seed);
      if (given.read_delay !== undefined) readDelay.set(delay);
    });
    return settings();
  });
  app.delete('/faults', async () => {
    faults.clear();
    return settings();
  });
  app.delete('/faults/:id', async (request) => {
    if (!faults.remove(pathId(request) ?? 0)) throw notFound('There is no such fault');
    return settings();
  });
}
