import { type Problem, problem } from '../../connector/problem.js';
import { partOf, widgetsOf } from '../parts.js';
import type { Rule } from '../rule.js';

export const httpsUrl: Rule = {
  id: 'connector/https-url',
  severity: 'warning',
  summary: 'The URL of an icon, a preview or the documentation is not an https URL.',
  explain:
    'The platform shows them on its own https pages. There a browser does not load a picture over http, and a relative URL ' +
    'leads nowhere.',
  check({ integration }) {
    return [
      ...urls(partOf(integration, 'meta'), 'meta', ['icon_url', 'documentation_url']),
      ...widgetsOf(integration).flatMap(({ path, value }) =>
        urls(value, path, ['icon_url', 'preview_image_url']),
      ),
    ];
  },
};

function urls(owner: unknown, path: string, names: readonly string[]): Problem[] {
  return names.flatMap((name) => {
    const value = partOf(owner, name);
    if (value === undefined || isHttps(value)) return [];
    return [problem(`${path}.${name}`, 'wrong-type', { expected: 'https-url' })];
  });
}

const isHttps = (value: unknown): boolean =>
  typeof value === 'string' && /^https:\/\//i.test(value) && URL.canParse(value);
