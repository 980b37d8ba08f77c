/** Faults to build into the engine, or into what it stands on: the simulation must notice each. */
export interface Mutant {
  name: string;
  file: string;
  /** Stands in the file exactly once. */
  find: string;
  replace: string;
  /** More changes of the same file. */
  also?: readonly { find: string; replace: string }[];
}

export const MUTANTS: readonly Mutant[] = [
  {
    name: 'the position is the highest that was acknowledged',
    file: 'src/runtime/sync/settle/prefix.ts',
    find: 'const end = this.slots.findIndex(({ settled }) => !settled);',
    replace: 'const end = this.slots.map(({ settled }) => settled).lastIndexOf(true) + 1;',
  },
  {
    name: 'fingerprints are written before the acknowledgement',
    file: 'test/helpers/memoryStore.ts',
    find: 'known.set(name, { ...record, sentHash: hash, sentAt: now });',
    replace: 'known.set(name, { ...record, hash, ackedAt: now, sentHash: null, sentAt: null });',
  },
  {
    name: 'nothing is noted of what is about to be sent',
    file: 'test/helpers/memoryStore.ts',
    find: 'known.set(name, { ...record, sentHash: hash, sentAt: now });',
    replace: 'known.set(name, { ...record, hash: before.hash, sentHash: null, sentAt: null });',
  },
  {
    name: 'a second note of what is about to be sent hides the first',
    file: 'test/helpers/memoryStore.ts',
    find: 'const same = before.hash === hash ? hash : null;',
    replace: 'const same = before.hash;',
  },
  {
    name: 'rejects are written some time after what settles them',
    file: 'src/runtime/sync/step/session.ts',
    find: 'await this.commit(letters);',
    replace: 'void this.parts.clock.sleep(40).then(() => this.commit(letters)).catch(() => {});',
  },
  {
    name: 'a window begins after the cursor instead of at it',
    file: 'src/runtime/sync/step/window/window.ts',
    find: ': lastSyncedAt.getTime() - overlapSeconds * SECOND;',
    replace: ': lastSyncedAt.getTime() - overlapSeconds * SECOND + 1;',
  },
  {
    name: 'the position is a time without an id',
    file: 'test/simulation/partner.ts',
    find: 'compare([row.updatedAt, row.id], after) > 0',
    replace: 'row.updatedAt > after[0]',
  },
  {
    name: 'the position is an offset',
    file: 'test/simulation/connector.ts',
    find: 'function positionOf({ updatedAt, id }: Row): Position {\n  return [updatedAt, id];',
    replace:
      'const OFFSETS = new Map<string, number>();\nfunction positionOf({ id }: Row): Position {\n  return OFFSETS.get(id) ?? 0;',
    also: [
      {
        find: 'let after = kind.position ? (resume as [number, string] | null) : null;',
        replace: `let offset = kind.position ? Number(resume ?? 0) : 0;
  const before = partner.page(bounds, null, 99, (row) => owns(row, sourceKey))[offset - 1];
  let after: [number, string] | null = before ? [before.updatedAt, before.id] : null;`,
      },
      {
        find: 'yield* page;',
        replace:
          'for (const row of page) {\n      OFFSETS.set(row.id, ++offset);\n      yield row;\n    }',
      },
    ],
  },
  {
    name: 'the fence is not checked',
    file: 'test/helpers/memoryStore.ts',
    find: '      if (this.held(lease)) return body();',
    replace: '      if (lease) return body();',
  },
  {
    name: 'requests that hold the same record are not kept apart',
    file: 'src/runtime/sync/push/record-order.ts',
    find: 'const ready = Promise.all(names === null ? [...this.open] : this.before(names));',
    replace: 'const ready = Promise.resolve(names === null ? [...this.open] : this.before(names));',
  },
  {
    name: 'overlapping pushes send stale versions',
    file: 'src/runtime/sync/push/record-order.ts',
    find: 'if ((this.newest.get(record) ?? -1) > push) return false;',
    replace: '',
  },
  {
    name: 'a version does not wait for one that may still arrive',
    file: 'src/runtime/sync/select/known-records.ts',
    find: 'await clock.sleep(wait, signal);',
    replace: '',
  },
  {
    name: 'a deletion that may still arrive is forgotten',
    file: 'test/helpers/memoryStore.ts',
    find: "Object.assign(record, { hash: null, sentHash: 'deleted', sentAt: now })",
    replace: 'Object.assign(record, { hash: null })',
  },
  {
    name: 'a deletion that was answered cannot arrive any more',
    file: 'src/runtime/sync/deletes/deletes.ts',
    find: 'store.fenced.markGone(lease.current(), key, keys, clock.now());',
    replace: 'store.fenced.forget(lease.current(), key, keys);',
  },
  {
    name: 'a version does not wait for one of the same run that may still arrive',
    file: 'src/runtime/sync/step/session.ts',
    find: 'this.order.suspect(entry, until);',
    replace: '',
  },
  {
    name: 'nothing is noted of what a replay is about to send',
    file: 'src/runtime/replay/replay.ts',
    find: 'ticket.beforeRequest = () => this.noteSending(records);',
    replace: '',
  },
  {
    name: 'a letter ends whatever its replay came to',
    file: 'src/runtime/replay/replay.ts',
    find: 'await this.end(good);',
    replace: 'await this.end(letters);',
  },
  {
    name: 'a resumed window ends when the run began',
    file: 'src/runtime/sync/step/window/open-window.ts',
    find: 'return { window: open, resumed: true, stored: true };',
    replace: 'return { window: { ...open, until: env.startedAt }, resumed: true, stored: true };',
  },
  {
    name: 'the cursor passes what was asked to be left out',
    file: 'src/runtime/sync/commit/outcome.ts',
    find: 'if (since === null || since <= due) return null;',
    replace: 'if (since !== undefined) return null;',
  },
  {
    name: 'the cursor passes what was asked to be left out of the overlap',
    file: 'src/runtime/sync/commit/outcome.ts',
    find: 'backfillStart : cursor - overlapMs;',
    replace: 'backfillStart : cursor;',
  },
  {
    name: 'rejects do not hold the cursor',
    file: 'src/runtime/sync/commit/tolerance.ts',
    find: 'return policy === true;',
    replace: 'return policy !== undefined;',
  },
  {
    name: 'a failed push does not hold the cursor',
    file: 'src/runtime/sync/push/pusher.ts',
    find: '    if (this.failure) {\n      const left',
    replace: '    if (this.failure && this.parts === null) {\n      const left',
  },
];
