/** The registration of a CMS connector with the shop. The shop has one connection: the last one sent. */

import type { FastifyInstance } from 'fastify';
import { arrayOf, compileFields, type Item, optional, required } from '../fields.js';
import { bodyOf } from '../input.js';
import type { Sandbox } from '../sandbox.js';
import { currency, id, lang, string, timeZone, webUrl } from '../types.js';

const shape = compileFields({
  shop_id: optional(string),
  default_currency: required(currency),
  default_lang: required(lang),
  langs: required(arrayOf(lang)),
  timezone: required(timeZone),
  url_client: required(webUrl),
  ecommerce_version: required(id),
  module_version: required(id),
}).full;

const check = (connection: Item, errors: string[]): void => {
  shape(connection, errors);
  if (errors.length > 0) return;
  const { langs, default_lang: main } = connection;
  if (!(langs as unknown[]).includes(main)) errors.push('langs must contain default_lang');
};

export function shopConnectionRoute(app: FastifyInstance, sandbox: Sandbox): void {
  const table = sandbox.table({ name: 'shop-connection', key: ['shop'] });
  app.post('/shop/connection', async (request) => {
    const connection = bodyOf(request.body, check);
    sandbox.transaction(() => table.upsert(['1'], connection));
    return { statusCode: 200, data: connection };
  });
}
