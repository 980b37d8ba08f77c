/** `/_sandbox/installations`: the platform's side of a connector, controlled by a person or a test. */

import type { FastifyInstance, FastifyRequest } from 'fastify';
import { compileFields, optional, required } from '../fields.js';
import { bodyOf, pathText } from '../input.js';
import { freeObject, id as text } from '../types.js';
import { checkSchema, stepState, stepsOf } from './config-schema.js';
import { type Installation, isKeyActive } from './installation.js';
import type { NewInstallation } from './new-installation.js';
import type { Done, Platform } from './platform.js';
import { redactConfigs } from './redact.js';

const BODY_LIMIT = 1024 * 1024;

const forCreate = compileFields({
  url: required(text),
  webhook_secret: required(text),
  config_schema: optional(freeObject),
  configs: optional(freeObject),
  shop_domain: optional(text),
  shop_name: optional(text),
  external_account_id: optional(text),
  external_account_name: optional(text),
}).full;
const forConfigure = compileFields({ step: optional(text), configs: required(freeObject) }).full;
const forTest = compileFields({ step: optional(text) }).full;
const forRemoteData = compileFields({ field: optional(text), resource: optional(text) }).full;
const forNothing = compileFields({}).full;

/** The visible part: everything except the connector's secrets. */
function view(installation: Installation) {
  const { webhook_secret: _, tested, shop, external_account, ...rest } = installation;
  return {
    ...rest,
    ...shop,
    ...external_account,
    key_works: isKeyActive(installation.status),
    configs: redactConfigs(installation),
    steps: stepsOf(rest.config_schema).map((step) => stepState(step, installation.configs, tested)),
  };
}

const outcome = ({ installation, delivery, ...rest }: Done) => ({
  ok: delivery?.ok ?? true,
  error: delivery?.error ?? null,
  installation: view(installation),
  delivery,
  ...rest,
});

/** The body without null values, which mean the same as absent ones. An absent body counts as empty. */
function read<T>(request: FastifyRequest, check: typeof forCreate): T {
  const body = bodyOf(request.body ?? {}, check);
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null)) as T;
}

/** Adds the routes; `app` has the control API's prefix and guard. */
export function installationRoutes(app: FastifyInstance, platform: Platform): void {
  const limit = { bodyLimit: BODY_LIMIT };
  const one = '/installations/:id';
  const idOf = (request: FastifyRequest) => pathText(request, 'id');
  app.addHook('preClose', async () => platform.stop());

  app.get('/installations', async () => ({ installations: platform.list().map(view) }));

  app.post('/installations', limit, async (request) => {
    const given = read<NewInstallation>(request, forCreate);
    if (given.config_schema) checkSchema(given.config_schema);
    return view(platform.create(given));
  });

  app.get(one, async (request) => {
    const installation = platform.get(idOf(request));
    return { ...view(installation), deliveries: platform.deliveries(installation.id) };
  });

  app.delete(one, async (request) => {
    await platform.remove(idOf(request));
    return { deleted: idOf(request) };
  });

  for (const action of ['install', 'activate', 'deactivate', 'uninstall'] as const) {
    app.post(`${one}/${action}`, limit, async (request) => {
      read(request, forNothing);
      return outcome(await platform[action](idOf(request)));
    });
  }

  app.post(`${one}/configure`, limit, async (request) => {
    const { configs, step } = read<{ configs: Record<string, unknown>; step?: string }>(
      request,
      forConfigure,
    );
    return outcome(await platform.configure(idOf(request), configs, step));
  });

  app.post(`${one}/test-connection`, limit, async (request) => {
    const { step } = read<{ step?: string }>(request, forTest);
    return outcome(await platform.testConnection(idOf(request), step));
  });

  app.post(`${one}/remote-data`, limit, async (request) => {
    const wanted = read<{ field?: string; resource?: string }>(request, forRemoteData);
    return outcome(await platform.remoteData(idOf(request), wanted));
  });
}
