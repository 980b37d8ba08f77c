import { describe, expect, it } from 'vitest';
import { rig } from '../fixtures.ts';
import { control } from './control.ts';

describe('the guard of the control API', () => {
  it.each(['127.0.0.1:1', 'localhost', 'localhost:5500', '127.0.0.9', '[::1]:5500'])(
    'lets Host %s in',
    async (host) => {
      const { sandbox } = await rig();
      expect(await control(sandbox, 'GET', 'info', { headers: { host } })).toMatchObject({
        status: 200,
      });
    },
  );

  it.each(['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example', '10.0.0.1', ':'])(
    'keeps Host %j out',
    async (host) => {
      const { sandbox } = await rig();
      for (const [method, path] of [
        ['GET', 'info'],
        ['POST', 'reset'],
        ['GET', 'nothing'],
      ] as const) {
        const answer = await control(sandbox, method, path, { headers: { host } });
        expect(answer.status).toBeGreaterThanOrEqual(400);
        expect(JSON.stringify(answer.body)).not.toContain(sandbox.key);
      }
    },
  );

  it('refuses writes from another origin, and only those', async () => {
    const { sandbox } = await rig();
    const from = (origin: string) => ({ headers: { origin } });
    for (const origin of [
      'http://evil.example',
      'null',
      'http://127.0.0.1:1',
      'https://localhost',
    ]) {
      expect(await control(sandbox, 'POST', 'reset', from(origin))).toEqual({
        status: 403,
        body: {
          statusCode: 403,
          message: 'The control API accepts no writes from other origins',
        },
      });
      expect(await control(sandbox, 'DELETE', 'requests', from(origin))).toMatchObject({
        status: 403,
      });
    }
    expect(await control(sandbox, 'POST', 'reset', from(sandbox.baseUrl))).toMatchObject({
      status: 200,
    });
    const read = await control(sandbox, 'GET', 'info', from('http://evil.example'));
    expect(read.status).toBe(200);
  });

  it('knows the host that it was told to listen on', async () => {
    const { sandbox } = await rig({ host: '0.0.0.0' });
    const loopback = { baseUrl: sandbox.baseUrl.replace('0.0.0.0', '127.0.0.1') };
    const as = (host: string) => control(loopback, 'GET', 'info', { headers: { host } });
    expect(await as('0.0.0.0')).toMatchObject({ status: 200 });
    expect(await as('192.168.0.1')).toMatchObject({ status: 403 });
  });
});
