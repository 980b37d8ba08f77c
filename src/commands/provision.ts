import type { Integration } from '../connector/types.js';
import type { Context } from '../context.js';
import { withContext } from '../context.js';
import type { ErrorCode } from '../errors.js';
import { SpmError } from '../errors.js';
import type { ChangeAction, ChangeKind, ProvisionDiff } from '../plan/diff.js';
import type { Store } from '../runtime/ports/store.js';
import type { OutcomeStatus } from '../runtime/provision/run.js';
import { INSTALLATIONS, selectionOf } from './selection.js';
import type { Command, Invocation } from './types.js';
import { WAIT } from './wait.js';

export interface ProvisionOutcome {
  kind: ChangeKind;
  key: string;
  action: ChangeAction;
  status: OutcomeStatus;
  id: number | null;
  /** Why it failed or was skipped; the API's own words where there are any. */
  message: string | null;
}

export interface ProvisionReport {
  installation_id: string;
  target: string;
  dry_run: boolean;
  diff: ProvisionDiff;
  /** One for each change, in their order; null when nothing was applied. */
  outcomes: ProvisionOutcome[] | null;
}

/** One shop of several. */
export interface ProvisionedShop {
  installation_id: string;
  /** Null when it did not come to that. */
  report: ProvisionReport | null;
  error: { code: ErrorCode; message: string; cause: string | null; hint: string | null } | null;
}

/** Of several shops: with --all, and where several are named. */
export interface ProvisionAllReport {
  target: string;
  dry_run: boolean;
  shops: ProvisionedShop[];
}

/** What every shop is provisioned with. */
export interface Task {
  invocation: Invocation;
  context: Context;
  store: Store;
  integration: Integration;
  target: string;
}

export const command: Command = {
  spec: {
    name: 'provision',
    summary: 'show or apply what the plan needs on the shop',
    description:
      'Compares the plan with the shop and creates or extends what is missing. Nothing is ever deleted, and a second run changes nothing. On another target than this machine it asks before it writes. Ends with 1 when something could not be done or conflicts with the shop.',
    options: [
      {
        flags: '--dry-run',
        description: 'show what would be done, and write nothing to the shop',
      },
      {
        flags: '--detailed-exitcode',
        description: 'with --dry-run: end with 2 when changes are pending',
      },
      { flags: '--out <file>', description: 'with --dry-run: save what would be done' },
      {
        flags: '--plan <file>',
        description: 'do what was saved with --out, unless something changed since',
        noEnv: true,
      },
      ...INSTALLATIONS,
      { flags: '--yes', description: 'do not ask before writing' },
      WAIT,
    ],
    examples: [
      { command: 'spm-connect provision --dry-run', description: 'what would be done' },
      { command: 'spm-connect provision --yes', description: 'do it, without a question' },
      {
        command: 'spm-connect provision --dry-run --out shop.json',
        description: 'save it for a review; `provision --plan shop.json` does exactly that',
      },
      {
        command: 'spm-connect provision --all --yes --target production',
        description: 'every active shop, several at a time',
      },
    ],
  },
  run: (invocation) =>
    withContext(invocation, async (context) => {
      refuseCombinations(invocation);
      const { readSavedPlan } = await import('./provision/saved.js');
      const saved = await readSavedPlan(invocation);
      const selection = selectionOf(invocation);
      const integration = await context.integration();
      const store = await context.shopStore(selection);
      const { target } = await context.config();
      const task: Task = { invocation, context, store, integration, target };
      const shops = await context.shops(store, integration, selection);
      const [only, another] = shops;
      if (only === undefined || another !== undefined || selection.all) {
        if (saved !== undefined || invocation.options.out !== undefined) throw ofOneShop();
        const { provisionAll } = await import('./provision/all.js');
        return provisionAll(task, shops);
      }
      const { provisionOne } = await import('./provision/one.js');
      return provisionOne(task, await only.open(), saved);
    }),
};

/** Without --dry-run it would write to the shop of someone who only wanted to know. */
function refuseCombinations({ options }: Invocation): void {
  const { dryRun, detailedExitcode, out, plan } = options;
  if (detailedExitcode && !dryRun)
    throw new SpmError('SPM_USAGE', '--detailed-exitcode needs --dry-run', {
      cause: 'it tells whether changes are pending, and applying leaves none',
      hint: 'Run `spm-connect provision --dry-run --detailed-exitcode`.',
    });
  if (out !== undefined && !dryRun)
    throw new SpmError('SPM_USAGE', '--out needs --dry-run', {
      cause: 'it saves what would be done, and without --dry-run it is done at once',
      hint: `Run \`spm-connect provision --dry-run --out ${out}\`.`,
    });
  if (out !== undefined && plan !== undefined)
    throw new SpmError('SPM_USAGE', '--out and --plan exclude each other', {
      cause: 'one saves a plan, the other takes a saved one',
      hint: 'Leave one of them out.',
    });
}

const ofOneShop = (): SpmError =>
  new SpmError('SPM_USAGE', 'A saved plan is that of one shop', {
    cause: '--out and --plan go with one installation, and several are selected',
    hint: 'Name the shop with --installation ID.',
  });
