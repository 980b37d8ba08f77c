import { isObject, type Problem } from '../../connector/problem.js';
import { stepsOf } from '../parts.js';
import type { Rule } from '../rule.js';

export const reads: Rule = {
  id: 'connector/reads',
  severity: 'warning',
  summary: 'A step does not read what it says that it reads.',
  explain:
    "A step reads what changed in `ctx.window`, or with `reads: 'snapshot'` everything there is, of which the engine sends " +
    'what has changed. A stream that never looks at the window gives everything, all of which is sent by each run. A ' +
    'snapshot is read from its start by each run: it has no positions to go on from.',
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
    .map((key) => ({
      path: `${path}.${key}`,
      message: 'does nothing: a snapshot is read from its start by each run',
      hint: "Leave it out, or read what changed in `ctx.window` with `reads: 'window'`.",
    }));
}

function ofWindow({ stream, skipUnchanged }: Record<string, unknown>, path: string): Problem[] {
  if (typeof stream !== 'function' || skipUnchanged === true) return [];
  if (!ignoresWindow(String(stream))) return [];
  return [
    {
      path: `${path}.stream`,
      message: 'never looks at `ctx.window`: each run reads everything, and sends all of it again',
      hint: "Ask the partner for what changed in `ctx.window`, or add `reads: 'snapshot'` and `key`.",
    },
  ];
}

/** What tells a stream where to begin. */
const WINDOW = ['window', 'resume', 'cursor'];

/** Whether the source of a function shows that it cannot know its window. Where it may hand its context on, it does not. */
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

/** The text between the parentheses of a function, or its only parameter; undefined where it cannot be told. */
function parametersOf(source: string): string | undefined {
  const arrow = /^(?:async\s+)?([A-Za-z_]\w*)\s*=>/.exec(source);
  const listed = /^(?:async\b\s*)?(?:function\b\s*)?\*?\s*[\w$]*\s*\(([^()]*)\)/.exec(source);
  return (arrow ?? listed)?.[1]?.trim();
}
