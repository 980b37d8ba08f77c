import { type Problem, problem } from '../../connector/problem.js';
import { EVENT_CODE_NAME } from '../limits.js';
import { plainName } from '../plain-name.js';
import type { Rule } from '../rule.js';
import type { EventView } from '../view.js';

export const eventCodeName: Rule = {
  id: 'plan/event-code-name',
  severity: 'error',
  summary: 'The code name of an event is empty, or a URL would change it.',
  explain:
    'The code name is part of the URL /events/trigger/<code_name>. Use only letters, digits, "_", "-" and ".", 100 characters ' +
    'at most. A URL encodes any other character, and the platform may then not find the event.',
  check: ({ plan }) => plan.events.flatMap(checkOne),
};

/** A URL drops the segments "." and "..". */
function isUrlSafe(codeName: string): boolean {
  return EVENT_CODE_NAME.test(codeName) && codeName !== '.' && codeName !== '..';
}

function checkOne({ path: event, codeName }: EventView): Problem[] {
  const path = `${event}.code_name`;
  if (codeName.trim() === '') return [problem(path, 'wrong-type', { expected: 'name' })];
  if (isUrlSafe(codeName)) return [];
  const better = plainName(codeName);
  return [
    problem(path, 'url-unsafe', {
      name: codeName,
      better: EVENT_CODE_NAME.test(better) ? better : undefined,
    }),
  ];
}
