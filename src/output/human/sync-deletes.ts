/** What a full sync found gone at the partner, and deleted. */
import type { StepReport } from '../../runtime/sync/report.js';
import { count, stepName } from '../text.js';

type Step = Pick<StepReport, 'entity' | 'source_key' | 'deletes'>;

export const deletedIn = (steps: readonly Step[]): number =>
  steps.reduce((sum, { deletes }) => sum + (deletes?.removed ?? 0), 0);

/** Of steps that left some where they are: why, and what to do. */
export function undeleted(steps: readonly Step[]): string[] {
  return steps.flatMap((step) => {
    const { found = 0, removed = 0, needs_approval } = step.deletes ?? {};
    if (found === removed) return [];
    const records = count(found - removed, 'record');
    const [are, them] = found - removed === 1 ? ['is', 'it'] : ['are', 'them'];
    return needs_approval
      ? `${stepName(step)}: ${records} ${are} gone, more than may be deleted without approval: look at ${them}, then run \`spm-connect sync --full --approve-deletes\`.`
      : `${stepName(step)}: ${records} that ${are} gone ${are} left to the next full sync, since a request with ${them} may still arrive.`;
  });
}
