import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FIELD_TYPES, type FieldDefinition } from '../../src/connector/types.ts';
import { recordCheck } from '../../src/plan/record-faults.ts';
import type { Definition } from '../../src/sandbox/resources/definition-shape.ts';
import { compileRecord } from '../../src/sandbox/resources/record-check.ts';

const visits = recordCheck({
  fields: [
    { name: 'ref', type: 'text', required: true },
    { name: 'at', type: 'datetime' },
    { name: 'level', type: 'list', options: ['low', 2] },
    { name: 'contact', type: 'number' },
  ],
  relationships: [{ sourceField: 'contact', targetSchemaType: 'system', targetSchema: 'contacts' }],
});

describe('the check of a record', () => {
  it('finds nothing in a good one, whatever it has besides', () => {
    expect(visits({ ref: 'a' })).toEqual([]);
    expect(visits({ ref: 'a', at: null, level: 2, contact: 7, more: { of: 'it' } })).toEqual([]);
  });

  it('tells what is missing, of the wrong type, and none of the options', () => {
    expect(visits({ at: 'yesterday', level: '2' })).toEqual([
      'ref is required',
      'at must be a time in UTC such as "2026-01-31T08:00:00Z"',
      'level must be one of the options: "low", 2',
    ]);
    expect(visits({ ref: null })).toEqual(['ref is required']);
    expect(visits('a')).toEqual(['must be an object']);
  });

  it('takes values as the request will carry them', () => {
    expect(visits({ ref: 'a', at: new Date(0), contact: Number.NaN })).toEqual([]);
  });

  it('lets the platform find a contact, where the field is related to one', () => {
    expect(visits({ ref: 'a', contact: { by: 'email', value: 'a@b.c' } })).toEqual([]);
    expect(visits({ ref: 'a', contact: { email: 'a@b.c' } })).toEqual([
      'contact must be { by, value }',
    ]);
    expect(visits({ ref: { by: 'email', value: 'a@b.c' } })).toHaveLength(1);
  });

  it('does not read what is inherited, and survives a definition without fields', () => {
    expect(recordCheck({ fields: [{ name: 'toString', type: 'text' }] })({})).toEqual([]);
    expect(recordCheck({})({ a: 1 })).toEqual([]);
  });
});

const value = fc.oneof(
  fc.constantFrom('low', '2', 2, true, '2026-02-28', '2026-02-30', '2026-01-31T08:00:00Z'),
  fc.constantFrom('2026-01-31T08:00:00+01:00', '48.85,2.35', '91,2', 'x'.repeat(256), ''),
  fc.constantFrom({ lat: 1, lng: 2 }, { lat: 1 }, { latitude: 1, longitude: 200 }, [], [1]),
  fc.string(),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
  fc.constant(null),
);

describe('the check of a record and that of the sandbox', () => {
  it('agree on every value of every type', () => {
    const field = fc.record({
      type: fc.constantFrom(...FIELD_TYPES),
      required: fc.boolean(),
    });
    fc.assert(
      fc.property(field, fc.option(value, { nil: undefined }), ({ type, required }, given) => {
        const fields: FieldDefinition[] = [
          { name: 'f', type, required, ...(type === 'list' && { options: ['low', 2] }) },
        ];
        const record = given === undefined ? {} : { f: given };
        const errors: string[] = [];
        compileRecord({ fields, relationships: [] } as unknown as Definition).full(record, errors);
        expect(recordCheck({ fields })(record).length > 0).toBe(errors.length > 0);
      }),
      { numRuns: 2_000 },
    );
  });
});
