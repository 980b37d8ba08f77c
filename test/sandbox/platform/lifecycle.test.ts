import { describe, expect, it } from 'vitest';
import { installationAfter, platform } from './rig.ts';

const ACTIONS = ['install', 'activate', 'deactivate', 'uninstall', 'configure'] as const;
type Action = (typeof ACTIONS)[number];

/** The actions that lead to each state, the allowed actions, and the states after them. */
const STATES: [string, Action[], Partial<Record<Action, string>>][] = [
  ['created', [], { install: 'installed' }],
  [
    'installed',
    ['install'],
    { activate: 'active', uninstall: 'uninstalled', configure: 'installed' },
  ],
  [
    'active',
    ['install', 'activate'],
    { deactivate: 'inactive', uninstall: 'uninstalled', configure: 'active' },
  ],
  [
    'inactive',
    ['install', 'activate', 'deactivate'],
    { activate: 'active', uninstall: 'uninstalled', configure: 'inactive' },
  ],
  ['uninstalled', ['install', 'uninstall'], {}],
];
const CASES = STATES.flatMap(([state, before, allowed]) =>
  ACTIONS.map((action) => [action, state, before, allowed[action]] as const),
);

describe('the order', () => {
  it.each(CASES)('%s when %s', async (action, state, before, next) => {
    const rig = await platform();
    const { id } = await installationAfter(rig, before);
    const body = action === 'configure' ? { configs: { a: 1 } } : undefined;
    const answer = await rig.send('POST', `/installations/${id}/${action}`, body);
    expect(answer.status).toBe(next === undefined ? 409 : 200);
    expect((await rig.get(id)).status).toBe(next ?? state);
    if (next === undefined) {
      expect(rig.connector.received).toEqual([]);
      expect(answer.body).toMatchObject({ message: expect.stringContaining(`is ${state}`) });
    }
  });

  it('is one thing at a time', async () => {
    const rig = await platform();
    const { id } = await installationAfter(rig, ['install']);
    const meanwhile: unknown[] = [];
    rig.connector.handler = async () => {
      meanwhile.push(
        await rig.send('POST', `/installations/${id}/uninstall`),
        await rig.send('DELETE', `/installations/${id}`),
        (await rig.get(id)).status,
      );
      return undefined;
    };
    expect(await rig.act(id, 'activate')).toMatchObject({ installation: { status: 'active' } });
    const busy = {
      status: 409,
      body: { statusCode: 409, message: 'The installation is busy with another request' },
    };
    expect(meanwhile).toEqual([busy, busy, 'activating']);
  });

  it('survives a reset in the middle', async () => {
    const rig = await platform();
    const { id } = await installationAfter(rig, ['install']);
    rig.connector.handler = () => {
      rig.sandbox.reset();
      return undefined;
    };
    expect(await rig.send('POST', `/installations/${id}/activate`)).toMatchObject({ status: 404 });
    expect(await rig.send('GET', '/installations')).toMatchObject({ body: { installations: [] } });
  });

  it('keeps the times', async () => {
    const clock = { now: Date.parse('2026-01-02T03:04:05Z') };
    const rig = await platform({ now: () => clock.now });
    const { id } = await rig.create();
    for (const action of ['install', 'activate', 'deactivate', 'uninstall']) {
      clock.now += 1000;
      await rig.act(id, action);
    }
    expect(await rig.get(id)).toMatchObject({
      created_at: '2026-01-02T03:04:05.000Z',
      installed_at: '2026-01-02T03:04:06.000Z',
      activated_at: '2026-01-02T03:04:07.000Z',
      deactivated_at: '2026-01-02T03:04:08.000Z',
      uninstalled_at: '2026-01-02T03:04:09.000Z',
    });
  });

  it('ends with the configs gone', async () => {
    const rig = await platform();
    const { id } = await installationAfter(rig, ['install'], { configs: { a: 1 } });
    expect((await rig.act(id, 'uninstall')).installation.configs).toEqual({});
  });
});
