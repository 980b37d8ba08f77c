import type { Rule } from '../rule.js';

export const load: Rule = {
  id: 'lint/load',
  severity: 'error',
  summary: 'A connector, its configuration or its settings cannot be loaded.',
  explain:
    'Lint checks everything else, and reports what it could not load at the place of the mistake: a connector that throws, ' +
    'ends the process or does not load within 30 seconds, a folder without a configuration, a configuration or a settings ' +
    'fixture that cannot be read. Correct it and run lint ' +
    'again, because lint has not checked what depends on it.',
  // `lint/unloaded.ts` finds it.
  check: () => [],
};
