/** Starts sandboxes from the command line. */

import { resolve } from 'node:path';
import type { RunningSandbox, SandboxOptions } from '../app/sandbox.js';
import { SpmError } from '../errors.js';
import type { Diagnostic, Invocation, Report } from './types.js';

export type SandboxEvent =
  | {
      event: 'ready';
      base_url: string;
      access_token: string;
      /** The data file; null when the data is in memory. */
      data: string | null;
      /** Whether the data of --seed was added; false without --seed, or when there already was data. */
      seeded: boolean;
      faults: string[];
      /** The seed of the faults' chances. */
      fault_seed: number;
    }
  | { event: 'stopped' };

/** The default port of sandboxes. */
export const USUAL_PORT = 5500;

/** Serves until a signal stops it. */
export async function serve(invocation: Invocation): Promise<Report<SandboxEvent>> {
  const sandbox = await startUsual(invocation);
  try {
    const ready: SandboxEvent = {
      event: 'ready',
      base_url: sandbox.baseUrl,
      access_token: sandbox.key,
      data: dataFile(invocation) ?? null,
      seeded: sandbox.seeded,
      faults: faultsOf(invocation),
      fault_seed: sandbox.faultSeed,
    };
    await invocation.emit(ready);
    for (const { message } of seedWarnings(invocation, sandbox)) invocation.logger.warn(message);
    await aborted(invocation.signal);
  } finally {
    await sandbox.stop();
  }
  return { data: { event: 'stopped' } };
}

/** On the given port; without one, on the default port, or on a free port if that is in use. */
async function startUsual(invocation: Invocation): Promise<RunningSandbox> {
  if (invocation.options.port !== undefined) return start(invocation, portOf(invocation));
  try {
    return await start(invocation, USUAL_PORT);
  } catch (error) {
    if (!(error instanceof SpmError) || error.code !== 'SPM_PORT_UNAVAILABLE') throw error;
    return start(invocation, 0);
  }
}

/** @throws the errors of startSandbox */
export async function start(invocation: Invocation, port: number): Promise<RunningSandbox> {
  const { startSandbox } = await import('../app/sandbox.js');
  const { host, key, seed, readDelay, latency, rateLimit, faultSeed } = invocation.options;
  const data = dataFile(invocation);
  const given = { host, key, data, seed, readDelay, latency, rateLimit, faultSeed };
  return startSandbox({
    port,
    faults: faultsOf(invocation),
    ...(withoutUndefined(given) as SandboxOptions),
  });
}

/** A warning about a seed that had no effect. */
export function seedWarnings({ options }: Invocation, { seeded }: RunningSandbox): Diagnostic[] {
  if (options.seed === undefined || seeded) return [];
  return [
    {
      severity: 'warning',
      code: 'not-seeded',
      message: `--seed ${options.seed} had no effect, since the store already has data`,
      hint: 'Empty the store with `spm-connect sandbox reset` and start again, or pass a new file with --data.',
    },
  ];
}

/** 0, which means any free port, by default. */
export const portOf = ({ options }: Invocation): number => Number(options.port ?? 0);

function dataFile({ options, cwd }: Invocation): string | undefined {
  return typeof options.data === 'string' ? resolve(cwd, options.data) : undefined;
}

const faultsOf = ({ options }: Invocation): string[] => (options.fault ?? []) as string[];

const withoutUndefined = (given: object): object =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((settle) => {
    if (signal.aborted) settle();
    signal.addEventListener('abort', () => settle(), { once: true });
  });
