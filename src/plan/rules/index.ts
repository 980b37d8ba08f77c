/** Every lint rule. A new rule is a file beside this one and a line here. */
import type { Rule } from '../rule.js';
import { bulkOptions } from './bulk-options.js';
import { connectorShape } from './connector-shape.js';
import { dataSourceKeys } from './data-source-keys.js';
import { definitionCycle } from './definition-cycle.js';
import { duplicateDefinition } from './duplicate-definition.js';
import { duplicateField } from './duplicate-field.js';
import { evaluation } from './evaluation.js';
import { eventCodeName } from './event-code-name.js';
import { fieldType } from './field-type.js';
import { listOptions } from './list-options.js';
import { orderStatusDuplicate } from './order-status-duplicate.js';
import { planShape } from './plan-shape.js';
import { relationshipSource } from './relationship-source.js';
import { relationshipTarget } from './relationship-target.js';
import { syntax } from './syntax.js';
import { tolerateAll } from './tolerate-all.js';
import { uniqueKeys } from './unique-keys.js';
import { unknownKey } from './unknown-key.js';
import { unknownRule } from './unknown-rule.js';
import { unusedDisable } from './unused-disable.js';

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
  evaluation,
  unusedDisable,
  unknownRule,
];
