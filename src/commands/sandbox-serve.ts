/** Starts sandboxes from what the command line says. */

import { resolve } from 'node:path';
import type { RunningSandbox, SandboxOptions } from '../app/sandbox.js';
import { SpmError } from '../errors.js';
import type { Diagnostic, Invocation, Report } from './types.js';

export type SandboxEvent =
  | {
      event: 'ready';
      base_url: string;
      access_token: string;
      /** The data file; null when all is in memory. */
      data: string | null;
      /** Whether the data of --seed was put in: false without one, and when there was data already. */
      seeded: boolean;
      faults: string[];
      /** Repeats the same chances. */
      fault_seed: number;
    }
  | { event: 'stopped' };

/** Where a sandbox is looked for, and served when the port is free. */
export const USUAL_PORT = 5500;

/** Serves until it is interrupted. */
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

/** On the port that was asked for; without one on the usual port, or on a free one. */
async function startUsual(invocation: Invocation): Promise<RunningSandbox> {
  if (invocation.options.port !== undefined) return start(invocation, portOf(invocation));
  try {
    return await start(invocation, USUAL_PORT);
  } catch (error) {
    if (!(error instanceof SpmError) || error.code !== 'SPM_PORT_UNAVAILABLE') throw error;
    return start(invocation, 0);
  }
}

/** @throws SpmError those of startSandbox */
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

/** What there is to say about a seed that did nothing. */
export function seedWarnings({ options }: Invocation, { seeded }: RunningSandbox): Diagnostic[] {
  if (options.seed === undefined || seeded) return [];
  return [
    {
      severity: 'warning',
      code: 'not-seeded',
      message: `The store has data already: --seed ${options.seed} did nothing`,
      hint: 'Empty it with `spm-connect sandbox reset` and start again, or give --data a new file.',
    },
  ];
}

/** 0, any free one, when none was asked for. */
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
