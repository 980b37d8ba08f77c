import { child, entry } from '../../connector/path.js';
import { isObject, problem } from '../../connector/problem.js';
import { nearest } from '../../nearest.js';
import type { Rule, RuleProblem } from '../rule.js';

/** The keys of an object of a plan, with the shape of the objects below each key. */
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
  summary: 'A part of the plan has an unknown key.',
  explain:
    'Provisioning ignores unknown keys: with a misspelled `unique_keys` every save adds records, and with a misspelled ' +
    '`required` the field stays optional. Correct the key, or remove it.',
  check({ rawPlan, plan }) {
    const problems: RuleProblem[] = [];
    findUnknown(rawPlan, PLAN, plan.path, problems);
    return problems;
  },
};

/** Looks through an object of that shape, or a list of them. `plan/shape` finds any other value. */
function findUnknown(value: unknown, shape: Shape, path: string, problems: RuleProblem[]): void {
  if (Array.isArray(value)) {
    value.forEach((item: unknown, index) => {
      if (isObject(item)) findUnknown(item, shape, entry(path, index), problems);
    });
  } else if (isObject(value)) {
    problems.push(...unknownKeys(value, shape, path));
    for (const key of Object.keys(value)) {
      const inner = Object.hasOwn(shape, key) ? shape[key] : LEAF;
      if (inner !== LEAF) findUnknown(value[key], inner, child(path, key), problems);
    }
  }
}

/** One problem for all unknown keys of an object, because one mistake often causes them. */
function unknownKeys(value: object, shape: Shape, path: string): RuleProblem[] {
  const keys = Object.keys(value).filter((key) => !Object.hasOwn(shape, key));
  const [first] = keys;
  if (first === undefined) return [];
  const known = Object.keys(shape).filter((name) => name !== '$schema');
  const suggestion = keys.length === 1 ? nearest(first, known) : undefined;
  const found = problem(child(path, first), 'unknown-keys', { keys, known, suggestion });
  return [{ ...found, ofKey: true }];
}
