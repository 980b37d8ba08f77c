import type { ProvisionOutcome, ProvisionReport } from '../../commands/provision.js';
import type { Change, ChangeAction, ChangeKind, CustomDataChange } from '../../plan/diff.js';
import type { Terminal } from '../terminal.js';
import { count } from '../text.js';

type Style = Terminal['out'];

const KINDS: Record<ChangeKind, string> = {
  dataSource: 'data source',
  customData: 'custom data',
  event: 'event',
  orderStatus: 'order status',
};

/** One sign an action, so that a diff reads without colour. */
const SIGNS: Record<ChangeAction, string> = {
  create: '+',
  update: '~',
  extend: '~',
  activate: '~',
  adopt: '=',
  unchanged: ' ',
  drift: '?',
  conflict: '!',
};

export function renderProvision(report: ProvisionReport, { out }: Terminal): string[] {
  const { diff, outcomes, dry_run, installation_id, target } = report;
  const shown = diff.changes.filter(({ action }) => action !== 'unchanged');
  return [
    `${out.bold(dry_run ? 'plan for' : 'provisioned')} ${installation_id} on ${target}`,
    ...(shown.length > 0 ? [''] : []),
    ...shown.flatMap((change) => changeLines(change, outcomeOf(change, outcomes), out)),
    '',
    summaryLine(report),
  ];
}

function outcomeOf(
  { kind, key }: Change,
  outcomes: readonly ProvisionOutcome[] | null,
): ProvisionOutcome | undefined {
  return outcomes?.find((outcome) => outcome.kind === kind && outcome.key === key);
}

function changeLines(change: Change, outcome: ProvisionOutcome | undefined, out: Style): string[] {
  const { action, kind, key, message, hint } = change;
  const id = outcome?.id ?? change.id;
  const head = `${SIGNS[action]} ${action.padEnd(8)} ${KINDS[kind].padEnd(12)} ${key}`;
  return [
    `${paint(action, out)(head)}${out.dim(idText(change, outcome, id))}`,
    ...details(change).map((line) => `      ${line}`),
    ...(message ? [`      ${message}`] : []),
    ...(hint ? [`      hint: ${hint}`] : []),
    ...(outcome && (outcome.status === 'failed' || outcome.status === 'skipped')
      ? [`      ${out.red(outcome.status)}: ${outcome.message ?? 'no reason was given'}`]
      : []),
  ];
}

function paint(action: ChangeAction, out: Style): Style {
  if (action === 'create') return out.green;
  if (action === 'conflict') return out.red;
  return action === 'drift' ? out.dim : out.yellow;
}

function idText(change: Change, outcome: ProvisionOutcome | undefined, id: number | null): string {
  if (id !== null) return `  id ${id}`;
  const numbered = change.kind === 'dataSource' || change.kind === 'customData';
  return numbered && outcome === undefined && change.action === 'create'
    ? '  id known after apply'
    : '';
}

function details(change: Change): string[] {
  const changes = (change.changes ?? []).map(
    ({ path, from, to }) =>
      `${path}: ${json(from)} -> ${to === null ? 'known after apply' : json(to)}`,
  );
  return change.kind === 'customData' ? [...definitionLines(change), ...changes] : changes;
}

function definitionLines({ body }: CustomDataChange): string[] {
  if (body === undefined) return [];
  const fields = (body.fields ?? []).map(
    ({ name, type, required, options }) =>
      `+ field ${name}: ${type}${options ? ` of ${options.join(', ')}` : ''}${required ? ', required' : ''}`,
  );
  const relationships = (body.relationships ?? []).map(
    ({ sourceField, targetSchema, target, targetField }) =>
      `+ relationship ${sourceField} -> ${target ?? targetSchema ?? 'known after apply'}${targetField ? `.${targetField}` : ''}`,
  );
  const keys = body.unique_keys?.length ? [`+ unique key ${body.unique_keys.join(' + ')}`] : [];
  return [...fields, ...keys, ...relationships];
}

function summaryLine({ diff, outcomes, dry_run }: ProvisionReport): string {
  const parts = (Object.entries(diff.summary) as [ChangeAction, number][])
    .filter(([, n]) => n > 0)
    .map(
      ([action, n]) =>
        `${n} ${action === 'conflict' ? count(n, 'conflict').replace(/^\S+ /, '') : PAST[action][dry_run ? 0 : 1]}`,
    );
  const failed = (outcomes ?? []).filter(
    ({ status }) => status === 'failed' || status === 'skipped',
  );
  const tail = failed.length > 0 ? `; ${failed.length} failed or skipped` : '';
  return `${parts.length > 0 ? parts.join(', ') : 'The plan is empty: nothing to do'}${tail}.`;
}

/** Before and after applying. */
const PAST: Record<ChangeAction, readonly [string, string]> = {
  create: ['to create', 'created'],
  update: ['to update', 'updated'],
  extend: ['to extend', 'extended'],
  activate: ['to activate', 'activated'],
  adopt: ['to adopt', 'adopted'],
  unchanged: ['unchanged', 'unchanged'],
  drift: ['no longer in the plan', 'no longer in the plan'],
  conflict: ['conflicts', 'conflicts'],
};

const json = (value: unknown): string => JSON.stringify(value) ?? 'none';
