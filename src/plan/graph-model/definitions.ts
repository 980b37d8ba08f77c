import { cyclicComponents } from '../components.js';
import type { DefinitionView, FieldView } from '../view.js';
import { type Graph, walk } from '../walk.js';
import type { GraphDefinition, GraphField } from './types.js';

/** When each definition can be created, and which ones can never be created. */
export interface Provisioning {
  /** Per definition, counted from 1. */
  orders: (number | null)[];
  /** Positions of definitions. */
  cycles: number[][];
  /** Per definition, its place in `cycles`. */
  cycleOf: (number | null)[];
}

export function provisioningOf(graph: Graph): Provisioning {
  const cycles = cyclicComponents(graph);
  const cycleOf: (number | null)[] = graph.map(() => null);
  for (const [cycle, nodes] of cycles.entries()) for (const node of nodes) cycleOf[node] = cycle;
  return { orders: ordersOf(graph, cycleOf), cycles, cycleOf };
}

function ordersOf(graph: Graph, cycleOf: readonly (number | null)[]): (number | null)[] {
  const orders: (number | null)[] = graph.map(() => null);
  let next = 1;
  for (const node of walk(graph, () => {})) {
    const free = cycleOf[node] === null && graph[node]?.every((target) => orders[target] !== null);
    if (free) orders[node] = next++;
  }
  return orders;
}

/** `named`: fields that relationships name, on either end. */
export function graphDefinition(
  { name, description, fields, fieldsByName, uniqueKeys }: DefinitionView,
  index: number,
  { orders, cycleOf }: Provisioning,
  named: Iterable<string>,
): GraphDefinition {
  const keys = [...(uniqueKeys?.values ?? [])];
  const missing = new Set([...keys, ...named].filter((field) => !fieldsByName.has(field)));
  return {
    id: definitionId(index),
    name,
    description: description ?? null,
    order: orders[index] ?? null,
    cycle: cycleOf[index] ?? null,
    unique_keys: keys,
    fields: [
      ...fields.map((field) => graphField(field, keys)),
      ...[...missing].map((field) => missingField(field, keys)),
    ],
  };
}

export const definitionId = (index: number): string => `d${index + 1}`;

function graphField(field: FieldView, keys: readonly string[]): GraphField {
  return {
    name: field.name,
    type: field.type,
    required: field.required,
    key: keys.includes(field.name),
    label: field.label ?? null,
    description: field.description ?? null,
    options: [...(field.options?.values ?? [])],
  };
}

function missingField(name: string, keys: readonly string[]): GraphField {
  return {
    name,
    type: null,
    required: false,
    key: keys.includes(name),
    label: null,
    description: null,
    options: [],
  };
}
