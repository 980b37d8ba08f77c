import { checkPlain } from '../../connector/check.js';
import type { Rule } from '../rule.js';

export const connectorShape: Rule = {
  id: 'connector/shape',
  severity: 'error',
  summary: 'The connector is not a complete Integration.',
  explain:
    'These are the checks of `defineIntegration`, which stop a connector from loading: the slug, the version, the ' +
    'functions, the scope of each step, and one step for each entity. What cannot even be read is told here, too.',
  check: ({ integration, unreadable }) =>
    integration === undefined && unreadable.length === 0
      ? []
      : [...unreadable, ...checkPlain(integration)],
};
