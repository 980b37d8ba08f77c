/** The parts that the data of a seeded shop shares: random choices, the calendar, and writing through the API. */

import { type Catalog, type CatalogResource, openCatalog } from '../catalog.js';
import type { Item } from '../fields.js';
import type { Sandbox } from '../sandbox.js';
import type { Random } from './random.js';

/** The fixed current day of seeded shops. */
export const SEED_NOW = Date.UTC(2026, 0, 1, 12);
const DAY = 86_400_000;

export interface Shop {
  /** A sandbox whose clock stands at SEED_NOW. */
  sandbox: Sandbox;
  random: Random;
  /** Writes through the checks of the API's own routes. Returns the written items. */
  save<T extends Item>(resource: CatalogResource, items: readonly T[]): T[];
}

export function openShop(sandbox: Sandbox, random: Random): Shop {
  const open = new Map<string, Catalog>();
  const catalogOf = (resource: CatalogResource): Catalog => {
    const catalog = open.get(resource.name) ?? openCatalog(sandbox, resource);
    open.set(resource.name, catalog);
    return catalog;
  };
  return {
    sandbox,
    random,
    save(resource, items) {
      const catalog = catalogOf(resource);
      for (const item of items) {
        valid(resource.name, item, (given, errors) => catalog.save(given, errors));
      }
      return [...items];
    },
  };
}

/** Runs a check of the API on seeded data. Throws for any error, because the seed is then wrong. */
export function valid<T extends Item>(
  what: string,
  item: T,
  check: (item: Item, errors: string[]) => void,
): T {
  const errors: string[] = [];
  check(item, errors);
  if (errors.length > 0) throw new Error(`Seeded ${what} are invalid: ${errors.join('; ')}.`);
  return item;
}

/** A time `days` before SEED_NOW. */
export const daysAgo = (days: number): string => new Date(SEED_NOW - days * DAY).toISOString();

/** Maps the numbers from 1 to `count`. */
export const times = <T>(count: number, make: (n: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => make(i + 1));

/** Money is counted in cents and written in whole units. */
export const units = (cents: number): number => Math.round(cents) / 100;
export const netPrice = (cents: number): number => units(cents / 1.2);
