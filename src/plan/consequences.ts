/** One mistake is one finding: a misspelled key is not also reported as a missing key. */
import { segments } from '../connector/path.js';
import { isObject } from '../connector/problem.js';
import type { Finding, LintInput } from './rule.js';
import { unknownKey } from './rules/unknown-key.js';

/** The findings without those about missing keys of an object that has unknown keys. */
export function withoutConsequences(
  findings: readonly Finding[],
  { plan, rawPlan }: Pick<LintInput, 'plan' | 'rawPlan'>,
): Finding[] {
  const misspelled = findings.filter(({ rule }) => rule === unknownKey.id);
  const owners = new Set(misspelled.map(({ path }) => ownerOf(path)));
  if (owners.size === 0) return [...findings];
  const start = segments(plan.path).length;
  return findings.filter(
    ({ path }) => !owners.has(ownerOf(path)) || isThere(rawPlan, segments(path).slice(start)),
  );
}

/** The path of the object that has the key at the end of a path. */
const ownerOf = (path: string): string =>
  path.replace(/(?:^|\.)[^.[\]]+$|\["(?:[^"\\]|\\.)*"\]$/, '');

function isThere(plan: unknown, way: readonly (string | number)[]): boolean {
  const [key, ...rest] = way;
  if (key === undefined) return true;
  if (Array.isArray(plan)) return isThere(plan[Number(key)], rest);
  return isObject(plan) && Object.hasOwn(plan, key) && isThere(plan[key], rest);
}
