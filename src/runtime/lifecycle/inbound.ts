/** Executes the inbound calls of partners, each once. */
import { failureText } from '../failure.js';
import type { Clock } from '../ports/engine.js';
import type { InboundCall } from '../ports/lifecycle.js';
import type { Store } from '../ports/store.js';

export type InboundOutcome =
  | { kind: 'done'; replayed: boolean }
  /** Another process executes it. */
  | { kind: 'running' }
  /** The installation is not active, or its context cannot be made. */
  | { kind: 'no_context'; error: unknown }
  | { kind: 'failed'; error: unknown };

export interface InboundParts {
  store: Pick<Store, 'inbound'>;
  clock: Clock;
  /** Makes the context. Rejects when the installation is not active. */
  prepare(call: InboundCall): Promise<(payload: unknown) => Promise<void>>;
}

/** A call that has not ended after this time was executed by a process that died. */
const DEAD_AFTER_MS = 10 * 60_000;

export class InboundCalls {
  readonly #parts: InboundParts;
  /** Calls that this process executes. */
  readonly #running = new Map<string, Promise<InboundOutcome>>();

  constructor(parts: InboundParts) {
    this.#parts = parts;
  }

  /** Rejects with SPM_STORE_*. */
  async execute(call: InboundCall, payload: unknown): Promise<InboundOutcome> {
    const name = JSON.stringify([call.installationId, call.key]);
    const running = this.#running.get(name);
    if (running) return repeated(await running);
    const outcome = this.#execute(call, payload).finally(() => this.#running.delete(name));
    this.#running.set(name, outcome);
    return outcome;
  }

  async #execute(call: InboundCall, payload: unknown): Promise<InboundOutcome> {
    const { store, clock, prepare } = this.#parts;
    const now = clock.now();
    const begun = await store.inbound.begin(call, now - DEAD_AFTER_MS, now);
    if (begun === 'done') return { kind: 'done', replayed: true };
    if (begun === 'running') return { kind: 'running' };
    const outcome = await outcomeOf(() => prepare(call), payload);
    const error = 'error' in outcome ? failureText(outcome.error) : null;
    await store.inbound.end(call, error, clock.now());
    return outcome;
  }
}

async function outcomeOf(
  prepare: () => Promise<(payload: unknown) => Promise<void>>,
  payload: unknown,
): Promise<InboundOutcome> {
  let act: (payload: unknown) => Promise<void>;
  try {
    act = await prepare();
  } catch (error) {
    return { kind: 'no_context', error };
  }
  try {
    await act(payload);
    return { kind: 'done', replayed: false };
  } catch (error) {
    return { kind: 'failed', error };
  }
}

/** The outcome for the second of two parallel calls. */
const repeated = (first: InboundOutcome): InboundOutcome =>
  first.kind === 'done' ? { kind: 'done', replayed: true } : first;
