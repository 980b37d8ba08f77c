import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SpmIntegrationConfig } from '@shopimind/sdk-js';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { makeApiClient } from '../../../src/runtime/api/client.js';

afterEach(() => vi.unstubAllEnvs());

describe('makeApiClient', () => {
  it('tells where it goes, without the version', () => {
    expect(makeApiClient({ baseUrl: 'http://127.0.0.1:9/base/' }).baseUrl).toBe(
      'http://127.0.0.1:9/base',
    );
    vi.stubEnv('SHOPIMIND_CORE_API_BASE', 'https://core-staging.shopimind.com');
    expect(makeApiClient().baseUrl).toBe('https://core-staging.shopimind.com');
  });

  it.each([
    ['http://example.com', /remote host/],
    ['ftp://localhost', /scheme/],
    ['nonsense', /invalid/],
  ])('refuses %s', (baseUrl, cause) => {
    expect(() => makeApiClient({ baseUrl })).toThrow(
      expect.objectContaining({ code: 'SPM_CONFIG_INVALID', cause: expect.stringMatching(cause) }),
    );
  });

  it('sends the token, and nothing that was not asked for', async () => {
    const seen: unknown[] = [];
    const server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => {
        body += chunk;
      });
      request.on('end', () => {
        seen.push([request.method, request.url, request.headers['spm-api-key'], JSON.parse(body)]);
        response.setHeader('content-type', 'application/json').end('{"statusCode":200,"data":{}}');
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const client = makeApiClient({ baseUrl: `http://127.0.0.1:${port}` }).clientFor('token-1');
    const envelope = await SpmIntegrationConfig.set(client, { region: 'north' });
    await new Promise((resolve) => server.close(resolve));
    expect(envelope).toMatchObject({ ok: true, statusCode: 200 });
    expect(seen).toEqual([['PUT', '/v1/integration-config', 'token-1', { region: 'north' }]]);
  });
});
