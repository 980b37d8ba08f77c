import { problem } from '../../connector/problem.js';
import { stepsOf } from '../parts.js';
import type { Rule } from '../rule.js';

export const tolerateAll: Rule = {
  id: 'connector/tolerate-all',
  severity: 'warning',
  summary: 'A step tolerates every reject.',
  explain:
    'With `tolerateRejects: true` the cursor moves even if the API rejects every record, so nobody notices a wrong mapping. ' +
    'With a ratio, single bad records pass, but a systematic error stops the step.',
  check({ integration }) {
    return stepsOf(integration)
      .filter(({ step }) => step.tolerateRejects === true)
      .map(({ path }) => problem(`${path}.tolerateRejects`, 'tolerates-all', {}));
  },
};
