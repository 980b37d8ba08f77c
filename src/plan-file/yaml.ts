/** Reads YAML 1.2 with the place of every value. */
import type { Document, Node, Pair, YAMLMap } from 'yaml';
import { yamlParser } from '../syntax/parsers.js';
import { yamlCode } from '../syntax/yaml-problem.js';
import type { PlacedNode, Span } from './node.js';
import { endOfPlainYaml, readPlainYaml } from './plain-yaml.js';
import { type Problem, problem, type Reading } from './reading.js';

/** Values that aliases may stand for, nested aliases counted: enough for any plan. */
const MAX_ALIASES = 10_000;

export function readYaml(text: string): Reading {
  const plain = readPlainYaml(text);
  if (plain !== undefined) return plain;
  if (text.length <= MAX_ANY) return readAnyYaml(text);
  const at = endOfPlainYaml(text);
  return { problems: [problem([at, at + 1], 'yaml-not-plain', { limit: '4 MiB' })] };
}

/** In characters. The parser of all YAML takes a hundred times the memory of the text. */
const MAX_ANY = 4 * 1024 * 1024;

/** Reads all of YAML, and finds mistakes. */
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

function syntaxProblem(error: Document['errors'][number]): Problem {
  const [start, end] = error.pos;
  return problem([start, end], yamlCode(error), {});
}

function aliasProblem(error: unknown): Problem {
  const isTooMany = error instanceof Error && error.message.startsWith('Excessive alias');
  if (!isTooMany) return problem([0, 1], 'yaml-invalid', {});
  return problem([0, 1], 'too-many-aliases', { max: MAX_ALIASES.toLocaleString('en-US') });
}

/** The value of each alias: the last one before it with that anchor. */
type Targets = ReadonlyMap<unknown, Node>;

/** Finds unknown aliases and repeated keys: the parser compares each key with all before it, which is slow for many keys. */
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
      else problems.push(problem(spanOf(alias), 'unknown-anchor', { name: alias.source }));
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
    return known ? [problem(spanOf(item.key), 'repeated-key', { key: name })] : [];
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
