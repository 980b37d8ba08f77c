/** Dead letters as files. */
import type { ExportFormat } from '../commands/rejects/export.js';
import type { RejectDetails } from '../runtime/rejects/details.js';
import { visible, visibleJson } from '../visible.js';

const WRITERS: Readonly<Record<ExportFormat, (letters: readonly RejectDetails[]) => string>> = {
  ndjson: (letters) => letters.map((one) => `${visibleJson(one)}\n`).join(''),
  csv: (letters) =>
    [COLUMNS.join(','), ...letters.map(csvLine)].map((line) => `${line}\r\n`).join(''),
};

export function formatRejects(format: string, letters: readonly RejectDetails[]): string {
  return WRITERS[format as ExportFormat](letters);
}

const COLUMNS = [
  'id',
  'installation_id',
  'entity',
  'source_key',
  'key',
  'state',
  'status',
  'attempts',
  'first_seen_at',
  'last_seen_at',
  'run_id',
  'route',
  'redacted',
  'sealed',
  'not_replayable',
  'errors',
  'payload',
] as const satisfies (keyof RejectDetails)[];

const csvLine = (letter: RejectDetails): string =>
  COLUMNS.map((name) => csvCell(letter[name])).join(',');

function csvCell(value: unknown): string {
  if (value === null || value === undefined) return '';
  const text = typeof value === 'object' ? visibleJson(value) : visible(String(value));
  // A spreadsheet would take these for formulas.
  const safe = typeof value !== 'number' && /^[=+\-@]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
