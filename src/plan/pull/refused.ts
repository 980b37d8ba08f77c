/** Removes the parts of a pulled plan that lint rejects. */

import { segments } from '../../connector/path.js';
import { problemSentence } from '../../connector/problem.js';
import type {
  CustomDataDefinition,
  DataSourcePlan,
  EventDefinition,
  OrderStatusDefinition,
} from '../../connector/types.js';
import type {
  ShopDataSource,
  ShopDefinition,
  ShopEvent,
  ShopOrderStatus,
  ShopState,
} from '../diff/types.js';
import type { Finding } from '../rule.js';
import { type Note, type Pulled, quoted } from './notes.js';

export interface PulledParts {
  dataSources: Pulled<DataSourcePlan, ShopDataSource>;
  customData: Pulled<CustomDataDefinition, ShopDefinition>;
  events: Pulled<EventDefinition, ShopEvent>;
  orderStatuses: Pulled<OrderStatusDefinition, ShopOrderStatus>;
}

/** The shop without the parts that have errors, and a note about each. */
export function withoutRefused(
  shop: ShopState,
  parts: PulledParts,
  errors: readonly Finding[],
): { shop: ShopState; notes: Note[] } {
  const refused = new Map<Target, string>();
  for (const error of errors) {
    const target = targetOf(parts, error.path);
    if (target !== undefined && !refused.has(target))
      refused.set(target, problemSentence(error).message);
  }
  const stays = (one: Target) => !refused.has(one);
  const definitions = shop.definitions.filter(stays).map((row) => ({
    ...row,
    fields: row.fields.filter(stays),
    relationships: row.relationships.filter(stays),
  }));
  const { dataSources, events, orderStatuses } = shop;
  return {
    shop: {
      dataSources: dataSources.filter(stays),
      definitions,
      events: events.filter(stays),
      orderStatuses: orderStatuses.filter(stays),
    },
    notes: [...refused].map(([target, why]) => noteOf(target, why, shop)),
  };
}

type Target =
  | ShopDataSource
  | ShopDefinition
  | ShopDefinition['fields'][number]
  | ShopDefinition['relationships'][number]
  | ShopEvent
  | ShopOrderStatus;

/** The smallest part that can be left out: a field, a relationship, or the whole item. */
function targetOf(parts: PulledParts, path: string): Target | undefined {
  const [kind, index, part, inner] = segments(path);
  if (!Object.hasOwn(parts, String(kind)) || typeof index !== 'number') return undefined;
  const { rows } = parts[kind as keyof PulledParts];
  const row: Target | undefined = rows[index];
  if (kind !== 'customData' || typeof inner !== 'number') return row;
  const definition = parts.customData.items[index];
  const { fields, relationships } = parts.customData.rows[index] ?? {};
  if (part === 'fields') {
    const name = definition?.fields[inner]?.name;
    return fields?.find((field) => field.name === name);
  }
  if (part !== 'relationships') return row;
  const source = definition?.relationships?.[inner]?.sourceField;
  return relationships?.find(({ sourceField }) => sourceField === source);
}

function noteOf(target: Target, why: string, shop: ShopState): Note {
  const note = (path: string, what: string): Note => ({
    path,
    message: `${what} is left out: ${why}.`,
  });
  if ('codeName' in target) return note('events', `The event ${quoted(target.codeName)}`);
  if ('statusId' in target)
    return note('orderStatuses', `The status ${quoted(target.statusId)} in ${target.lang}`);
  if ('id' in target && 'fields' in target)
    return note('customData', `Definition ${target.id}, ${quoted(target.name)},`);
  if ('id' in target) return note('dataSources', `Source ${target.id}, ${quoted(target.label)},`);
  const parts = ({ fields, relationships }: ShopDefinition): unknown[] => [
    ...fields,
    ...relationships,
  ];
  const owner = quoted(shop.definitions.find((one) => parts(one).includes(target))?.name ?? '');
  return 'sourceField' in target
    ? note('customData', `The relationship of ${quoted(target.sourceField)} in ${owner}`)
    : note('customData', `The field ${quoted(target.name)} of ${owner}`);
}
