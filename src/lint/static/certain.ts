/** Decides which findings are true for all values of the unknown parts. */
import { segments } from '../../connector/path.js';
import type { Finding } from '../../plan/rule.js';
import { unknownRule } from '../../plan/rules/unknown-rule.js';
import type { StaticNode } from './model.js';
import { ABOUT_KEYS, needsOf } from './needs.js';
import { childOf, isKnown, partsOf } from './node.js';

type Place = readonly string[];
type Extent = 'itself' | 'entries' | 'all';

/** `connector` has the plan as its `provisioning`. */
export class Certainty {
  readonly #connector: StaticNode;
  readonly #answers = new Map<string, boolean>();

  constructor(connector: StaticNode) {
    this.#connector = connector;
  }

  isCertain({ rule, path }: Pick<Finding, 'rule' | 'path'>): boolean {
    // This rule checks only the known part of the configuration.
    if (rule === unknownRule.id) return true;
    const place = segments(path).map(String);
    const way = ABOUT_KEYS.has(rule) ? place.slice(0, -1) : place;
    return (
      this.#holds(way, 'itself') && needsOf(rule, place).every((need) => this.#isMet(need, place))
    );
  }

  #isMet(need: string, place: Place): boolean {
    const extent = need.endsWith('^') ? 'itself' : need.endsWith('!') ? 'entries' : 'all';
    const parts = need.replace(/[\^!]$/, '').split('.');
    const way = parts.filter((part) => part !== '').flatMap((part) => expanded(part, place));
    return this.#holds(way, extent);
  }

  #holds(way: Place, extent: Extent): boolean {
    const question = JSON.stringify([extent, way]);
    const answer = this.#answers.get(question) ?? holds(this.#connector, way, extent);
    this.#answers.set(question, answer);
    return answer;
  }
}

function expanded(part: string, place: Place): Place {
  if (part === '@') return place;
  if (part === '@field') return place.slice(0, place.lastIndexOf('fields') + 2);
  return /^@\d+$/.test(part) ? place.slice(0, Number(part.slice(1))) : [part];
}

function holds(node: StaticNode, [first, ...rest]: Place, extent: Extent): boolean {
  if (node.kind === 'unknown') return false;
  if (first === undefined) return isEnough(node, extent);
  if (first === '*' || first === '+') {
    const isOpen = node.kind !== 'leaf' && node.open !== undefined;
    if (isOpen && (first === '+' || node.kind === 'object')) return false;
    return partsOf(node).every(([, part]) => holds(part, rest, extent));
  }
  const key = node.kind === 'list' && /^\d+$/.test(first) ? Number(first) : first;
  return holds(childOf(node, key), rest, extent);
}

function isEnough(node: StaticNode, extent: Extent): boolean {
  if (node.kind === 'leaf' || extent === 'itself') return true;
  if (extent === 'entries') return node.kind !== 'unknown' && node.open === undefined;
  return isKnown(node);
}
