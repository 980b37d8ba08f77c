import { isObject, type Problem, problem } from '../../connector/problem.js';
import { stepsOf } from '../parts.js';
import type { Rule } from '../rule.js';

export const reads: Rule = {
  id: 'connector/reads',
  severity: 'warning',
  summary: 'A step does not read what its `reads` says.',
  explain:
    "A step reads the changes in `ctx.window`, or with `reads: 'snapshot'` everything, of which the engine sends the changes. A " +
    'stream that ignores the window reads everything, and every run sends all of it. Every run reads a snapshot from its ' +
    'start, so it has no positions.',
  check({ integration }) {
    return stepsOf(integration).flatMap(({ path, step: { bulk } }) => {
      if (!isObject(bulk)) return [];
      const place = `${path}.bulk`;
      return bulk.reads === 'snapshot' ? ofSnapshot(bulk, place) : ofWindow(bulk, place);
    });
  },
};

function ofSnapshot(bulk: Record<string, unknown>, path: string): Problem[] {
  return ['position', 'order']
    .filter((key) => bulk[key] !== undefined)
    .map((key) => problem(`${path}.${key}`, 'snapshot-position', {}));
}

function ofWindow({ stream, skipUnchanged }: Record<string, unknown>, path: string): Problem[] {
  if (typeof stream !== 'function' || skipUnchanged === true) return [];
  if (!ignoresWindow(String(stream))) return [];
  return [problem(`${path}.stream`, 'window-ignored', {})];
}

/** The parts of the context that tell a stream where to start. */
const WINDOW = ['window', 'resume', 'cursor'];

/** Whether the source of a function shows that it ignores its window. It may use it if it passes its context on. */
function ignoresWindow(source: string): boolean {
  const parameters = parametersOf(source);
  if (parameters === undefined || /\barguments\b|\[native code\]/.test(source)) return false;
  if (parameters === '') return true;
  const names = /^\{([^{}]*)\}/.exec(parameters)?.[1]?.split(',');
  if (names !== undefined)
    return !names.some(
      (name) => name.includes('...') || WINDOW.includes(name.split(/[:=]/)[0]?.trim() ?? ''),
    );
  const [name] = /^[A-Za-z_]\w*/.exec(parameters) ?? [];
  if (name === undefined) return false;
  const uses = [
    ...source.replace(parameters, '').matchAll(new RegExp(`\\b${name}\\b(\\.\\w+)?`, 'g')),
  ];
  return uses.every(([, member]) => member !== undefined && !WINDOW.includes(member.slice(1)));
}

/** The text between the parentheses of a function, or its only parameter; undefined if unclear. */
function parametersOf(source: string): string | undefined {
  const arrow = /^(?:async\s+)?([A-Za-z_]\w*)\s*=>/.exec(source);
  const listed = /^(?:async\b\s*)?(?:function\b\s*)?\*?\s*[\w$]*\s*\(([^()]*)\)/.exec(source);
  return (arrow ?? listed)?.[1]?.trim();
}
