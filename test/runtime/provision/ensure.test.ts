import { describe, expect, it } from 'vitest';
import {
  ensureCustomDataDefinition,
  ensureDataSource,
  ensureEvent,
} from '../../../src/runtime/provision/index.js';
import { fakeShop, page } from '../../helpers/fakeShop.js';
import { scriptedClient } from '../../helpers/scriptedClient.js';

const card = { name: 'Card', fields: [{ name: 'n', type: 'number' as const }] };

describe('ensureDataSource', () => {
  const input = {
    label: 'Store',
    type: 'api',
    config: { store_id: 7 },
    stableConfigKey: 'store_id',
  };

  it('creates it once, without the stable key, and keeps its label current', async () => {
    const shop = fakeShop();
    const id = await ensureDataSource(shop.client, input);
    expect(await ensureDataSource(shop.client, { ...input, label: 'Renamed' })).toBe(id);
    expect(await ensureDataSource(shop.client, { ...input, label: ' Renamed ' })).toBe(id);
    expect(shop.writes().map(({ body }) => body)).toEqual([
      { label: 'Store', type: 'api', config: { store_id: 7 } },
      { label: 'Renamed' },
    ]);
  });

  it('takes the one of the same identity before one of the same label; of several, the first', async () => {
    const shop = fakeShop();
    shop.sources.push(
      { id_data_source: 1, label: 'Store', config: null },
      { id_data_source: 2, label: 'Other', config: '{"store_id":7}' },
      { id_data_source: 3, label: 'Store', config: null },
    );
    expect(await ensureDataSource(shop.client, input)).toBe(2);
    expect(shop.writes().map(({ url, body }) => [url, body])).toEqual([
      ['data-sources/2', { label: 'Store' }],
    ]);
    const { stableConfigKey: _, config: __, ...byLabel } = input;
    shop.sources.splice(1, 1);
    expect(await ensureDataSource(shop.client, byLabel)).toBe(1);
  });

  it('reads ids and configs in any form', async () => {
    const { client } = scriptedClient(() => ({
      body: {
        data: [
          { id: '3', label: 'x', config: '{bad' },
          'noise',
          { id: '4', label: 'y', config: '{"store_id":"7"}' },
        ],
      },
    }));
    expect(await ensureDataSource(client, { ...input, label: 'y' })).toBe(4);
  });

  it('follows the pages of a server that announces some', async () => {
    const rows = Array.from({ length: 25 }, (_, index) => ({
      id_data_source: index + 1,
      label: `Store ${index + 1}`,
    }));
    const { client, requests } = scriptedClient((request) => page(rows, request));
    expect(await ensureDataSource(client, { label: 'Store 25', type: 'api' })).toBe(25);
    expect(requests.map(({ params }) => params)).toEqual([{}, { limit: 100, offset: 10 }]);
  });

  it("throws with the API's own message", async () => {
    const shop = fakeShop(({ method }) =>
      method === 'POST' ? { status: 400, body: { message: 'label too long' } } : undefined,
    );
    await expect(ensureDataSource(shop.client, input)).rejects.toMatchObject({
      code: 'SPM_API_ERROR',
      message: expect.stringContaining('label too long'),
      details: { status: 400 },
    });
  });
});

describe('ensureCustomDataDefinition', () => {
  it('creates and activates, then finds it', async () => {
    const shop = fakeShop();
    const id = await ensureCustomDataDefinition(shop.client, card);
    expect(shop.writes().map(({ url }) => url)).toEqual([
      'custom-data-definitions',
      `custom-data-definitions/${id}/activate`,
    ]);
    expect(await ensureCustomDataDefinition(shop.client, { ...card, name: ' CARD' })).toBe(id);
    expect(shop.writes()).toHaveLength(2);
  });

  it('extends with the missing fields and relationships only', async () => {
    const shop = fakeShop();
    shop.definitions.push({
      id_definition: '2',
      name: 'Card',
      status: 'active',
      fields: [{ name: 'n', type: 'number' }],
      relationships: [{ sourceField: 'n', targetSchema: '30' }],
    });
    const link = (sourceField: string) => ({
      sourceField,
      targetSchemaType: 'custom' as const,
      targetSchema: '30',
    });
    const more = { ...card, fields: [...card.fields, { name: 'm', type: 'number' as const }] };
    const relationships = [link('n'), link('m')];
    expect(await ensureCustomDataDefinition(shop.client, { ...more, relationships })).toBe(2);
    expect(shop.writes().map(({ url, body }) => [url, body])).toEqual([
      [
        'custom-data-definitions/2/extend',
        {
          fields: [{ name: 'm', type: 'number', label: 'm', required: false }],
          relationships: [link('m')],
        },
      ],
    ]);
  });

  it('looks through all pages, and past deleted rows', async () => {
    const shop = fakeShop();
    for (let id = 1; id <= 240; id += 1) {
      shop.definitions.push({
        id_definition: String(id),
        name: 'Card',
        status: 'deleted',
        fields: [],
        relationships: [],
      });
    }
    shop.definitions.push({
      id: 241,
      schema_name: 'card',
      status: 'active',
      fields: [{ name: 'n' }],
    });
    expect(await ensureCustomDataDefinition(shop.client, card)).toBe(241);
    expect(shop.requests.map(({ params }) => params)).toEqual(
      [0, 100, 200].map((offset) => ({ limit: 100, offset })),
    );
  });

  it('reads a list again whose pages moved meanwhile', async () => {
    const rows = Array.from({ length: 150 }, (_, i) => ({
      id_definition: String(i + 1),
      name: i === 99 ? 'Card' : `Other ${i}`,
      status: 'active',
      fields: [{ name: 'n', type: 'number' }],
    }));
    let listings = 0;
    const { client, requests } = scriptedClient((request) => {
      listings += 1;
      // Between the first two pages, the hundredth row moved to the front.
      const moved = [...rows.slice(99, 100), ...rows.slice(0, 99), ...rows.slice(100)];
      return page(
        listings === 1 ? [...rows.slice(0, 99), ...rows.slice(100), rows[99]] : moved,
        request,
      );
    });
    expect(await ensureCustomDataDefinition(client, card)).toBe(100);
    expect(requests.map(({ params }) => params.offset)).toEqual([0, 100, 0, 100]);
  });

  it('reads a row again that is listed without its fields', async () => {
    const { client, writes } = scriptedClient(({ url }) =>
      url === 'custom-data-definitions'
        ? {
            body: {
              statusCode: 200,
              data: [
                { id_definition: '1', name: 'other' },
                { id_definition: '2', name: 'card' },
              ],
            },
          }
        : {
            body: {
              statusCode: 200,
              data: {
                id_definition: 2,
                name: 'card',
                status: 'active',
                fields: [{ name: 'n', type: 'number' }],
              },
            },
          },
    );
    expect(await ensureCustomDataDefinition(client, card)).toBe(2);
    expect(writes()).toEqual([]);
  });

  it('creates anew when the row turns out to be deleted', async () => {
    const shop = fakeShop(({ method, url }) =>
      method === 'GET' && url === 'custom-data-definitions/2'
        ? { status: 400, body: { message: 'Custom data definition not found' } }
        : undefined,
    );
    shop.definitions.push({ id_definition: '2', name: 'Card' });
    const posted = await ensureCustomDataDefinition(shop.client, card).catch(
      (error: unknown) => error,
    );
    // This shop still counts the name as used, so the rejection is reported.
    expect(posted).toMatchObject({ message: expect.stringContaining('already used') });
    expect(shop.writes().map(({ method }) => method)).toEqual(['POST']);
  });

  it('reports a relationship that points elsewhere, without throwing', async () => {
    const shop = fakeShop();
    shop.definitions.push({
      id_definition: '2',
      name: 'Card',
      status: 'active',
      fields: [{ name: 'n', type: 'number' }],
      relationships: [{ source_field: 'n', target_schema: '30' }],
    });
    const problems: unknown[] = [];
    const warnings: unknown[] = [];
    const logger = {
      debug: () => {},
      info: () => {},
      error: () => {},
      child: () => logger,
      warn: (_: string, meta?: object) => void warnings.push(meta),
    };
    const relationships = [
      { sourceField: 'n', targetSchemaType: 'custom' as const, targetSchema: '31' },
    ];
    const id = await ensureCustomDataDefinition(
      shop.client,
      { ...card, relationships },
      logger,
      (problem) => problems.push(problem),
    );
    expect(id).toBe(2);
    expect(shop.writes()).toEqual([]);
    expect(problems).toEqual([
      {
        resource: 'customData:Card',
        message: expect.stringContaining('definition 30 on the shop and to definition 31'),
      },
    ]);
    expect(warnings).toEqual([
      expect.objectContaining({ resource: 'customData:Card', action: 'conflict' }),
    ]);
  });

  it('warns about one that is not active, and leaves it so', async () => {
    const shop = fakeShop();
    shop.definitions.push({
      id_definition: '2',
      name: 'Card',
      status: 'inactive',
      fields: [{ name: 'n' }],
      relationships: [],
    });
    const warnings: string[] = [];
    const logger = {
      debug: () => {},
      info: () => {},
      error: () => {},
      child: () => logger,
      warn: (text: string) => void warnings.push(text),
    };
    expect(await ensureCustomDataDefinition(shop.client, card, logger)).toBe(2);
    expect(warnings).toEqual([expect.stringContaining('Definition 2 is inactive on the shop')]);
    expect(shop.writes()).toEqual([]);
  });

  it('takes the lowest id among equals, and trims the name of one that it creates', async () => {
    const shop = fakeShop();
    const id = await ensureCustomDataDefinition(shop.client, { ...card, name: '  Card ' });
    expect(shop.writes()[0]?.body).toMatchObject({ name: 'Card' });
    const row = { name: 'card', fields: [{ name: 'n', type: 'number' }], relationships: [] };
    shop.definitions.unshift({ ...row, id_definition: '900', status: 'active' });
    shop.definitions.push({ ...row, id_definition: '0700', status: 'active' });
    expect(await ensureCustomDataDefinition(shop.client, card)).toBe(id);
  });

  it('tells of problems as data that are texts where a text is wanted', async () => {
    const shop = fakeShop();
    shop.definitions.push({
      ...{ id_definition: '2', name: 'Card', status: 'active' },
      ...{ fields: [{ name: 'n', type: 'text' }], relationships: [] },
    });
    const told: unknown[] = [];
    await ensureCustomDataDefinition(shop.client, card, undefined, (one) => told.push(one));
    expect(told).toEqual([{ resource: 'customData:Card', message: expect.any(String) }]);
    expect(`${told[0]}`).toMatch(/^customData:Card: Field n is text on the shop/);
  });
});

describe('ensureEvent', () => {
  const event = { code_name: 'sale', name: { en: 'Sale' } };

  it('creates, and takes one that exists', async () => {
    const shop = fakeShop();
    await ensureEvent(shop.client, event);
    await ensureEvent(shop.client, event);
    expect(shop.events).toHaveLength(1);
  });

  it('is not sent without a code_name', async () => {
    const shop = fakeShop();
    await expect(ensureEvent(shop.client, { ...event, code_name: ' ' })).rejects.toMatchObject({
      code: 'SPM_PLAN_INVALID',
    });
    expect(shop.requests).toEqual([]);
  });

  it('throws what else the API says', async () => {
    const { client } = scriptedClient(() => ({
      status: 422,
      body: { message: ['name must be set'] },
    }));
    await expect(ensureEvent(client, event)).rejects.toThrow('name must be set');
  });
});
