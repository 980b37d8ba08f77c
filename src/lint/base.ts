/** The plan with the current configuration of the shop, which some rules compare with. */
import { existsSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import type { Config } from '../config/resolve.js';
import { SpmError } from '../errors.js';
import { sentenceOf } from '../messages/index.js';
import { planFormatOf } from '../plan-file/parse.js';
import { type ReadPlanFile, readPlanFile } from '../plan-file/read.js';

/** The absolute path of `lint.base`. */
export function baseOf({ dir, lint: { base } }: Config): string | undefined {
  return base === null ? undefined : resolve(dir, base);
}

/**
 * The plan in the file; undefined without a file.
 * @throws SpmError SPM_PLAN_INVALID when it cannot be read as a plan file
 */
export function readBase(file: string | undefined, cwd: string): unknown {
  if (file === undefined) return undefined;
  const { plan, problems } = read(file, cwd);
  const [first] = problems;
  if (first === undefined) return plan;
  const { line, column } = first.at;
  throw unusable(file, cwd, sentenceOf(first, '').message, `:${line}:${column}`);
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

function unusable(file: string, cwd: string, cause: unknown, place = ''): SpmError {
  return new SpmError('SPM_PLAN_INVALID', `The base plan ${relative(cwd, file)} cannot be read`, {
    cause,
    hint: 'Check --base, or lint.base in the configuration: `spm-connect pull` writes such a file.',
    details: { at: `${file}${place}` },
  });
}

/** @throws SpmError SPM_INVALID_VALUE if --base names a file that does not exist */
export function refuseMissingBase(file: string, cwd: string): void {
  if (existsSync(file)) return;
  throw new SpmError('SPM_INVALID_VALUE', `There is no base plan ${relative(cwd, file)}`, {
    cause: `${file} does not exist`,
    hint: 'Check --base: `spm-connect pull` writes such a file.',
  });
}
