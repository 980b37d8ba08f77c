import { dirname, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { problemText } from '../connector/problem.js';
import type { ProvisioningPlan } from '../connector/types.js';
import { SpmError } from '../errors.js';
import { sentenceOf } from '../messages/index.js';
import { viewPlan } from '../plan/view.js';
import type { Range } from '../syntax/range.js';
import { callerFile } from './caller.js';
import { markPlan } from './mark.js';
import { planFormatOf } from './parse.js';
import { type ReadPlanFile, readPlanFile } from './read.js';

/**
 * The plan in a `*.plan.yaml` or `*.plan.json` file, for a connector's `provisioning`. A relative path starts from the
 * calling module, or from the working directory if that is unknown.
 *
 * Throws SPM_PLAN_INVALID when the file cannot be read or a part has the wrong type, with each place as
 * `file:line:column`. Lint finds all other problems.
 */
export function loadPlan(file: string | URL): ProvisioningPlan {
  const path = pathOf(file);
  if (planFormatOf(path) === undefined)
    throw invalid(path, [': its name must end with .yaml, .yml or .json']);
  const read = readOrThrow(path);
  const problems = [...syntaxProblems(read), ...shapeProblems(read)];
  if (problems.length === 0) return markPlan(read.plan as ProvisioningPlan, path);
  throw invalid(
    path,
    problems.map(({ at, text }) => `:${at.line}:${at.column}: ${text}`),
  );
}

interface PlacedText {
  text: string;
  at: Range;
}

function syntaxProblems({ problems }: ReadPlanFile): PlacedText[] {
  return problems.map((problem) => ({ text: sentenceOf(problem, '').message, at: problem.at }));
}

function shapeProblems({ plan, place }: ReadPlanFile): PlacedText[] {
  return viewPlan(plan, '').problems.map((problem) => ({
    text: problemText(problem),
    at: place(problem.path),
  }));
}

function pathOf(file: string | URL): string {
  if (file instanceof URL || file.startsWith('file:')) return fileURLToPath(file);
  const caller = callerFile(loadPlan);
  return resolve(caller === undefined ? process.cwd() : dirname(caller), file);
}

function readOrThrow(path: string): ReadPlanFile {
  try {
    return readPlanFile(path);
  } catch (cause) {
    throw new SpmError('SPM_PLAN_INVALID', `The plan file ${shown(path)} cannot be read`, {
      cause,
      hint: 'Correct the path, which starts from the module that calls loadPlan.',
    });
  }
}

function invalid(path: string, problems: readonly string[]): SpmError {
  const file = shown(path);
  const lines = problems.map((problem) => `${file}${problem}`);
  return new SpmError(
    'SPM_PLAN_INVALID',
    `The plan file ${file} is not valid: ${lines.join('; ')}`,
    {
      hint: `Correct these problems; \`spm-connect lint ${file}\` shows each with its line.`,
      details: { problems: lines },
    },
  );
}

const shown = (path: string): string => relative(process.cwd(), path) || path;
