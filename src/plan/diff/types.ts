/**
 * The difference between a plan and a shop, as versioned data: `provision --dry-run` prints it, and apply reads nothing
 * else. An id that is known after apply is null.
 */
import type {
  DataSourceDeclaration,
  EventDefinition,
  FieldDefinition,
  OrderStatusDefinition,
  Relationship,
} from '../../connector/types.js';

// ---------------------------------------------------------------- what the shop has

export interface ShopDataSource {
  id: number;
  label: string;
  type?: string;
  /** Whether it is the source that the shop had from the start. */
  isDefault?: boolean;
  /** Null if it has none; absent if the API did not return it. */
  config?: Record<string, unknown> | null;
  /** Null at the top; absent if the API did not return it. */
  parentId?: number | null;
}

/** A value is absent if the API did not return it. */
export interface ShopField {
  name: string;
  type?: string;
  label?: string;
  required?: boolean;
  description?: string;
  default?: unknown;
  options?: (string | number)[];
}

export interface ShopRelationship {
  sourceField: string;
  targetSchemaType?: string;
  targetSchema?: string;
  targetField?: string;
}

export interface ShopDefinition {
  id: number;
  name: string;
  description?: string;
  /** `active`, `inactive`, `creating`, `editing` or `deleted`; deleted rows stay listed. */
  status: string;
  fields: ShopField[];
  relationships: ShopRelationship[];
  /** Absent if the API did not return it. */
  uniqueKeys?: string[];
}

export interface ShopEvent {
  id: number | null;
  codeName: string;
  /** As the API gives it: a text or a map of languages. */
  name?: unknown;
  properties?: unknown;
}

export interface ShopOrderStatus {
  statusId: string;
  lang: string;
  name: string;
  isDeleted: boolean;
  createdAt?: string;
  idDataSource?: number | null;
}

/** The state of a shop, to compare a plan with. */
export interface ShopState {
  dataSources: readonly ShopDataSource[];
  definitions: readonly ShopDefinition[];
  events: readonly ShopEvent[];
  orderStatuses: readonly ShopOrderStatus[];
  /** Why a kind could not be read. */
  unreadable?: Partial<Record<ChangeKind, string>>;
}

/** The ids that earlier provisionings of this connector recorded. */
export interface RecordedIds {
  sourceIds: Readonly<Record<string, number>>;
  defIds: Readonly<Record<string, number>>;
}

// ---------------------------------------------------------------- what differs

export const CHANGE_KINDS = ['dataSource', 'customData', 'event', 'orderStatus'] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];

/**
 * `adopt`: on the shop as planned, but its id is not recorded yet. `drift`: recorded, but no longer in the plan.
 * `conflict`: provisioning cannot make the shop match the plan; one for each reason. These and `unchanged` write nothing.
 */
export const CHANGE_ACTIONS = [
  'create',
  'update',
  'extend',
  'activate',
  'adopt',
  'unchanged',
  'drift',
  'conflict',
] as const;
export type ChangeAction = (typeof CHANGE_ACTIONS)[number];

/** Why the shop cannot match the plan. */
export const CONFLICT_REASONS = [
  'field-type',
  'unique-keys',
  'relationship-target',
  'status',
  'renamed',
  'ambiguous',
  'missing-parent',
  'repeated',
  'unreadable',
] as const;
export type ConflictReason = (typeof CONFLICT_REASONS)[number];

export interface ValueChange {
  /** Dotted, such as `config.region` or `fields.points.type`. */
  path: string;
  from: unknown;
  /** Null: known after apply. */
  to: unknown;
}

interface ChangeBase {
  action: ChangeAction;
  /** Null until it exists. */
  id: number | null;
  changes?: ValueChange[];
  /** The reason of a conflict. */
  reason?: ConflictReason;
  /** For an ambiguity: the ids of all matches. */
  candidates?: number[];
  message?: string;
  hint?: string;
  /** Warnings; the change is applied nevertheless. */
  warnings?: string[];
  /** References (`kind:key`) of items that must exist first. */
  dependsOn?: string[];
}

/** The body to send. `parent_id` is null when the parent's id is known after apply. */
export type DataSourceBody = Partial<
  Omit<DataSourceDeclaration, 'parent_id' | 'stableConfigKey'>
> & {
  parent_id?: number | null;
};

export interface DataSourceChange extends ChangeBase {
  kind: 'dataSource';
  /** The connector's own key. */
  key: string;
  body?: DataSourceBody;
  parentKey?: string;
  /** Identifies the source; never sent. */
  stableConfigKey?: string;
}

export interface PlannedField extends FieldDefinition {
  label: string;
  required: boolean;
}

export interface PlannedRelationship extends Omit<Relationship, 'targetSchema'> {
  /** As the API takes it; null when the target's id is known after apply. */
  targetSchema: string | null;
  /** Name of the target in the plan. */
  target?: string;
}

/** The body to send: everything to create; only the missing parts to extend. */
export interface CustomDataBody {
  description?: string;
  unique_keys?: readonly string[];
  fields?: PlannedField[];
  relationships?: PlannedRelationship[];
}

export interface CustomDataChange extends ChangeBase {
  kind: 'customData';
  /** The definition's name. */
  key: string;
  body?: CustomDataBody;
}

export interface EventChange extends ChangeBase {
  kind: 'event';
  /** The event's code name. */
  key: string;
  body?: EventDefinition;
}

export interface OrderStatusChange extends ChangeBase {
  kind: 'orderStatus';
  /** `status_id/lang` */
  key: string;
  /** Timestamps that neither the plan nor the shop has are filled when it is applied. */
  body?: OrderStatusDefinition;
}

export type Change = DataSourceChange | CustomDataChange | EventChange | OrderStatusChange;

/** On the shop, but neither planned nor recorded by this connector. */
export interface Other {
  kind: ChangeKind;
  id: number | null;
  name: string;
}

export interface ProvisionDiff {
  version: 1;
  /** In the order to apply: kinds as in CHANGE_KINDS, dependencies first. */
  changes: Change[];
  summary: Record<ChangeAction, number>;
  /** Resources of the kinds that were read, in the order of the shop. */
  others: Other[];
}
