/** Reads YAML 1.2 with the place of every value. */
import type { Document, Node, Pair, YAMLMap } from 'yaml';
import type { PlacedNode, Span } from './node.js';
import { yamlParser } from './parsers.js';
import { readPlainYaml } from './plain-yaml.js';
import type { Problem, Reading } from './reading.js';

/** How often aliases may be used, those inside of what they stand for counted too: enough for any plan. */
const MAX_ALIASES = 10_000;

export function readYaml(text: string): Reading {
  const plain = readPlainYaml(text);
  return plain ?? readAnyYaml(text);
}

/** Whatever YAML allows, and what is wrong with the rest. */
export function readAnyYaml(text: string): Reading {
  const { parseDocument } = yamlParser();
  const document = parseDocument(text, { prettyErrors: false, uniqueKeys: false });
  const { targets, problems: own } = lookThrough(document);
  const problems = [...document.errors.map(syntaxProblem), ...own];
  if (problems.length > 0) return { problems: problems.sort((a, b) => a.at[0] - b.at[0]) };
  try {
    const value: unknown = document.toJS({ maxAliasCount: MAX_ALIASES });
    return { value, root: () => placed(document.contents, undefined, targets) };
  } catch (error) {
    return { problems: [aliasProblem(error)] };
  }
}

function syntaxProblem({ code, message, pos }: Document['errors'][number]): Problem {
  const at: Span = [pos[0], pos[1]];
  if (code === 'MULTIPLE_DOCS')
    return {
      message: 'the file holds several documents',
      hint: 'Keep one: a plan is one document.',
      at,
    };
  return { message: message.charAt(0).toLowerCase() + message.slice(1), at };
}

function aliasProblem(error: unknown): Problem {
  const reason = error instanceof Error ? error.message : String(error);
  const message = reason.startsWith('Excessive alias')
    ? `the aliases stand for more than ${MAX_ALIASES.toLocaleString('en-US')} values`
    : reason.charAt(0).toLowerCase() + reason.slice(1);
  return { message, at: [0, 1] };
}

/** What each alias stands for: the last thing before it with that anchor. */
type Targets = ReadonlyMap<unknown, Node>;

/**
 * Finds aliases of nothing, and keys that are there twice: the parser compares each key with all before it, which takes
 * long for a map with many.
 */
function lookThrough(document: Document): { targets: Targets; problems: Problem[] } {
  const anchors = new Map<string, Node>();
  const targets = new Map<unknown, Node>();
  const problems: Problem[] = [];
  yamlParser().visit(document, {
    Value(_, node) {
      if (node.anchor !== undefined) anchors.set(node.anchor, node);
      if ('items' in node) problems.push(...repeatedKeys(node.items));
    },
    Alias(_, alias) {
      const target = anchors.get(alias.source);
      if (target !== undefined) targets.set(alias, target);
      else
        problems.push({
          message: `there is no anchor "${alias.source}" before this`,
          at: spanOf(alias),
        });
    },
  });
  return { targets, problems };
}

function repeatedKeys(items: readonly unknown[]): Problem[] {
  const { isPair, isScalar } = yamlParser();
  const seen = new Set<string>();
  return items.flatMap((item) => {
    if (!isPair(item) || !isScalar(item.key)) return [];
    const name = String(item.key.value);
    const known = seen.has(name);
    seen.add(name);
    return known ? [{ message: `the key "${name}" is here twice`, at: spanOf(item.key) }] : [];
  });
}

function placed(given: unknown, key: Span | undefined, targets: Targets): PlacedNode {
  const { isMap, isSeq } = yamlParser();
  const node = targets.get(given) ?? given;
  const [start, end] = spanOf(node);
  const inLines = (isMap(node) || isSeq(node)) && !node.flow;
  const value: Span = [start, inLines ? start : end];
  if (isMap(node)) {
    const [first] = node.items;
    return {
      value,
      key,
      container: true,
      firstKey: first && spanOf(first.key),
      child: (segment) => {
        const pair = pairOf(node, String(segment));
        return pair && placed(pair.value, spanOf(pair.key), targets);
      },
    };
  }
  if (!isSeq(node)) return { value, key, container: false, child: () => undefined };
  return {
    value,
    key,
    container: true,
    child: (segment) => {
      const item = typeof segment === 'number' ? node.items[segment] : undefined;
      return item === undefined ? undefined : placed(item, undefined, targets);
    },
  };
}

function pairOf(map: YAMLMap, name: string): Pair | undefined {
  const { isScalar } = yamlParser();
  return map.items.find(({ key }) => isScalar(key) && String(key.value) === name);
}

function spanOf(node: unknown): Span {
  const range = yamlParser().isNode(node) ? (node as Node).range : undefined;
  return range ? [range[0], range[1]] : [0, 0];
}
