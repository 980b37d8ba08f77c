/** Whether a fault can ever match a route. Pure. */

import { SpmError } from '../../errors.js';
import { nearest } from '../../nearest.js';
import type { Fault } from './parse.js';

export interface Route {
  /** Upper case. */
  method: string;
  /** As registered: `/v1/customers/:customer_id`. */
  path: string;
}

/** @throws SpmError SPM_INVALID_VALUE when no request for these routes can meet the fault */
export function requireReach(fault: Fault, routes: readonly Route[]): void {
  const reached = routes.filter(({ path }) => reaches(fault.path, path));
  const wanted = ({ method }: Route) => fault.method === '*' || fault.method === method;
  if (reached.some(wanted)) return;
  const methods = [...new Set(reached.map(({ method }) => method))].join(', ');
  throw new SpmError('SPM_INVALID_VALUE', `The fault '${fault.spec}' can never happen`, {
    cause:
      reached.length > 0
        ? `${fault.path} has no ${fault.method}, it has ${methods}`
        : `the API has no route ${fault.path}`,
    hint: hintFor(fault, reached.length > 0 ? reached : routes),
  });
}

function hintFor({ method, path }: Fault, routes: readonly Route[]): string {
  const texts = routes.map((route) => `${route.method} ${route.path}`);
  const sameVerb = texts.filter((text) => text.startsWith(`${method} `));
  const close = nearest(`${method} ${path}`, sameVerb) ?? nearest(`${method} ${path}`, texts);
  return close === undefined
    ? "docs/sandbox.md lists the routes; '* /v1/*' matches all of them"
    : `did you mean ${close.replace(/:\w+/g, '*')}?`;
}

/** The value of a path parameter: one character that is not a slash, then any number of them. */
const ONE = ':one';
const MORE = ':more';

/**
 * Whether a path exists that fits both the pattern, in which `*` stands for anything, and the template. Follows all
 * positions in the template at once, so that it needs at most pattern times template steps.
 */
export function reaches(pattern: string, template: string): boolean {
  const tokens = template
    .split(/(:\w+)/)
    .flatMap((part) => (part.startsWith(':') ? [ONE, MORE] : [...part]));
  let places = withSkipped([0], tokens);
  for (const character of pattern) {
    // A star leads from a position to every later one, so only the first position matters.
    const from = character === '*' ? [Math.min(...places)] : [...places];
    const next = from.flatMap((at) => stepsFrom(at, character, tokens));
    places = withSkipped(next, tokens);
    if (places.size === 0) return false;
  }
  return places.has(tokens.length);
}

function stepsFrom(at: number, character: string, tokens: readonly string[]): number[] {
  if (character === '*') return Array.from({ length: tokens.length - at + 1 }, (_, i) => at + i);
  const token = tokens[at];
  if (token === MORE) return character === '/' ? [] : [at];
  return token === character || (token === ONE && character !== '/') ? [at + 1] : [];
}

/** MORE may match nothing. */
function withSkipped(places: readonly number[], tokens: readonly string[]): Set<number> {
  return new Set(places.flatMap((at) => (tokens[at] === MORE ? [at, at + 1] : [at])));
}
