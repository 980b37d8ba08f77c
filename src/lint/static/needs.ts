/**
 * The other parts of the connector that a finding of each rule depends on. A finding is certain only if all of them are
 * known.
 *
 * A need is a path in the connector. `@3` stands for the first three parts of the finding's path, `@` for all of
 * it, `@field` for the field of a form around it. `*` means every entry of a list or an object, `+` also that there are no
 * unknown entries. The whole value at the path must be known; with `^` at the end only its kind, with `!` only its keys.
 * After `if` comes the last part of the paths that the need applies to.
 */
export type Needs = readonly string[];

const NAMES = 'provisioning.customData.+.name';
const FIELDS = 'provisioning.customData.+.fields';
const FIELD_LISTS = [
  'configSchema.fields',
  'configSchema.steps.+.fields',
  'configSchema.groups.+.fields',
];
const SETTINGS = FIELD_LISTS.map((list) => `${list}.+.key`);
const FORM_KEYS = [
  'configSchema.fields.*.key',
  ...['steps', 'groups'].flatMap((list) => [
    `configSchema.${list}.*.key`,
    `configSchema.${list}.*.fields.*.key`,
  ]),
];

/** Only the place of the finding must be known. */
const PLACE: Needs = [];
const ALL_BELOW: Needs = ['@'];

const NEEDS: Readonly<Record<string, Needs>> = {
  'plan/shape': PLACE,
  'plan/unknown-key': PLACE,
  'plan/duplicate-definition': ['provisioning.customData.*.name'],
  'plan/definition-cycle': [NAMES, 'provisioning.customData.+.relationships'],
  'plan/no-fields': ['@!'],
  'plan/too-many': ['@!', '@.*^'],
  'plan/field-name': PLACE,
  'plan/duplicate-field': ['@3.fields.*.name'],
  'plan/field-type': PLACE,
  'plan/list-options': ['@5.type', '@'],
  'plan/options-elsewhere': ['@5.type'],
  'plan/duplicate-option': ['@6.*'],
  'plan/default-value': ['@5'],
  'plan/unique-keys': ['@3.fields.+.name'],
  'plan/unique-keys-empty': ['@'],
  'plan/duplicate-unique-key': ['@4.*'],
  'plan/unique-keys-optional': ['@3.fields.*.name', '@3.fields.*.required'],
  'plan/unique-keys-missing': ['@3.unique_keys'],
  'plan/relationship-source': ['@3.fields.+.name'],
  'plan/duplicate-relationship': ['@3.relationships.*.sourceField'],
  'plan/relationship-kind': PLACE,
  'plan/relationship-target': [NAMES, '@5.targetSchemaType'],
  'plan/system-schema': ['@5.targetSchemaType'],
  'plan/target-field': [NAMES, FIELDS, '@5'],
  'plan/system-target-field': ['@5'],
  'plan/relationship-types': [NAMES, FIELDS, '@5'],
  'plan/relationship-type-differs': [NAMES, FIELDS, '@5'],
  'plan/required-field-added': [NAMES, '@3'],
  'plan/field-type-changed': [NAMES, '@3'],
  'plan/field-case-changed': [NAMES, '@3'],
  'plan/unique-keys-changed': [NAMES, '@3'],
  'plan/relationship-changed': [NAMES, '@3'],
  'plan/duplicate-source-key': ['provisioning.dataSources.*.key'],
  'plan/duplicate-source-label': ['provisioning.dataSources.*.decl.label'],
  'plan/source-type': PLACE,
  'plan/parent-unknown': ['provisioning.dataSources.+.key'],
  'plan/parent-order': ['provisioning.dataSources.+.key', 'provisioning.dataSources.+.parentKey'],
  'plan/parent-cycle': ['provisioning.dataSources.+.key', 'provisioning.dataSources.+.parentKey'],
  'plan/two-parents': ['@3.parentKey'],
  'plan/stable-config-key': ['@3'],
  'plan/duplicate-stable-value': ['provisioning.dataSources.*.decl'],
  'plan/event-code-name': PLACE,
  'plan/duplicate-event': ['provisioning.events.*.code_name'],
  'plan/event-name': ['@!', '@3.code_name'],
  'plan/event-language': PLACE,
  'plan/event-slot': PLACE,
  'plan/event-property': ['@4'],
  'plan/event-property-type': ['@4'],
  'plan/duplicate-event-property': ['@4'],
  'plan/order-status-duplicate': [
    'provisioning.orderStatuses.*.status_id',
    'provisioning.orderStatuses.*.lang',
  ],
  'plan/order-status-language': PLACE,
  'plan/order-status-translation': [
    'provisioning.orderStatuses.+.status_id',
    'provisioning.orderStatuses.+.lang',
  ],
  'plan/order-status-date': PLACE,
  'plan/outer-spaces': PLACE,
  'plan/text-length': PLACE,
  'plan/characters': PLACE,
  'plan/reserved-name': PLACE,
  'plan/quotes': PLACE,
  'plan/not-json': ['@', '@5.type'],
  'connector/shape': ['@!', '@2.cursorScope', 'syncSteps.*.entity if entity'],
  'connector/bulk-options': ['@', '@3.key'],
  'connector/tolerate-all': PLACE,
  'connector/config-schema': ['@', ...FORM_KEYS],
  'connector/config-field-type': PLACE,
  'connector/config-options': ['@field'],
  'connector/config-default': ['@field'],
  'connector/config-bounds': ['@field'],
  'connector/config-secret': ['@field'],
  'connector/config-steps': [
    '@',
    ...['steps', 'groups'].flatMap((list) => [
      `configSchema.${list}.+.key`,
      `configSchema.${list}.+.depends_on`,
    ]),
  ],
  'connector/config-owner': PLACE,
  'connector/config-layout': [
    'configSchema.steps^',
    'configSchema.fields^',
    'configSchema.groups^',
  ],
  'connector/remote-resolver': ['remoteData!'],
  'connector/unused-resolver': [...SETTINGS, ...FIELD_LISTS.map((list) => `${list}.+.remote`)],
  'connector/shown-text': ALL_BELOW,
  'connector/step-enabled': PLACE,
  'connector/unreachable-step': PLACE,
  'connector/unused-sources': ['@2.cursorScope'],
  'connector/checkpoints': ['@3.position', '@3.order'],
  'connector/reads': ['@3.reads', '@3.skipUnchanged', '@3.stream'],
  'connector/unknown-source': ['provisioning.dataSources.+.key'],
  'connector/unknown-definition': [NAMES],
  'connector/hook-name': PLACE,
  'connector/inbound-action': PLACE,
  'connector/widget-key': ['@', 'widgets.*.key'],
  'connector/widget-render': ['@', '@2.render_type', '@2.render_mode'],
  'connector/widget-targets': ['@', '@3'],
  'connector/widget-fields': ['@2.config_schema'],
  'connector/widget-placeholder': ['@2.config_schema', ...SETTINGS],
  'connector/widget-script': PLACE,
  'connector/https-url': PLACE,
  'connector/unknown-key': PLACE,
  // About files and the configuration.
  'plan/syntax': PLACE,
  'lint/load': PLACE,
  'lint/evaluation': PLACE,
  'connector/missing-export': PLACE,
  'lint/unused-disable': PLACE,
  'lint/unknown-rule': PLACE,
};

/** The needs of a finding; for an unknown rule, the whole connector. */
export function needsOf(rule: string, place: readonly string[]): Needs {
  return (NEEDS[rule] ?? ['', 'provisioning']).flatMap((text) => {
    const [need = '', last] = text.split(' if ');
    return last === undefined || last === place.at(-1) ? need : [];
  });
}

/** Rules whose findings are about a key, regardless of its value. */
export const ABOUT_KEYS: ReadonlySet<string> = new Set([
  'plan/unknown-key',
  'plan/event-language',
  'plan/event-slot',
  'connector/hook-name',
  'connector/inbound-action',
  'connector/unknown-key',
  'connector/unused-resolver',
]);

export const RULES_WITH_NEEDS: readonly string[] = Object.keys(NEEDS);
