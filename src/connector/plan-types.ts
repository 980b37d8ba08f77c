/** The plan of a connector, which provisioning applies to a shop. */

export const FIELD_TYPES = [
  'bool',
  'text',
  'longtext',
  'number',
  'decimal',
  'list',
  'date',
  'datetime',
  'json',
  'geolocation',
] as const;

export type FieldType = (typeof FIELD_TYPES)[number];

export interface FieldDefinition {
  name: string;
  /** Shown in the dashboard. Default: the field's name. */
  label?: string;
  type: FieldType;
  required?: boolean;
  description?: string;
  default?: unknown;
  /** The values of a `list` field. */
  options?: readonly (string | number)[];
}

export interface Relationship {
  /** A field of this definition. */
  sourceField: string;
  targetSchemaType: 'system' | 'custom';
  /** A system schema (`contacts`, `products`), a definition's name in the plan, or a numeric id. */
  targetSchema: string;
  /** Default, chosen by the API: `id`, `id_contact` or `product_id`. */
  targetField?: string;
}

export interface CustomDataDefinition {
  name: string;
  description?: string;
  /** Composite key for upserts of records; must name declared fields. Without it every save inserts. */
  unique_keys?: readonly string[];
  fields: readonly FieldDefinition[];
  relationships?: readonly Relationship[];
}

export interface DataSourceDeclaration {
  label: string;
  /** `api` is the only type so far. */
  type: string;
  parent_id?: number;
  config?: Record<string, unknown>;
  /** Key of `config` that identifies the source after its label changes. Never sent to the API. */
  stableConfigKey?: string;
}

export interface DataSourcePlan {
  /** The connector's own key, used by `withSource(key)`. */
  key: string;
  decl: DataSourceDeclaration;
  /** Key of another source of the plan. */
  parentKey?: string;
}

export interface EventDefinition {
  code_name: string;
  name: Record<string, string>;
  properties?: Record<string, unknown>;
}

export interface OrderStatusDefinition {
  status_id: string;
  lang: string;
  name: string;
  is_deleted?: boolean;
  created_at?: string;
  updated_at?: string;
  id_data_source?: number;
}

export interface ProvisioningPlan {
  dataSources?: readonly DataSourcePlan[];
  customData?: readonly CustomDataDefinition[];
  events?: readonly EventDefinition[];
  orderStatuses?: readonly OrderStatusDefinition[];
}

/** Links a definition of `defineCustomData` to the type of its records. Never present at run time. */
export interface TypedDefinition<R> extends CustomDataDefinition {
  readonly __record?: R;
}
