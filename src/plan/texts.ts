import { MAX_NAME_LENGTH, MAX_TEXT_LENGTH } from './limits.js';
import type { Placed } from './reader.js';
import type { DefinitionView, FieldView, PlanView, SourceView } from './view.js';

/** A text of the plan that is kept as it is. */
export interface PlanText extends Placed<string> {
  /** How long it may be. */
  max: number;
  /** Whether it names something; else it describes. */
  isName: boolean;
}

/** Every name, label and description. Names of fields, code names and languages have rules of their own. */
export function textsOf({ definitions, sources, orderStatuses, events }: PlanView): PlanText[] {
  return [
    ...sources.flatMap(ofSource),
    ...definitions.flatMap(ofDefinition),
    ...events.flatMap(({ languages }) => languages.map(({ text }) => named(text.path, text.value))),
    ...orderStatuses.flatMap(({ path, statusId, name }) => [
      named(`${path}.status_id`, statusId),
      named(`${path}.name`, name),
    ]),
  ];
}

function ofSource({ path, key, label }: SourceView): PlanText[] {
  return [named(`${path}.key`, key), named(`${path}.decl.label`, label)];
}

function ofDefinition({ path, name, description, fields }: DefinitionView): PlanText[] {
  return [named(`${path}.name`, name), ...described(path, description), ...fields.flatMap(ofField)];
}

function ofField({ path, label, description }: FieldView): PlanText[] {
  const labels = label === undefined ? [] : [named(`${path}.label`, label)];
  return [...labels, ...described(path, description)];
}

function named(path: string, value: string): PlanText {
  return { path, value, max: MAX_NAME_LENGTH, isName: true };
}

function described(path: string, value: string | undefined): PlanText[] {
  if (value === undefined) return [];
  return [{ path: `${path}.description`, value, max: MAX_TEXT_LENGTH, isName: false }];
}
