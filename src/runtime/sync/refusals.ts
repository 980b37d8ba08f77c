/** Errors for a sync that cannot start or did nothing. */
import { causeText, SpmError } from '../../errors.js';
import { didYouMean } from '../../nearest.js';
import type { SyncInput } from './input.js';
import type { StepReport, SyncReport } from './report.js';

/** Adds the report of the run to the error that ended it. */
export function ofRun({ code, message, cause, hint }: SpmError, report: SyncReport): SpmError {
  const why = causeText(cause) ?? '';
  return new SpmError(code, message, {
    ...(why ? { cause: why } : {}),
    ...(hint ? { hint } : {}),
    details: { report },
  });
}

/** Throws SPM_INSTALLATION_INACTIVE. To be asked under the lease: a later deactivation takes the lease away. */
export async function requireActive<S>({
  store,
  installation: { installationId },
}: Pick<SyncInput<S>, 'store' | 'installation'>): Promise<void> {
  const known = await store.installations.get(installationId);
  if (known?.status !== 'active') throw inactive(installationId, known?.status ?? 'removed');
}

export function inactive(id: string, status: string): SpmError {
  return new SpmError('SPM_INSTALLATION_INACTIVE', `The installation ${id} is not active`, {
    cause: `its status is ${status}`,
    hint: `Run \`spm-connect installations activate ${id}\` first.`,
  });
}

/** Throws SPM_UNKNOWN_ENTITY for an entity that no step has. */
export function checkEntities(only: readonly string[], steps: readonly { entity: string }[]): void {
  const entities = steps.map(({ entity }) => entity);
  for (const entity of only) {
    if (entities.includes(entity)) continue;
    throw new SpmError('SPM_UNKNOWN_ENTITY', `No sync step has the entity "${entity}"`, {
      cause: `the entities are: ${entities.join(', ')}`,
      hint: didYouMean(entity, entities) ?? 'Pass one of them.',
      details: { entity, entities },
    });
  }
}

/** Finds the requested sources that no step has, and whether any requested source exists. */
export function missingSources(
  asked: readonly string[],
  found: ReadonlySet<string>,
  steps: readonly StepReport[],
): { errors: string[]; refusal: SpmError | null } {
  const missing = asked.filter((key) => !found.has(key));
  const errors = missing.map((key) => {
    const hint = didYouMean(key, found);
    return `No step has a source "${key}".${hint ? ` ${hint}` : ''}`;
  });
  const isAll = missing.length > 0 && missing.length === asked.length;
  const failed = steps.some(({ status }) => status === 'error');
  return { errors, refusal: isAll && !failed ? unknownSource(missing, [...found]) : null };
}

/** None of the requested sources exists, so nothing was done. */
function unknownSource(missing: readonly string[], known: readonly string[]): SpmError {
  const [first = ''] = missing;
  return new SpmError(
    'SPM_UNKNOWN_SOURCE',
    `No sync step has the source "${missing.join('", "')}"`,
    {
      cause: known.length > 0 ? `the sources are: ${known.join(', ')}` : 'no step has sources',
      hint: didYouMean(first, known) ?? 'Pass one of the sources, or omit --source.',
    },
  );
}
