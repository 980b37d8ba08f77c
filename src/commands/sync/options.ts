/** The options of `sync`, and which of them cannot be combined. */
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
    description: 'read the whole backfill window again, and skip the back-off',
  },
  { flags: '--only <entities>', description: 'only these steps', type: 'list' },
  { flags: '--source <keys>', description: 'only these sources', type: 'list' },
  {
    flags: '--since <time>',
    description: 'read from this time, regardless of the cursor',
    type: 'time',
  },
  {
    flags: '--until <time>',
    description: 'read up to this time; a future time means now',
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
      'for one shop: the number of parallel requests (default: sync.concurrency); for several: the old name of --shops',
    type: 'integer',
    range: [1, MOST_CONCURRENT],
  },
  {
    flags: '--dry-run',
    description: 'read, map and validate, but push nothing and move no cursor',
  },
  {
    flags: '--limit <n>',
    description: 'with --dry-run: how many records of each step to show (default: 3)',
    type: 'integer',
  },
  { flags: '--no-skip', description: 'also push unchanged records' },
  {
    flags: '--no-validate',
    description: 'do not validate custom-data records before sending them',
  },
  {
    flags: '--approve-deletes',
    description: 'delete all records that the partner no longer has, however many',
    noEnv: true,
  },
  WAIT,
  { flags: '--loop', description: 'run until stopped, with one sync of each shop per interval' },
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

/** The sync options of the command line. */
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
  /** The number of shops to sync at the same time. */
  shops: number;
  /** Parallel requests of a single shop; overrides the configuration. */
  concurrency: number | undefined;
  dryRun: boolean;
  limit: number | undefined;
  loop: boolean;
  intervalMs: number | undefined;
  drainTimeoutMs: number;
}

/** @throws SpmError SPM_USAGE for options that cannot be combined, SPM_INVALID_VALUE for a `--since` after `now` */
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

/** Options that are the same for every shop. */
export function howToSync({ options, drainTimeoutMs }: SyncRequest): ShopSync {
  return { options, drainTimeoutMs };
}

const DRAIN_TIMEOUT_MS = 10_000;

/** The number of shops that are synced at the same time. */
const SIDE_BY_SIDE = 4;

type Options = Invocation['options'];

interface Conflict {
  given(options: Options): boolean;
  message: string;
  cause: string;
  hint: string;
}

const LEAVE_ONE =
  'Remove one of them. It may also come from an environment variable; --help lists the variables.';

/** Two options that contradict each other. */
function exclude(one: string, other: string, cause: string): Conflict {
  const on = ({ [attribute(one)]: a, [attribute(other)]: b }: Options) => isOn(a) && isOn(b);
  return { given: on, message: `${one} and ${other} cannot be combined`, cause, hint: LEAVE_ONE };
}

/** An option that has a meaning only together with another. */
function need(option: string, other: string, cause: string): Conflict {
  const lone = ({ [attribute(option)]: a, [attribute(other)]: b }: Options) => isOn(a) && !isOn(b);
  const hint = `Add ${other}, or remove ${option}.`;
  return { given: lone, message: `${option} needs ${other}`, cause, hint };
}

const LOOPS = 'a loop always continues from the cursors';

const CONFLICTS: readonly Conflict[] = [
  exclude('--full', '--since', '--full reads everything, --since only a part'),
  exclude('--loop', '--full', 'a loop would read everything again in each run'),
  exclude('--loop', '--since', LOOPS),
  exclude('--loop', '--until', LOOPS),
  exclude('--loop', '--dry-run', 'a dry run changes nothing, so every run would show the same'),
  exclude('--loop', '--wait', 'a loop retries a busy shop by itself'),
  exclude('--loop', '--approve-deletes', 'an approval is valid for one run only'),
  exclude('--dry-run', '--approve-deletes', 'a dry run deletes nothing'),
  exclude('--dry-run', '--wait', 'a dry run takes no lease'),
  exclude('--shops', '--concurrency', '--shops is the new name of --concurrency'),
  need('--limit', '--dry-run', 'it limits the records that a dry run shows'),
  need('--interval', '--loop', 'without --loop there is only one run'),
  {
    given: ({ since, until }) => since instanceof Date && until instanceof Date && since >= until,
    message: '--since must be before --until',
    cause: 'the time range is empty',
    hint: 'Swap the two times, or remove one.',
  },
];

const attribute = (flag: string): string =>
  flag.slice(2).replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

const isOn = (value: unknown): boolean => value !== undefined && value !== false;

const textsOf = (value: unknown): string[] | undefined =>
  Array.isArray(value) ? value.map(String) : undefined;

const timeOf = (value: unknown): number | undefined =>
  value instanceof Date ? value.getTime() : undefined;
