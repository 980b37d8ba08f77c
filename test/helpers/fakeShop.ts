/**
 * A shop in memory behind the provisioning routes, in the forms that the API really uses: ids as texts in the
 * definition listing, configs as JSON strings, listed deleted rows, pages.
 */
import {
  type ScriptedAnswer,
  type ScriptedClient,
  type ScriptedRequest,
  scriptedClient,
} from './scriptedClient.js';

type Row = Record<string, unknown>;

export interface FakeShop extends ScriptedClient {
  sources: Row[];
  definitions: Row[];
  events: Row[];
  statuses: Row[];
}

/** `override` may answer instead of the shop. */
export function fakeShop(
  override: (request: ScriptedRequest) => ScriptedAnswer | undefined = () => undefined,
): FakeShop {
  const tables = {
    sources: [] as Row[],
    definitions: [] as Row[],
    events: [] as Row[],
    statuses: [] as Row[],
  };
  let lastId = 10;
  const nextId = () => {
    lastId += 1;
    return lastId;
  };
  const answer = (request: ScriptedRequest): ScriptedAnswer => {
    const own = override(request);
    if (own !== undefined) return own;
    const [root, id, verb] = request.url.split('/');
    const body = request.body as Row;
    const route = `${request.method} ${root}${id ? '/id' : ''}${verb ? `/${verb}` : ''}`;
    const row = tables.definitions.find((item) => item.id_definition === id);
    switch (route) {
      case 'GET data-sources':
        return { body: { statusCode: 200, data: tables.sources } };
      case 'POST data-sources': {
        const source = { ...sourceRow(body), id_data_source: nextId() };
        tables.sources.push(source);
        return { status: 201, body: { statusCode: 201, data: source } };
      }
      case 'PUT data-sources/id': {
        const source = tables.sources.find((item) => String(item.id_data_source) === id);
        if (!source) return { status: 404, body: { message: 'Data source not found' } };
        Object.assign(source, sourceRow({ ...source, ...body }));
        return { body: { statusCode: 200, data: source } };
      }
      case 'GET custom-data-definitions':
        return page(tables.definitions, request);
      case 'POST custom-data-definitions': {
        const taken = tables.definitions.some(
          (item) => item.status !== 'deleted' && fold(item.name) === fold(body.name),
        );
        if (taken)
          return { status: 400, body: { message: 'custom data definition name is already used.' } };
        const definition = {
          unique_keys: [],
          relationships: [],
          ...body,
          id_definition: String(nextId()),
          status: 'active',
        };
        tables.definitions.push(definition);
        return {
          status: 201,
          body: { statusCode: 201, data: { id_definition: Number(definition.id_definition) } },
        };
      }
      case 'PATCH custom-data-definitions/id/extend': {
        if (!row) return { status: 400, body: { message: 'Custom data definition not found' } };
        row.fields = [...(row.fields as Row[]), ...((body.fields as Row[]) ?? [])];
        row.relationships = [
          ...(row.relationships as Row[]),
          ...((body.relationships as Row[]) ?? []),
        ];
        return { body: { statusCode: 200, data: { message: 'extended' } } };
      }
      case 'PATCH custom-data-definitions/id/activate': {
        if (!row) return { status: 400, body: { message: 'Custom data definition not found' } };
        if (row.status === 'active') return { status: 409, body: { message: 'already active' } };
        row.status = 'active';
        return { body: { statusCode: 200, data: {} } };
      }
      case 'GET events':
        return page(tables.events, request);
      case 'POST events': {
        if (tables.events.some((item) => item.code_name === body.code_name)) {
          return { status: 409, body: { message: 'Event already exists' } };
        }
        const event = { ...body, id_event: nextId() };
        tables.events.push(event);
        return { status: 201, body: { statusCode: 201, data: event } };
      }
      case 'PATCH events': {
        const event = tables.events.find((item) => item.id_event === body.id_event);
        if (!event) return { status: 404, body: { message: 'Event not found' } };
        Object.assign(event, body);
        return { body: { statusCode: 200, data: event } };
      }
      case 'GET orders-statuses':
        return page(tables.statuses, request);
      case 'POST orders-statuses': {
        const items = request.body as Row[];
        for (const item of items) {
          const known = tables.statuses.find(
            (status) => status.status_id === item.status_id && status.lang === item.lang,
          );
          if (known) Object.assign(known, item);
          else tables.statuses.push({ ...item });
        }
        return {
          body: {
            statusCode: 200,
            sent_count: items.length,
            rejected_count: 0,
            rejected_items: [],
          },
        };
      }
      default:
        return { status: 404, body: { statusCode: 404, message: `No route ${route}` } };
    }
  };
  return { ...scriptedClient(answer), ...tables };
}

function sourceRow(row: Row): Row {
  const config = typeof row.config === 'string' ? row.config : JSON.stringify(row.config ?? null);
  return { parent_id: null, ...row, config: config === 'null' ? null : config };
}

function fold(name: unknown): string {
  return String(name).trim().toLowerCase();
}

export function page(rows: readonly unknown[], { params }: ScriptedRequest): ScriptedAnswer {
  const asked = Number(params.limit ?? 10);
  const limit = asked > 100 ? 10 : asked;
  const offset = Number(params.offset ?? 0);
  const pagination = {
    total_items: rows.length,
    items_per_page: limit,
    offset,
    has_next_page: offset + limit < rows.length,
  };
  return {
    body: { statusCode: 200, data: rows.slice(offset, offset + limit), meta: { pagination } },
  };
}
