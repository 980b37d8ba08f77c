/**
 * A sync that reads, maps and checks but changes nothing: the engine runs on a store and a client that write nothing.
 */
import type { CursorKey, NewReject, StepCounts } from '../../ports/records.js';
import { redact } from '../../security/redact.js';
import type { SyncInput } from '../input.js';
import type { StepReport, SyncStatus } from '../report.js';
import { runSync } from '../run.js';
import { readOnlyClient } from './client.js';
import { dryRunState } from './state.js';
import { readOnlyStore } from './store.js';

export interface DryStep
  extends Pick<StepReport, 'entity' | 'source_key' | 'status' | 'window' | 'errors' | 'warnings'> {
  counts: Omit<StepCounts, 'acknowledged' | 'rejected'> & {
    would_send: number;
    /** Invalid records, found without a request. */
    invalid: number;
  };
  /** The first records that would be sent, without secrets. */
  records: unknown[];
  /** Problems of records; at most 1,000 per step. */
  problems: { key: string | null; errors: string[] }[];
  not_before?: string;
}

export interface DryRun {
  installation_id: string;
  status: SyncStatus;
  steps: DryStep[];
  errors: string[];
}

const MOST_PROBLEMS = 1_000;

interface Noted {
  records: unknown[];
  problems: DryStep['problems'];
}

/** Throws the errors of `runSync`, except those of leases and writes. `limit` is how many records are shown. */
export async function runDry<S>(input: SyncInput<S>, limit: number): Promise<DryRun> {
  const noted = new Map<string, Noted>();
  const noteOf = ({ entity, sourceKey }: Omit<CursorKey, 'installationId'>) => {
    const key = JSON.stringify([entity, sourceKey]);
    const note = noted.get(key) ?? { records: [], problems: [] };
    noted.set(key, note);
    return note;
  };
  // Steps run one after another, so a request belongs to the step that started last.
  let current = noteOf({ entity: '', sourceKey: '' });
  const sent = (items: readonly unknown[]) => {
    const { records } = current;
    for (const item of items.slice(0, limit - records.length))
      records.push(redact(item, { whole: true }));
  };
  const rejected = (key: CursorKey, rejects: readonly NewReject[]) => {
    const { problems } = noteOf(key);
    for (const { key: of, errors } of rejects.slice(0, MOST_PROBLEMS - problems.length))
      problems.push({ key: of, errors });
  };
  const { client, pushClient = client, observer, store, clock } = input;
  const report = await runSync({
    ...input,
    store: readOnlyStore(store, () => clock.now(), rejected),
    client: readOnlyClient(client, sent),
    pushClient: readOnlyClient(pushClient, sent),
    state: (lease) => dryRunState(input.state(lease)),
    observer: {
      ...observer,
      stepStarted: (entity, sourceKey) => {
        current = noteOf({ entity, sourceKey });
        observer?.stepStarted?.(entity, sourceKey);
      },
    },
  });
  const { installation_id, status, errors } = report;
  const steps = report.steps.map((step) =>
    dryStep(step, noteOf({ entity: step.entity, sourceKey: step.source_key })),
  );
  return { installation_id, status, steps, errors };
}

function dryStep(step: StepReport, { records, problems }: Noted): DryStep {
  const { entity, source_key, status, window, errors, warnings, not_before } = step;
  const { acknowledged, rejected, ...counts } = step.counts;
  return {
    entity,
    source_key,
    status,
    window,
    counts: { ...counts, would_send: acknowledged, invalid: rejected },
    records,
    problems,
    errors,
    warnings,
    ...(not_before === undefined ? {} : { not_before }),
  };
}
