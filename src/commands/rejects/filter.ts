/** The options that select dead letters. */
import { SpmError } from '../../errors.js';
import type { RejectState } from '../../runtime/ports/records.js';
import type { RejectFilter } from '../../runtime/ports/store.js';
import type { ArgumentSpec, Invocation, OptionSpec } from '../types.js';

export const STATES: readonly RejectState[] = ['open', 'replayed', 'superseded', 'discarded'];

export const IDS: ArgumentSpec = {
  syntax: '[ids...]',
  description: 'ids of dead letters; without ids, the open ones that match the options',
};

export const STATE: OptionSpec = {
  flags: '--state <state>',
  description: 'only with this state',
  choices: STATES,
};

export const FILTER: readonly OptionSpec[] = [
  { flags: '--installation <id>', description: 'only for this shop', type: 'name' },
  { flags: '--entity <entity>', description: 'only for this step', type: 'name' },
  {
    flags: '--since <time>',
    description: 'only those last seen at this time or later',
    type: 'time',
  },
  {
    flags: '--limit <n>',
    description: 'use at most this many, newest first',
    type: 'integer',
  },
];

/** @throws SpmError SPM_INVALID_VALUE for an id that is not a number */
export function filterOf({ args, options }: Invocation, limit?: number): RejectFilter {
  const { installation, entity, state, since } = options;
  const most = typeof options.limit === 'number' ? options.limit : limit;
  return {
    ...(args.length > 0 ? { ids: args.map(idOf) } : {}),
    ...(typeof installation === 'string' ? { installationId: installation } : {}),
    ...(typeof entity === 'string' ? { entity } : {}),
    ...(typeof state === 'string' ? { state: state as RejectState } : {}),
    ...(since instanceof Date ? { since: since.getTime() } : {}),
    ...(most === undefined ? {} : { limit: most }),
  };
}

export function idOf(text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new SpmError('SPM_INVALID_VALUE', `'${text}' is not the id of a dead letter`, {
    cause: 'ids are whole numbers',
    hint: 'Run `spm-connect rejects list` for the ids.',
  });
}
