import { describe, expect, it } from 'vitest';
import { checkSchema, stepsOf } from '../../../src/sandbox/platform/config-schema.ts';

const field = (key: string, more: object = {}) => ({ key, type: 'text', label: key, ...more });

const REMOTE = { resource: 'r', label_field: 'l', value_field: 'v' };

describe('the steps of a form', () => {
  it('are those of the wizard, the groups, and the loose fields', () => {
    const schema = {
      steps: [
        { key: 'a', label: 'A', fields: [field('x')], on_complete: { action: 'test_connection' } },
        { label: 'B', fields: [] },
      ],
      groups: [{ label: 'G', fields: [field('y')] }],
      fields: [field('z')],
    };
    checkSchema(schema);
    expect(stepsOf(schema)).toMatchObject([
      { key: 'a', needsTest: true, fields: [{ key: 'x' }] },
      { key: '1', needsTest: false, fields: [] },
      { key: '2', needsTest: false, fields: [{ key: 'y' }] },
      { key: '3', needsTest: false, fields: [{ key: 'z' }] },
    ]);
    expect(stepsOf(null)).toEqual([]);
  });
});

it.each([
  [[], /must be an object/],
  [{ steps: {} }, /steps must be an array/],
  [{ steps: [1] }, /steps.0 must be an object/],
  [{ steps: [{}] }, /steps.0.fields is missing/],
  [{ steps: [{ key: 1, fields: [] }] }, /steps.0.key must be a string/],
  [{ steps: [{ fields: [], on_complete: 'x' }] }, /on_complete must be an object/],
  [{ groups: [{ fields: null }] }, /groups.0.fields must be an array/],
  [{ fields: [{ key: 'a' }] }, /fields.0 must be an object with a key and a type/],
  [{ fields: [field('a', { pattern: '(' })] }, /fields.0.pattern/],
  [
    { fields: [field('a', { options: ['x'] })] },
    /fields.0.options.0 must be an object with a value/,
  ],
  [
    { fields: [field('a', { options: [{ value: {} }] })] },
    /fields.0.options.0 must be an object with a value/,
  ],
  [{ fields: [field('a', { maxLength: {} })] }, /fields.0.maxLength must be a number/],
  [{ fields: [field('a', { remote: { ...REMOTE, description_field: {} } })] }, /fields.0.remote/],
  [
    { fields: [field('a', { remote: { resource: 'r' } })] },
    /fields.0.remote must be an object with resource/,
  ],
  [{ fields: [field('a'), field('a')] }, /fields.1.key: "a" is already the key of fields\[0\]/],
  [
    { steps: [{ key: '1', fields: [] }, { fields: [] }] },
    /steps.1.key: "1" is already the key of steps\[0\]/,
  ],
])('is not a form: %j', (schema, error) => {
  expect(() => checkSchema(schema)).toThrow(error);
});
