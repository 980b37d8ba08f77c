import { checkIntegration } from '../../connector/check.js';
import type { Rule } from '../rule.js';

export const connectorShape: Rule = {
  id: 'connector/shape',
  severity: 'error',
  summary: 'The connector is not a complete Integration.',
  explain: 'These are the checks of `defineIntegration`, which stop a connector from loading.',
  check: ({ integration }) => (integration === undefined ? [] : checkIntegration(integration)),
};
