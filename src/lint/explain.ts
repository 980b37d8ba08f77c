/** Explains a rule, with its examples, which are files of the package. */

import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { SpmError } from '../errors.js';
import { nearest } from '../nearest.js';
import { PACKAGE_FOLDER } from '../own-files.js';
import { type RuleInfo, ruleCatalog } from './catalog.js';

const EXAMPLES = fileURLToPath(new URL('docs/lint', PACKAGE_FOLDER));

export interface RuleExample {
  /** `base` is the plan with the current configuration of the shop, for rules that compare with it. */
  kind: 'bad' | 'base' | 'good';
  /** Name of the file, such as `bad.plan.yaml`. */
  file: string;
  text: string;
}

export interface RuleExplanation extends RuleInfo {
  /** The bad one first. */
  examples: RuleExample[];
}

/** @throws SpmError SPM_UNKNOWN_RULE */
export async function explainRule(id: string): Promise<RuleExplanation> {
  const rules = ruleCatalog();
  const rule = rules.find((candidate) => candidate.id === id);
  if (rule === undefined)
    throw unknownRule(
      id,
      rules.map((candidate) => candidate.id),
    );
  return { ...rule, examples: await examplesOf(id) };
}

/** The files `bad.*`, `base.*` and `good.*` of the rule's folder; none if the package has no documentation. */
export async function examplesOf(id: string): Promise<RuleExample[]> {
  const folder = `${EXAMPLES}/${id}`;
  const files = await readdir(folder).catch(() => []);
  files.sort();
  const examples = files.map(async (file) => {
    const kind = /^(bad|base|good)\./.exec(file)?.[1] as RuleExample['kind'] | undefined;
    return kind && { kind, file, text: await readFile(`${folder}/${file}`, 'utf8') };
  });
  return (await Promise.all(examples)).filter((example) => example !== undefined);
}

function unknownRule(id: string, known: readonly string[]): SpmError {
  const meant = known.find((rule) => rule.endsWith(`/${id}`)) ?? nearest(id, known);
  return new SpmError('SPM_UNKNOWN_RULE', `There is no rule "${id}"`, {
    hint:
      meant === undefined
        ? 'Run `spm-connect lint --list-rules` to see all of them.'
        : `Did you mean "${meant}"?`,
  });
}
