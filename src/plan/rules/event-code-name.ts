import type { Problem } from '../../connector/problem.js';
import { EVENT_CODE_NAME } from '../limits.js';
import { plainName } from '../plain-name.js';
import type { Rule } from '../rule.js';
import type { EventView } from '../view.js';

export const eventCodeName: Rule = {
  id: 'plan/event-code-name',
  severity: 'error',
  summary: 'The code name of an event is empty, or cannot stand in a URL as it is.',
  explain:
    'An event is triggered at /events/trigger/<code_name>, and scenarios are matched by it: use letters, digits, "_", "-" ' +
    'and ".", 100 characters at most. Anything else would be encoded on the way and might not be found.',
  check: ({ plan }) => plan.events.flatMap(checkOne),
};

/** A URL drops the segments "." and "..". */
function isUrlSafe(codeName: string): boolean {
  return EVENT_CODE_NAME.test(codeName) && codeName !== '.' && codeName !== '..';
}

function checkOne({ path: event, codeName }: EventView): Problem[] {
  const path = `${event}.code_name`;
  if (codeName.trim() === '') return [{ path, message: 'must not be empty' }];
  if (isUrlSafe(codeName)) return [];
  const better = plainName(codeName);
  return [
    {
      path,
      message: `"${codeName}" does not survive in a URL`,
      hint: EVENT_CODE_NAME.test(better)
        ? `Write "${better}".`
        : 'Use letters, digits, "_" and "-", 100 at most.',
    },
  ];
}
