/** The control API, under `/_sandbox`: for people and tests, to inspect and change a running sandbox. */

import type { FastifyInstance } from 'fastify';
import { ownVersion } from '../../own-files.js';
import type { Faults } from '../faults/faults.js';
import { pathText } from '../input.js';
import { badRequest } from '../refusal.js';
import type { RequestLog } from '../requests.js';
import type { Sandbox } from '../sandbox.js';
import type { ClockSettings, SandboxClock } from './clock.js';
import { faultRoutes } from './faults.js';
import { guard } from './guard.js';
import { bodyWith } from './input.js';
import { requestRoutes } from './requests.js';
import type { Snapshots } from './snapshots.js';
import { stateRoutes } from './state.js';

export interface ControlOptions {
  sandbox: Sandbox;
  clock: SandboxClock;
  faults: Faults;
  log: RequestLog;
  snapshots: Snapshots;
  key: string;
  /** The configured host. */
  host: string;
  /** Known once the server listens. */
  baseUrl(): string;
  data: string | undefined;
  reset(): void;
}

export function controlRoutes(app: FastifyInstance, options: ControlOptions): void {
  const { sandbox, faults, log } = options;
  guard(app, options.host);
  infoRoute(app, options);
  requestRoutes(app, log);
  stateRoutes(app, sandbox);
  faultRoutes(app, faults, sandbox.readDelay);
  clockRoutes(app, options.clock);
  snapshotRoutes(app, options.snapshots);
  app.post('/reset', async () => {
    options.reset();
    return { reset: true };
  });
}

function infoRoute(app: FastifyInstance, { clock, key, data, baseUrl }: ControlOptions): void {
  const startedAt = clock.read().now;
  const version = ownVersion();
  app.get('/info', async () => ({
    base_url: baseUrl(),
    key,
    version,
    now: clock.read().now,
    data: data ?? null,
    started_at: startedAt,
  }));
}

function clockRoutes(app: FastifyInstance, clock: SandboxClock): void {
  app.get('/clock', async () => clock.read());
  app.put('/clock', async (request) => {
    const types = { now: ['string'], offset_ms: ['number'], frozen: ['boolean'] };
    clock.set(bodyWith(request, types) as ClockSettings);
    return clock.read();
  });
}

function snapshotRoutes(app: FastifyInstance, snapshots: Snapshots): void {
  app.get('/snapshots', async () => ({ snapshots: snapshots.list() }));
  app.post('/snapshots', async (request) => {
    const { name } = bodyWith(request, { name: ['string'] });
    if (name === undefined) throw badRequest(['name is required']);
    return snapshots.take(String(name));
  });
  app.post('/snapshots/:name/restore', async (request) => {
    snapshots.restore(pathText(request, 'name'));
    return { restored: pathText(request, 'name') };
  });
  app.delete('/snapshots/:name', async (request) => {
    snapshots.remove(pathText(request, 'name'));
    return { snapshots: snapshots.list() };
  });
}
