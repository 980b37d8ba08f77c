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
  const problems = [...document.errors.map(syntaxProblem), ...repeatedKeys(document)];
  if (problems.length > 0) return { problems: problems.sort((a, b) => a.at[0] - b.at[0]) };
  try {
    const value: unknown = document.toJS({ maxAliasCount: MAX_ALIASES });
    return { value, root: () => placed(document, document.contents, undefined) };
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

/** The parser compares each key with all before it, which takes long for a map with many. */
function repeatedKeys(document: Document.Parsed | Document): Problem[] {
  const { visit, isScalar } = yamlParser();
  const problems: Problem[] = [];
  visit(document, {
    Map(_, map) {
      const seen = new Set<string>();
      for (const { key } of map.items) {
        if (!isScalar(key)) continue;
        const name = String(key.value);
        if (seen.has(name))
          problems.push({ message: `the key "${name}" is here twice`, at: spanOf(key) });
        seen.add(name);
      }
    },
  });
  return problems;
}

function placed(document: Document, node: unknown, key: Span | undefined): PlacedNode {
  const { isAlias, isMap, isSeq } = yamlParser();
  if (isAlias(node)) {
    const target = node.resolve(document);
    if (target !== undefined) return placed(document, target, key);
  }
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
        return pair && placed(document, pair.value, spanOf(pair.key));
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
      return item === undefined ? undefined : placed(document, item, undefined);
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
