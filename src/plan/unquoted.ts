/** Adds the written form of a value to findings about texts, so that the hint can show it in quotes. */
import { segments } from '../connector/path.js';
import { isObject } from '../connector/problem.js';
import type { Finding, LintInput } from './rule.js';

const TEXTS: readonly unknown[] = ['text', 'name', 'id-or-name', 'text-or-number', 'shown-text'];
const TEXT_TYPES: readonly unknown[] = ['text', 'longtext', 'list', 'date', 'datetime'];

export function withUnquoted(
  finding: Finding,
  { plan, rawPlan, written }: Pick<LintInput, 'plan' | 'rawPlan' | 'written'>,
): Finding {
  const { code, args, path } = finding;
  const isText =
    (code === 'wrong-type' && TEXTS.includes(args.expected)) ||
    (code === 'wrong-default' && TEXT_TYPES.includes(args.type));
  if (!isText) return finding;
  const way = segments(path).slice(segments(plan.path).length);
  const value = way.reduce(partOf, rawPlan);
  const text = written?.(path);
  // `null` and `~` can be meant as texts; a key without a value, and code without a file, say nothing.
  if (value === null && text) return { ...finding, args: { ...args, written: text } };
  if (typeof value !== 'number' && typeof value !== 'boolean') return finding;
  return { ...finding, args: { ...args, written: text ?? String(value) } };
}

function partOf(value: unknown, key: string | number): unknown {
  if (Array.isArray(value)) return value[Number(key)];
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}
