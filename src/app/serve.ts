/** The server of a connector: webhooks, their work, and scheduled syncs. */
import type { FastifyInstance } from 'fastify';
import { formFields } from '../connector/config-schema.js';
import { SpmError } from '../errors.js';
import { failureText } from '../runtime/failure.js';
import type { RequestLine } from '../runtime/http/server.js';
import { isSensitive } from '../runtime/installations/settings.js';
import type { LoopEvent } from '../runtime/loop/scheduler.js';
import type { InboundCall } from '../runtime/ports/lifecycle.js';
import { redact } from '../runtime/security/redact.js';
import type { App } from './app.js';
import {
  inboundAction,
  inboundSecrets,
  learnEvent,
  lifecyclePorts,
  remoteOptions,
  testSettings,
} from './lifecycle.js';
import { syncInLoop } from './loop.js';

export interface ServeOptions {
  host: string;
  /** 0 means a free port. */
  port: number;
  /** Whether shops are synced on their schedule. */
  sync: boolean;
  /** How many shops to sync in parallel. */
  shops: number;
  /** How long running requests, webhooks and syncs may take to end after a signal, in milliseconds. */
  drainTimeoutMs: number;
  /** How long an answer to the platform may take, in milliseconds. */
  deadlineMs: number;
  toleranceSeconds: number;
  trustedProxies: readonly string[];
  tell(event: ServeEvent): Promise<void>;
}

export type ServeEvent =
  | LoopEvent
  | { at: string; event: 'listening'; url: string; pid: number }
  | ({ at: string; event: 'request' } & RequestLine)
  | { at: string; event: 'stopped' };

/**
 * Serves until the signal of the app is aborted, and resolves to the last event. @throws SpmError SPM_SECRET_MISSING,
 * SPM_PORT_UNAVAILABLE, SPM_STORE_*
 */
export async function serve(
  app: App,
  secrets: readonly string[],
  options: ServeOptions,
): Promise<ServeEvent> {
  const { clock, logger, signal } = app;
  const { Inbox } = await import('../runtime/lifecycle/inbox.js');
  const { confirmActivation, handleWebhook, supersedes } = await import(
    '../runtime/lifecycle/handle.js'
  );
  const ports = await lifecyclePorts(app);
  const store = await app.store();
  let look = () => {};
  const inbox = new Inbox({
    ...{ store, clock, logger, supersedes },
    handle: (webhook, superseded) => handleWebhook(ports, webhook, superseded),
    confirm: async (id) => {
      const confirmed = await confirmActivation(ports, id);
      if (!confirmed) return false;
      // The loop would notice the shop only at its next look.
      await store.schedule.makeDue(id, 'activated', clock.now());
      look();
      return true;
    },
  });
  const at = () => new Date(clock.now()).toISOString();
  const server = await makeServer(app, inbox, secrets, options);
  await inbox.resume();
  const url = await listen(server, options);
  await options.tell({ at: at(), event: 'listening', url, pid: process.pid });
  const subscribe = (its: () => void) => {
    look = its;
  };
  const ended = aborted(signal);
  const syncing = options.sync ? syncAll(app, options, subscribe) : ended;
  try {
    // An error of the loop ends the server, too.
    await Promise.race([ended, syncing]);
  } finally {
    await drain(server, inbox, options.drainTimeoutMs, clock.sleep);
  }
  await syncing;
  return { at: at(), event: 'stopped' };
}

async function makeServer(
  app: App,
  inbox: { receive: import('../runtime/lifecycle/inbox.js').Inbox['receive'] },
  secrets: readonly string[],
  { deadlineMs, toleranceSeconds, trustedProxies, tell }: ServeOptions,
): Promise<FastifyInstance> {
  const { createServer } = await import('../runtime/http/server.js');
  const { platformRoutes, stateRoutes } = await import('../runtime/http/routes.js');
  const { inboundRoutes } = await import('../runtime/http/inbound-routes.js');
  const { InboundCalls } = await import('../runtime/lifecycle/inbound.js');
  const { buildHealthReport } = await import('../runtime/health.js');
  const { clock, logger, signal } = app;
  const integration = await app.integration();
  const store = await app.store();
  const now = () => clock.now();
  const hidden = formFields(integration.configSchema)
    .filter(({ field }) => isSensitive(field as never))
    .map(({ field }) => String(field.key));
  const prepare = (call: InboundCall) => inboundAction(app, call);
  const inbound = new InboundCalls({ store, clock, prepare });
  const secretOf = await inboundSecrets(app);
  return createServer({
    now,
    trustedProxies,
    log: (line) => {
      // The command ends when its output is closed.
      tell({ at: new Date(now()).toISOString(), event: 'request', ...line }).catch(() => {});
    },
    failed: (error, request_id) =>
      logger.error(`The request ${request_id} failed: ${failureText(error)}`),
    routes: (server) => {
      stateRoutes(server, {
        ready: async () => {
          await store.ping();
          return !signal.aborted;
        },
        healthy: remembered(HEALTH_MS, now, async () => {
          return (await buildHealthReport(store, now())).status === 'ok';
        }),
      });
      inboundRoutes(server, {
        ...{ toleranceSeconds, now, secretOf },
        hasAction: (action) => Object.hasOwn(integration.inbound ?? {}, action),
        execute: (call, payload) => inbound.execute(call, payload),
        failed: ({ installationId, action }, error) =>
          logger.error(
            `The inbound call ${action} of ${installationId} failed: ${failureText(error)}`,
          ),
      });
      platformRoutes(server, {
        ...{ secrets, toleranceSeconds, now, deadlineMs },
        receive: (webhook) => inbox.receive(webhook),
        shown: (event) => {
          const { access_token, configs } = event as { access_token?: string; configs?: object };
          learnEvent(app, integration, {
            token: access_token ?? null,
            configs: (configs as Record<string, unknown> | undefined) ?? null,
          });
          return redact(event, { keys: hidden });
        },
        testConnection: async (settings) => {
          try {
            await testSettings(app, settings);
            return null;
          } catch (error) {
            logger.warn(`A connection test failed: ${failureText(error)}`);
            const isInvalid = error instanceof SpmError && error.code === 'SPM_SETTINGS_INVALID';
            return isInvalid ? 'invalid_settings' : 'connection_failed';
          }
        },
        remoteData: async (resource, settings) => {
          try {
            return await remoteOptions(app, resource, settings);
          } catch (error) {
            logger.warn(`The remote data ${resource} failed: ${failureText(error)}`);
            return [];
          }
        },
      });
    },
  });
}

/** Everybody may ask for the health, so it is computed at most once in this time. */
const HEALTH_MS = 5_000;

function remembered<T>(forMs: number, now: () => number, ask: () => Promise<T>): () => Promise<T> {
  let known: { at: number; answer: Promise<T> } | undefined;
  return () => {
    if (known === undefined || now() - known.at >= forMs || now() < known.at)
      known = { at: now(), answer: ask() };
    return known.answer;
  };
}

async function listen(server: FastifyInstance, { host, port }: ServeOptions): Promise<string> {
  try {
    return await server.listen({ host, port });
  } catch (error) {
    throw new SpmError('SPM_PORT_UNAVAILABLE', `The server cannot listen on ${host}:${port}`, {
      cause: error,
      hint: 'Pass another port with --port, or 0 for any free port.',
    });
  }
}

async function syncAll(
  app: App,
  { shops, drainTimeoutMs, tell }: ServeOptions,
  subscribe: (look: () => void) => void,
): Promise<void> {
  const how = { options: {}, shops, drainTimeoutMs, intervalMs: undefined, tell, subscribe };
  await tell(await syncInLoop(app, { all: true }, how));
}

/** Accepts no more requests, and waits for the running ones. */
async function drain(
  server: FastifyInstance,
  inbox: { stop(deadline: Promise<unknown>): Promise<void> },
  timeoutMs: number,
  sleep: (ms: number, signal?: AbortSignal) => Promise<void>,
): Promise<void> {
  const over = new AbortController();
  const deadline = sleep(timeoutMs, over.signal);
  void deadline.then(() => server.server.closeAllConnections());
  await Promise.all([server.close(), inbox.stop(deadline)]);
  over.abort();
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
