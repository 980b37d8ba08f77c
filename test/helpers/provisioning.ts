/** Provisions a real sandbox through the real SDK, with accidents at chosen requests. */
import type { SpmHttpClient } from '@shopimind/sdk-js';
import type { ProvisioningPlan } from '../../src/connector/types.js';
import type { RecordedIds } from '../../src/plan/diff.js';
import { type ProvisioningResult, runProvisioning } from '../../src/runtime/provision/index.js';
import type { RunningSandbox, StateRow } from '../../src/sandbox/index.js';
import { clientOf } from '../sandbox/fixtures.js';

export const NOW = Date.UTC(2026, 0, 2, 3, 4, 5);

export type Accident =
  /** The process dies before or after the request is handled. */
  | 'crash-before'
  | 'crash-after'
  /** The connection breaks before or after the request is handled. */
  | 'reset-before'
  | 'reset-after'
  /** The request is handled, but the answer does not arrive in time. */
  | 'late'
  /** The request is not handled. */
  | 'gateway-503';

/** A shop and its recorded ids, which survive from run to run, also if the process dies. */
export class ProvisionedShop {
  recorded: RecordedIds = { sourceIds: {}, defIds: {} };

  constructor(readonly sandbox: RunningSandbox) {}

  /** Null when the process died. */
  async provision(
    plan: ProvisioningPlan,
    accident?: { kind: Accident; at: number },
  ): Promise<ProvisioningResult | null> {
    const machine = new Machine(clientOf(this.sandbox), accident);
    const going = runProvisioning(machine.client, plan, undefined, {
      now: NOW,
      sleep: async () => {},
      recorded: this.recorded,
      record: async ({ sourceIds, defIds }) => {
        await machine.stillRuns();
        this.recorded = {
          sourceIds: { ...this.recorded.sourceIds, ...sourceIds },
          defIds: { ...this.recorded.defIds, ...defIds },
        };
      },
    });
    const result = await Promise.race([going, machine.death.then(() => null)]);
    await machine.settled();
    return result;
  }

  /** The number of write requests to the sandbox so far. */
  writes(): number {
    return this.sandbox.requests.filter(({ method }) => method !== 'GET').length;
  }
}

/** The requests of a process: after its death, it neither sends requests nor gets answers. */
class Machine {
  readonly client: SpmHttpClient;
  readonly death: Promise<void>;
  #die: () => void = () => {};
  #dead = false;
  #count = 0;
  readonly #flying = new Set<Promise<unknown>>();

  constructor(client: SpmHttpClient, accident: { kind: Accident; at: number } | undefined) {
    this.death = new Promise((resolve) => {
      this.#die = resolve;
    });
    const send = client.request.bind(client);
    const request = async (config: Parameters<typeof send>[0]) => {
      await this.stillRuns();
      this.#count += 1;
      const kind = this.#count === accident?.at ? accident.kind : undefined;
      return this.#suffer(kind, () => send(config));
    };
    this.client = Object.assign(client, { request });
  }

  stillRuns(): Promise<void> {
    return this.#dead ? new Promise(() => {}) : Promise.resolve();
  }

  /** Waits until the server has handled all requests, also those of a dead process. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#flying);
  }

  async #suffer(kind: Accident | undefined, send: () => Promise<unknown>): Promise<unknown> {
    if (kind === 'crash-before') return this.#kill();
    if (kind === 'reset-before') throw broken('ECONNRESET');
    if (kind === 'gateway-503')
      throw Object.assign(broken('ERR_BAD_RESPONSE'), { response: GATEWAY });
    const flight = send();
    this.#flying.add(flight);
    const outcome = await flight.finally(() => this.#flying.delete(flight));
    if (kind === 'crash-after') return this.#kill();
    if (kind === 'reset-after') throw broken('ECONNRESET');
    if (kind === 'late') throw broken('ECONNABORTED');
    await this.stillRuns();
    return outcome;
  }

  #kill(): Promise<never> {
    this.#dead = true;
    this.#die();
    return new Promise(() => {});
  }
}

const GATEWAY = {
  status: 503,
  data: { statusCode: 503, message: 'upstream is away' },
  headers: {},
};

const broken = (code: string): Error => Object.assign(new Error(code), { code });

/** All provisioned resources, with names instead of ids, in an order that does not depend on the ids. */
export function shopOf({ state }: RunningSandbox): unknown {
  const sources = state.list('data-sources');
  const definitions = state.list('custom-data-definitions');
  const named = (rows: StateRow[], key: string) => new Map(rows.map((row) => [row.id, row[key]]));
  const [labels, names] = [named(sources, 'label'), named(definitions, 'name')];
  return {
    sources: sorted(
      sources.map(({ label, type, config, parent_id }) => ({
        label,
        type,
        config: typeof config === 'string' ? JSON.parse(config) : config,
        parent: labels.get(Number(parent_id)) ?? null,
      })),
    ),
    definitions: sorted(
      definitions.map(({ name, status, fields, unique_keys, relationships }) => ({
        name,
        status,
        fields,
        unique_keys,
        relationships: sorted(
          (relationships as StateRow[]).map(({ sourceField, targetSchema }) => ({
            sourceField,
            target: names.get(Number(targetSchema)) ?? targetSchema,
          })),
        ),
      })),
    ),
    events: sorted(
      state
        .list('events')
        .map(({ code_name, name, properties }) => ({ code_name, name, properties })),
    ),
    statuses: sorted(
      state
        .list('orders-statuses')
        .map(({ status_id, lang, name, is_deleted }) => ({ status_id, lang, name, is_deleted })),
    ),
  };
}

const sorted = <T>(rows: T[]): T[] =>
  rows.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
