import { child, entry } from '../../connector/path.js';
import { isObject } from '../../connector/problem.js';
import { didYouMean } from '../../nearest.js';
import type { Rule, RuleProblem } from '../rule.js';

/** The keys of an object of a plan; under a key that leads to more objects, theirs. */
interface Shape {
  [key: string]: Shape | undefined;
}

const LEAF = undefined;

const PLAN: Shape = {
  $schema: LEAF,
  dataSources: {
    key: LEAF,
    parentKey: LEAF,
    decl: { label: LEAF, type: LEAF, parent_id: LEAF, config: LEAF, stableConfigKey: LEAF },
  },
  customData: {
    name: LEAF,
    description: LEAF,
    unique_keys: LEAF,
    fields: {
      name: LEAF,
      label: LEAF,
      type: LEAF,
      required: LEAF,
      description: LEAF,
      default: LEAF,
      options: LEAF,
    },
    relationships: {
      sourceField: LEAF,
      targetSchemaType: LEAF,
      targetSchema: LEAF,
      targetField: LEAF,
    },
  },
  events: { code_name: LEAF, name: LEAF, properties: LEAF },
  orderStatuses: {
    status_id: LEAF,
    lang: LEAF,
    name: LEAF,
    is_deleted: LEAF,
    created_at: LEAF,
    updated_at: LEAF,
    id_data_source: LEAF,
  },
};

export const unknownKey: Rule = {
  id: 'plan/unknown-key',
  severity: 'error',
  summary: 'A part of the plan has a key that means nothing.',
  explain:
    'A plan is read by its keys, and one that is not known is passed over in silence: a misspelt `unique_keys` makes every ' +
    'save add records, a misspelt `required` leaves a field optional. Correct the key, or remove it.',
  check({ rawPlan, plan }) {
    const problems: RuleProblem[] = [];
    findUnknown(rawPlan, PLAN, plan.path, problems);
    return problems;
  },
};

/** In an object of that shape, or in each of a list of them; what is neither is for `plan/shape` to tell. */
function findUnknown(value: unknown, shape: Shape, path: string, problems: RuleProblem[]): void {
  if (Array.isArray(value)) {
    value.forEach((item: unknown, index) => {
      if (isObject(item)) findUnknown(item, shape, entry(path, index), problems);
    });
  } else if (isObject(value)) {
    for (const key of Object.keys(value)) {
      const inner = shape[key];
      if (!Object.hasOwn(shape, key)) problems.push(unknown(key, shape, child(path, key)));
      else if (inner !== LEAF) findUnknown(value[key], inner, child(path, key), problems);
    }
  }
}

function unknown(key: string, shape: Shape, path: string): RuleProblem {
  const known = Object.keys(shape).filter((name) => name !== '$schema');
  const hint = didYouMean(key, known) ?? `The keys are ${known.join(', ')}.`;
  return { path, message: `there is no key "${key}" here`, hint, ofKey: true };
}
