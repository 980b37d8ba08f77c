/** The plan that a shop already has, which rules about extending compare with. */
import { relative, resolve } from 'node:path';
import type { Config } from '../config/resolve.js';
import { SpmError } from '../errors.js';
import { planFormatOf } from '../plan-file/parse.js';
import { type ReadPlanFile, readPlanFile } from '../plan-file/read.js';

/** Absolute path of the configuration's `lint.base`. */
export function baseOf({ dir, lint: { base } }: Config): string | undefined {
  return base === null ? undefined : resolve(dir, base);
}

/**
 * What the file holds; undefined without a file.
 * @throws SpmError SPM_INVALID_VALUE when it cannot be read as a plan file
 */
export function readBase(file: string | undefined, cwd: string): unknown {
  if (file === undefined) return undefined;
  const { plan, problems } = read(file, cwd);
  const [first] = problems;
  if (first === undefined) return plan;
  throw unusable(file, cwd, `${first.message} (at ${first.at.line}:${first.at.column})`);
}

function read(file: string, cwd: string): ReadPlanFile {
  if (planFormatOf(file) === undefined)
    throw unusable(file, cwd, 'the name of a plan file ends with .yaml, .yml or .json');
  try {
    return readPlanFile(file);
  } catch (cause) {
    throw unusable(file, cwd, cause);
  }
}

function unusable(file: string, cwd: string, cause: unknown): SpmError {
  return new SpmError('SPM_INVALID_VALUE', `The base plan ${relative(cwd, file)} cannot be read`, {
    cause,
    hint: 'Check --base, or lint.base in the configuration: `spm-connect pull` writes such a file.',
  });
}
