/** Shows the data of the sandbox, page by page. */

import type { FastifyInstance } from 'fastify';
import { pathText } from '../input.js';
import { parameter } from '../query.js';
import { notFound } from '../refusal.js';
import type { Sandbox } from '../sandbox.js';
import type { Where } from '../table.js';
import { wholeNumber } from './input.js';

const PAGE = { limit: 50, most: 1000 };

export function stateRoutes(app: FastifyInstance, sandbox: Sandbox): void {
  app.get('/state', async () => ({
    resources: [...sandbox.tables.values()].map((table) => ({
      name: table.name,
      count: table.count(),
    })),
  }));

  app.get('/state/:resource', async (request) => {
    const name = pathText(request, 'resource');
    const table = sandbox.tables.get(name);
    if (table === undefined) {
      throw notFound(
        `There is no resource ${name}; there are ${[...sandbox.tables.keys()].join(', ')}`,
      );
    }
    const where = containing(parameter(request.url, 'q') ?? '');
    const limit = Math.min(wholeNumber(request, 'limit') ?? PAGE.limit, PAGE.most);
    const offset = wholeNumber(request, 'offset') ?? 0;
    const rows = table.select({ where, orderBy: 'id', limit, offset });
    return {
      name,
      total: table.count(where),
      rows: rows.map(({ id, body }) => ({ ...body, id })),
    };
  });
}

/** Rows that contain the text anywhere, regardless of case. */
function containing(text: string): Where[] {
  if (text === '') return [];
  const asJson = JSON.stringify(text).slice(1, -1);
  const pattern = `%${asJson.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
  return [{ sql: "body LIKE ? ESCAPE '\\'", values: [pattern] }];
}
