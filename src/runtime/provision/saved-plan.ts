/** A diff in a file, with fingerprints of its inputs: it is applied only while these are unchanged. */
import { createHash } from 'node:crypto';
import type { ProvisioningPlan } from '../../connector/types.js';
import { SpmError } from '../../errors.js';
import type { ProvisionDiff, RecordedIds, ShopState } from '../../plan/diff.js';
import { parseJson, SyntaxFault } from '../../syntax/data.js';

export const SAVED_PLAN_KIND = 'spm-connect/provision';
const VERSION = 1;

/** The inputs of a diff, and the shop that it is for. */
export interface DiffBasis {
  /** The slug of the connector. */
  connector: string;
  target: string;
  installationId: string;
  plan: ProvisioningPlan;
  shop: ShopState;
  recorded: RecordedIds;
}

/** A hash for each resource, by its readable name. */
export type Fingerprints = Record<string, string>;

export interface SavedPlan {
  kind: typeof SAVED_PLAN_KIND;
  version: typeof VERSION;
  /** ISO-8601 UTC. */
  created_at: string;
  connector: string;
  target: string;
  installation_id: string;
  fingerprints: { plan: Fingerprints; shop: Fingerprints; store: Fingerprints };
  diff: ProvisionDiff;
}

export function savedPlan(basis: DiffBasis, diff: ProvisionDiff, now: number): SavedPlan {
  return {
    kind: SAVED_PLAN_KIND,
    version: VERSION,
    created_at: new Date(now).toISOString(),
    connector: basis.connector,
    target: basis.target,
    installation_id: basis.installationId,
    fingerprints: {
      plan: planPrints(basis.plan),
      shop: shopPrints(basis.shop),
      store: storePrints(basis.recorded),
    },
    diff,
  };
}

/**
 * A saved plan from the text of its file. `name` is for messages.
 *
 * Throws SPM_SAVED_PLAN_INVALID and SPM_SAVED_PLAN_NEWER.
 */
export function parseSavedPlan(text: string, name: string): SavedPlan {
  const value = parse(text, name);
  if (!isRecord(value) || value.kind !== SAVED_PLAN_KIND)
    throw invalid(name, 'it is JSON, but was not written by --out');
  if (typeof value.version === 'number' && value.version > VERSION)
    throw new SpmError(
      'SPM_SAVED_PLAN_NEWER',
      `${name} was saved by a newer version of spm-connect`,
      {
        cause: `the file has version ${value.version}, but this version reads up to ${VERSION}`,
        hint: 'Update spm-connect, or save the plan again.',
      },
    );
  const broken = brokenPart(value);
  if (broken !== undefined) throw invalid(name, `${broken} is missing or invalid`);
  return value as unknown as SavedPlan;
}

/**
 * Throws SPM_SAVED_PLAN_STALE with the changes if anything changed since the plan was saved, and
 * SPM_SAVED_PLAN_INVALID if only the file was edited.
 */
export function requireCurrent(saved: SavedPlan, current: SavedPlan, name: string): void {
  const changed = changesSince(saved, current);
  if (changed.length > 0)
    throw new SpmError('SPM_SAVED_PLAN_STALE', `${name} is out of date`, {
      cause: told(changed),
      hint: 'Preview the current changes with --dry-run, and save them again with --out.',
      details: { changed },
    });
  if (canonical(saved.diff) !== canonical(current.diff))
    throw invalid(name, 'its diff does not match its plan and shop, so the file was edited');
}

function changesSince(saved: SavedPlan, current: SavedPlan): string[] {
  const simple = (['connector', 'target', 'installation_id'] as const).flatMap((name) =>
    saved[name] === current[name]
      ? []
      : [`${LABELS[name]}: ${saved[name]} then, ${current[name]} now`],
  );
  if (simple.length > 0) return simple;
  return (['plan', 'shop', 'store'] as const).flatMap((part) =>
    differences(saved.fingerprints[part], current.fingerprints[part]).map(
      (text) => `${LABELS[part]}: ${text}`,
    ),
  );
}

const LABELS = {
  connector: 'connector',
  target: 'target',
  installation_id: 'installation',
  plan: "connector's plan",
  shop: 'shop',
  store: 'store',
} as const;

const SHOWN = 5;

function told(changed: readonly string[]): string {
  const more = changed.length - SHOWN;
  return [...changed.slice(0, SHOWN), ...(more > 0 ? [`and ${more} more`] : [])].join('\n');
}

function differences(before: Fingerprints, after: Fingerprints): string[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names.flatMap((name) => {
    if (before[name] === after[name]) return [];
    if (before[name] === undefined) return [`${name} is new`];
    return [`${name} ${after[name] === undefined ? 'is gone' : 'changed'}`];
  });
}

// ---------------------------------------------------------------- fingerprints

function planPrints(plan: ProvisioningPlan): Fingerprints {
  return prints([
    ...(plan.dataSources ?? []).map((one) => [`data source ${one.key}`, one] as const),
    ...(plan.customData ?? []).map((one) => [`custom data ${one.name}`, one] as const),
    ...(plan.events ?? []).map((one) => [`event ${one.code_name}`, one] as const),
    ...(plan.orderStatuses ?? []).map(
      (one) => [`order status ${one.status_id}/${one.lang}`, one] as const,
    ),
  ]);
}

function shopPrints(shop: ShopState): Fingerprints {
  return prints([
    ...shop.dataSources.map((row) => [`data source ${row.label} (${row.id})`, row] as const),
    ...shop.definitions.map((row) => [`custom data ${row.name} (${row.id})`, row] as const),
    ...shop.events.map((row) => [`event ${row.codeName}`, row] as const),
    ...shop.orderStatuses.map((row) => [`order status ${row.statusId}/${row.lang}`, row] as const),
    ...Object.entries(shop.unreadable ?? {}).map(([kind]) => [`${kind}, unreadable,`, 1] as const),
  ]);
}

function storePrints({ sourceIds, defIds }: RecordedIds): Fingerprints {
  return prints([
    ...Object.entries(sourceIds).map(([key, id]) => [`id of data source ${key}`, id] as const),
    ...Object.entries(defIds).map(([name, id]) => [`id of custom data ${name}`, id] as const),
  ]);
}

/** If several resources have the same name, all are included. */
function prints(things: readonly (readonly [string, unknown])[]): Fingerprints {
  const found: Fingerprints = {};
  for (const [name, thing] of things) {
    const before = found[name];
    found[name] = hash(before === undefined ? thing : [before, thing]);
  }
  return found;
}

const hash = (value: unknown): string =>
  createHash('sha256').update(canonical(value)).digest('hex').slice(0, 16);

/** JSON that is equal for equal content, regardless of the order of keys. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    isRecord(inner) ? Object.fromEntries(Object.entries(inner).sort(byKey)) : inner,
  );
}

const byKey = ([a]: [string, unknown], [b]: [string, unknown]): number =>
  a < b ? -1 : a > b ? 1 : 0;

// ---------------------------------------------------------------- reading

function parse(text: string, name: string): unknown {
  try {
    return parseJson(text);
  } catch (error) {
    if (!(error instanceof SyntaxFault)) throw error;
    throw invalid(name, `it is not JSON: ${error.withPlace}`);
  }
}

function brokenPart(value: Record<string, unknown>): string | undefined {
  const texts = ['created_at', 'connector', 'target', 'installation_id'];
  const text = texts.find((name) => typeof value[name] !== 'string');
  if (text !== undefined) return text;
  if (value.version !== VERSION) return 'version';
  const { fingerprints, diff } = value;
  const part = ['plan', 'shop', 'store'].find(
    (name) => !isRecord(fingerprints) || !isRecord(fingerprints[name]),
  );
  if (part !== undefined) return `fingerprints.${part}`;
  return isRecord(diff) && Array.isArray(diff.changes) ? undefined : 'diff';
}

function invalid(name: string, cause: string): SpmError {
  return new SpmError('SPM_SAVED_PLAN_INVALID', `${name} is not a saved plan`, {
    cause,
    hint: 'Save a plan with `spm-connect provision --dry-run --out FILE`.',
  });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
