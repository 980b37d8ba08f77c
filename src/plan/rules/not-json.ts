import { jsonProblems } from '../json.js';
import type { Rule } from '../rule.js';
import type { PlanView } from '../view.js';

export const notJson: Rule = {
  id: 'plan/not-json',
  severity: 'error',
  summary: 'A value of the plan cannot be sent as JSON.',
  explain:
    'The `config` of a data source, the `properties` of an event and the defaults of JSON fields are sent as JSON. JSON loses ' +
    'or changes functions, `undefined`, `NaN`, dates, maps, big integers and circles. The shop then never equals the plan, ' +
    'and every provisioning writes it again. Use texts, finite numbers, true, false, null, lists and plain objects.',
  check({ plan }) {
    return sentAsJson(plan).flatMap(({ path, value }) =>
      value === undefined || value === null ? [] : jsonProblems(value, path),
    );
  },
};

function sentAsJson({ sources, fields, events }: PlanView): {
  path: string;
  value: unknown;
}[] {
  return [
    ...sources.map(({ path, config }) => ({ path: `${path}.decl.config`, value: config })),
    ...fields
      .filter(({ type }) => type === 'json')
      .map((field) => ({ path: `${field.path}.default`, value: field.default })),
    ...events.map(({ path, properties }) => ({ path: `${path}.properties`, value: properties })),
  ];
}
