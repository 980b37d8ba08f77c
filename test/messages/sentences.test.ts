/** The sentence of every rule; the tests of rules check only codes. */
import { describe, expect, it } from 'vitest';
import { type Problem, problem, problemSentence } from '../../src/connector/problem.js';
import { MESSAGES } from '../../src/messages/index.js';
import { RULES } from '../../src/plan/rules/index.js';

const SENTENCES: [rule: string, problem: Problem, sentence: string][] = [
  [
    'connector/missing-export',
    problem('', 'no-counterpart', { from: 'kit/x' }),
    'spm-connect has no replacement for kit/x. See docs/migrating.md for the alternatives.',
  ],
  [
    'connector/missing-export',
    problem('', 'missing-export', { from: 'kit', name: 'mak', suggestion: 'make' }),
    'kit has no "mak" here. Did you mean "make"?',
  ],
  [
    'connector/reads',
    problem('bulk.order', 'snapshot-position', {}),
    "`order` has no effect, because every run reads a snapshot from its start. Remove it, or read the changes in `ctx.window` with `reads: 'window'`.",
  ],
  [
    'connector/reads',
    problem('bulk.stream', 'window-ignored', {}),
    "`stream` ignores `ctx.window`, so every run reads everything and sends all of it again. Ask the partner for the changes in `ctx.window`, or add `reads: 'snapshot'` and `key`.",
  ],
  [
    'connector/shape',
    problem('bulk.key', 'snapshot-key', {}),
    '`key` is missing, and a step that reads a snapshot needs it. Add `key: (record) => ...`, which returns the id of the record at the API.',
  ],
  [
    'connector/shape',
    problem('bulk.skipUnchanged', 'snapshot-whole', {}),
    '`skipUnchanged` cannot be false, because every run would send the whole snapshot. Remove it. To send everything once more, use `spm-connect sync --no-skip`.',
  ],
  [
    'lint/load',
    problem('', 'load-failed', {
      error: 'The settings cannot be read',
      cause: 'this is not JSON',
      hint: 'Correct the file.',
    }),
    'The settings cannot be read: this is not JSON. Correct the file.',
  ],
  [
    'connector/bulk-options',
    problem('syncSteps[1].bulk.skipUnchanged', 'key-needed', {}),
    '`skipUnchanged` needs `key`, but this step has no `key`. Add `key: (record) => ...`, which returns the id of the record at the API.',
  ],
  [
    'connector/bulk-options',
    problem('syncSteps[1].tolerateRejects.maxRatio', 'wrong-type', { expected: 'ratio' }),
    '`maxRatio` must be a number from 0 to 1',
  ],
  [
    'connector/checkpoints',
    problem('syncSteps[0].bulk.position', 'position-without-order', {}),
    "`position` has no effect without `order`: the step keeps no checkpoints. Add `order: 'asc'` if the stream is in this order, or else `order: 'none'`.",
  ],
  [
    'connector/checkpoints',
    problem('syncSteps[0].bulk.order', 'order-without-position', {}),
    '`order` has no effect without `position`: the step keeps no checkpoints. Add `position: (raw) => ...`, which returns the place of an item in the stream.',
  ],
  [
    'connector/checkpoints',
    problem('syncSteps[0].bulk.order', 'wrong-type', { expected: 'order' }),
    "`order` must be 'asc' or 'none'",
  ],
  [
    'connector/config-bounds',
    problem('configSchema.fields[0].min', 'bounds', { low: 2, name: 'max', high: 1 }),
    '`min` is 2, which is above `max`: 1',
  ],
  [
    'connector/config-bounds',
    problem('configSchema.fields[0].maxLength', 'wrong-type', { expected: 'length' }),
    '`maxLength` must be a whole number, 0 or more',
  ],
  [
    'connector/config-default',
    problem('configSchema.fields[0].default', 'setting-value', { fault: 'string' }),
    '`default` must be a string',
  ],
  [
    'connector/config-field-type',
    problem('configSchema.fields[0].type', 'unknown-type', {
      type: 'boolean',
      of: 'settings field',
      known: [
        'text',
        'password',
        'textarea',
        'email',
        'url',
        'number',
        'select',
        'multiselect',
        'checkbox',
        'datetime',
      ],
      suggestion: 'checkbox',
    }),
    '"boolean" is not a settings field type. Write "checkbox".',
  ],
  [
    'connector/config-layout',
    problem('configSchema.fields', 'second-layout', { first: 'steps' }),
    '`fields` cannot be used together with `steps`. Move these fields into `steps`.',
  ],
  [
    'connector/config-options',
    problem('configSchema.fields[6]', 'no-choices', { type: 'select' }),
    "a select needs options, or a remote to get them from. Add `options: [{ value: '...', label: '...' }]`, or `remote` with a resolver in `remoteData`.",
  ],
  [
    'connector/config-options',
    problem('configSchema.fields[0].options', 'choices-without-select', { type: 'text' }),
    '`options` has no effect on a field of type "text". Write `type: \'select\'`, or remove it.',
  ],
  [
    'connector/config-options',
    problem('configSchema.fields[0].options[2].value', 'duplicate', {
      name: '2',
      of: 'value',
      first: 'configSchema.fields[0].options[1]',
    }),
    '"2" is already the value of configSchema.fields[0].options[1]',
  ],
  [
    'connector/config-owner',
    problem('configSchema.fields[0].owner', 'not-one-of', {
      known: ['merchant', 'integrator'],
      suggestion: 'integrator',
    }),
    "`owner` must be 'merchant' or 'integrator'. Did you mean \"integrator\"?",
  ],
  [
    'connector/config-schema',
    problem('configSchema.fields[0].min', 'wrong-type', { expected: 'number' }),
    '`min` must be a number',
  ],
  [
    'connector/config-schema',
    problem('configSchema.steps[0].fields', 'missing', { expected: 'array' }),
    '`fields` is missing: it must be an array',
  ],
  [
    'connector/config-schema',
    problem('configSchema.fields[1].key', 'duplicate', {
      name: 'a',
      of: 'key',
      first: 'fields[0]',
    }),
    '"a" is already the key of fields[0]',
  ],
  [
    'connector/config-schema',
    problem('steps[0].key', 'loose-key', { name: '1' }),
    'the key "1" is reserved for the fields outside of steps and groups',
  ],
  [
    'connector/config-secret',
    problem('configSchema.fields[1]', 'unmarked-secret', { name: 'field1' }),
    '"field1" looks like a secret, but is not marked sensitive. Add `sensitive: true`, or `sensitive: false` if it is not a secret.',
  ],
  [
    'connector/config-secret',
    problem('configSchema.fields[0].default', 'secret-default', { name: 'pin' }),
    'the secret "pin" has a default, which every shop and every reader of the code would know. Remove the default.',
  ],
  [
    'connector/config-steps',
    problem('configSchema.steps[1].depends_on[0]', 'unknown-step', {
      name: 'acount',
      suggestion: 'account',
    }),
    '"acount" is not the key of a step. Did you mean "account"?',
  ],
  [
    'connector/config-steps',
    problem('configSchema.steps[0].depends_on', 'step-cycle', { way: 'a -> b -> a' }),
    'steps wait for each other: a -> b -> a',
  ],
  [
    'connector/config-steps',
    problem('configSchema.steps[0].on_complete.action', 'not-one-of', {
      known: ['test_connection'],
      suggestion: 'test_connection',
    }),
    '`action` must be \'test_connection\'. Did you mean "test_connection"?',
  ],
  [
    'connector/hook-name',
    problem('hooks.before', 'unknown-hook', {
      name: 'before',
      known: ['onInstall', 'onActivate', 'onDeactivate', 'onUninstall', 'onConfigUpdated'],
    }),
    '"before" is not a hook, so it is never called. The hooks are onInstall, onActivate, onDeactivate, onUninstall, onConfigUpdated.',
  ],
  [
    'connector/https-url',
    problem('meta.documentation_url', 'wrong-type', { expected: 'https-url' }),
    '`documentation_url` must be an https URL',
  ],
  [
    'connector/inbound-action',
    problem('inbound', 'empty-action', {}),
    'an inbound action has an empty name',
  ],
  [
    'connector/inbound-action',
    problem('inbound.order/paid', 'url-unsafe', { name: 'order/paid', better: 'order_paid' }),
    '"order/paid" has characters that a URL changes. Write "order_paid".',
  ],
  [
    'connector/remote-resolver',
    problem('configSchema.fields[0].remote.resource', 'unknown-resolver', {
      name: 'stores',
      example: 'stores',
    }),
    '"stores" is not a resolver in remoteData. Add `remoteData: { stores: async (ctx) => [...] }`.',
  ],
  [
    'connector/remote-resolver',
    problem('configSchema.fields[0].remote.resource', 'wrong-type', { expected: 'resource' }),
    '`resource` must be 1 to 64 letters, digits, "-" and "_"',
  ],
  [
    'connector/shape',
    problem('syncSteps[0].bulk.entity', 'wrong-type', { expected: 'name' }),
    '`entity` must be a text that is not empty',
  ],
  [
    'connector/shape',
    problem('configSchema', 'no-config-schema', {}),
    '`configSchema` must be an object. A connector without settings has `configSchema: { fields: [] }`.',
  ],
  [
    'connector/shape',
    problem('slug', 'slug', { is: '"A!"' }),
    '`slug` must contain only a-z, 0-9, "-" and "_", but it is "A!"',
  ],
  [
    'connector/shape',
    problem('syncSteps[1].entity', 'duplicate-entity', { name: 'orders', first: 'syncSteps[0]' }),
    '"orders" is already the entity of syncSteps[0]: both steps would share one cursor',
  ],
  [
    'connector/shape',
    problem('', 'not-an-integration', { is: 'null' }),
    'the default export must be an Integration, as defineIntegration returns it, but it is null',
  ],
  [
    'connector/shape',
    problem('slug', 'unreadable', { reason: 'boom' }),
    '`slug` cannot be read: boom',
  ],
  [
    'connector/shape',
    problem('meta.version', 'version', { is: 'undefined' }),
    '`version` must be x.y.z, but it is undefined',
  ],
  [
    'connector/shape',
    problem('syncSteps[0].sources', 'no-sources', {}),
    '`sources` is missing, and a per-source step needs it. Add `sources: (ctx) => [...]`, which returns the keys of the sources.',
  ],
  [
    'connector/shown-text',
    problem('configSchema.fields[0].options[1].label', 'text-missing', {}),
    '`label` is missing, but merchants need it',
  ],
  [
    'connector/shown-text',
    problem('configSchema.fields[0].label', 'wrong-type', { expected: 'shown-text' }),
    '`label` must be a text, or an object with a text for each language',
  ],
  [
    'connector/step-enabled',
    problem('syncSteps[0].enabled', 'enabled-throws', { reason: 'no folder' }),
    '`enabled` throws: no folder',
  ],
  [
    'connector/step-enabled',
    problem('syncSteps[0].enabled', 'async-enabled', {}),
    '`enabled` must not be async, because a promise counts as true',
  ],
  [
    'connector/tolerate-all',
    problem('syncSteps[0].tolerateRejects', 'tolerates-all', {}),
    'this step tolerates every reject, even if the API refuses all records. Write `{ maxRatio: 0.05 }`, or the share of rejects that is normal for this step.',
  ],
  [
    'connector/unknown-definition',
    problem('provisioning.customData', 'unknown-definition', {
      name: 'store',
      suggestion: 'Stores',
    }),
    '"store" is not a custom-data definition of the plan. Did you mean "Stores"?',
  ],
  [
    'connector/unknown-key',
    problem('configSchema.field', 'unknown-keys', {
      keys: ['field'],
      known: ['steps', 'fields', 'groups'],
    }),
    'unknown key "field". The keys here are steps, fields, groups.',
  ],
  [
    'connector/unknown-source',
    problem('provisioning.dataSources', 'unknown-source', { name: 'store', suggestion: 'Stores' }),
    '"store" is not the key of a data source of the plan. Did you mean "Stores"?',
  ],
  [
    'connector/unreachable-step',
    problem('syncSteps[0].enabled', 'unreachable-step', { name: 'orders' }),
    'no settings fixture turns on the step "orders". Add a fixture that does to lint.settings, or remove the step.',
  ],
  [
    'connector/unused-resolver',
    problem('remoteData.stores', 'unused-resolver', { name: 'stores' }),
    'no field of the form uses the remote resource "stores"',
  ],
  [
    'connector/unused-sources',
    problem('syncSteps[0].sources', 'unused-sources', {}),
    "`sources` is never called, because the step is global. Write `cursorScope: 'per-source'`, or remove `sources`.",
  ],
  [
    'connector/widget-fields',
    problem('widgets[0].config_schema.fields[1].key', 'wrong-type', { expected: 'name' }),
    '`key` must be a text that is not empty',
  ],
  [
    'connector/widget-fields',
    problem('widgets[0].config_schema.fields[1].key', 'duplicate', {
      name: 'a',
      of: 'key',
      first: 'widgets[0].config_schema.fields[0]',
    }),
    '"a" is already the key of widgets[0].config_schema.fields[0]',
  ],
  [
    'connector/widget-fields',
    problem('widgets[0].config_schema.fields[1].type', 'unknown-type', {
      type: 'colour',
      of: 'widget field',
      known: ['text', 'number', 'color', 'select', 'checkbox', 'datetime'],
      suggestion: 'color',
    }),
    '"colour" is not a widget field type. Write "color".',
  ],
  [
    'connector/widget-fields',
    problem('widgets[0].config_schema.fields[1].options', 'widget-choices', {}),
    'a select needs options',
  ],
  [
    'connector/widget-fields',
    problem('widgets[0].config_schema.fields[1].visible_when.field', 'unknown-widget-field', {
      name: 'c',
      suggestion: 'a',
    }),
    '"c" is not a field of the widget. Did you mean "a"?',
  ],
  [
    'connector/widget-key',
    problem('widgets[0].key', 'wrong-type', { expected: 'name' }),
    '`key` must be a text that is not empty',
  ],
  [
    'connector/widget-key',
    problem('widgets[3].key', 'duplicate', { name: 'a', of: 'key', first: 'widgets[2]' }),
    '"a" is already the key of widgets[2]',
  ],
  [
    'connector/widget-placeholder',
    problem('widgets[0].html_template', 'unknown-placeholder', {
      scope: 'widget',
      name: 'titel',
      suggestion: 'title',
    }),
    '{widget.titel}: "titel" is not a field of the widget. Did you mean "title"?',
  ],
  [
    'connector/widget-render',
    problem('widgets[0].render_type', 'not-one-of', { known: ['image', 'html'] }),
    "`render_type` must be 'image' or 'html'",
  ],
  [
    'connector/widget-render',
    problem('widgets[0].image_url_template', 'no-template', { kind: 'an image' }),
    '`image_url_template` is missing, and an image needs it',
  ],
  [
    'connector/widget-render',
    problem('widgets[0].css_template', 'unused-css', {}),
    '`css_template` has no effect, because it belongs to an html_template',
  ],
  [
    'connector/widget-render',
    problem('widgets[0].html_template', 'unused-template', {
      kind: 'dynamic html',
      needed: 'renderer_key',
    }),
    '`html_template` has no effect, because dynamic html is made from renderer_key',
  ],
  [
    'connector/widget-script',
    problem('widgets[0].html_template', 'script', { what: 'a script element' }),
    "`html_template` has a script element, which the platform removes. Use a dynamic widget with the platform's `renderer_key`, or remove it.",
  ],
  [
    'connector/widget-targets',
    problem('widgets[0].targets', 'wrong-type', { expected: 'targets' }),
    '`targets` must be a list with at least one target',
  ],
  [
    'connector/widget-targets',
    problem('widgets[0].targets[0]', 'unknown-widget-target', {
      name: 'pop-up',
      known: ['email_template', 'popup', 'smart_content', 'stats_dashboard'],
      suggestion: 'popup',
    }),
    '"pop-up" is not a target of widgets. Did you mean "popup"?',
  ],
  [
    'connector/widget-targets',
    problem('widgets[0].targets[1]', 'listed-twice', { name: 'popup' }),
    '"popup" is listed twice',
  ],
  [
    'lint/evaluation',
    problem('provisioning', 'plan-needs', { settings: false, used: 'ctx.spm', needs: 'a shop' }),
    'the plan cannot be evaluated without settings: ctx.spm needs a shop, and lint has none. Make the plan depend only on the settings, and call the partner in sync steps.',
  ],
  [
    'lint/evaluation',
    problem('provisioning', 'plan-late', { settings: true, seconds: 10 }),
    'the plan cannot be evaluated with these settings: it did not end after 10 s. Make the plan depend only on the settings, and call the partner in sync steps.',
  ],
  [
    'lint/evaluation',
    problem('provisioning', 'plan-throws', {
      settings: false,
      reason: 'boom',
      file: 'spm-connect.config.ts',
    }),
    'the plan cannot be evaluated without settings: boom. Write settings that work to fixtures/settings.json, and add "lint": { "settings": ["./fixtures/settings.json"] } to spm-connect.config.ts.',
  ],
  [
    'lint/evaluation',
    problem('provisioning', 'plan-throws', {
      settings: true,
      reason: 'boom',
      file: 'fixtures/settings.json',
    }),
    'the plan cannot be evaluated with these settings: boom. Correct fixtures/settings.json, or how the connector reads these settings.',
  ],
  [
    'lint/unknown-rule',
    problem('lint.rules.plan/shap', 'unknown-rule', {
      name: 'plan/shap',
      suggestion: 'plan/shape',
    }),
    'there is no rule "plan/shap". Did you mean "plan/shape"?',
  ],
  [
    'lint/unused-disable',
    problem('', 'no-rule-named', { word: 'spm-lint-disable-next-line' }),
    'the comment names no rule. Write `spm-lint-disable-next-line RULE`.',
  ],
  [
    'lint/unused-disable',
    problem('', 'unused-disable', { name: 'plan/shape', line: 3 }),
    'plan/shape finds nothing on line 3. Remove the rule from the comment.',
  ],
  [
    'lint/unused-disable',
    problem('', 'unused-disable', { name: 'plan/shape' }),
    'plan/shape finds nothing below this comment. Remove the rule from the comment.',
  ],
  [
    'plan/characters',
    problem('orderStatuses[0].status_id', 'unstorable-character', {}),
    '`status_id` has a character that databases cannot store. Type the text again: it was cut or decoded wrongly.',
  ],
  [
    'plan/default-value',
    problem('provisioning.customData[0].fields[0].default', 'wrong-default', { type: 'bool' }),
    'the default of a bool field must be true or false',
  ],
  [
    'plan/definition-cycle',
    problem('provisioning.customData[3].relationships[1].targetSchema', 'definition-cycle', {
      way: 'a -> b -> c -> a',
    }),
    'definitions refer to each other in a circle: a -> b -> c -> a. Remove one of these relationships.',
  ],
  [
    'plan/duplicate-definition',
    problem('provisioning.customData[2].name', 'duplicate-definition', {
      name: ' stores ',
      first: 'provisioning.customData[0]',
    }),
    '" stores " is already the name of provisioning.customData[0]. The platform ignores case, accents and spaces around names. Rename one of the two.',
  ],
  [
    'plan/duplicate-event',
    problem('events[1].code_name', 'duplicate', {
      name: 'order_paid',
      of: 'code name',
      first: 'events[0]',
    }),
    '"order_paid" is already the code name of events[0]',
  ],
  [
    'plan/duplicate-event-property',
    problem('events[0].properties.metaData[1]', 'duplicate-property', {
      name: 'total',
      first: 'events[0].properties.metaData[0]',
    }),
    '"total" is already declared by events[0].properties.metaData[0]',
  ],
  [
    'plan/duplicate-field',
    problem('provisioning.customData[0].fields[2].name', 'duplicate-field', {
      name: 'ID',
      first: 'provisioning.customData[0].fields[0]',
    }),
    '"ID" is already the name of provisioning.customData[0].fields[0]. The platform ignores case. Rename one of the two.',
  ],
  [
    'plan/duplicate-option',
    problem('provisioning.customData[0].fields[0].options[2]', 'listed-twice', { name: '1' }),
    '"1" is listed twice',
  ],
  [
    'plan/duplicate-relationship',
    problem('customData[0].relationships[1].sourceField', 'duplicate', {
      name: 'contact',
      of: 'source',
      first: 'customData[0].relationships[0]',
    }),
    '"contact" is already the source of customData[0].relationships[0]',
  ],
  [
    'plan/duplicate-source-key',
    problem('dataSources[1].key', 'duplicate', {
      name: 'paris',
      of: 'key',
      first: 'dataSources[0]',
    }),
    '"paris" is already the key of dataSources[0]',
  ],
  [
    'plan/duplicate-source-label',
    problem('dataSources[1].decl.label', 'duplicate', {
      name: 'Store',
      of: 'label',
      first: 'dataSources[0]',
    }),
    '"Store" is already the label of dataSources[0]',
  ],
  [
    'plan/duplicate-stable-value',
    problem('provisioning.dataSources[1].decl.config.a', 'duplicate', {
      name: '1',
      of: 'stable value',
      first: 'provisioning.dataSources[0]',
    }),
    '"1" is already the stable value of provisioning.dataSources[0]',
  ],
  [
    'plan/duplicate-unique-key',
    problem('customData[0].unique_keys[1]', 'listed-twice', { name: 'code' }),
    '"code" is listed twice',
  ],
  [
    'plan/event-code-name',
    problem('provisioning.events[0].code_name', 'wrong-type', { expected: 'name' }),
    '`code_name` must be a text that is not empty',
  ],
  [
    'plan/event-code-name',
    problem('provisioning.events[0].code_name', 'url-unsafe', {
      name: 'order paid',
      better: 'order_paid',
    }),
    '"order paid" has characters that a URL changes. Write "order_paid".',
  ],
  [
    'plan/event-language',
    problem('provisioning.events[0].name.EN', 'not-a-language', { language: 'EN', better: 'en' }),
    '"EN" is not a two-letter language code. Write "en".',
  ],
  [
    'plan/event-name',
    problem('provisioning.events[0].name', 'event-name', { example: 'order_paid' }),
    "`name` must be a map with the name in at least one language. Write `name: { en: 'order_paid' }`.",
  ],
  [
    'plan/event-property',
    problem('provisioning.events[0].properties.metaData', 'wrong-type', {
      expected: 'event-properties',
    }),
    '`metaData` must be a list of properties, or a map from the name of each property to the rest',
  ],
  [
    'plan/event-property',
    problem('provisioning.events[0].properties.metaData[0].type', 'missing', { expected: 'name' }),
    '`type` is missing: it must be a text that is not empty',
  ],
  [
    'plan/event-property',
    problem('provisioning.events[0].properties.customData', 'unnamed-property', {}),
    '`customData` has a property without a name',
  ],
  [
    'plan/event-property-type',
    problem('events[0].properties.metaData[0].type', 'unknown-type', {
      type: 'float',
      of: 'event property',
      known: ['bool', 'text', 'longtext', 'number', 'decimal', 'date', 'json'],
      suggestion: 'decimal',
    }),
    '"float" is not an event property type. Write "decimal".',
  ],
  [
    'plan/event-slot',
    problem('events[0].properties.contact.attributes', 'unknown-slot', {
      name: 'contact.attributes',
      known: ['metaData', 'customData', 'contact.customData', 'visitor.customData'],
    }),
    '"contact.attributes" is not a slot for event properties. The slots are metaData, customData, contact.customData, visitor.customData.',
  ],
  [
    'plan/field-case-changed',
    problem('customData[0].fields[1].name', 'field-case-changed', {
      name: 'City',
      existing: 'city',
    }),
    'the shop spells "City" as "city". Write "city".',
  ],
  [
    'plan/field-name',
    problem('provisioning.customData[0].fields[0].name', 'field-name-taken', { name: 'id' }),
    '"id" is the id field that the platform adds to every definition',
  ],
  [
    'plan/field-name',
    problem('customData[0].fields[2].name', 'field-name', {
      name: 'opening hours',
      better: 'opening_hours',
    }),
    '"opening hours" cannot be a field name. Write "opening_hours".',
  ],
  [
    'plan/field-name',
    problem('customData[0].fields[4].name', 'outer-spaces', { value: 'city ', better: 'city' }),
    '"city " starts or ends with spaces. Write "city".',
  ],
  [
    'plan/field-type',
    problem('provisioning.customData[0].fields[0].type', 'unknown-type', {
      type: 'constructor',
      of: 'field',
      known: [
        'bool',
        'text',
        'longtext',
        'number',
        'decimal',
        'list',
        'date',
        'datetime',
        'json',
        'geolocation',
      ],
    }),
    '"constructor" is not a field type. The field types are bool, text, longtext, number, decimal, list, date, datetime, json, geolocation.',
  ],
  [
    'plan/field-type-changed',
    problem('customData[0].fields[1].type', 'field-type-changed', {
      name: 'city',
      from: 'text',
      to: 'longtext',
    }),
    '"city" is of type text on the shop, and cannot change to longtext. Keep the type, and add a field with a new name.',
  ],
  [
    'plan/list-options',
    problem('provisioning.customData[0].fields[0].options', 'list-options', {}),
    "a list field needs options. Add `options: ['...']` with the values that it may hold.",
  ],
  [
    'plan/no-fields',
    problem('provisioning.customData[2].fields', 'no-fields', {}),
    '`fields` is an empty list. Declare at least the field that identifies a record.',
  ],
  [
    'plan/not-json',
    problem('dataSources[0].decl.config.average', 'json-number', { value: 'NaN' }),
    '`average` is NaN, which JSON writes as null',
  ],
  [
    'plan/not-json',
    problem('provisioning.dataSources[0].decl.config.value', 'json-undefined', {}),
    '`value` is undefined, which JSON leaves out',
  ],
  [
    'plan/not-json',
    problem('provisioning.dataSources[0].decl.config.value', 'json-type', { type: 'function' }),
    '`value` is a function, which JSON cannot hold',
  ],
  [
    'plan/not-json',
    problem('provisioning.dataSources[0].decl.config.value.__proto__', 'json-key', {
      key: '__proto__',
    }),
    'servers reject the key "__proto__"',
  ],
  [
    'plan/not-json',
    problem('provisioning.dataSources[0].decl.config.value.a.b', 'json-circle', {}),
    '`b` contains itself',
  ],
  [
    'plan/not-json',
    problem('a', 'json-depth', { max: 32 }),
    '`a` is nested more than 32 levels deep',
  ],
  [
    'plan/options-elsewhere',
    problem('customData[0].fields[1].options', 'options-without-list', { type: 'text' }),
    '`options` has no effect on a field of type "text". Write `type: list`, or remove the options.',
  ],
  [
    'plan/order-status-date',
    problem('orderStatuses[0].created_at', 'not-a-utc-time', { value: '2026-01-31' }),
    '"2026-01-31" is not a UTC time such as "2026-01-31T08:00:00Z". Correct it, or remove it to use the time of provisioning.',
  ],
  [
    'plan/order-status-duplicate',
    problem('orderStatuses[1]', 'duplicate-status', {
      status: 'paid',
      language: 'en',
      first: 'orderStatuses[0]',
    }),
    'status "paid" in "en" is already declared by orderStatuses[0]',
  ],
  [
    'plan/order-status-language',
    problem('orderStatuses[0].lang', 'not-a-language', { language: 'en-GB', better: 'en' }),
    '"en-GB" is not a two-letter language code. Write "en".',
  ],
  [
    'plan/order-status-translation',
    problem('orderStatuses[2]', 'missing-languages', { status: 'sent', languages: ['fr'] }),
    'status "sent" has no name in "fr", and other statuses have one',
  ],
  [
    'plan/outer-spaces',
    problem('provisioning.customData[2].name', 'outer-spaces', {
      value: ' stores ',
      better: 'stores',
    }),
    '" stores " starts or ends with spaces. Write "stores".',
  ],
  [
    'plan/parent-cycle',
    problem('dataSources[1].parentKey', 'parent-cycle', { way: 'stores -> paris -> stores' }),
    'data sources are parents of each other: stores -> paris -> stores. Remove one `parentKey` of the circle.',
  ],
  [
    'plan/parent-order',
    problem('dataSources[0].parentKey', 'parent-later', {
      name: 'stores',
      parent: 'dataSources[1]',
    }),
    'the parent "stores" comes later, at dataSources[1]. Move the parent before its children.',
  ],
  [
    'plan/parent-unknown',
    problem('dataSources[1].parentKey', 'unknown-parent', { name: 'store', suggestion: 'stores' }),
    '"store" is not the key of a data source in this plan. Did you mean "stores"?',
  ],
  [
    'plan/quotes',
    problem('options[0]', 'unquoted-value', { written: '01000', value: '1000' }),
    '01000 is read as 1000. Write it in quotes: "01000".',
  ],
  [
    'plan/quotes',
    problem('config', 'unquoted-key', { written: '01', value: '1' }),
    'the key 01 is read as "1". Write it in quotes: "01".',
  ],
  [
    'plan/relationship-changed',
    problem('customData[0].relationships[0].targetSchema', 'relationship-changed', {
      name: 'item',
      from: 'products.product_id',
      to: 'contacts.id_contact',
    }),
    '"item" leads to products.product_id on the shop, and cannot change to contacts.id_contact. Keep it, and start the new relationship from a new field.',
  ],
  [
    'plan/relationship-kind',
    problem('customData[0].relationships[0].targetSchemaType', 'not-one-of', {
      known: ['system', 'custom'],
    }),
    "`targetSchemaType` must be 'system' or 'custom'",
  ],
  [
    'plan/relationship-source',
    problem('customData[0].relationships[0].sourceField', 'not-a-field', {
      name: 'contct',
      suggestion: 'contact',
    }),
    '"contct" is not a field of this definition. Did you mean "contact"?',
  ],
  [
    'plan/relationship-target',
    problem('provisioning.customData[1].relationships[0].targetSchema', 'unknown-target', {
      name: 'x2',
      suggestion: 'x',
    }),
    '"x2" is neither a definition of this plan nor a numeric id. Did you mean "x"?',
  ],
  [
    'plan/relationship-type-differs',
    problem('customData[0].relationships[0].sourceField', 'relationship-types-differ', {
      name: 'contact',
      type: 'text',
      target: 'id_contact',
      better: 'number',
    }),
    '"contact" is of type text, but is compared with id_contact. Change the type of "contact" to number.',
  ],
  [
    'plan/relationship-types',
    problem('customData[0].relationships[0].sourceField', 'relationship-types-never-match', {
      name: 'last_visit',
      type: 'date',
      target: 'id_contact',
    }),
    '"last_visit" is of type date, which never matches id_contact',
  ],
  [
    'plan/required-field-added',
    problem('customData[0].fields[2].required', 'required-field-added', { name: 'country' }),
    '"country" is new and required, but existing records have no value for it. Add a default, or make the field optional.',
  ],
  [
    'plan/reserved-name',
    problem('dataSources[0].key', 'reserved-name', { name: '__proto__' }),
    '"__proto__" is reserved: choose another name',
  ],
  [
    'plan/shape',
    problem('provisioning.customData[0].name', 'wrong-type', { expected: 'name' }),
    '`name` must be a text that is not empty',
  ],
  [
    'plan/shape',
    problem('provisioning.customData[0].fields', 'missing', { expected: 'list' }),
    '`fields` is missing: it must be a list',
  ],
  [
    'plan/shape',
    problem('name', 'wrong-type', { expected: 'name', written: '007' }),
    '`name` must be a text that is not empty, but 007 is not. Write it in quotes: "007".',
  ],
  [
    'plan/source-type',
    problem('dataSources[0].decl.type', 'source-type', { type: 'pos' }),
    '"pos" is not a data source type. Write "api".',
  ],
  [
    'plan/stable-config-key',
    problem('provisioning.dataSources[2].decl.stableConfigKey', 'stable-config-key', { name: 'a' }),
    '"a" is not the key of a text or a number in `config`',
  ],
  [
    'plan/syntax',
    problem('', 'file-empty', {}),
    'the file is empty. A plan has customData, dataSources, events or orderStatuses.',
  ],
  [
    'plan/syntax',
    problem('', 'no-plan', {}),
    'the file contains no plan. A plan has customData, dataSources, events or orderStatuses.',
  ],
  ['plan/syntax', problem('', 'too-deep', {}), 'the values are nested too deeply'],
  [
    'plan/syntax',
    problem('', 'not-utf-8', {}),
    'the file is not UTF-8 text. Save it with the encoding UTF-8.',
  ],
  [
    'plan/syntax',
    problem('', 'several-documents', {}),
    'the file contains several documents. Keep one: a plan is one document.',
  ],
  [
    'plan/syntax',
    problem('', 'file-too-large', { limit: '128 MiB' }),
    'the file is larger than 128 MiB',
  ],
  [
    'plan/syntax',
    problem('', 'yaml-not-plain', { limit: '4 MiB' }),
    'the YAML is not plain from here on, and larger than 4 MiB. Correct it, if it is a mistake; write it without anchors, ' +
      'aliases and tags; or write the plan as JSON.',
  ],
  ['plan/syntax', problem('', 'repeated-key', { key: 'a' }), 'the key "a" is here twice'],
  [
    'plan/syntax',
    problem('', 'unknown-anchor', { name: 'a' }),
    'there is no anchor "a" before this alias',
  ],
  [
    'plan/syntax',
    problem('', 'too-many-aliases', { max: '10,000' }),
    'the aliases stand for more than 10,000 values',
  ],
  ['plan/syntax', problem('', 'json-value', {}), 'a value is missing here'],
  [
    'plan/syntax',
    problem('', 'json-word', {}),
    'this word is not JSON. Write texts in double quotes. Other words are true, false, null.',
  ],
  ['plan/syntax', problem('', 'json-bad-number', {}), 'this number is not written as JSON allows'],
  ['plan/syntax', problem('', 'json-property', {}), 'a key in double quotes is missing here'],
  ['plan/syntax', problem('', 'json-colon', {}), 'a colon is missing here'],
  ['plan/syntax', problem('', 'json-comma', {}), 'a comma is missing here'],
  ['plan/syntax', problem('', 'json-brace', {}), 'the closing brace } is missing here'],
  ['plan/syntax', problem('', 'json-bracket', {}), 'the closing bracket ] is missing here'],
  ['plan/syntax', problem('', 'json-end', {}), 'the JSON ends before this'],
  ['plan/syntax', problem('', 'json-comment', {}), 'JSON has no comments. Remove the comment.'],
  ['plan/syntax', problem('', 'json-open-text', {}), 'this text has no closing quote on its line'],
  ['plan/syntax', problem('', 'json-unicode', {}), 'this \\u needs four hexadecimal digits'],
  ['plan/syntax', problem('', 'json-escape', {}), 'JSON has no such escape'],
  [
    'plan/syntax',
    problem('', 'json-character', {}),
    'this character must be written as an escape, such as \\n',
  ],
  ['plan/syntax', problem('', 'json-invalid', {}), 'this is not JSON'],
  ['plan/syntax', problem('', 'yaml-alias', {}), 'an alias cannot have an anchor or a tag'],
  ['plan/syntax', problem('', 'yaml-anchor', {}), 'this anchor is not written as YAML allows'],
  [
    'plan/syntax',
    problem('', 'yaml-indent', {}),
    'this line is not indented as YAML expects. Indent the entries of one map or list alike.',
  ],
  [
    'plan/syntax',
    problem('', 'yaml-structure', {}),
    'this map or list is not written as YAML allows. Check its indentation and its colons.',
  ],
  ['plan/syntax', problem('', 'yaml-key', {}), 'a key must be a text on one line'],
  [
    'plan/syntax',
    problem('', 'yaml-flow', {}),
    'the brackets [ ] or { } are not closed or not indented. Close them, and indent their lines.',
  ],
  ['plan/syntax', problem('', 'yaml-directive', {}), 'YAML has no such directive'],
  [
    'plan/syntax',
    problem('', 'yaml-block', {}),
    'the text after | or > has a wrong header or indentation',
  ],
  [
    'plan/syntax',
    problem('', 'yaml-colon', {}),
    'this key has no colon with a value. Write `key: value`, with a space after the colon.',
  ],
  [
    'plan/syntax',
    problem('', 'yaml-comma', {}),
    'a comma is missing between two entries in brackets',
  ],
  ['plan/syntax', problem('', 'yaml-quote', {}), 'this text has no closing quote'],
  [
    'plan/syntax',
    problem('', 'yaml-space', {}),
    'a space is missing here. Write one, as in `- value`.',
  ],
  [
    'plan/syntax',
    problem('', 'yaml-tab', {}),
    'a tab cannot indent a line in YAML. Indent with spaces.',
  ],
  ['plan/syntax', problem('', 'yaml-tag', {}), 'this tag cannot be resolved'],
  [
    'plan/syntax',
    problem('', 'yaml-escape', {}),
    'this escape does not exist in a text in double quotes',
  ],
  [
    'plan/syntax',
    problem('', 'yaml-character', {}),
    'a text without quotes cannot start with this character. Write the text in quotes.',
  ],
  [
    'plan/syntax',
    problem('', 'yaml-unexpected', {}),
    'this does not belong here. Check the indentation, or write the text in quotes.',
  ],
  ['plan/syntax', problem('', 'yaml-invalid', {}), 'this is not YAML'],
  [
    'plan/system-schema',
    problem('customData[0].relationships[0].targetSchema', 'not-a-system-schema', {
      name: 'contact',
      known: ['contacts', 'products'],
      suggestion: 'contacts',
    }),
    '"contact" is not a system schema: the system schemas are contacts and products. Did you mean "contacts"?',
  ],
  [
    'plan/system-target-field',
    problem('customData[0].relationships[0].targetField', 'undocumented-target-field', {
      name: 'email',
      schema: 'contacts',
    }),
    '"email" is not a documented field of contacts',
  ],
  [
    'plan/target-field',
    problem('customData[1].relationships[0].targetField', 'unknown-target-field', {
      name: 'cod',
      definition: 'Store',
      suggestion: 'code',
    }),
    '"Store" has no field "cod". Did you mean "code"?',
  ],
  [
    'plan/text-length',
    problem('customData[0].fields[0].label', 'too-long', { length: 319, max: 255 }),
    '`label` has 319 characters, and at most 255 are possible',
  ],
  [
    'plan/too-many',
    problem('customData[0].unique_keys', 'too-many', { count: 17, max: 16 }),
    '`unique_keys` has 17 entries, and at most 16 are possible',
  ],
  [
    'plan/two-parents',
    problem('dataSources[1].decl.parent_id', 'two-parents', { parent: 'stores' }),
    '`parent_id` has no effect, because the parent is "stores". Remove `parent_id` or `parentKey`.',
  ],
  [
    'plan/unique-keys',
    problem('customData[0].unique_keys[0]', 'not-a-field', {
      name: 'stor_code',
      suggestion: 'store_code',
    }),
    '"stor_code" is not a field of this definition. Did you mean "store_code"?',
  ],
  [
    'plan/unique-keys-changed',
    problem('customData[0].unique_keys', 'unique-keys-changed', {
      from: ['code'],
      to: ['code', 'lang'],
    }),
    'the unique keys on the shop are code, and cannot change to code, lang. Keep the keys of the shop.',
  ],
  [
    'plan/unique-keys-empty',
    problem('customData[0].unique_keys', 'empty-unique-keys', {}),
    '`unique_keys` is an empty list. List the fields that identify a record, or remove `unique_keys` to add every record.',
  ],
  [
    'plan/unique-keys-missing',
    problem('provisioning.customData[0]', 'no-unique-keys', {}),
    'this definition has no unique_keys, so every save adds its records again. List the fields that identify a record in `unique_keys`.',
  ],
  [
    'plan/unique-keys-optional',
    problem('customData[0].unique_keys[1]', 'optional-unique-key', { name: 'lang' }),
    '"lang" is a unique key, but the field is not required. Add `required: true` to the field "lang".',
  ],
  [
    'plan/unknown-key',
    problem('customData[0].fields[1].requird', 'unknown-keys', {
      keys: ['requird'],
      known: ['name', 'label', 'type', 'required', 'description', 'default', 'options'],
      suggestion: 'required',
    }),
    'unknown key "requird". Did you mean "required"?',
  ],
];

describe.each(RULES.map(({ id }) => id))('%s', (id) => {
  it('says its sentences', () => {
    const own = SENTENCES.filter(([rule]) => rule === id);
    expect(own).not.toEqual([]);
    for (const [, problem, sentence] of own) {
      const { message, hint } = problemSentence(problem);
      expect(hint === undefined ? message : `${message}. ${hint}`).toBe(sentence);
      expect(hint ?? 'Full stop.').toMatch(/[.?]$/);
    }
  });
});

it('has a sentence for every code', () => {
  const said = new Set<string>(SENTENCES.map(([, { code }]) => code));
  expect(Object.keys(MESSAGES).filter((code) => !said.has(code))).toEqual([]);
});
