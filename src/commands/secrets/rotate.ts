import type { App } from '../../app/app.js';
import { withApp } from '../app.js';
import type { Command, Invocation, Report } from '../types.js';
import { WAIT, waitMs } from '../wait.js';

export interface SecretsRotated {
  installations: number;
  /** How many values of the state were encrypted again. */
  values: number;
  dead_letters: number;
  /** Positions of interrupted windows. */
  positions: number;
  /** Values that an earlier version stored, and that have today's form now. */
  converted: number;
}

export const command: Command = {
  spec: {
    name: 'secrets rotate',
    summary: 'encrypt all stored secrets with the newest key',
    description:
      'Put the new key before the old one in SPM_CREDENTIALS_KEY, separated by a comma, and restart running processes with it. This command then encrypts everything with the first key: all of it, or nothing if a secret cannot be decrypted. Remove the old key afterwards. Values of earlier versions are converted to the current format.',
    options: [WAIT],
    examples: [
      {
        command: 'spm-connect secrets rotate',
        description: 'encrypt everything with the first key of SPM_CREDENTIALS_KEY',
      },
      { command: 'spm-connect secrets rotate --wait 10m', description: 'wait for running syncs' },
    ],
  },
  run: (invocation) => withApp(invocation, (app) => rotate(invocation, app)),
};

async function rotate(invocation: Invocation, app: App): Promise<Report<SecretsRotated>> {
  const { noKey } = await import('../../runtime/security/secrets.js');
  const { rotateKeys } = await import('../../runtime/installations/rotate.js');
  const { formFields } = await import('../../connector/config-schema.js');
  const cipher = await app.readingCipher();
  if (cipher === null) throw noKey('There is no key to encrypt with');
  const store = await app.existingStore();
  const fields = async () =>
    formFields((await app.integration()).configSchema).map(({ field }) => field as never);
  const ids = (await store.installations.list()).map(({ installationId }) => installationId);
  return app.withLeases(ids, waitMs(invocation), async (held) => {
    const leases = held.map((lease) => lease.current());
    const done = await rotateKeys({ store, clock: app.clock, cipher, fields }, leases);
    const { deadLetters: dead_letters, ...counts } = done;
    return { data: { installations: ids.length, ...counts, dead_letters } };
  });
}
