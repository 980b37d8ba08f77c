/** Data of any shape that a schema allows, with hostile texts in every text field. */
import fc, { type Arbitrary } from 'fast-check';
import { z } from 'zod';

/** Texts that can break terminals, tables and CIs. */
export const HOSTILE = [
  '\u001b[2J\u001b]0;x\u0007\r::error::inj\n::error file=x::inj2',
  '::error::inj',
  '\n \t::add-mask::x',
  '\u00a0::set-output name=a::b',
  '\r\n##[error]x ##vso[task.complete result=Failed]',
  "##teamcity[buildStop comment='x']",
  '\u202egnp.exe\u202c \u2066a\u2069 \u061c\u200e\u200f',
  '\u009b31m\u0085::warning::x\u007f',
  'a\u2028::error::b\u2029c',
  '\ufeff\u200bid\u{e0041}\u{e007f}\u00ad\u2060\u3164',
  '\ud800 alone \udc00',
  '\u001b[31mred\u001b[8mhidden\u001b]8;;http://x\u001b\\',
  '\b\v\f\0\t',
  '=cmd()|"\',; <b>&amp;]]>*/ $(x) \\u001b \\',
];

const hostileText = fc.oneof(
  fc.constantFrom(...HOSTILE),
  fc
    .array(fc.constantFrom(...HOSTILE, 'a', ':', '#', '[', '\n', ' '), { maxLength: 4 })
    .map((all) => all.join('')),
);

type Schema = z.core.JSONSchema.BaseSchema;

export function anyData(schema: z.ZodType): Arbitrary<unknown> {
  return fromSchema(z.toJSONSchema(schema, { io: 'output' }) as Schema);
}

const TIME = '2026-01-01T00:00:00.000Z';
const FORMATS: Readonly<Record<string, string>> = {
  'date-time': TIME,
  date: TIME.slice(0, 10),
  uri: 'https://example.com/',
};

function fromSchema(root: Schema): Arbitrary<unknown> {
  const of = (schema: Schema | boolean | undefined): Arbitrary<unknown> => {
    if (typeof schema !== 'object') return hostileText;
    if (schema.$ref !== undefined) return of(root.$defs?.[schema.$ref.split('/').at(-1) ?? '']);
    if (schema.const !== undefined) return fc.constant(schema.const);
    if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
    const choices = schema.anyOf ?? schema.oneOf;
    if (choices !== undefined) return fc.oneof(...choices.filter(isPossible).map(of));
    if (Array.isArray(schema.type))
      return fc.oneof(...schema.type.map((type) => ofType({ ...schema, type } as Schema)));
    return ofType(schema);
  };
  const ofType = (schema: Schema): Arbitrary<unknown> => {
    switch (schema.type) {
      case 'object':
        return objectOf(schema);
      case 'array':
        return schema.maxItems === 0
          ? fc.constant([])
          : fc.array(of(schema.items as Schema), { minLength: 1, maxLength: 2 });
      case 'string':
        return schema.format === undefined
          ? hostileText
          : fc.constant(FORMATS[schema.format] ?? TIME);
      case 'integer':
      case 'number':
        return fc.nat(3).map((n) => n + 1);
      case 'boolean':
        return fc.boolean();
      case 'null':
        return fc.constant(null);
      default:
        // Any value.
        return fc.oneof(
          hostileText,
          hostileText.map((text) => ({ [text]: [text] })),
        );
    }
  };
  const objectOf = ({
    properties = {},
    required = [],
    additionalProperties,
    propertyNames,
  }: Schema) => {
    const known = Object.entries(properties).map(([name, inner]) => [name, of(inner as Schema)]);
    const names = (propertyNames as Schema | undefined)?.enum as string[] | undefined;
    if (names !== undefined)
      return fc.record(
        Object.fromEntries(names.map((name) => [name, of(additionalProperties as Schema)])),
      );
    if (known.length === 0 && additionalProperties !== false)
      return fc.dictionary(hostileText, of(additionalProperties as Schema), { maxKeys: 2 });
    return fc.record(Object.fromEntries(known), {
      requiredKeys: required as never[],
      noNullPrototype: true,
    });
  };
  return of(root);
}

const isPossible = (schema: unknown): boolean => (schema as Schema).not === undefined;
