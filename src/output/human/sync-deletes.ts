/** What a full sync found gone at the partner, and deleted. */
import type { StepReport } from '../../runtime/sync/report.js';
import { count, number, onOneLine, stepName } from '../text.js';

type Step = Pick<StepReport, 'entity' | 'source_key' | 'deletes'>;

export const deletedIn = (steps: readonly Step[]): number =>
  steps.reduce((sum, { deletes }) => sum + (deletes?.removed ?? 0), 0);

/** Of steps that left some where they are: why, and what to do. */
export function undeleted(steps: readonly Step[]): string[] {
  return steps.flatMap((step) => {
    // A report of before does not tell how many there were, nor which.
    const { known, found = 0, removed = 0, needs_approval, examples = [] } = step.deletes ?? {};
    if (found === removed) return [];
    const [are, them] = found - removed === 1 ? ['is', 'it'] : ['are', 'them'];
    return needs_approval
      ? `${stepName(step)}: ${gone(found, known)}${few(examples, found)}, more than may be deleted without approval: see whether the partner has them no more, then run \`spm-connect sync --full --approve-deletes\`.`
      : `${stepName(step)}: ${count(found - removed, 'record')} that ${are} gone ${are} left to the next full sync, since a request with ${them} may still arrive.`;
  });
}

const gone = (found: number, known: number | undefined): string =>
  known === undefined
    ? `${count(found, 'record')} ${found === 1 ? 'is' : 'are'} gone`
    : `${number(found)} of ${count(known, 'record')} are gone`;

const LONGEST_KEY = 40;

function few(keys: readonly string[], found: number): string {
  if (keys.length === 0) return '';
  const shown = keys.map((key) =>
    onOneLine(key.length > LONGEST_KEY ? `${key.slice(0, LONGEST_KEY)}…` : key),
  );
  return ` (${[...shown, ...(found > keys.length ? ['…'] : [])].join(', ')})`;
}
