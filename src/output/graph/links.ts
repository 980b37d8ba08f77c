/** The targets of the fields of each definition, in names. */
import type { PlanGraph, TargetKind } from '../../plan/graph-model.js';
import { nameOf, TARGET_NOTES } from './words.js';

export interface Link {
  /** Id of the node that it leads to. */
  to: string;
  name: string;
  field: string;
  note: string | undefined;
  /** Undefined for a definition of the plan. */
  kind: TargetKind | undefined;
  /** Whether it is part of a cycle or leads nowhere. */
  alarm: boolean;
}

/** By the id of the definition, then by its field. */
export function linksOf({
  definitions,
  targets,
  relationships,
}: PlanGraph): Map<string, Map<string, Link[]>> {
  const nodes = new Map<string, { name: string; kind?: TargetKind }>(
    [...definitions, ...targets].map((node) => [node.id, node]),
  );
  const links = new Map<string, Map<string, Link[]>>();
  for (const { from, field, to, target_field, cycle } of relationships) {
    const { name = '', kind } = nodes.get(to) ?? {};
    const fields = links.get(from) ?? new Map<string, Link[]>();
    links.set(from, fields);
    const link: Link = {
      to,
      name: nameOf(name),
      field: target_field,
      note: cycle === null ? kind && TARGET_NOTES[kind] : 'in a cycle',
      kind,
      alarm: cycle !== null || kind === 'unknown',
    };
    fields.set(field, [...(fields.get(field) ?? []), link]);
  }
  return links;
}
