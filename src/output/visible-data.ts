/** Prepares data for human renderers, so that no text in it can break a line, move a column, or control a terminal. */
import { visible } from '../visible.js';

/** Keys of explanations, which may have several lines. */
const PROSE: ReadonlySet<string> = new Set([
  'errors',
  'last_error',
  'warnings',
  'reason',
  'reasons',
  'message',
  'cause',
  'hint',
]);

/**
 * The data with every text visible and on one line; lines of an explanation are joined by `; `. An unchanged part
 * is the same object as before. Values of keys in `asItCame` stay unchanged, for renderers that show them as JSON
 * or quote them.
 */
export function visibleData(data: unknown, asItCame: readonly string[] = []): unknown {
  const copy = (value: unknown, key: string): unknown => {
    if (typeof value === 'string') return visible(PROSE.has(key) ? joined(value) : value);
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) {
      const items = value.map((item) => copy(item, key));
      return items.some((item, n) => item !== value[n]) ? items : value;
    }
    const fields = Object.entries(value);
    const shown = fields.map(([name, inner]): [string, unknown] => [
      visible(name),
      asItCame.includes(name) ? inner : copy(inner, name),
    ]);
    const isSame = shown.every(
      ([name, inner], n) => name === fields[n]?.[0] && inner === fields[n]?.[1],
    );
    return isSame ? value : Object.fromEntries(shown);
  };
  return copy(data, '');
}

const joined = (text: string): string =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('; ');
