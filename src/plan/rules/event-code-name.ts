import type { Problem } from '../../connector/problem.js';
import { repeats } from '../repeats.js';
import type { Rule } from '../rule.js';
import type { EventView } from '../view.js';

/** Characters that stay as they are in a part of a URL. */
const SAFE = /^[A-Za-z0-9_.!~*'()-]+$/;

export const eventCodeName: Rule = {
  id: 'plan/event-code-name',
  severity: 'error',
  summary: 'The code name of an event is empty, repeated, or cannot stand in a URL as it is.',
  explain:
    'An event is triggered at /events/trigger/<code_name>, and scenarios are matched by it: use letters, digits, "_" and "-".',
  check({ plan: { events } }) {
    return [
      ...events.flatMap(checkOne),
      ...repeats(events, ({ codeName }) => codeName).map(({ item, first }) => ({
        path: `${item.path}.code_name`,
        message: `"${item.codeName}" is already the code name of ${first.path}`,
      })),
    ];
  },
};

/** A URL drops the segments "." and "..". */
export function isUrlSafe(codeName: string): boolean {
  return SAFE.test(codeName) && codeName !== '.' && codeName !== '..';
}

function checkOne({ path: event, codeName }: EventView): Problem[] {
  const path = `${event}.code_name`;
  if (codeName.trim() === '') return [{ path, message: 'must not be empty' }];
  if (isUrlSafe(codeName)) return [];
  const better = urlSafe(codeName);
  return [
    {
      path,
      message: `"${codeName}" does not survive in a URL`,
      hint: better === '' ? 'Use letters, digits, "_" and "-".' : `Write "${better}".`,
    },
  ];
}

/** The nearest name without accents, spaces and signs; may be empty. */
function urlSafe(name: string): string {
  const plain = name.normalize('NFD').replace(/\p{Mn}/gu, '');
  return plain.replace(/[^A-Za-z0-9_-]+/g, '_').replace(/^_+|_+$/g, '');
}
