/** The values that an integration keeps per shop, for `{integration.<key>}` in templates. */

import type { FastifyInstance } from 'fastify';
import {
  INTEGRATION_CONFIG_DECLARED,
  INTEGRATION_CONFIG_KEY,
  INTEGRATION_CONFIG_MAX,
  MAX_ERRORS_PER_ITEM,
} from '../choices.js';
import { clip, type Item } from '../fields.js';
import { bodyOf } from '../input.js';
import { fieldsOf, isMerchants } from '../platform/config-schema.js';
import { installationOfKey } from '../platform/store.js';
import { parameters } from '../query.js';
import { badRequest } from '../refusal.js';
import type { Sandbox } from '../sandbox.js';
import type { Table } from '../table.js';

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
  const table = sandbox.table({ name: 'integration-config', key: ['config_key'] });

  app.get('/integration-config', async (request) => {
    parameters(request.url, [], []);
    return { statusCode: 200, data: { values: valuesOf(table) } };
  });

  app.put('/integration-config', async (request) => {
    const given = bodyOf(request.body, check);
    const values = sandbox.transaction(() => {
      demandDeclared(sandbox, String(request.headers['spm-api-key']), Object.keys(given));
      for (const [key, value] of Object.entries(given)) {
        table.upsert([key], { key, value: String(value) });
      }
      if (table.count() > INTEGRATION_CONFIG_MAX) {
        throw badRequest([`no more than ${INTEGRATION_CONFIG_MAX} values can be kept`]);
      }
      return valuesOf(table);
    });
    return { statusCode: 200, data: { values } };
  });
}

/** The keys that the form of the request's installation gives to the integrator. Throws 400 for others. */
function demandDeclared(sandbox: Sandbox, apiKey: string, keys: readonly string[]): void {
  const schema = installationOfKey(sandbox.db, apiKey)?.config_schema ?? null;
  if (schema === null || !INTEGRATION_CONFIG_DECLARED) return;
  const owned = new Map(fieldsOf(schema).map((field) => [field.key, isMerchants(field)]));
  const faults = keys.flatMap((key) => {
    const isTheMerchants = owned.get(key);
    if (isTheMerchants === undefined) return [`${key} is not declared in the form`];
    return isTheMerchants ? [`${key} is declared for the merchant to fill in`] : [];
  });
  if (faults.length > 0) throw badRequest(faults.slice(0, MAX_ERRORS_PER_ITEM));
}

function valuesOf(table: Table): Item {
  const rows = table.select({ where: [], orderBy: 'id', limit: -1, offset: 0 });
  return Object.fromEntries(rows.map(({ body }) => [String(body.key), body.value]));
}
