import type { Change, ChangeKind, Other, ShopState } from './types.js';

/** The items of the shop that no change names. Skips deleted definitions. */
export function othersOf(shop: ShopState, changes: readonly Change[]): Other[] {
  const ids = new Set(changes.flatMap((change) => idsOf(change)));
  // Order statuses have no id, and some servers give events none.
  const named = new Set(changes.map(({ kind, key }) => `${kind} ${key}`));
  return everything(shop).filter(({ kind, id, name }) =>
    id === null ? !named.has(`${kind} ${name}`) : !ids.has(`${kind} ${id}`),
  );
}

function idsOf({ kind, id, candidates = [] }: Change): string[] {
  return [id, ...candidates].filter((one) => one !== null).map((one) => `${kind} ${one}`);
}

function everything({ dataSources, definitions, events, orderStatuses }: ShopState): Other[] {
  const other = (kind: ChangeKind, id: number | null, name: string): Other => ({ kind, id, name });
  return [
    ...dataSources.map(({ id, label }) => other('dataSource', id, label)),
    ...definitions
      .filter(({ status }) => status !== 'deleted')
      .map(({ id, name }) => other('customData', id, name)),
    ...events.map(({ id, codeName }) => other('event', id, codeName)),
    ...orderStatuses.map(({ statusId, lang }) => other('orderStatus', null, `${statusId}/${lang}`)),
  ];
}
