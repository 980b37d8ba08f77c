/** The groups that a customer names in `group_ids`. */

import type { FastifyInstance } from 'fastify';
import { catalogModel, catalogTable } from '../catalog.js';
import { pathText } from '../input.js';
import { list } from '../listing.js';
import { parameters } from '../query.js';
import { notFound } from '../refusal.js';
import type { Sandbox } from '../sandbox.js';
import { customers } from './customers.js';
import { groups } from './groups.js';

const OF_CUSTOMER = `group_id IN (
  SELECT g.value FROM "customers" AS c, json_each(c.body, '$.group_ids') AS g
  WHERE c.customer_id = ?
)`;

export function groupsOfCustomerRoute(app: FastifyInstance, sandbox: Sandbox): void {
  const table = catalogTable(sandbox, groups);
  const model = catalogModel(groups);
  app.get('/customers/:customer_id/groups', async (request) => {
    const id = pathText(request, 'customer_id');
    if (catalogTable(sandbox, customers).find(id) === undefined) {
      throw notFound('customer_id not found');
    }
    const where = [{ sql: OF_CUSTOMER, values: [id] }];
    return list(table, model, parameters(request.url), { now: sandbox.now(), where });
  });
}
