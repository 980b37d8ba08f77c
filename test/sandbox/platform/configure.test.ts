import { describe, expect, it } from 'vitest';
import { installationAfter, platform, type View } from './rig.ts';

const SCHEMA = {
  steps: [
    {
      key: 'account',
      label: 'Account',
      on_complete: { action: 'test_connection' },
      fields: [
        { key: 'host', type: 'url', label: 'Host', required: true },
        { key: 'password', type: 'password', label: 'Password', required: true },
      ],
    },
    {
      key: 'options',
      label: { fr: 'Options', en: 'Options' },
      fields: [
        { key: 'depth', type: 'number', label: 'Depth', required: true, min: 1, max: 9 },
        { key: 'note', type: 'text', label: 'Note', required: true, owner: 'integrator' },
        { key: 'extra', type: 'text', label: 'Extra' },
      ],
    },
  ],
};
const ACCOUNT = { host: 'https://pos.example', password: 'hunter2' };

const stepOf = ({ steps }: View, key: string) => steps.find((step) => step.key === key);

describe('configure', () => {
  it('saves a step at a time, and sends nothing before activation', async () => {
    const rig = await platform();
    const { id } = await installationAfter(rig, ['install'], { config_schema: SCHEMA });
    const first = await rig.act(id, 'configure', { step: 'options', configs: { depth: 3 } });
    expect(first).toMatchObject({ ok: true, error: null, delivery: null });
    const second = await rig.act(id, 'configure', { step: 'account', configs: ACCOUNT });
    expect(second.installation.configs).toEqual({
      depth: 3,
      host: ACCOUNT.host,
      password: '[redacted]',
    });
    expect(rig.connector.received).toEqual([]);
  });

  it('may leave a step incomplete, and says what is missing', async () => {
    const rig = await platform();
    const { id } = await installationAfter(rig, ['install'], { config_schema: SCHEMA });
    const configs = { host: ACCOUNT.host, password: '' };
    const { installation } = await rig.act(id, 'configure', { step: 'account', configs });
    expect(installation.steps).toEqual([
      { key: 'account', complete: false, missing: ['password'], tested: false },
      { key: 'options', complete: false, missing: ['depth'], tested: null },
    ]);
  });

  it('refuses what does not fit, and saves nothing of it', async () => {
    const rig = await platform();
    const { id } = await installationAfter(rig, ['install'], { config_schema: SCHEMA });
    const configure = (body: object) => rig.send('POST', `/installations/${id}/configure`, body);
    const configs = { host: 'pos', depth: 10, note: 'x', other: 1 };
    expect(await configure({ configs })).toMatchObject({
      status: 400,
      body: {
        message: [
          'configs.host must be an http or https URL',
          'configs.depth must be at most 9',
          'configs.note is set by the integrator',
          'configs.other is not a field of this form',
        ],
      },
    });
    expect(await configure({ step: 'options', configs: ACCOUNT })).toMatchObject({ status: 400 });
    expect(await configure({ step: 'none', configs: {} })).toMatchObject({ status: 400 });
    expect(await configure({})).toMatchObject({ status: 400 });
    expect((await rig.get(id)).configs).toEqual({});
  });

  it('takes values away with null, and leaves a secret that comes back as it is shown', async () => {
    const rig = await platform();
    const { id } = await installationAfter(rig, ['install'], {
      config_schema: SCHEMA,
      configs: ACCOUNT,
    });
    await rig.act(id, 'configure', { configs: { host: null, password: '[redacted]' } });
    await rig.act(id, 'test-connection');
    expect(rig.connector.received[0]?.body).toEqual({ password: ACCOUNT.password });
  });

  it('tells an active connector, whose failure takes nothing back', async () => {
    const rig = await platform();
    const { id } = await installationAfter(rig, ['install', 'activate'], { configs: { a: 1 } });
    rig.connector.handler = () => ({ body: { success: false, error: 'no' } });
    const outcome = await rig.act(id, 'configure', { configs: { a: 2 } });
    expect(outcome).toMatchObject({
      ok: false,
      error: 'no',
      installation: { status: 'active', key_works: true, configs: { a: 2 } },
      delivery: { event: 'integration.config_updated' },
    });
  });

  it('takes prototype keys for keys', async () => {
    const rig = await platform();
    const { id } = await installationAfter(rig, ['install']);
    const configs = JSON.parse('{"__proto__":"x","constructor":"y"}');
    await rig.act(id, 'configure', { configs });
    await rig.act(id, 'test-connection');
    expect(rig.connector.received[0]?.raw).toBe('{"__proto__":"x","constructor":"y"}');
  });
});

describe('a step that asks for a connection test', () => {
  async function configured() {
    const rig = await platform();
    const { id } = await installationAfter(rig, ['install'], {
      config_schema: SCHEMA,
      configs: { ...ACCOUNT, depth: 3 },
    });
    return { rig, id };
  }
  const activate = (rig: Awaited<ReturnType<typeof platform>>, id: string) =>
    rig.send('POST', `/installations/${id}/activate`);

  it('is tested with the config map itself, signed', async () => {
    const { rig, id } = await configured();
    const { ok, delivery, installation } = await rig.act(id, 'test-connection');
    expect(ok).toBe(true);
    expect(delivery).toMatchObject({ event: 'test-connection', attempts: [{ status: 200 }] });
    expect(rig.connector.received).toMatchObject([
      { path: '/webhook/test-connection', body: { ...ACCOUNT, depth: 3 } },
    ]);
    expect(stepOf(installation, 'account')).toMatchObject({ complete: true, tested: true });
  });

  it('holds activation back until the test succeeds', async () => {
    const { rig, id } = await configured();
    const refusal = {
      status: 409,
      body: { message: ['Step account: the connection is not tested'] },
    };
    expect(await activate(rig, id)).toMatchObject(refusal);
    rig.connector.handler = () => ({ body: { success: false, error: 'wrong password' } });
    const failed = await rig.act(id, 'test-connection', { step: 'account' });
    expect(failed).toMatchObject({ ok: false, error: 'wrong password' });
    expect(await activate(rig, id)).toMatchObject(refusal);
    rig.connector.handler = () => undefined;
    await rig.act(id, 'test-connection', { step: 'account' });
    expect(await activate(rig, id)).toMatchObject({ status: 200, body: { ok: true } });
  });

  it('names every gap at activation', async () => {
    const rig = await platform();
    const { id } = await installationAfter(rig, ['install'], { config_schema: SCHEMA });
    expect(await activate(rig, id)).toMatchObject({
      status: 409,
      body: {
        message: [
          'Step account: host is missing',
          'Step account: password is missing',
          'Step account: the connection is not tested',
          'Step options: depth is missing',
        ],
      },
    });
    expect(rig.connector.received).toEqual([]);
  });

  it('must be tested again after an edit of it, and of it only', async () => {
    const { rig, id } = await configured();
    await rig.act(id, 'test-connection');
    const untouched = await rig.act(id, 'configure', { configs: { depth: 4, ...ACCOUNT } });
    expect(stepOf(untouched.installation, 'account')?.tested).toBe(true);
    const edited = await rig.act(id, 'configure', {
      step: 'account',
      configs: { password: 'new' },
    });
    expect(stepOf(edited.installation, 'account')?.tested).toBe(false);
    expect(await activate(rig, id)).toMatchObject({ status: 409 });
  });

  it('is no longer tested after a later failure', async () => {
    const { rig, id } = await configured();
    await rig.act(id, 'test-connection');
    rig.connector.handler = () => ({ body: { success: false } });
    const { installation } = await rig.act(id, 'test-connection');
    expect(stepOf(installation, 'account')?.tested).toBe(false);
  });

  it('is tested once, whatever the error', async () => {
    const { rig, id } = await configured();
    rig.connector.handler = () => ({ status: 500 });
    expect((await rig.act(id, 'test-connection')).delivery?.attempts).toHaveLength(1);
    expect(rig.waits).toEqual([]);
  });

  it('can be tested before install, with what was given at creation', async () => {
    const rig = await platform();
    const { id } = await rig.create({ config_schema: SCHEMA, configs: ACCOUNT });
    const { installation } = await rig.act(id, 'test-connection');
    expect(stepOf(installation, 'account')).toMatchObject({ complete: true });
    expect(rig.connector.received[0]?.body).toEqual(ACCOUNT);
  });
});
