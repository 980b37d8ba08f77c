/** All lint rules. A new rule is a file beside this one and a line here. */
import type { Rule } from '../rule.js';
import { bulkOptions } from './bulk-options.js';
import { characters } from './characters.js';
import { checkpoints } from './checkpoints.js';
import { configBounds } from './config-bounds.js';
import { configDefault } from './config-default.js';
import { configFieldType } from './config-field-type.js';
import { configLayout } from './config-layout.js';
import { configOptions } from './config-options.js';
import { configOwner } from './config-owner.js';
import { configSchema } from './config-schema.js';
import { configSecret } from './config-secret.js';
import { configSteps } from './config-steps.js';
import { connectorKey } from './connector-key.js';
import { connectorShape } from './connector-shape.js';
import { defaultValue } from './default-value.js';
import { definitionCycle } from './definition-cycle.js';
import { duplicateDefinition } from './duplicate-definition.js';
import { duplicateEvent } from './duplicate-event.js';
import { duplicateEventProperty } from './duplicate-event-property.js';
import { duplicateField } from './duplicate-field.js';
import { duplicateOption } from './duplicate-option.js';
import { duplicateRelationship } from './duplicate-relationship.js';
import { duplicateSourceKey } from './duplicate-source-key.js';
import { duplicateSourceLabel } from './duplicate-source-label.js';
import { duplicateStableValue } from './duplicate-stable-value.js';
import { duplicateUniqueKey } from './duplicate-unique-key.js';
import { evaluation } from './evaluation.js';
import { eventCodeName } from './event-code-name.js';
import { eventLanguage } from './event-language.js';
import { eventName } from './event-name.js';
import { eventProperty } from './event-property.js';
import { eventPropertyType } from './event-property-type.js';
import { eventSlot } from './event-slot.js';
import { fieldCaseChanged } from './field-case-changed.js';
import { fieldName } from './field-name.js';
import { fieldType } from './field-type.js';
import { fieldTypeChanged } from './field-type-changed.js';
import { hookName } from './hook-name.js';
import { httpsUrl } from './https-url.js';
import { inboundAction } from './inbound-action.js';
import { listOptions } from './list-options.js';
import { load } from './load.js';
import { missingExport } from './missing-export.js';
import { noFields } from './no-fields.js';
import { notJson } from './not-json.js';
import { optionsElsewhere } from './options-elsewhere.js';
import { orderStatusDate } from './order-status-date.js';
import { orderStatusDuplicate } from './order-status-duplicate.js';
import { orderStatusLanguage } from './order-status-language.js';
import { orderStatusTranslation } from './order-status-translation.js';
import { outerSpaces } from './outer-spaces.js';
import { parentCycle } from './parent-cycle.js';
import { parentOrder } from './parent-order.js';
import { parentUnknown } from './parent-unknown.js';
import { planShape } from './plan-shape.js';
import { quotes } from './quotes.js';
import { reads } from './reads.js';
import { relationshipChanged } from './relationship-changed.js';
import { relationshipKind } from './relationship-kind.js';
import { relationshipSource } from './relationship-source.js';
import { relationshipTarget } from './relationship-target.js';
import { relationshipTypeDiffers } from './relationship-type-differs.js';
import { relationshipTypes } from './relationship-types.js';
import { remoteResolver } from './remote-resolver.js';
import { requiredFieldAdded } from './required-field-added.js';
import { reservedName } from './reserved-name.js';
import { shownText } from './shown-text.js';
import { sourceType } from './source-type.js';
import { stableConfigKey } from './stable-config-key.js';
import { stepEnabled } from './step-enabled.js';
import { syntax } from './syntax.js';
import { systemSchemaKnown } from './system-schema.js';
import { systemTargetField } from './system-target-field.js';
import { targetField } from './target-field.js';
import { textLength } from './text-length.js';
import { tolerateAll } from './tolerate-all.js';
import { tooMany } from './too-many.js';
import { twoParents } from './two-parents.js';
import { uniqueKeys } from './unique-keys.js';
import { uniqueKeysChanged } from './unique-keys-changed.js';
import { uniqueKeysEmpty } from './unique-keys-empty.js';
import { uniqueKeysMissing } from './unique-keys-missing.js';
import { uniqueKeysOptional } from './unique-keys-optional.js';
import { unknownDefinition } from './unknown-definition.js';
import { unknownKey } from './unknown-key.js';
import { unknownRule } from './unknown-rule.js';
import { unknownSource } from './unknown-source.js';
import { unreachableStep } from './unreachable-step.js';
import { unusedDisable } from './unused-disable.js';
import { unusedResolver } from './unused-resolver.js';
import { unusedSources } from './unused-sources.js';
import { widgetFieldsRule } from './widget-fields.js';
import { widgetKey } from './widget-key.js';
import { widgetPlaceholder } from './widget-placeholder.js';
import { widgetRender } from './widget-render.js';
import { widgetScript } from './widget-script.js';
import { widgetTargets } from './widget-targets.js';

export const RULES: readonly Rule[] = [
  syntax,
  planShape,
  quotes,
  unknownKey,
  duplicateDefinition,
  definitionCycle,
  noFields,
  tooMany,
  fieldName,
  duplicateField,
  fieldType,
  listOptions,
  optionsElsewhere,
  duplicateOption,
  defaultValue,
  uniqueKeys,
  uniqueKeysEmpty,
  duplicateUniqueKey,
  uniqueKeysOptional,
  uniqueKeysMissing,
  relationshipSource,
  duplicateRelationship,
  relationshipKind,
  relationshipTarget,
  systemSchemaKnown,
  targetField,
  systemTargetField,
  relationshipTypes,
  relationshipTypeDiffers,
  requiredFieldAdded,
  fieldTypeChanged,
  fieldCaseChanged,
  uniqueKeysChanged,
  relationshipChanged,
  duplicateSourceKey,
  duplicateSourceLabel,
  sourceType,
  parentUnknown,
  parentOrder,
  parentCycle,
  twoParents,
  stableConfigKey,
  duplicateStableValue,
  eventCodeName,
  duplicateEvent,
  eventName,
  eventLanguage,
  eventSlot,
  eventProperty,
  eventPropertyType,
  duplicateEventProperty,
  orderStatusDuplicate,
  orderStatusLanguage,
  orderStatusTranslation,
  orderStatusDate,
  outerSpaces,
  textLength,
  characters,
  reservedName,
  notJson,
  connectorShape,
  bulkOptions,
  tolerateAll,
  configSchema,
  configFieldType,
  configOptions,
  configDefault,
  configBounds,
  configSecret,
  configSteps,
  configOwner,
  configLayout,
  remoteResolver,
  unusedResolver,
  shownText,
  stepEnabled,
  unreachableStep,
  unusedSources,
  checkpoints,
  reads,
  unknownSource,
  unknownDefinition,
  hookName,
  inboundAction,
  widgetKey,
  widgetRender,
  widgetTargets,
  widgetFieldsRule,
  widgetPlaceholder,
  widgetScript,
  httpsUrl,
  connectorKey,
  load,
  evaluation,
  missingExport,
  unusedDisable,
  unknownRule,
];
