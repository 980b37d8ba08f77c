import { checkPlain } from '../../connector/check.js';
import type { Rule } from '../rule.js';

export const connectorShape: Rule = {
  id: 'connector/shape',
  severity: 'error',
  summary: 'The connector is not a complete Integration.',
  explain:
    'A connector that fails these checks of `defineIntegration` does not load. They cover the slug, the version, the ' +
    'functions, the scope of each step, and that each entity has one step.',
  check: ({ integration, unreadable }) =>
    integration === undefined && unreadable.length === 0
      ? []
      : [...unreadable, ...checkPlain(integration)],
};
