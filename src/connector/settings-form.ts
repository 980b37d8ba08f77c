/** The settings form of a merchant, and the settings it produces. */

/** A merchant's raw settings, a flat map from the platform. */
export type RawSettings = Record<string, unknown>;

/** A text, or one text per language: `{ fr: 'Magasin', en: 'Store' }`. */
export type LocalizedText = string | Record<string, string>;

export const CONFIG_FIELD_TYPES = [
  'text',
  'password',
  'textarea',
  'email',
  'url',
  'number',
  'select',
  'multiselect',
  'checkbox',
  'datetime',
] as const;

export type ConfigFieldType = (typeof CONFIG_FIELD_TYPES)[number];

export interface ConfigField {
  key: string;
  type: ConfigFieldType;
  label: LocalizedText;
  required?: boolean;
  help?: LocalizedText;
  default?: unknown;
  options?: { value: string | number; label: LocalizedText }[];
  owner?: 'merchant' | 'integrator';
  /** Stored as a secret and redacted in every log. */
  sensitive?: boolean;
  supports_variables?: boolean;
  remote?: {
    resource: string;
    label_field: string;
    value_field: string;
    description_field?: string;
  };
  minLength?: number;
  maxLength?: number;
  pattern?: string;
  min?: number;
  max?: number;
  step?: number;
}

export interface ConfigStep {
  key?: string;
  label: LocalizedText;
  description?: LocalizedText;
  fields: ConfigField[];
  depends_on?: string | string[];
  on_complete?: { action: 'test_connection' };
}

export interface ConfigGroup {
  key?: string;
  label: LocalizedText;
  fields: ConfigField[];
}

/** The form shown to the merchant. */
export interface ConfigSchema {
  steps?: ConfigStep[];
  fields?: ConfigField[];
  groups?: ConfigGroup[];
}
