import { expect, it } from 'vitest';
import { FIELD_TYPES, type FieldType } from '../../../src/connector/types.js';
import { lintPlan } from './lint-with.js';

type Target = [schema: string, field?: string];

/** Which of the two rules about types has a finding. */
function judge(type: string, [schema, field]: Target): string {
  const plan = {
    customData: [
      { name: 'Target', fields: FIELD_TYPES.map((name) => ({ name: `a_${name}`, type: name })) },
      {
        name: 'Source',
        fields: [{ name: 'x', type }],
        relationships: [
          {
            sourceField: 'x',
            targetSchemaType: ['contacts', 'products'].includes(schema) ? 'system' : 'custom',
            targetSchema: schema,
            ...(field !== undefined && { targetField: field }),
          },
        ],
      },
    ],
  };
  const found = ['plan/relationship-types', 'plan/relationship-type-differs'].filter(
    (rule) => lintPlan(rule, plan).length > 0,
  );
  return found.join() || 'good';
}

const NEVER = 'plan/relationship-types';
const DIFFERS = 'plan/relationship-type-differs';

const typesThat = (target: Target, verdict: string): FieldType[] =>
  FIELD_TYPES.filter((type) => judge(type, target) === verdict);

it.each<Target>([
  ['contacts'],
  ['contacts', 'id_contact'],
  ['Target'],
  ['Target', 'id'],
  ['30'],
  ['30', 'id'],
])('expects a number for the ids of %s %s', (...target) => {
  expect(typesThat(target, 'good')).toEqual(['number', 'decimal']);
  expect(typesThat(target, DIFFERS)).toEqual(['text', 'longtext', 'list']);
  expect(typesThat(target, NEVER)).toEqual(['bool', 'date', 'datetime', 'json', 'geolocation']);
});

it('lets product ids be numbers or texts', () => {
  expect(typesThat(['products'], 'good')).toEqual([
    'text',
    'longtext',
    'number',
    'decimal',
    'list',
  ]);
  expect(typesThat(['products'], DIFFERS)).toEqual([]);
});

it.each<[FieldType, FieldType[], FieldType[]]>([
  ['text', ['text', 'longtext', 'list'], ['number', 'decimal']],
  ['number', ['number', 'decimal'], ['text', 'longtext', 'list']],
  ['bool', ['bool'], []],
  ['date', ['date', 'datetime'], []],
  ['json', [], []],
])('compares with a %s field of the plan', (type, good, differs) => {
  expect(typesThat(['Target', `a_${type}`], 'good')).toEqual(good);
  expect(typesThat(['Target', `a_${type}`], DIFFERS)).toEqual(differs);
});

it.each<Target>([
  ['contacts', 'contact_birthday'],
  ['30', 'code'],
  ['Target', 'nope'],
  ['elsewhere', 'code'],
])('judges nothing where the target is not known: %s %s', (...target) => {
  expect(judge('json', target)).toBe('good');
});

it('judges nothing where the type is not known', () => {
  expect(judge('constructor', ['contacts'])).toBe('good');
});
