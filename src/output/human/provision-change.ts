/** Renders one change of a diff: its title, its details, and its notes. */
import { inspect } from 'node:util';
import type { ProvisionOutcome } from '../../app/provision.js';
import type { Change, ChangeAction, CustomDataChange, ValueChange } from '../../plan/diff.js';
import { visible, visibleJson } from '../../visible.js';
import type { Terminal } from '../terminal.js';
import { indent, wrap } from '../text.js';
import { KINDS, PROSE_COLUMNS, readable, SIGNS } from './provision-words.js';

type Style = Terminal['out'];

const INDENT = 6;

export function changeLines(
  change: Change,
  outcome: ProvisionOutcome | undefined,
  out: Style,
  columns: number,
): string[] {
  const { action, kind, key, message, hint, warnings = [] } = change;
  const head = `${SIGNS[action]} ${action.padEnd(8)} ${KINDS[kind].one.padEnd(13)} ${key}`;
  const prose = (text: string, label = '', paint: Style = out) =>
    labelled(text, label, paint, columns - INDENT);
  return [
    `${paint(action, out)(head)}${out.dim(idText(change, outcome))}`,
    ...indent(
      [
        ...details(change),
        ...warnings.flatMap((text) => prose(text, 'warning: ', out.yellow)),
        ...(message === undefined ? [] : prose(message)),
        ...(hint === undefined ? [] : prose(hint, 'hint: ', out.bold)),
        ...failure(change, outcome, out, columns),
      ],
      INDENT,
    ),
  ];
}

/** A label and its text; further lines are aligned below the text. */
function labelled(text: string, label: string, paint: Style, columns: number): string[] {
  const [first = '', ...rest] = wrap(text, columns - label.length);
  return [`${label === '' ? '' : paint(label)}${first}`, ...indent(rest, label.length)];
}

function failure(
  { action }: Change,
  outcome: ProvisionOutcome | undefined,
  out: Style,
  columns: number,
): string[] {
  if (action === 'conflict' || outcome === undefined) return [];
  const { status, message } = outcome;
  if (status === 'skipped')
    return wrap(readable(message ?? status), columns - INDENT).map((line) => out.yellow(line));
  if (status !== 'failed') return [];
  return labelled(message ?? 'no reason was given', 'failed: ', out.red, columns - INDENT);
}

function paint(action: ChangeAction, out: Style): Style {
  if (action === 'create') return out.green;
  if (action === 'conflict') return out.red;
  return action === 'drift' || action === 'unchanged' ? out.dim : out.yellow;
}

function idText(change: Change, outcome: ProvisionOutcome | undefined): string {
  const id = outcome?.id ?? change.id;
  if (id !== null) return `  id ${id}`;
  const pending = outcome === undefined && change.action === 'create';
  return pending && change.kind !== 'orderStatus' ? '  id known after apply' : '';
}

function details(change: Change): string[] {
  if (change.action === 'conflict') return [];
  const changes = (change.changes ?? []).flatMap(valueLines);
  return change.kind === 'customData' ? [...definitionLines(change), ...changes] : changes;
}

/** Long values are shown below each other, so that they can be compared. */
function valueLines({ path, from, to }: ValueChange): string[] {
  const after = to === null ? 'known after apply' : shown(to);
  const before = from === null || from === undefined ? undefined : shown(from);
  const line = before === undefined ? `+ ${path}: ${after}` : `~ ${path}: ${before} -> ${after}`;
  if (line.length <= PROSE_COLUMNS - INDENT) return [line];
  if (before === undefined) return [`+ ${path}:`, ...indent(laidOut(to), 4)];
  const [first = '', ...rest] = laidOut(to);
  return [`~ ${path}:`, ...indent(laidOut(from), 4), ` -> ${first}`, ...indent(rest, 4)];
}

const shown = (value: unknown): string => visibleJson(value);

const laidOut = (value: unknown): string[] =>
  inspect(value, { depth: null, breakLength: PROSE_COLUMNS - INDENT - 4, compact: 3 })
    .split('\n')
    .map(visible);

function definitionLines({ body }: CustomDataChange): string[] {
  if (body === undefined) return [];
  const fields = (body.fields ?? []).map(({ name, type, required, options, ...field }) =>
    [
      `+ field ${name}: ${type}${options ? ` of ${options.join(', ')}` : ''}`,
      ...(required ? ['required'] : []),
      ...('default' in field ? [`default ${shown(field.default)}`] : []),
    ].join(', '),
  );
  const relationships = (body.relationships ?? []).map(
    ({ sourceField, targetSchema, target, targetField }) =>
      `+ relationship ${sourceField} -> ${target ?? targetSchema}${targetField ? `.${targetField}` : ''}`,
  );
  const keys = body.unique_keys?.length ? [`+ unique key ${body.unique_keys.join(' + ')}`] : [];
  return [...fields, ...keys, ...relationships];
}
