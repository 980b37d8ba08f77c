/** The values that an integration stores per installation, for `{integration.<key>}` in templates. */

import type { FastifyInstance, FastifyRequest } from 'fastify';
import {
  INTEGRATION_CONFIG_DECLARED,
  INTEGRATION_CONFIG_KEY,
  INTEGRATION_CONFIG_MAX,
  INTEGRATION_CONFIG_PER_INSTALLATION,
  MAX_ERRORS_PER_ITEM,
} from '../choices.js';
import { clip, type Item } from '../fields.js';
import { bodyOf } from '../input.js';
import { fieldsOf, isMerchants } from '../platform/config-schema.js';
import type { Installation } from '../platform/installation.js';
import {
  cellOf,
  configTable,
  type Owner,
  ofOwner,
  valuesOf,
} from '../platform/integration-values.js';
import { installationOfKey } from '../platform/store.js';
import { parameters } from '../query.js';
import { badRequest } from '../refusal.js';
import type { Sandbox } from '../sandbox.js';

const check = (values: Item, errors: string[]): void => {
  for (const [key, value] of Object.entries(values)) {
    if (!INTEGRATION_CONFIG_KEY.test(key)) errors.push(`${clip(key)} is not a config key`);
    else if (!['string', 'number', 'boolean'].includes(typeof value)) {
      errors.push(`${key} must be a string, a number or a boolean`);
    }
    if (errors.length >= MAX_ERRORS_PER_ITEM) return;
  }
};

export function integrationConfigRoutes(app: FastifyInstance, sandbox: Sandbox): void {
  const table = configTable(sandbox);

  app.get('/integration-config', async (request) => {
    parameters(request.url, [], []);
    const owner = ownerOf(installationOf(sandbox, request));
    return { statusCode: 200, data: { values: valuesOf(table, owner) } };
  });

  app.put('/integration-config', async (request) => {
    const given = bodyOf(request.body, check);
    const values = sandbox.transaction(() => {
      const installation = installationOf(sandbox, request);
      demandDeclared(installation, Object.keys(given));
      const owner = ownerOf(installation);
      for (const [key, value] of Object.entries(given)) {
        table.upsert([cellOf(owner, key)], { installation: owner, key, value: String(value) });
      }
      if (table.count([ofOwner(owner)]) > INTEGRATION_CONFIG_MAX) {
        throw badRequest([`no more than ${INTEGRATION_CONFIG_MAX} values can be kept`]);
      }
      return valuesOf(table, owner);
    });
    return { statusCode: 200, data: { values } };
  });
}

const installationOf = ({ db }: Sandbox, request: FastifyRequest): Installation | undefined =>
  installationOfKey(db, String(request.headers['spm-api-key']));

const ownerOf = (installation: Installation | undefined): Owner =>
  (INTEGRATION_CONFIG_PER_INSTALLATION && installation?.id) || null;

/** The keys of the integrator in the form of the request's installation. Throws 400 for other keys. */
function demandDeclared(installation: Installation | undefined, keys: readonly string[]): void {
  const schema = installation?.config_schema ?? null;
  if (schema === null || !INTEGRATION_CONFIG_DECLARED) return;
  const owned = new Map(fieldsOf(schema).map((field) => [field.key, isMerchants(field)]));
  const faults = keys.flatMap((key) => {
    const isTheMerchants = owned.get(key);
    if (isTheMerchants === undefined) return [`${key} is not declared in the form`];
    return isTheMerchants ? [`${key} is declared for the merchant to fill in`] : [];
  });
  if (faults.length > 0) throw badRequest(faults.slice(0, MAX_ERRORS_PER_ITEM));
}
