/** The options of `sync`: what each means, and which do not go together. */
import type { ShopSync } from '../../app/sync.js';
import { MOST_CONCURRENT } from '../../config/settings.js';
import { SpmError } from '../../errors.js';
import type { SyncOptions } from '../../runtime/sync/options.js';
import { INSTALLATIONS } from '../selection.js';
import { refuseFuture } from '../times.js';
import type { Invocation, OptionSpec } from '../types.js';
import { WAIT, waitMs } from '../wait.js';

export const SYNC_OPTIONS: readonly OptionSpec[] = [
  ...INSTALLATIONS,
  {
    flags: '--full',
    description: 'read everything in the backfill window again, and wait for no back-off',
  },
  { flags: '--only <entities>', description: 'only these steps', type: 'list' },
  { flags: '--source <keys>', description: 'only these sources', type: 'list' },
  {
    flags: '--since <time>',
    description: 'read from then on, whatever the cursor says',
    type: 'time',
  },
  {
    flags: '--until <time>',
    description: 'read up to then; a time to come means now',
    type: 'time',
  },
  {
    flags: '--shops <n>',
    description: 'how many shops to sync side by side (default: 4)',
    type: 'integer',
    range: [1, MOST_CONCURRENT],
  },
  {
    flags: '--concurrency <n>',
    description:
      'of several shops: the earlier name of --shops; of one: requests in flight (default: sync.concurrency)',
    type: 'integer',
    range: [1, MOST_CONCURRENT],
  },
  {
    flags: '--dry-run',
    description: 'read, map and check, but push nothing and move nothing',
  },
  {
    flags: '--limit <n>',
    description: 'with --dry-run: how many records of each step to show (default: 3)',
    type: 'integer',
  },
  { flags: '--no-skip', description: 'push records too that have not changed' },
  { flags: '--no-validate', description: 'do not check records of custom data before they go' },
  {
    flags: '--approve-deletes',
    description: 'delete what is gone from the partner, however much it is',
    noEnv: true,
  },
  WAIT,
  { flags: '--loop', description: 'go on for ever, one sync of each shop an interval' },
  {
    flags: '--interval <duration>',
    description: 'with --loop: time between two syncs of a shop (default: sync.interval)',
    setting: 'sync.interval',
  },
  {
    flags: '--drain-timeout <duration>',
    description: 'how long a step may take to stop after a signal (default: 10s)',
    type: 'duration',
  },
];

/** How a sync is asked for, without what the configuration says. */
export interface SyncRequest {
  options: Pick<
    SyncOptions,
    | 'full'
    | 'only'
    | 'sources'
    | 'since'
    | 'until'
    | 'skip'
    | 'validate'
    | 'approveDeletes'
    | 'waitMs'
  >;
  /** Shops side by side. */
  shops: number;
  /** Of a single shop: requests in flight, whatever the configuration says. */
  concurrency: number | undefined;
  dryRun: boolean;
  limit: number | undefined;
  loop: boolean;
  intervalMs: number | undefined;
  drainTimeoutMs: number;
}

/** @throws SpmError SPM_USAGE when options do not go together, SPM_INVALID_VALUE for a `--since` after `now` */
export function readSyncRequest(invocation: Invocation, now: number): SyncRequest {
  const { options } = invocation;
  for (const { given, message, cause, hint } of CONFLICTS) {
    if (given(options)) throw new SpmError('SPM_USAGE', message, { cause, hint });
  }
  if (options.since instanceof Date) refuseFuture('--since', options.since, now);
  const number = (value: unknown) => (typeof value === 'number' ? value : undefined);
  return {
    options: {
      full: options.full === true,
      only: textsOf(options.only),
      sources: textsOf(options.source),
      since: timeOf(options.since),
      until: timeOf(options.until),
      skip: options.skip !== false,
      validate: options.validate !== false,
      approveDeletes: options.approveDeletes === true,
      waitMs: waitMs(invocation),
    },
    shops: number(options.shops) ?? number(options.concurrency) ?? SIDE_BY_SIDE,
    concurrency: number(options.concurrency),
    dryRun: options.dryRun === true,
    limit: number(options.limit),
    loop: options.loop === true,
    intervalMs: number(options.interval),
    drainTimeoutMs: number(options.drainTimeout) ?? DRAIN_TIMEOUT_MS,
  };
}

/** What is the same for every shop. */
export function howToSync({ options, drainTimeoutMs }: SyncRequest): ShopSync {
  return { options, drainTimeoutMs };
}

const DRAIN_TIMEOUT_MS = 10_000;

/** Shops that are synced side by side. */
const SIDE_BY_SIDE = 4;

type Options = Invocation['options'];

interface Conflict {
  given(options: Options): boolean;
  message: string;
  cause: string;
  hint: string;
}

const LEAVE_ONE =
  'Leave one of them out; each may also come from its variable, which --help names.';

/** Two options of which the one makes no sense with the other. */
function exclude(one: string, other: string, cause: string): Conflict {
  const on = ({ [attribute(one)]: a, [attribute(other)]: b }: Options) => isOn(a) && isOn(b);
  return { given: on, message: `${one} and ${other} exclude each other`, cause, hint: LEAVE_ONE };
}

/** An option that means something only beside another. */
function need(option: string, other: string, cause: string): Conflict {
  const lone = ({ [attribute(option)]: a, [attribute(other)]: b }: Options) => isOn(a) && !isOn(b);
  const hint = `Add ${other}, or leave ${option} out.`;
  return { given: lone, message: `${option} goes with ${other} only`, cause, hint };
}

const LOOPS = 'a loop goes on from the cursors, run after run';

const CONFLICTS: readonly Conflict[] = [
  exclude('--full', '--since', 'one reads everything, the other a part'),
  exclude('--loop', '--full', 'a loop would read everything again in each run'),
  exclude('--loop', '--since', LOOPS),
  exclude('--loop', '--until', LOOPS),
  exclude('--loop', '--dry-run', 'a dry run moves nothing, so that a second one shows the same'),
  exclude('--loop', '--wait', 'a loop comes back to a shop that is busy'),
  exclude('--loop', '--approve-deletes', 'an approval is for one run that somebody has looked at'),
  exclude('--dry-run', '--approve-deletes', 'a dry run deletes nothing'),
  exclude('--dry-run', '--wait', 'a dry run takes no lease'),
  exclude('--shops', '--concurrency', 'the one is the new name of the other'),
  need('--limit', '--dry-run', 'it says how many records a dry run shows'),
  need('--interval', '--loop', 'without a loop there is one run'),
  {
    given: ({ since, until }) => since instanceof Date && until instanceof Date && since >= until,
    message: '--since must lie before --until',
    cause: 'between them there is nothing to read',
    hint: 'Exchange them, or leave one out.',
  },
];

const attribute = (flag: string): string =>
  flag.slice(2).replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

const isOn = (value: unknown): boolean => value !== undefined && value !== false;

const textsOf = (value: unknown): string[] | undefined =>
  Array.isArray(value) ? value.map(String) : undefined;

const timeOf = (value: unknown): number | undefined =>
  value instanceof Date ? value.getTime() : undefined;
