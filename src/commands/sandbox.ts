import { SpmError } from '../errors.js';
import type { Command, Invocation } from './types.js';

export type SandboxEvent =
  | { event: 'ready'; base_url: string; access_token: string; data: string | null }
  | { event: 'stopped' };

export const command: Command = {
  spec: {
    name: 'sandbox',
    summary: 'run the embedded ShopiMind API on its own',
    description:
      'Serves on this machine only, until it is interrupted. Point a connector at it with --target and SPM_ACCESS_TOKEN, or any SDK client with its base URL and key.',
    streaming: true,
    options: [
      {
        flags: '--port <port>',
        description: 'port to listen on; 0 takes a free one',
        type: 'integer',
        default: 0,
        noEnv: true,
      },
      { flags: '--data <file>', description: 'keep the data in this file instead of in memory' },
    ],
    examples: [
      { command: 'spm-connect sandbox', description: 'an empty shop in memory, on a free port' },
      {
        command: 'spm-connect sandbox --port 5500 --data shop.sqlite',
        description: 'a shop that is still there next time, with the same key',
      },
    ],
  },
  async run(invocation) {
    const { startSandbox } = await import('../sandbox/index.js');
    const { resolve } = await import('node:path');
    const { systemClock } = await import('../runtime/clock.js');
    const options = read(invocation);
    const data = options.data === undefined ? null : resolve(invocation.cwd, options.data);
    const sandbox = await startSandbox({
      port: options.port,
      now: () => systemClock.now(),
      ...(data === null ? {} : { data }),
    });
    const ready: SandboxEvent = {
      event: 'ready',
      base_url: sandbox.baseUrl,
      access_token: sandbox.key,
      data,
    };
    try {
      await invocation.emit(ready);
      await aborted(invocation.signal);
    } finally {
      await sandbox.stop();
    }
    const stopped: SandboxEvent = { event: 'stopped' };
    return { data: stopped };
  },
};

function read({ options }: Invocation): { port: number; data?: string } {
  const port = Number(options.port);
  if (port > 65_535)
    throw new SpmError('SPM_INVALID_VALUE', `--port cannot be '${port}'`, {
      cause: 'a port is at most 65535',
      hint: 'give a free port, or 0 to have one chosen',
    });
  return typeof options.data === 'string' ? { port, data: options.data } : { port };
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
