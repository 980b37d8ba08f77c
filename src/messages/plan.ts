/** Problems of plans. */
import { type FieldValue, fieldValueText } from './field-values.js';
import { didYouMean, listed, quoted, say, write } from './sentence.js';

export interface Named {
  name: string;
  suggestion?: string | undefined;
}

export interface Better {
  better?: string | undefined;
}

const keysText = (keys: readonly string[]): string => keys.join(', ') || 'none';

export const PLAN = {
  'not-a-field': ({ name, suggestion }: Named) =>
    say(`"${name}" is not a field of this definition`, didYouMean(suggestion)),
  'duplicate-definition': ({ name, first }: { name: string; first: string }) =>
    say(
      `"${name}" is already the name of ${first}`,
      'The platform ignores case, accents and spaces around names. Rename one of the two.',
    ),
  'duplicate-field': ({ name, first }: { name: string; first: string }) =>
    say(
      `"${name}" is already the name of ${first}`,
      'The platform ignores case. Rename one of the two.',
    ),
  'definition-cycle': ({ way }: { way: string }) =>
    say(
      `definitions refer to each other in a circle: ${way}`,
      'Remove one of these relationships.',
    ),
  'no-fields': (_: object, it: string) =>
    say(`${it} is an empty list`, 'Declare at least the field that identifies a record.'),
  'too-many': ({ count, max }: { count: number; max: number }, it: string) =>
    `${it} has ${count} entries, and at most ${max} are possible`,
  'field-name-taken': ({ name, better }: Better & { name: string }) =>
    say(`"${name}" is the id field that the platform adds to every definition`, write(better)),
  'outer-spaces': ({ value, better }: Better & { value: string }) =>
    say(`"${value}" starts or ends with spaces`, write(better)),
  'field-name': ({ name, better }: Better & { name: string }) =>
    say(
      `"${name}" cannot be a field name`,
      write(better) ??
        'Start with a letter, and use only letters, digits and "_", 64 characters at most.',
    ),
  'list-options': (_: object) =>
    say('a list field needs options', "Add `options: ['...']` with the values that it may hold."),
  'options-without-list': ({ type }: { type: string }, it: string) =>
    say(
      `${it} has no effect on a field of type "${type}"`,
      'Write `type: list`, or remove the options.',
    ),
  'wrong-default': ({ type, options, written }: FieldValue & { written?: string | undefined }) =>
    say(
      `the default of a ${type} field must be ${fieldValueText({ type, options })}`,
      written === undefined ? undefined : `Write it in quotes: "${written}".`,
    ),
  'unquoted-value': ({ written, value }: { written: string; value: string }) =>
    say(`${written} is read as ${value}`, `Write it in quotes: "${written}".`),
  'unquoted-key': ({ written, value }: { written: string; value: string }) =>
    say(`the key ${written} is read as ${quoted(value)}`, `Write it in quotes: "${written}".`),
  'empty-unique-keys': (_: object, it: string) =>
    say(
      `${it} is an empty list`,
      'List the fields that identify a record, or remove `unique_keys` to add every record.',
    ),
  'no-unique-keys': (_: object) =>
    say(
      'this definition has no unique_keys, so every save adds its records again',
      'List the fields that identify a record in `unique_keys`.',
    ),
  'optional-unique-key': ({ name }: { name: string }) =>
    say(
      `"${name}" is a unique key, but the field is not required`,
      `Add \`required: true\` to the field "${name}".`,
    ),
  'unknown-target': ({ name, system, suggestion }: Named & { system?: boolean | undefined }) =>
    say(
      `"${name}" is neither a definition of this plan nor a numeric id`,
      system ? "Use targetSchemaType 'system' for contacts and products." : didYouMean(suggestion),
    ),
  'not-a-system-schema': ({
    name,
    known,
    custom,
    suggestion,
  }: Named & { known: readonly string[]; custom?: boolean | undefined }) =>
    say(
      `"${name}" is not a system schema: the system schemas are ${listed(known)}`,
      custom
        ? "Use targetSchemaType 'custom' for a definition of this plan."
        : didYouMean(suggestion),
    ),
  'unknown-target-field': ({ name, definition, suggestion }: Named & { definition: string }) =>
    say(`"${definition}" has no field "${name}"`, didYouMean(suggestion)),
  'undocumented-target-field': ({ name, schema, suggestion }: Named & { schema: string }) =>
    say(`"${name}" is not a documented field of ${schema}`, didYouMean(suggestion)),
  'relationship-types-differ': ({
    name,
    type,
    target,
    better,
  }: {
    name: string;
    type: string;
    target: string;
    better: string;
  }) =>
    say(
      `"${name}" is of type ${type}, but is compared with ${target}`,
      `Change the type of "${name}" to ${better}.`,
    ),
  'relationship-types-never-match': ({
    name,
    type,
    target,
  }: {
    name: string;
    type: string;
    target: string;
  }) => `"${name}" is of type ${type}, which never matches ${target}`,
  'required-field-added': ({ name }: { name: string }) =>
    say(
      `"${name}" is new and required, but existing records have no value for it`,
      'Add a default, or make the field optional.',
    ),
  'field-type-changed': ({ name, from, to }: { name: string; from: string; to: string }) =>
    say(
      `"${name}" is of type ${from} on the shop, and cannot change to ${to}`,
      'Keep the type, and add a field with a new name.',
    ),
  'field-case-changed': ({ name, existing }: { name: string; existing: string }) =>
    say(`the shop spells "${name}" as "${existing}"`, write(existing)),
  'unique-keys-changed': ({ from, to }: { from: readonly string[]; to: readonly string[] }) =>
    say(
      `the unique keys on the shop are ${keysText(from)}, and cannot change to ${keysText(to)}`,
      'Keep the keys of the shop.',
    ),
  'relationship-changed': ({ name, from, to }: { name: string; from: string; to: string }) =>
    say(
      `"${name}" leads to ${from} on the shop, and cannot change to ${to}`,
      'Keep it, and start the new relationship from a new field.',
    ),
  'source-type': ({ type }: { type: string }) =>
    say(`"${type}" is not a data source type`, 'Write "api".'),
  'unknown-parent': ({ name, suggestion }: Named) =>
    say(`"${name}" is not the key of a data source in this plan`, didYouMean(suggestion)),
  'parent-later': ({ name, parent }: { name: string; parent: string }) =>
    say(`the parent "${name}" comes later, at ${parent}`, 'Move the parent before its children.'),
  'parent-cycle': ({ way }: { way: string }) =>
    say(`data sources are parents of each other: ${way}`, 'Remove one `parentKey` of the circle.'),
  'two-parents': ({ parent }: { parent: string }, it: string) =>
    say(
      `${it} has no effect, because the parent is "${parent}"`,
      'Remove `parent_id` or `parentKey`.',
    ),
  'stable-config-key': ({ name, suggestion }: Named) =>
    say(`"${name}" is not the key of a text or a number in \`config\``, didYouMean(suggestion)),
  'url-unsafe': ({ name, better }: Better & { name: string }) =>
    say(
      `"${name}" has characters that a URL changes`,
      write(better) ?? 'Use only letters, digits, "_" and "-", 100 characters at most.',
    ),
  'not-a-language': ({ language, better }: Better & { language: string }) =>
    say(`"${language}" is not a two-letter language code`, write(better)),
  'event-name': ({ example }: { example: string }, it: string) =>
    say(
      `${it} must be a map with the name in at least one language`,
      `Write \`name: { en: '${example}' }\`.`,
    ),
  'unknown-slot': ({ name, known, suggestion }: Named & { known: readonly string[] }) =>
    say(
      `"${name}" is not a slot for event properties`,
      didYouMean(suggestion) ?? `The slots are ${known.join(', ')}.`,
    ),
  'unnamed-property': (_: object, it: string) => `${it} has a property without a name`,
  'duplicate-property': ({ name, first }: { name: string; first: string }) =>
    `"${name}" is already declared by ${first}`,
  'duplicate-status': ({
    status,
    language,
    first,
  }: {
    status: string;
    language: string;
    first: string;
  }) => `status "${status}" in "${language}" is already declared by ${first}`,
  'missing-languages': ({ status, languages }: { status: string; languages: readonly string[] }) =>
    `status "${status}" has no name in ${listed(languages.map(quoted))}, and other statuses have one`,
  'not-a-utc-time': ({ value }: { value: string }) =>
    say(
      `"${value}" is not a UTC time such as "2026-01-31T08:00:00Z"`,
      'Correct it, or remove it to use the time of provisioning.',
    ),
  'unstorable-character': (_: object, it: string) =>
    say(
      `${it} has a character that databases cannot store`,
      'Type the text again: it was cut or decoded wrongly.',
    ),
  'too-long': ({ length, max }: { length: number; max: number }, it: string) =>
    `${it} has ${length} characters, and at most ${max} are possible`,
  'reserved-name': ({ name }: { name: string }) => `"${name}" is reserved: choose another name`,
  'json-undefined': (_: object, it: string) => `${it} is undefined, which JSON leaves out`,
  'json-number': ({ value }: { value: string }, it: string) =>
    `${it} is ${value}, which JSON writes as null`,
  'json-type': ({ type }: { type: string }, it: string) =>
    `${it} is a ${type}, which JSON cannot hold`,
  'json-circle': (_: object, it: string) => `${it} contains itself`,
  'json-depth': ({ max }: { max: number }, it: string) =>
    `${it} is nested more than ${max} levels deep`,
  'json-key': ({ key }: { key: string }) => `servers reject the key "${key}"`,
};
