/** The deletions of a full sync: records that the partner no longer has. */
import type { StepReport } from '../../runtime/sync/report.js';
import { count, number, onOneLine, stepName } from '../text.js';

type Step = Pick<StepReport, 'entity' | 'source_key' | 'deletes'>;

export const deletedIn = (steps: readonly Step[]): number =>
  steps.reduce((sum, { deletes }) => sum + (deletes?.removed ?? 0), 0);

/** For steps that did not delete all vanished records: the reason, and the next step for the user. */
export function notDeletedLines(steps: readonly Step[]): string[] {
  return steps.flatMap((step) => {
    // Reports of earlier versions have no total and no examples.
    const { known, found = 0, removed = 0, needs_approval, examples = [] } = step.deletes ?? {};
    if (found === removed) return [];
    const [are, them] = found - removed === 1 ? ['is', 'it'] : ['are', 'them'];
    return needs_approval
      ? `${stepName(step)}: ${gone(found, known)}${few(examples, found)}, too many to delete without approval. Check that the partner really deleted them, then run \`spm-connect sync --full --approve-deletes\`.`
      : `${stepName(step)}: ${count(found - removed, 'record')} the partner no longer has ${are} left for the next full sync, since a request with ${them} may still arrive.`;
  });
}

const gone = (found: number, known: number | undefined): string =>
  known === undefined
    ? `the partner no longer has ${count(found, 'record')}`
    : `the partner no longer has ${number(found)} of ${count(known, 'record')}`;

const LONGEST_KEY = 40;

function few(keys: readonly string[], found: number): string {
  if (keys.length === 0) return '';
  const shown = keys.map((key) =>
    onOneLine(key.length > LONGEST_KEY ? `${key.slice(0, LONGEST_KEY)}…` : key),
  );
  return ` (${[...shown, ...(found > keys.length ? ['…'] : [])].join(', ')})`;
}
