/** Saved plans as files. */
import { resolve } from 'node:path';
import { SpmError } from '../../errors.js';
import type { SavedPlan } from '../../runtime/provision/saved-plan.js';
import { withoutBom } from '../../syntax/bom.js';
import type { Invocation, Report } from '../types.js';

/** The saved plan of --plan, if given. @throws SpmError SPM_SAVED_PLAN_INVALID, SPM_SAVED_PLAN_NEWER */
export async function readSavedPlan({ options, cwd }: Invocation): Promise<SavedPlan | undefined> {
  if (options.plan === undefined) return undefined;
  const name = String(options.plan);
  const { parseSavedPlan } = await import('../../runtime/provision/saved-plan.js');
  return parseSavedPlan(await textOf(resolve(cwd, name), name), name);
}

async function textOf(path: string, name: string): Promise<string> {
  const { readFile } = await import('node:fs/promises');
  try {
    return withoutBom(await readFile(path, 'utf8'));
  } catch (cause) {
    throw new SpmError('SPM_SAVED_PLAN_INVALID', `${name} cannot be read`, {
      cause,
      hint: 'Pass a file written by `spm-connect provision --dry-run --out FILE`.',
    });
  }
}

/** The file of --out, as part of a report. */
export function savedFile(
  { options, cwd }: Invocation,
  content: () => SavedPlan,
): Pick<Report, 'files'> {
  if (options.out === undefined) return {};
  const path = resolve(cwd, String(options.out));
  // Whoever can edit this file controls the changes of `--plan`.
  return { files: [{ path, format: 'saved-plan', content: content(), isPrivate: true }] };
}
