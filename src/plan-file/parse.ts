import { type Segment, segments } from '../connector/path.js';
import type { ArgsOf, MessageCode } from '../messages/index.js';
import { Lines } from '../syntax/lines.js';
import { readJson } from './json.js';
import { findSpan, type PlacedNode, writtenAt } from './node.js';
import { type Problem, problem, type Reading } from './reading.js';
import type { ParsedPlanFile, PlanFormat } from './types.js';
import { readYaml } from './yaml.js';

/** In characters; no real plan is larger. */
export const MAX_SIZE = 128 * 1024 * 1024;

/** One mistake can cause many problems. */
const MAX_PROBLEMS = 100;

const READERS: Readonly<Record<PlanFormat, (text: string) => Reading>> = {
  yaml: readYaml,
  json: readJson,
};

/** The format of a plan file by its name; undefined for other files. */
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
    const rootNode = () => {
      root ??= reading.root();
      return root;
    };
    const wayTo = wayReader();
    return {
      plan: reading.value,
      problems: [],
      place: (path, ofKey = false) =>
        lines.range(...findSpan(rootNode(), wayTo(path), text, ofKey)),
      written: (path, ofKey = false) => writtenAt(rootNode(), wayTo(path), text, ofKey),
    };
  }
  const problems = reading.problems.slice(0, MAX_PROBLEMS).map(({ at, ...problem }) => ({
    ...problem,
    at: lines.range(...at),
  }));
  return {
    plan: undefined,
    problems,
    place: () => lines.range(0, 0),
    written: () => undefined,
  };
}

/** Reads the segments of paths, and keeps those of the last list: neighbouring paths often share it. */
function wayReader(): (path: string) => Segment[] {
  let list = '';
  let wayToList: Segment[] = [];
  return (path) => {
    const end = path.lastIndexOf('[');
    const index = path.slice(end + 1, -1);
    if (end < 0 || path.at(-1) !== ']' || !/^\d+$/.test(index)) return segments(path);
    const before = path.slice(0, end);
    if (before !== list) {
      list = before;
      wayToList = segments(before);
    }
    return [...wayToList, Number(index)];
  };
}

function read(text: string, format: PlanFormat): Reading {
  if (text.length > MAX_SIZE) return failed('file-too-large', { limit: '128 MiB' });
  if (text.trim() === '') return failed('file-empty', {});
  try {
    const reading = READERS[format](text);
    if (reading.problems !== undefined || reading.value !== null) return reading;
    return failed('no-plan', {});
  } catch (error) {
    // The parsers are recursive, so deep nesting can overflow the stack.
    if (error instanceof RangeError) return failed('too-deep', {});
    throw error;
  }
}

function failed<C extends MessageCode>(code: C, args: ArgsOf<C>): { problems: Problem[] } {
  return { problems: [problem([0, 0], code, args)] };
}
