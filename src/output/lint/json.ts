import { visibleJson } from '../../visible.js';
import { SCHEMA_VERSION } from '../envelope.js';
import type { Format } from './format.js';

/** The report alone, without the envelope of `--json`. */
export const formatJson: Format = (report) =>
  `${visibleJson({ schemaVersion: SCHEMA_VERSION, ...report }, 2)}\n`;
