import { segments } from '../connector/path.js';
import { readJson } from './json.js';
import { Lines } from './lines.js';
import { findSpan, type PlacedNode } from './node.js';
import type { Problem, Reading } from './reading.js';
import type { ParsedPlanFile, PlanFormat } from './types.js';
import { readYaml } from './yaml.js';

/** In characters. Larger plans are nobody's work. */
export const MAX_SIZE = 128 * 1024 * 1024;

/** One mistake can make many. */
const MAX_PROBLEMS = 100;

const READERS: Readonly<Record<PlanFormat, (text: string) => Reading>> = {
  yaml: readYaml,
  json: readJson,
};

/** The format of a file by its name; undefined when it is no plan file. */
export function planFormatOf(file: string): PlanFormat | undefined {
  if (/\.ya?ml$/i.test(file)) return 'yaml';
  return /\.json$/i.test(file) ? 'json' : undefined;
}

/** Reads the text of a plan file. Never throws; pure. */
export function parsePlanFile(text: string, format: PlanFormat): ParsedPlanFile {
  const lines = new Lines(text);
  const reading = read(text, format);
  if (reading.problems === undefined) {
    let root: PlacedNode | undefined;
    const place = (path: string, ofKey = false) => {
      root ??= reading.root();
      return lines.range(...findSpan(root, segments(path), text, ofKey));
    };
    return { plan: reading.value, problems: [], place };
  }
  const problems = reading.problems.slice(0, MAX_PROBLEMS).map(({ at, ...problem }) => ({
    ...problem,
    at: lines.range(...at),
  }));
  return { plan: undefined, problems, place: () => lines.range(0, 0) };
}

function read(text: string, format: PlanFormat): Reading {
  if (text.length > MAX_SIZE) return failed('the file is larger than 128 MiB');
  if (text.trim() === '') return failed('the file is empty', SHAPE);
  try {
    const reading = READERS[format](text);
    if (reading.problems !== undefined || reading.value !== null) return reading;
    return failed('the file holds no plan', SHAPE);
  } catch (error) {
    // The parsers call themselves for each level.
    if (error instanceof RangeError) return failed('its values are nested too deeply');
    throw error;
  }
}

const SHAPE = 'A plan has customData, dataSources, events or orderStatuses.';

function failed(message: string, hint?: string): { problems: Problem[] } {
  return { problems: [{ message, ...(hint !== undefined && { hint }), at: [0, 0] }] };
}
