/** Problems of connectors: the Integration, its settings form, its steps and widgets. */
import { didYouMean, say } from './sentence.js';

export interface Named {
  name: string;
  suggestion?: string | undefined;
}

const EXPORT_HINTS: Readonly<Record<string, string>> = {
  'a promise': 'Export the Integration itself, with top-level `await` where it is a promise.',
  'a function': 'Export what the function returns.',
};

/** What a placeholder of each scope names. */
const PLACEHOLDERS: Readonly<Record<string, string>> = {
  widget: 'field of the widget',
  integration: 'setting of the connector',
};

const MIGRATING = 'See docs/migrating.md for the alternatives.';

export const CONNECTOR = {
  'not-an-integration': ({ is }: { is: string }) =>
    say(
      `the default export must be an Integration, as defineIntegration returns it, but it is ${is}`,
      EXPORT_HINTS[is],
    ),
  slug: ({ is }: { is: string }, it: string) =>
    `${it} must contain only a-z, 0-9, "-" and "_", but it is ${is}`,
  version: ({ is }: { is: string }, it: string) => `${it} must be x.y.z, but it is ${is}`,
  'no-config-schema': (_: object, it: string) =>
    say(
      `${it} must be an object`,
      'A connector without settings has `configSchema: { fields: [] }`.',
    ),
  'no-sources': (_: object, it: string) =>
    say(
      `${it} is missing, and a per-source step needs it`,
      'Add `sources: (ctx) => [...]`, which returns the keys of the sources.',
    ),
  'duplicate-entity': ({ name, first }: { name: string; first: string }) =>
    `"${name}" is already the entity of ${first}: both steps would share one cursor`,
  'loose-key': ({ name }: { name: string }) =>
    `the key "${name}" is reserved for the fields outside of steps and groups`,
  'key-needed': (_: object, it: string) =>
    say(
      `${it} needs \`key\`, but this step has no \`key\``,
      'Add `key: (record) => ...`, which returns the id of the record at the API.',
    ),
  'position-without-order': (_: object, it: string) =>
    say(
      `${it} has no effect without \`order\`: the step keeps no checkpoints`,
      "Add `order: 'asc'` if the stream is in this order, or else `order: 'none'`.",
    ),
  'order-without-position': (_: object, it: string) =>
    say(
      `${it} has no effect without \`position\`: the step keeps no checkpoints`,
      'Add `position: (raw) => ...`, which returns the place of an item in the stream.',
    ),
  'no-counterpart': ({ from }: { from: string }) =>
    say(`spm-connect has no replacement for ${from}`, MIGRATING),
  'missing-export': ({
    from,
    name,
    instead,
    suggestion,
  }: Named & { from: string; instead?: string | undefined }) =>
    say(
      `${from} has no ${name === 'default' ? 'default export' : `"${name}"`} here`,
      instead ?? didYouMean(suggestion) ?? MIGRATING,
    ),
  'snapshot-key': (_: object, it: string) =>
    say(
      `${it} is missing, and a step that reads a snapshot needs it`,
      'Add `key: (record) => ...`, which returns the id of the record at the API.',
    ),
  'snapshot-whole': (_: object, it: string) =>
    say(
      `${it} cannot be false, because every run would send the whole snapshot`,
      'Remove it. To send everything once more, use `spm-connect sync --no-skip`.',
    ),
  'snapshot-position': (_: object, it: string) =>
    say(
      `${it} has no effect, because every run reads a snapshot from its start`,
      "Remove it, or read the changes in `ctx.window` with `reads: 'window'`.",
    ),
  'window-ignored': (_: object, it: string) =>
    say(
      `${it} ignores \`ctx.window\`, so every run reads everything and sends all of it again`,
      "Ask the partner for the changes in `ctx.window`, or add `reads: 'snapshot'` and `key`.",
    ),
  bounds: ({ low, name, high }: { low: number; name: string; high: number }, it: string) =>
    `${it} is ${low}, which is above \`${name}\`: ${high}`,
  'second-layout': ({ first }: { first: string }, it: string) =>
    say(`${it} cannot be used together with \`${first}\``, `Move these fields into \`${first}\`.`),
  'no-choices': ({ type }: { type: string }) =>
    say(
      `a ${type} needs options, or a remote to get them from`,
      "Add `options: [{ value: '...', label: '...' }]`, or `remote` with a resolver in `remoteData`.",
    ),
  'choices-without-select': ({ type }: { type: string }, it: string) =>
    say(
      `${it} has no effect on a field of type "${type}"`,
      "Write `type: 'select'`, or remove it.",
    ),
  'widget-choices': (_: object) => 'a select needs options',
  'unmarked-secret': ({ name }: { name: string }) =>
    say(
      `"${name}" looks like a secret, but is not marked sensitive`,
      'Add `sensitive: true`, or `sensitive: false` if it is not a secret.',
    ),
  'secret-default': ({ name }: { name: string }) =>
    say(
      `the secret "${name}" has a default, which every shop and every reader of the code would know`,
      'Remove the default.',
    ),
  'unknown-step': ({ name, suggestion }: Named) =>
    say(`"${name}" is not the key of a step`, didYouMean(suggestion)),
  'step-cycle': ({ way }: { way: string }) => `steps wait for each other: ${way}`,
  'unknown-hook': ({ name, known, suggestion }: Named & { known: readonly string[] }) =>
    say(
      `"${name}" is not a hook, so it is never called`,
      didYouMean(suggestion) ?? `The hooks are ${known.join(', ')}.`,
    ),
  'empty-action': (_: object) => 'an inbound action has an empty name',
  'unknown-resolver': ({ name, example, suggestion }: Named & { example: string }) =>
    say(
      `"${name}" is not a resolver in remoteData`,
      didYouMean(suggestion) ?? `Add \`remoteData: { ${example}: async (ctx) => [...] }\`.`,
    ),
  'unused-resolver': ({ name }: { name: string }) =>
    `no field of the form uses the remote resource "${name}"`,
  'text-missing': (_: object, it: string) => `${it} is missing, but merchants need it`,
  'async-enabled': (_: object, it: string) =>
    `${it} must not be async, because a promise counts as true`,
  'enabled-throws': ({ reason }: { reason: string }, it: string) => `${it} throws: ${reason}`,
  'unreachable-step': ({ name }: { name: string }) =>
    say(
      `no settings fixture turns on the step "${name}"`,
      'Add a fixture that does to lint.settings, or remove the step.',
    ),
  'tolerates-all': (_: object) =>
    say(
      'this step tolerates every reject, even if the API refuses all records',
      'Write `{ maxRatio: 0.05 }`, or the share of rejects that is normal for this step.',
    ),
  'unused-sources': (_: object, it: string) =>
    say(
      `${it} is never called, because the step is global`,
      "Write `cursorScope: 'per-source'`, or remove `sources`.",
    ),
  'unknown-definition': ({ name, suggestion }: Named) =>
    say(`"${name}" is not a custom-data definition of the plan`, didYouMean(suggestion)),
  'unknown-source': ({ name, suggestion }: Named) =>
    say(`"${name}" is not the key of a data source of the plan`, didYouMean(suggestion)),
  'unknown-widget-field': ({ name, suggestion }: Named) =>
    say(`"${name}" is not a field of the widget`, didYouMean(suggestion)),
  'unknown-placeholder': ({ scope, name, suggestion }: Named & { scope: string }) =>
    say(`{${scope}.${name}}: "${name}" is not a ${PLACEHOLDERS[scope]}`, didYouMean(suggestion)),
  'no-template': ({ kind }: { kind: string }, it: string) =>
    `${it} is missing, and ${kind} needs it`,
  'unused-template': ({ kind, needed }: { kind: string; needed: string }, it: string) =>
    `${it} has no effect, because ${kind} is made from ${needed}`,
  'unused-css': (_: object, it: string) =>
    `${it} has no effect, because it belongs to an html_template`,
  script: ({ what }: { what: string }, it: string) =>
    say(
      `${it} has ${what}, which the platform removes`,
      "Use a dynamic widget with the platform's `renderer_key`, or remove it.",
    ),
  'unknown-widget-target': ({ name, known, suggestion }: Named & { known: readonly string[] }) =>
    say(
      `"${name}" is not a target of widgets`,
      didYouMean(suggestion) ?? `The targets are ${known.join(', ')}.`,
    ),
};
