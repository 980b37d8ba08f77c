/**
 * Faults that are built into the engine or its surroundings. The simulation must detect each one. A fault replaces one
 * function by name; types guarantee that the function exists.
 */
import type { Position } from '../../src/connector/types.ts';
import { InDoubt } from '../../src/runtime/sync/ledger/in-doubt/in-doubt.ts';
import type { Row } from './partner.ts';

interface Replacement {
  /** The path from the root of the project. */
  file: string;
  /** An exported function, or `Class.method`. */
  target: string;
  /** Receives the original; a method is bound to its object. */
  replace: (real: never) => unknown;
}

export interface Mutant {
  /** What the fault breaks. */
  name: string;
  replacements: readonly Replacement[];
}

type Functions<M> = {
  [N in keyof M]: M[N] extends (...args: never[]) => unknown ? M[N] : never;
};

/** Makes replacements of the functions of one module. */
const inModule =
  <M>(file: string) =>
  <N extends keyof M & string>(
    target: N,
    replace: (real: Functions<M>[N]) => Functions<M>[N],
  ): Replacement => ({ file, target, replace });

/** Makes replacements of the methods of one class. */
const inClass =
  <C>(file: string, name: string) =>
  <N extends keyof C & string>(
    method: N,
    replace: (real: Functions<C>[N]) => Functions<C>[N],
  ): Replacement => ({ file, target: `${name}.${method}`, replace });

const SYNC = 'src/runtime/sync';
const record = inModule<typeof import('../../src/runtime/sync/ledger/record.ts')>(
  `${SYNC}/ledger/record.ts`,
);
const inDoubt = inClass<import('../../src/runtime/sync/ledger/in-doubt/in-doubt.ts').InDoubt>(
  `${SYNC}/ledger/in-doubt/in-doubt.ts`,
  'InDoubt',
);
const order = inClass<import('../../src/runtime/sync/push/record-order.ts').RecordOrder>(
  `${SYNC}/push/record-order.ts`,
  'RecordOrder',
);
const environment = inModule<typeof import('../../src/runtime/sync/open-environment.ts')>(
  `${SYNC}/open-environment.ts`,
);
const again = inModule<typeof import('../../src/runtime/sync/step/window/again.ts')>(
  `${SYNC}/step/window/again.ts`,
);
const readAgain = inModule<typeof import('../../src/runtime/sync/step/read-again.ts')>(
  `${SYNC}/step/read-again.ts`,
);
const pushes = inModule<typeof import('../../src/runtime/sync/push/pushes.ts')>(
  `${SYNC}/push/pushes.ts`,
);
const sender = inModule<typeof import('../../src/runtime/sync/push/sender.ts')>(
  `${SYNC}/push/sender.ts`,
);
const settle = inModule<typeof import('../../src/runtime/sync/settle/settle.ts')>(
  `${SYNC}/settle/settle.ts`,
);
const outcome = inModule<typeof import('../../src/runtime/sync/commit/outcome.ts')>(
  `${SYNC}/commit/outcome.ts`,
);
const tolerance = inModule<typeof import('../../src/runtime/sync/commit/tolerance.ts')>(
  `${SYNC}/commit/tolerance.ts`,
);
const judge = inModule<typeof import('../../src/runtime/sync/step/judge.ts')>(
  `${SYNC}/step/judge.ts`,
);
const windows = inModule<typeof import('../../src/runtime/sync/step/window/window.ts')>(
  `${SYNC}/step/window/window.ts`,
);
const openWindow = inModule<typeof import('../../src/runtime/sync/step/window/open-window.ts')>(
  `${SYNC}/step/window/open-window.ts`,
);
const replay = inModule<typeof import('../../src/runtime/replay/step.ts')>(
  'src/runtime/replay/step.ts',
);
const fence = inModule<typeof import('../../src/runtime/lease/fence.ts')>(
  'src/runtime/lease/fence.ts',
);
const sendOrder = inModule<typeof import('../../src/runtime/sync/push/record-order.ts')>(
  `${SYNC}/push/record-order.ts`,
);
const seen = inClass<import('../../src/connector/seen.ts').Seen>('src/connector/seen.ts', 'Seen');
const bulkStep = inModule<typeof import('../../src/runtime/sync/step/bulk-step.ts')>(
  `${SYNC}/step/bulk-step.ts`,
);
const dated = inModule<typeof import('../../src/runtime/sync/step/window/dated.ts')>(
  `${SYNC}/step/window/dated.ts`,
);
const connector = inModule<typeof import('./connector.ts')>('test/simulation/connector.ts');
const partner = inModule<typeof import('./partner.ts')>('test/simulation/partner.ts');

const mutant = (name: string, ...replacements: Replacement[]): Mutant => ({ name, replacements });

/** The number of rows of a window up to a row. */
const OFFSETS = new Map<string, number>();

export const MUTANTS: readonly Mutant[] = [
  mutant(
    'the position is the highest that was acknowledged',
    pushes('settledPrefix', () => (settled) => settled.lastIndexOf(true) + 1),
  ),
  mutant(
    'fingerprints are written before the acknowledgement',
    record('sent', () => (known, hash, now) => ({
      ...known,
      ...{ hash, ackedAt: now, sentHash: null, sentAt: null, absent: false },
    })),
  ),
  mutant(
    'versions are not recorded before they are sent',
    record('sent', () => (known) => ({ ...known, absent: false })),
  ),
  mutant(
    'recording a second version hides the first',
    record('sent', (real) => (known, hash, now) => ({
      ...real(known, hash, now),
      hash: known.hash,
    })),
  ),
  mutant(
    'rejects are written some time after their item is settled',
    settle('recordLetters', (real) => async (parts, settlement) => {
      // biome-ignore lint/complexity/useLiteralKeys: its clock is nobody else's business.
      const { clock } = parts.commits['parts'];
      const late = clock.sleep(40).then(() => real(parts, settlement));
      late.catch(() => {});
    }),
  ),
  mutant(
    'a window begins after the cursor instead of at it',
    windows('computeWindow', (real) => (cursor, options) => {
      const window = real(cursor, options);
      const isFull = options.full || cursor === null;
      return isFull ? window : { ...window, since: new Date(window.since.getTime() + 1) };
    }),
  ),
  mutant(
    'the position is a time without an id',
    partner(
      'isBehind',
      () =>
        (row, [time]) =>
          row.updatedAt > time,
    ),
  ),
  mutant(
    'the position is an offset',
    connector(
      'positionOf',
      () =>
        ({ id }: Row): Position =>
          OFFSETS.get(id) ?? 0,
    ),
    connector('placeOf', () => (position, from, bounds) => {
      const rows = from.page(bounds, null, 99, () => true);
      rows.forEach(({ id }, index) => {
        OFFSETS.set(id, index + 1);
      });
      const before = rows[Number(position ?? 0) - 1];
      return before ? [before.updatedAt, before.id] : null;
    }),
  ),
  mutant(
    'the fence is not checked',
    fence('isHeld', () => (row) => row !== null),
  ),
  mutant(
    'requests that hold the same record are not kept apart',
    order('enter', (real) => (names) => {
      const hold = real(names);
      return names === null ? hold : { ...hold, ready: Promise.resolve() };
    }),
  ),
  mutant(
    'the first of two records with one key wins',
    sendOrder('lastVersions', () => (entries) => {
      const firsts = new Map(entries.map((entry) => [entry.key, entry] as const).reverse());
      return entries.filter((entry) => entry.key === null || firsts.get(entry.key) === entry);
    }),
  ),
  mutant(
    'duplicate keys are not counted',
    seen('add', (real) => (text) => real(text) || true),
  ),
  mutant(
    'a snapshot is read by the dates of its rows',
    connector('boundsOf', (real) => (kind, window) => real({ ...kind, snapshot: false }, window)),
    bulkStep('readsSnapshot', () => () => false),
  ),
  mutant(
    'a snapshot gets a window that starts at the cursor',
    openWindow('chooseWindow', (real) => async (env, step, key, cursor, logger) => {
      const chosen = await real(env, step, key, cursor, logger);
      const isSnapshot = chosen.window.since === null && chosen.window.generation === null;
      if (!isSnapshot || cursor === null) return chosen;
      return { ...chosen, window: { ...chosen.window, since: cursor.lastSyncedAt } };
    }),
    dated('datedWindow', (real) => (running) => {
      const { since, until } = running.chosen.window;
      return since === null ? real(running) : { since: new Date(since), until: new Date(until) };
    }),
  ),
  mutant(
    'a snapshot skips rows dated in the future',
    dated('datedWindow', () => ({ handedUntil }) => ({
      since: null,
      until: new Date(handedUntil),
    })),
  ),
  mutant(
    'overlapping pushes send stale versions',
    order('claim', () => () => true),
  ),
  mutant(
    'no window is read again when another version may still arrive',
    record('inDoubtUntil', () => () => 0),
  ),
  mutant(
    'a version keeps its fingerprint although another may arrive after it',
    record(
      'settled',
      (real) => (known, before, answered, now) =>
        real(known, before, { ...answered, overtaken: false }, now),
    ),
  ),
  mutant(
    'no window reaches back to the window to read again',
    again('startToReadAgain', () => (since) => since),
  ),
  mutant(
    'any clean window counts as the window to read again',
    again('covers', () => () => true),
  ),
  mutant(
    'a version sent again over one in doubt is not sent once more',
    readAgain(
      'leftToReadAgain',
      (real) => (running) => (real(running) === undefined ? undefined : null),
    ),
  ),
  mutant(
    'a deletion that may still arrive is forgotten',
    record('deleting', () => (known) => ({ ...known, hash: null })),
  ),
  mutant(
    'a deletion that was tried twice cannot arrive any more',
    record('gone', (real) => (known, now) => real(known, now, false)),
  ),
  mutant(
    'a request that ended without an answer is forgotten once its run has ended',
    environment('openEnvironment', (real) => async (...given) => ({
      ...(await real(...given)),
      inDoubt: new InDoubt(),
    })),
  ),
  mutant(
    'a request of a run that ended without an answer is forgotten',
    inDoubt('note', () => () => []),
  ),
  mutant(
    'a replay does not record versions before it sends them',
    replay('noteSending', () => async () => {}),
  ),
  mutant(
    'a letter ends with any outcome of its replay',
    replay('acknowledgedOf', () => (letters) => [...letters]),
  ),
  mutant(
    'a resumed window ends at the start of the run',
    openWindow('chooseWindow', (real) => async (env, ...more) => {
      const chosen = await real(env, ...more);
      if (!chosen.resumed) return chosen;
      return { ...chosen, window: { ...chosen.window, until: env.startedAt } };
    }),
  ),
  mutant(
    'the cursor passes a gap left by explicit bounds',
    outcome('unreadBefore', () => () => null),
  ),
  mutant(
    'the cursor passes a part of the overlap left by explicit bounds',
    outcome('unreadBefore', (real) => (facts) => real({ ...facts, overlapMs: 0 })),
  ),
  mutant(
    'rejects do not hold the cursor',
    tolerance('rejectsTolerated', () => () => true),
  ),
  mutant(
    'a failed push does not hold the cursor',
    sender('resultOf', (real) => (call, items) => real({ ...call, failure: undefined }, items)),
  ),
  mutant(
    'a step that read on after an error keeps its checkpoint',
    judge('readOn', () => () => false),
  ),
];
