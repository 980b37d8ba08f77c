import type { CustomDataDefinition } from '../../connector/types.js';
import { listed } from './conflict.js';
import type { ShopDefinition } from './types.js';

/** Warns of shop fields that reject records of the plan: an existing field never changes. */
export function fieldWarnings(def: CustomDataDefinition, row: ShopDefinition): string[] {
  const stored = new Map(row.fields.map((field) => [field.name, field]));
  return def.fields.flatMap(({ name, required = false, options = [] }) => {
    const there = stored.get(name);
    const refused = options.filter((option) => !(there?.options ?? options).includes(option));
    return [
      ...(there?.required && !required
        ? [`${name} is required on the shop, which rejects records without it`]
        : []),
      ...(refused.length > 0
        ? [
            `${name} cannot hold ${listed(refused)} on the shop, because its options cannot change after creation`,
          ]
        : []),
    ];
  });
}
