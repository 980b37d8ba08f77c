import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';

export interface PlanExample {
  plan: unknown;
  /** The line, from 1, of the value at a path such as `customData[0].name`, or of what it is missing from. */
  lineOf(path: string): number;
}

/** A plan file, read with the lines of its values. Throws when it is no YAML. */
export function readPlanExample(text: string): PlanExample {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  for (const error of document.errors) throw error;
  return {
    plan: document.toJS(),
    lineOf: (path) => lines.linePos(innermost(document.contents, path)?.range?.[0] ?? 0).line,
  };
}

function innermost(root: Node | null, path: string): Node | null {
  let found = root;
  for (const [key] of path.matchAll(/[^.[\]]+/g)) {
    const next =
      isSeq(found) || isMap(found) ? found.get(isSeq(found) ? Number(key) : key, true) : null;
    if (!isScalar(next) && !isMap(next) && !isSeq(next)) break;
    found = next;
  }
  return found;
}
