import { stepsOf } from '../parts.js';
import type { Rule } from '../rule.js';

export const tolerateAll: Rule = {
  id: 'connector/tolerate-all',
  severity: 'warning',
  summary: 'A step tolerates every reject.',
  explain:
    'With `tolerateRejects: true` the cursor moves on even when the API refused every record of the run: a wrong mapping ' +
    'then goes unnoticed. A ratio lets single bad records pass and still stops at a systematic error.',
  check({ integration }) {
    return stepsOf(integration)
      .filter(({ step }) => step.tolerateRejects === true)
      .map(({ path }) => ({
        path: `${path}.tolerateRejects`,
        message: 'tolerates every reject, even when the API refuses all records',
        hint: 'Write `{ maxRatio: 0.05 }`, or what share of rejects is normal for this step.',
      }));
  },
};
