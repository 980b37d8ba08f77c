import { isIP } from 'node:net';
import type { App } from '../app/app.js';
import type { ServeEvent } from '../app/serve.js';
import { MOST_CONCURRENT } from '../config/settings.js';
import { SpmError } from '../errors.js';
import { withApp } from './app.js';
import type { Command, Invocation, Report } from './types.js';

export type { ServeEvent };

export const command: Command = {
  spec: {
    name: 'serve',
    summary: 'receive the lifecycle webhooks of the platform, and sync the shops',
    description:
      'Listens for the webhooks of ShopiMind, so that merchants can install, activate, configure and uninstall the connector, and syncs every active shop on its schedule. A webhook is in the store before it is answered: what a stopped or killed server has accepted, the next one does. Needs SPM_WEBHOOK_SECRET; during a rotation it holds both secrets, separated by a comma.',
    streaming: true,
    options: [
      { flags: '--host <host>', description: 'address to listen on', setting: 'server.host' },
      {
        flags: '--port <port>',
        description: 'port to listen on; 0 takes a free one',
        setting: 'server.port',
      },
      { flags: '--no-sync', description: 'receive webhooks only' },
      {
        flags: '--shops <n>',
        description: 'how many shops to sync side by side (default: 4)',
        type: 'integer',
        range: [1, MOST_CONCURRENT],
      },
      {
        flags: '--trust-proxy <addresses>',
        description: 'proxies whose X-Forwarded-For header counts, such as 10.0.0.0/8',
        type: 'list',
      },
      {
        flags: '--answer-within <duration>',
        description:
          'answer the platform after this time even when an activation still runs (default: 8s)',
        type: 'duration',
      },
      {
        flags: '--drain-timeout <duration>',
        description:
          'how long running requests and syncs may take to stop after a signal (default: 10s)',
        type: 'duration',
      },
    ],
    examples: [
      {
        command: 'spm-connect serve --target production',
        description: 'receive webhooks on 127.0.0.1:8080, behind a proxy with TLS',
      },
      {
        command: 'spm-connect serve --target http://127.0.0.1:5500 --port 0 --json',
        description: 'serve the shops of a sandbox on a free port, one JSON line for each event',
      },
    ],
  },
  run: (invocation) => withApp(invocation, (app) => serveShops(invocation, app)),
};

async function serveShops(invocation: Invocation, app: App): Promise<Report<ServeEvent>> {
  const { serve } = await import('../app/serve.js');
  const { options, env, emit } = invocation;
  const secrets = secretsFrom(env.SPM_WEBHOOK_SECRET);
  const { server, target } = await app.config();
  if (target === 'sandbox') throw noTarget();
  const trustedProxies = ((options.trustProxy ?? []) as string[]).map(checkedNetwork);
  const number = (value: unknown, usual: number) => (typeof value === 'number' ? value : usual);
  const data = await serve(app, secrets, {
    host: typeof options.host === 'string' ? options.host : server.host,
    port: number(options.port, server.port),
    sync: options.sync !== false,
    shops: number(options.shops, SIDE_BY_SIDE),
    drainTimeoutMs: number(options.drainTimeout, DRAIN_MS),
    deadlineMs: number(options.answerWithin, ANSWER_WITHIN_MS),
    toleranceSeconds: TOLERANCE_SECONDS,
    trustedProxies,
    tell: emit,
  });
  return { data };
}

const SIDE_BY_SIDE = 4;
const DRAIN_MS = 10_000;
/** The platform does not state how long it waits. */
const ANSWER_WITHIN_MS = 8_000;
const TOLERANCE_SECONDS = 300;

/** Short secrets can be guessed. */
const LEAST_SECRET = 16;

function secretsFrom(text: string | undefined): string[] {
  const secrets = (text ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);
  const hint =
    'Set SPM_WEBHOOK_SECRET in the environment or in the .env next to the configuration. ShopiMind issues it when the integration is registered.';
  if (secrets.length === 0)
    throw new SpmError('SPM_SECRET_MISSING', 'The secret of the webhooks is missing', {
      cause: 'SPM_WEBHOOK_SECRET is not set',
      hint,
    });
  if (secrets.some((secret) => secret.length < LEAST_SECRET))
    throw new SpmError('SPM_SECRET_INVALID', 'The secret of the webhooks is too short', {
      cause: `a secret in SPM_WEBHOOK_SECRET has fewer than ${LEAST_SECRET} characters`,
      hint,
    });
  return secrets;
}

/** The embedded sandbox ends with its command, and merchants install nothing on it. */
function noTarget(): SpmError {
  return new SpmError('SPM_INVALID_VALUE', 'The target of serve cannot be the embedded sandbox', {
    cause: 'shops are installed on a platform that runs by itself',
    hint: 'Pass --target production. To try it here, start `spm-connect sandbox --port 5500`, and pass --target http://127.0.0.1:5500.',
  });
}

/** An address, or a network such as 10.0.0.0/8. */
function checkedNetwork(text: string): string {
  const [address = '', bits, ...more] = text.split('/');
  const version = isIP(address);
  const most = version === 4 ? 32 : 128;
  const isNetwork = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most);
  if (version !== 0 && isNetwork && more.length === 0) return text;
  throw new SpmError('SPM_INVALID_VALUE', `--trust-proxy cannot be '${text}'`, {
    cause: 'it is neither an IP address nor a network',
    hint: 'Pass addresses such as 10.0.0.7, or networks such as 10.0.0.0/8.',
  });
}
