import type { IntegrationContext, SyncStep } from '../../../connector/types.js';
import { SpmError } from '../../../errors.js';

/** The sources of a per-source step. Rule R5: throws SPM_CONNECTOR_INVALID when the step does not name them. */
export async function nameSources<S>(
  step: SyncStep<S>,
  ctx: IntegrationContext<S>,
): Promise<string[]> {
  const { entity } = step;
  if (!step.sources) {
    throw new SpmError('SPM_CONNECTOR_INVALID', `Step ${entity} has no sources()`, {
      cause: 'its cursorScope is per-source, so it must name its sources',
    });
  }
  const named: unknown = await step.sources(ctx);
  if (isListOfNames(named)) return [...new Set(named)];
  throw new SpmError('SPM_CONNECTOR_INVALID', `Step ${entity} does not name its sources`, {
    cause: `sources() must return a list of non-empty texts; it returned ${JSON.stringify(named)}`,
  });
}

function isListOfNames(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((key) => typeof key === 'string' && key !== '');
}
