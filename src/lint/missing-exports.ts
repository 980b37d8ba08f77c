/** Finds what a connector imports from the kit, or from its counterpart here, and what is not there. */
import { insteadOf } from '../connector/kit/absent.js';
import { hinted } from '../connector/problem.js';
import { didYouMean } from '../nearest.js';
import type { RuleProblem } from '../plan/rule.js';
import type { ImportedName } from './code/imports.js';
import type { ConnectorSource } from './code/index.js';

/** The names that a module exports; null for one that is not there. */
export type ExportsOf = (specifier: string) => Promise<readonly string[] | null>;

const isMeant = (specifier: string): boolean =>
  specifier === 'spm-connect/kit' || /^@shopimind\/integration-kit-js(\/|$)/.test(specifier);

export async function missingExports(
  source: ConnectorSource,
  exportsOf: ExportsOf,
): Promise<RuleProblem[]> {
  const problems: RuleProblem[] = [];
  for (const imported of source.imports(isMeant)) {
    const names = await exportsOf(imported.from);
    if (names === null) problems.push(noModule(imported));
    else if (imported.name !== '*' && !names.includes(imported.name))
      problems.push(noName(imported, names));
  }
  return problems;
}

function noModule({ from, at }: ImportedName): RuleProblem {
  const message = `spm-connect has no counterpart of ${from}`;
  return { path: '', message, at, hint: MIGRATING };
}

function noName({ from, name, at }: ImportedName, names: readonly string[]): RuleProblem {
  const what = name === 'default' ? 'default export' : `"${name}"`;
  const message = `${from} has no ${what} here`;
  return hinted({ path: '', message, at }, insteadOf(name) ?? didYouMean(name, names) ?? MIGRATING);
}

const MIGRATING = 'See docs/migrating.md for what takes its place.';
