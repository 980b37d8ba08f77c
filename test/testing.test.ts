import {
  SpmCustomDataDefinitions,
  SpmCustomDataRecords,
  SpmCustomers,
  SpmDataSources,
  SpmEvents,
} from '@shopimind/sdk-js';
import {
  makeScriptedSpmClient,
  makeStubSpmClient,
  type ScriptedRequest,
  startSandbox,
} from 'spm-connect/testing';
import { describe, expect, it } from 'vitest';
import { customer } from './sandbox/fixtures.ts';

describe('makeScriptedSpmClient', () => {
  it('hands each request over, and the answer back through the SDK', async () => {
    const seen: ScriptedRequest[] = [];
    const client = makeScriptedSpmClient((request) => {
      seen.push(request);
      return { status: 201, body: { statusCode: 201, data: { id_event: 4 } } };
    });
    const made = await SpmEvents.create(client, { name: 'n', code_name: 'c' });
    await SpmCustomers.list(client, { limit: 2 });
    await SpmCustomers.delete(client, 'c1');
    expect(made).toEqual({
      ok: true,
      statusCode: 201,
      data: { statusCode: 201, data: { id_event: 4 } },
      error: null,
    });
    expect(seen).toEqual([
      { method: 'post', url: 'events', body: { name: 'n', code_name: 'c' }, params: {} },
      { method: 'get', url: 'customers', body: undefined, params: { limit: 2 } },
      { method: 'delete', url: 'customers/c1', body: undefined, params: {} },
    ]);
  });

  it.each([400, 401, 409, 503])('fails on %i as over HTTP, body kept', async (status) => {
    const body = { statusCode: status, message: ['no'] };
    const client = makeScriptedSpmClient(async () => ({ status, body }));
    const scripted = await SpmCustomers.list(client);
    expect(scripted).toMatchObject({ ok: false, statusCode: status, data: body });
  });

  it('fails exactly as the sandbox does', async () => {
    const sandbox = await startSandbox();
    try {
      const real = makeScriptedSpmClient(() => undefined, { baseUrl: sandbox.baseUrl });
      // Uses the SDK's own transport again: the same call over HTTP.
      delete real.defaults.adapter;
      const overHttp = await SpmCustomers.list(real);
      const body = { statusCode: 401, message: 'Unauthorized' };
      const scripted = makeScriptedSpmClient(() => ({ status: 401, body }));
      expect(await SpmCustomers.list(scripted)).toEqual(overHttp);
    } finally {
      await sandbox.stop();
    }
  });

  it('takes an error of the handler for a network failure', async () => {
    const client = makeScriptedSpmClient(() => {
      throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
    });
    expect(await SpmCustomers.list(client)).toMatchObject({
      ok: false,
      statusCode: 0,
      data: null,
      error: { message: 'socket hang up', code: 'ECONNRESET', retryable: true },
    });
  });

  it('answers 200 with nothing when the handler has no answer', async () => {
    const client = makeScriptedSpmClient(() => undefined);
    expect(await SpmCustomers.list(client)).toMatchObject({
      ok: true,
      statusCode: 200,
      data: null,
    });
  });

  it('retries when asked to', async () => {
    let calls = 0;
    const retry = { maxRetries: 1, backoffBaseMs: 0, backoffCapMs: 0 };
    const client = makeScriptedSpmClient(() => ({ status: ++calls === 1 ? 503 : 200 }), { retry });
    expect(await SpmCustomers.list(client)).toMatchObject({ ok: true });
    expect(calls).toBe(2);
  });
});

describe('makeStubSpmClient', () => {
  it('accepts every bulk call', async () => {
    const client = makeStubSpmClient();
    const accepted = (sent_count: number) => ({
      ok: true,
      data: { sent_count, rejected_count: 0, rejected_items: [] },
    });
    const two = [customer('c1'), customer('c2')];
    expect(await SpmCustomers.bulkSave(client, two)).toMatchObject(accepted(2));
    expect(await SpmCustomers.bulkUpdate(client, two)).toMatchObject(accepted(2));
    expect(await SpmCustomers.bulkDelete(client, ['c1'])).toMatchObject(accepted(1));
    expect(await SpmCustomers.delete(client, 'c1')).toMatchObject(accepted(1));
    expect(await SpmCustomDataRecords.bulkSave(client, 1, [{ a: 1 }])).toMatchObject(accepted(1));
  });

  it('has nothing to read, and gives ids to what is created', async () => {
    const client = makeStubSpmClient();
    expect(await SpmDataSources.list(client)).toMatchObject({ ok: true, data: { data: [] } });
    expect(await SpmDataSources.create(client, { label: 'POS' })).toMatchObject({
      data: { data: { id_data_source: 1, label: 'POS' } },
    });
    const definition = { name: 'A', fields: [] };
    expect(await SpmCustomDataDefinitions.create(client, definition)).toMatchObject({
      data: { data: { id_definition: 2, name: 'A' } },
    });
    expect(await SpmCustomDataDefinitions.activate(client, 2)).toMatchObject({ ok: true });
  });
});
