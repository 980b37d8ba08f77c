/** Finds imports from the kit, or from its counterpart here, that do not exist. */
import { insteadOf } from '../connector/kit/absent.js';
import { problem } from '../connector/problem.js';
import { nearest } from '../nearest.js';
import type { RuleProblem } from '../plan/rule.js';
import type { ImportedName } from './code/imports.js';
import type { ConnectorSource } from './code/index.js';

/** The names that a module exports; null if the module does not exist. */
export type ExportsOf = (specifier: string) => Promise<readonly string[] | null>;

const isMeant = (specifier: string): boolean =>
  specifier === 'spm-connect/kit' || /^@shopimind\/integration-kit-js(\/|$)/.test(specifier);

export async function missingExports(
  source: ConnectorSource,
  exportsOf: ExportsOf,
): Promise<RuleProblem[]> {
  const problems: RuleProblem[] = [];
  const lines = new Set<string>();
  for (const imported of source.imports(isMeant)) {
    const names = await exportsOf(imported.from);
    if (names === null) {
      const { file, line } = imported.at;
      const place = JSON.stringify([imported.from, file, line]);
      if (!lines.has(place)) problems.push(noModule(imported));
      lines.add(place);
    } else if (imported.name !== '*' && !names.includes(imported.name))
      problems.push(noName(imported, names));
  }
  return problems;
}

function noModule({ from, at }: ImportedName): RuleProblem {
  return { ...problem('', 'no-counterpart', { from }), at };
}

function noName({ from, name, at }: ImportedName, names: readonly string[]): RuleProblem {
  const instead = insteadOf(name);
  const suggestion = instead === undefined ? nearest(name, names) : undefined;
  return { ...problem('', 'missing-export', { from, name, instead, suggestion }), at };
}
