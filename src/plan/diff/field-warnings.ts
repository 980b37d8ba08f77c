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
        ? [`${name} is required on the shop: records without it are refused there`]
        : []),
      ...(refused.length > 0
        ? [
            `${name} takes no ${listed(refused)} on the shop, where its options were fixed when it was made`,
          ]
        : []),
    ];
  });
}
