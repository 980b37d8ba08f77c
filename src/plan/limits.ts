/** Limits of the platform. Where its documentation is silent they are strict; the sandbox has the same. */

/** Characters of a name or a label. */
export const MAX_NAME_LENGTH = 255;
/** Characters of any other text. */
export const MAX_TEXT_LENGTH = 65_535;
/** Fields of a definition, and relationships of one. */
export const MAX_DEFINITION_FIELDS = 1000;
export const MAX_UNIQUE_KEYS = 16;
/** The maximum number of nested levels of objects and lists. */
export const MAX_JSON_DEPTH = 32;
/** A field becomes a column, beside the platform's own `id`. */
export const FIELD_NAME = /^(?!id$)[A-Za-z][A-Za-z0-9_]{0,63}$/i;
export const EVENT_CODE_NAME = /^[A-Za-z0-9_.-]{1,100}$/;
export const LANGUAGE = /^[a-z]{2}$/;
export const DATA_SOURCE_TYPES: readonly string[] = ['api'];
export const EVENT_PROPERTY_TYPES: readonly string[] = [
  'bool',
  'text',
  'longtext',
  'number',
  'decimal',
  'date',
  'json',
];
