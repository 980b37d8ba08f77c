/** The checks of a simulation. Each returns the violations, one per line. */

import type { SyncReport } from '../../src/runtime/sync/report.ts';
import { fingerprintOf } from '../../src/runtime/sync/select/fingerprint.ts';
import type { MemoryData } from '../helpers/memoryStore.ts';
import type { Api } from './api.ts';
import { repeatsName, type StepKind } from './connector.ts';
import type { Partner, Row } from './partner.ts';

export const PROVISIONED = { sourceIds: {}, defIds: {} };
const SCOPE = JSON.stringify(PROVISIONED);

export interface Judged {
  kind: StepKind;
  partner: Partner;
  api: Api;
  data: MemoryData;
}

/** At the end, when everything has arrived. */
export function judge(world: Judged): string[] {
  const { kind, partner, api } = world;
  const gone = kind.trackDeletes ? [...partner.deleted] : [];
  return [
    ...api.problems,
    ...[...partner.rows.values()].flatMap((row) => judgeRow(world, row)),
    ...judgeFingerprints(world),
    ...gone
      .filter((id) => api.items.has(id))
      .map((id) => `${id} was deleted and the API still has it`),
  ];
}

/** The API or an open dead letter has the latest version of the row. */
function judgeRow({ api, data }: Judged, row: Row): string[] {
  const there = api.items.get(row.id);
  if (there?.content === row.content && there.bad === row.bad) return [];
  const hasLetter = data.rejects.some(({ state, payload }) => {
    const { id, content } = payload as Row;
    return state === 'open' && id === row.id && content === row.content;
  });
  if (hasLetter) return [];
  return [`${row.id}: the partner has ${JSON.stringify(row)}, the API ${JSON.stringify(there)}`];
}

/** Each stored fingerprint matches the record at the API. */
function judgeFingerprints({ api, data }: Judged): string[] {
  const known = [...data.records.values()].flatMap((records) => [...records]);
  return known.flatMap(([id, { hash }]) => {
    const there = api.items.get(id);
    if (hash === null || (there && fingerprintOf(there, SCOPE) === hash)) return [];
    return [`${id}: the stored hash differs; the API has ${JSON.stringify(there)}`];
  });
}

/** After a run. */
export function judgeReport(
  { steps }: SyncReport,
  { tolerateRejects, ownKey, dated }: StepKind,
  repeats: ReadonlyMap<string, number>,
): string[] {
  return steps.flatMap(({ status, counts, entity, source_key, duplicates, outside }) => {
    if (status !== 'ok') return [];
    const { read, acknowledged, unchanged, skipped, rejected } = counts;
    const addsUp = read === acknowledged + unchanged + skipped + rejected;
    const repeated = ownKey ? (repeats.get(repeatsName(entity, source_key)) ?? 0) : 0;
    // With explicit bounds, repeated rows may be outside them.
    const isCounted = (dated && outside > 0) || duplicates.count === repeated;
    return [
      ...(isCounted ? [] : [`${repeated} ids were repeated, and ${duplicates.count} were counted`]),
      ...(addsUp ? [] : [`the counts do not add up: ${JSON.stringify(counts)}`]),
      ...(rejected === 0 || tolerateRejects
        ? []
        : [`the cursor passed ${rejected} rejects that the step does not tolerate`]),
    ];
  });
}
