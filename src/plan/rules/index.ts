/** Every lint rule. A new rule is a file beside this one and a line here. */
import type { Rule } from '../rule.js';
import { bulkOptions } from './bulk-options.js';
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
import { dataSourceKeys } from './data-source-keys.js';
import { definitionCycle } from './definition-cycle.js';
import { duplicateDefinition } from './duplicate-definition.js';
import { duplicateField } from './duplicate-field.js';
import { evaluation } from './evaluation.js';
import { eventCodeName } from './event-code-name.js';
import { fieldType } from './field-type.js';
import { hookName } from './hook-name.js';
import { httpsUrl } from './https-url.js';
import { inboundAction } from './inbound-action.js';
import { listOptions } from './list-options.js';
import { orderStatusDuplicate } from './order-status-duplicate.js';
import { planShape } from './plan-shape.js';
import { relationshipSource } from './relationship-source.js';
import { relationshipTarget } from './relationship-target.js';
import { remoteResolver } from './remote-resolver.js';
import { shownText } from './shown-text.js';
import { stepEnabled } from './step-enabled.js';
import { syntax } from './syntax.js';
import { tolerateAll } from './tolerate-all.js';
import { uniqueKeys } from './unique-keys.js';
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
  unknownKey,
  definitionCycle,
  duplicateDefinition,
  duplicateField,
  uniqueKeys,
  relationshipSource,
  relationshipTarget,
  fieldType,
  listOptions,
  dataSourceKeys,
  eventCodeName,
  orderStatusDuplicate,
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
  evaluation,
  unusedDisable,
  unknownRule,
];
