import { SpmError } from '../errors.js';
import { withApp } from './app.js';
import type { Task } from './provision/task.js';
import { INSTALLATIONS, selectionOf } from './selection.js';
import type { Command, Invocation } from './types.js';
import { WAIT } from './wait.js';

export const command: Command = {
  spec: {
    name: 'provision',
    summary: 'create on the shop what the plan declares, or preview it',
    description:
      'Compares the plan with the shop, then creates or extends what is missing. It never deletes anything, and a second run changes nothing. Asks for confirmation, except on targets on this machine. Exit code 1 when a change failed or conflicts with the shop.',
    options: [
      {
        flags: '--dry-run',
        description: 'show the changes, but write nothing to the shop',
      },
      {
        flags: '--detailed-exitcode',
        description: 'with --dry-run: exit code 2 when changes are pending',
      },
      { flags: '--out <file>', description: 'with --dry-run: save the changes to a file' },
      {
        flags: '--plan <file>',
        description: 'apply the changes saved with --out, unless something changed since then',
        noEnv: true,
      },
      ...INSTALLATIONS,
      { flags: '-y, --yes', description: 'do not ask for confirmation' },
      WAIT,
    ],
    examples: [
      { command: 'spm-connect provision --dry-run', description: 'preview the changes' },
      { command: 'spm-connect provision --yes', description: 'apply the changes without asking' },
      {
        command: 'spm-connect provision --dry-run --out shop.json',
        description:
          'save the changes for a review; `provision --plan shop.json` applies exactly these',
      },
      {
        command: 'spm-connect provision --all --yes --target production',
        description: 'provision every active shop, several at a time',
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

/** Without --dry-run it would write to the shop, which the user may not expect. */
function refuseCombinations({ options }: Invocation): void {
  const { dryRun, detailedExitcode, out, plan } = options;
  if (detailedExitcode && !dryRun)
    throw new SpmError('SPM_USAGE', '--detailed-exitcode needs --dry-run', {
      cause: 'it reports pending changes, and none are left after applying them',
      hint: 'Run `spm-connect provision --dry-run --detailed-exitcode`.',
    });
  if (out !== undefined && !dryRun)
    throw new SpmError('SPM_USAGE', '--out needs --dry-run', {
      cause: 'it saves changes for later, but without --dry-run they are applied at once',
      hint: `Run \`spm-connect provision --dry-run --out ${out}\`.`,
    });
  if (out !== undefined && plan !== undefined)
    throw new SpmError('SPM_USAGE', '--out and --plan cannot be combined', {
      cause: '--out saves a plan, --plan applies a saved plan',
      hint: 'Remove one of them.',
    });
}

const ofOneShop = (): SpmError =>
  new SpmError('SPM_USAGE', 'A saved plan works for one shop only', {
    cause: 'several installations are selected',
    hint: 'Select the shop with --installation ID.',
  });
