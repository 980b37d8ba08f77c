import { SpmError } from '../errors.js';
import { withApp } from './app.js';
import type { Task } from './provision/task.js';
import { INSTALLATIONS, selectionOf } from './selection.js';
import type { Command, Invocation } from './types.js';
import { WAIT } from './wait.js';

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
      { flags: '-y, --yes', description: 'do not ask before writing' },
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
    withApp(invocation, async (app) => {
      refuseCombinations(invocation);
      const { readSavedPlan } = await import('./provision/saved.js');
      const saved = await readSavedPlan(invocation);
      const selection = selectionOf(invocation);
      await app.integration();
      await app.shopStore(selection);
      const { target } = await app.config();
      const task: Task = { invocation, app, target };
      const shops = await app.shops(selection);
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
