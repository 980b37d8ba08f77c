/** Reads a fault: `POST /v1/customers 5% 500`, `* /v1/* 429 retry-after=2 times=3`. Pure. */

import { SpmError } from '../../errors.js';
import { nearest } from '../../nearest.js';
import { LONGEST_MS, parseMs } from './limits.js';

/** The effect of a fault on a request. */
export type FaultAction =
  /** Answers with the status; the request is not handled. */
  | { kind: 'status'; status: number; retryAfter?: number }
  /** Resets the connection before the request is handled. */
  | { kind: 'reset-before' }
  /** Handles the request, and resets the connection instead of answering. */
  | { kind: 'reset-after' }
  /** Handles the request; the body of the answer ends half way. */
  | { kind: 'truncate' }
  /** Handles the request; the body of the answer takes `ms` to arrive. */
  | { kind: 'slow'; ms: number }
  /** Neither handles nor answers the request. */
  | { kind: 'timeout' };

export interface Fault {
  /** The fault as it was written. */
  spec: string;
  /** Upper case, or `*`. */
  method: string;
  /** `*` stands for any characters, including slashes. */
  path: string;
  /** 0 to 1. */
  chance: number;
  /** The maximum number of times that it happens. */
  times: number;
  action: FaultAction;
}

const METHODS = ['*', 'GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
const PLAIN = ['reset-before', 'reset-after', 'truncate', 'timeout'] as const;
const WORDS = [...PLAIN, 'slow=', 'retry-after=', 'times='];
const FORM = 'METHOD PATH [CHANCE%] STATUS|reset-before|reset-after|truncate|slow=MS|timeout';
const HINT = `Write ${FORM}, then retry-after=SECONDS or times=N, such as 'POST /v1/customers 5% 500'.`;

/** The words after method and path, while they are parsed. */
interface Draft {
  chance?: number;
  times?: number;
  retryAfter?: number;
  action?: FaultAction;
}

/** @throws SpmError SPM_INVALID_VALUE */
export function parseFault(spec: string): Fault {
  const [method = '', path = '', ...words] = spec.trim().split(/\s+/);
  const refuse = (cause: string, hint = HINT) => {
    throw new SpmError('SPM_INVALID_VALUE', `'${spec}' is not a fault`, { cause, hint });
  };
  if (!METHODS.includes(method.toUpperCase())) {
    refuse(`it must start with one of the methods ${METHODS.join(', ')}`);
  }
  if (!path.startsWith('/')) refuse('after the method it needs a path that starts with /');
  if (!/^\/(\*|v1(\/|\*|$))/.test(path)) {
    refuse(`the API has no path ${path}`, `paths start with /v1, such as /v1${path}`);
  }
  const draft: Draft = {};
  for (const word of words) {
    const fault = readWord(word, draft);
    if (fault !== undefined) refuse(fault, guess(word));
  }
  const { chance = 1, times = Number.POSITIVE_INFINITY, retryAfter, action } = draft;
  if (action === undefined) return refuse('it has no effect, such as a status');
  if (retryAfter !== undefined) {
    if (action.kind !== 'status') return refuse('retry-after needs a status, such as 429');
    action.retryAfter = retryAfter;
  }
  return { spec: spec.trim(), method: method.toUpperCase(), path, chance, times, action };
}

/** Adds a word to the draft, or returns the error in it. */
function readWord(word: string, draft: Draft): string | undefined {
  for (const { form, key, read, wants } of READERS) {
    const match = form.exec(word);
    if (match === null) continue;
    if (draft[key] !== undefined) {
      return key === 'action' ? 'a fault can have only one effect' : `${key} is given twice`;
    }
    const value = read(match[1] ?? '');
    if (value === undefined) return `'${word}' should be ${wants}`;
    Object.assign(draft, { [key]: value });
    return undefined;
  }
  return `'${word}' is unknown`;
}

interface WordReader {
  form: RegExp;
  key: keyof Draft;
  read(text: string): number | FaultAction | undefined;
  wants: string;
}

const READERS: readonly WordReader[] = [
  {
    form: /^(.*)%$/,
    key: 'chance',
    read: (text) =>
      /^\d{1,3}(\.\d+)?$/.test(text) && Number(text) <= 100 ? Number(text) / 100 : undefined,
    wants: 'a chance from 0% to 100%',
  },
  {
    form: /^(\d+)$/,
    key: 'action',
    read: (text) =>
      /^[45]\d\d$/.test(text) ? { kind: 'status', status: Number(text) } : undefined,
    wants: 'an error status from 400 to 599',
  },
  {
    form: new RegExp(`^(${PLAIN.join('|')})$`),
    key: 'action',
    read: (kind) => ({ kind: kind as (typeof PLAIN)[number] }),
    wants: PLAIN.join(', '),
  },
  {
    form: /^slow=(.*)$/,
    key: 'action',
    read: (text) => {
      const ms = parseMs(text);
      return ms === undefined ? undefined : { kind: 'slow', ms };
    },
    wants: `milliseconds up to ${LONGEST_MS}, or a duration such as 2s`,
  },
  {
    form: /^retry-after=(.*)$/,
    key: 'retryAfter',
    read: (text) => (/^\d{1,5}$/.test(text) ? Number(text) : undefined),
    wants: 'whole seconds',
  },
  {
    form: /^times=(.*)$/,
    key: 'times',
    read: (text) => (/^[1-9]\d{0,8}$/.test(text) ? Number(text) : undefined),
    wants: 'a whole number from 1',
  },
];

function guess(word: string): string {
  const known = WORDS.find((name) => word.startsWith(name));
  const close = known ?? nearest(word.replace(/=.*/, '='), WORDS) ?? nearest(word, WORDS);
  return close === undefined || close === word || known !== undefined
    ? HINT
    : `Did you mean ${close}?`;
}

/** Whether the fault applies to the request. `path` comes without its query. */
export function concerns(fault: Fault, method: string, path: string): boolean {
  return (fault.method === '*' || fault.method === method) && matchesPath(fault.path, path);
}

/** Searches each part between stars after the previous part, in linear time. */
export function matchesPath(pattern: string, path: string): boolean {
  const parts = pattern.split('*');
  const first = parts.shift() ?? '';
  const last = parts.pop();
  if (last === undefined) return path === first;
  if (!path.startsWith(first)) return false;
  let at = first.length;
  for (const part of parts) {
    const found = path.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return path.length - last.length >= at && path.endsWith(last);
}
