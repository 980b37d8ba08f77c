/**
 * The types of the authoring contract, by subject. Importers take all of them from here. The names are those of the
 * ShopiMind integration ecosystem, so an Integration written for another of its kits runs here unchanged. Types only.
 */
export type * from './contexts.js';
export type * from './integration-types.js';
export type * from './logging.js';
export type {
  FetchNumberedPage,
  FetchPage,
  NumberedOptions,
  Page,
  PaginateOptions,
} from './pages.js';
export type * from './plan-types.js';
export { FIELD_TYPES } from './plan-types.js';
export type * from './pushing.js';
export type { RecordKey } from './record-key.js';
export type * from './settings-form.js';
export { CONFIG_FIELD_TYPES } from './settings-form.js';
export type { CursorRow, StepCursor } from './step-cursor.js';
export type * from './steps.js';
