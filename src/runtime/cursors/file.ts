/** The file that cursors are exported to, backed up in, and imported from. */
import { z } from 'zod';
import { SpmError } from '../../errors.js';
import { parseJson, SyntaxFault } from '../../syntax/data.js';
import { iso } from '../iso.js';
import type { Cursor } from '../ports/records.js';
import { type CursorRecord, cursorRecord } from './row.js';

const FORMAT = 'spm-connect-cursors';
const VERSION = 1;
/** How many errors of a file are shown. */
const SHOWN = 5;

export interface CursorsFile {
  format: typeof FORMAT;
  version: typeof VERSION;
  exported_at: string;
  cursors: CursorRecord[];
}

const time = z.iso.datetime({ precision: 3 });
const count = z.int().min(0);

export const cursorRecordSchema: z.ZodType<CursorRecord> = z.strictObject({
  installation_id: z.string().min(1),
  entity: z.string().min(1),
  source_key: z.string(),
  last_synced_at: time.nullable(),
  last_status: z.enum(['ok', 'error']).nullable(),
  last_error: z.string().nullable(),
  items: count,
  consecutive_failures: count,
  not_before: time.nullable(),
  unmoved_runs: count,
  updated_at: time,
});

export const cursorsFileSchema: z.ZodType<CursorsFile> = z.strictObject({
  format: z.literal(FORMAT),
  version: z.literal(VERSION),
  exported_at: time,
  cursors: z.array(cursorRecordSchema),
});

export function cursorsFile(cursors: readonly Cursor[], now: number): CursorsFile {
  return {
    format: FORMAT,
    version: VERSION,
    exported_at: iso(now),
    cursors: cursors.map(cursorRecord),
  };
}

/**
 * Parses the text of a file; `name` is for messages, and `now` in milliseconds: no cursor may be later.
 * @throws SpmError SPM_CURSORS_INVALID, SPM_CURSORS_NEWER
 */
export function parseCursorsFile(text: string, name: string, now: number): CursorsFile {
  const value = readFile(text, name);
  const { format, version } = Object(value) as { format?: unknown; version?: unknown };
  if (format !== FORMAT)
    throw invalid(name, ['it is JSON, but was not written by `cursors export`']);
  if (typeof version === 'number' && version > VERSION) throw newer(name, version);
  const parsed = cursorsFileSchema.safeParse(value);
  if (!parsed.success) throw invalid(name, parsed.error.issues.map(issueLine));
  const { cursors } = parsed.data;
  if (cursors.length === 0) throw invalid(name, ['it has no cursors']);
  const faults = [...repeated(cursors), ...ahead(cursors, now)];
  if (faults.length > 0) throw invalid(name, faults);
  return parsed.data;
}

function readFile(text: string, name: string): unknown {
  try {
    return parseJson(text);
  } catch (error) {
    if (!(error instanceof SyntaxFault)) throw error;
    throw invalid(name, [`it is not JSON: ${error.withPlace}`]);
  }
}

/** The place, and what must be there: `cursors[0].items: expected a whole number, 0 or more`. */
function issueLine(issue: z.core.$ZodIssue): string {
  const place = issue.path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`));
  return `${place.join('').replace(/^\./, '') || 'the file'}: ${issueWords(issue)}`;
}

function issueWords(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'unrecognized_keys':
      return `it has unknown keys: ${issue.keys.join(', ')}`;
    case 'invalid_value':
      return `expected ${issue.values.map((value) => JSON.stringify(value)).join(' or ')}`;
    case 'invalid_format':
      return 'expected a time such as 2026-11-30T08:00:00.000Z';
    case 'too_small':
      return issue.origin === 'string'
        ? 'expected a text that is not empty'
        : 'expected a whole number, 0 or more';
    case 'invalid_type':
      return `expected ${TYPES[issue.expected] ?? 'another type of value'}`;
    default:
      return 'the value is not valid';
  }
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a whole number, 0 or more',
  int: 'a whole number, 0 or more',
  array: 'a list',
  object: 'an object',
};

function repeated(cursors: readonly CursorRecord[]): string[] {
  const known = new Set<string>();
  return cursors.flatMap((one) => {
    const key = JSON.stringify([one.installation_id, one.entity, one.source_key]);
    if (known.has(key)) return [`${nameOf(one)} is listed twice`];
    known.add(key);
    return [];
  });
}

/** A cursor in the future would skip all records until then. */
function ahead(cursors: readonly CursorRecord[], now: number): string[] {
  return cursors
    .filter(({ last_synced_at }) => last_synced_at !== null && Date.parse(last_synced_at) > now)
    .map(
      (one) =>
        `${nameOf(one)} is in the future, at ${one.last_synced_at}; the current time is ${iso(now)}`,
    );
}

const nameOf = ({ installation_id, entity, source_key }: CursorRecord): string =>
  `${source_key === '' ? entity : `${entity}/${source_key}`} of ${installation_id}`;

function invalid(name: string, reasons: readonly string[]): SpmError {
  const shown = reasons.slice(0, SHOWN);
  const more = reasons.length - SHOWN;
  return new SpmError('SPM_CURSORS_INVALID', `${name} is not a valid export of cursors`, {
    cause: [...shown, ...(more > 0 ? [`and ${more} more`] : [])].join('\n'),
    hint: 'Pass a file written by `spm-connect cursors export` or by a reset. Nothing was changed.',
  });
}

function newer(name: string, version: number): SpmError {
  return new SpmError(
    'SPM_CURSORS_NEWER',
    `${name} was written by a newer version of spm-connect`,
    {
      cause: `the file has version ${version}, but this version reads up to ${VERSION}`,
      hint: 'Update spm-connect. Nothing was changed.',
    },
  );
}
