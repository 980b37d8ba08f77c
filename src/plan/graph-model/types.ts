/** A plan as a picture shows it: versioned data, which every format draws. */

export interface PlanGraph {
  version: 1;
  sources: GraphSource[];
  /** In the order of the plan. */
  definitions: GraphDefinition[];
  /** Targets of relationships outside the plan. */
  targets: GraphTarget[];
  relationships: GraphRelationship[];
  /** Definitions, by id, that all lead to each other: none of them can be created. */
  cycles: string[][];
  events: GraphEvent[];
  order_statuses: GraphOrderStatus[];
  /** Places of parts of the wrong type, which are not drawn completely. */
  unreadable: string[];
}

export interface GraphSource {
  key: string;
  label: string;
  type: string | null;
  /** Key of the source above it. */
  parent: string | null;
  /** Why it has no parent in the picture. */
  problem: 'unknown-parent' | 'own-ancestor' | null;
}

export interface GraphDefinition {
  /** Short and safe everywhere: `d1`, `d2`. */
  id: string;
  name: string;
  description: string | null;
  /** Counted from 1. Null when it is in a cycle or comes after one. */
  order: number | null;
  /** Position in `cycles`. */
  cycle: number | null;
  unique_keys: string[];
  fields: GraphField[];
}

export interface GraphField {
  name: string;
  /** Null for an undeclared field that a key or a relationship names. */
  type: string | null;
  required: boolean;
  /** Part of the unique key. */
  key: boolean;
  label: string | null;
  description: string | null;
  options: (string | number)[];
}

/**
 * `system`: a schema of the platform; `shop`: a definition that exists on the shop, by its numeric id; `unknown`:
 * not found.
 */
export type TargetKind = 'system' | 'shop' | 'unknown';

export interface GraphTarget {
  /** `t1`, `t2`. */
  id: string;
  kind: TargetKind;
  name: string;
  /** The fields that relationships lead to. */
  fields: string[];
}

export interface GraphRelationship {
  /** Id of the definition that refers. */
  from: string;
  field: string;
  /** Id of a definition or a target. */
  to: string;
  target_field: string;
  /** The index in `cycles` of the cycle that it belongs to. */
  cycle: number | null;
}

export interface GraphEvent {
  code_name: string;
  /** The name in the first language of the event. */
  name: string | null;
}

export interface GraphOrderStatus {
  status_id: string;
  /** The name in the first language of the status. */
  name: string;
  languages: string[];
}
