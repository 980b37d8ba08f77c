import { dirname, join, relative, resolve } from 'node:path';
import type { App } from '../app/app.js';
import type { ProvisioningPlan } from '../connector/types.js';
import { SpmError } from '../errors.js';
import { writeWhole } from '../files/write.js';
import type { Note } from '../plan/pull.js';
import { withApp } from './app.js';
import { INSTALLATION } from './selection.js';
import type { Command, Invocation, Report } from './types.js';

export interface PullReport {
  installation_id: string;
  target: string;
  plan: ProvisioningPlan;
  /** Comments for the file: facts that the API does not reveal, and parts that were left out. */
  notes: readonly Note[];
  /** Absolute path of the file that was written. */
  file: string | null;
}

export const command: Command = {
  spec: {
    name: 'pull',
    summary: 'write a plan from the configuration of a shop',
    description: [
      'Reads the data sources, custom-data definitions, events and order statuses of the shop and writes them as a plan. The plan passes lint, and provisioning it changes nothing on the shop. Comments list what the API does not reveal and what a plan cannot declare.',
      'A connector loads the file with `provisioning: loadPlan(file)`.',
    ].join('\n\n'),
    options: [
      {
        flags: '--out <file>',
        description: 'write the plan to this file, such as shop.plan.yaml, instead of printing it',
      },
      { flags: '--force', description: 'replace an existing file', noEnv: true },
      INSTALLATION,
    ],
    examples: [
      { command: 'spm-connect pull', description: 'print the plan' },
      {
        command: 'spm-connect pull --installation shop-1 --target production --out shop.plan.yaml',
        description: 'save the plan of a shop that was configured by hand',
      },
    ],
  },
  run: (invocation) => withApp(invocation, (app) => pull(invocation, app)),
};

async function pull(invocation: Invocation, app: App): Promise<Report<PullReport>> {
  const { cwd, options } = invocation;
  const file = typeof options.out === 'string' ? resolve(cwd, checkedName(options.out)) : null;
  const { dir, target } = await app.config();
  const { plan, notes, installationId } = await read(invocation, app);
  const { writePlanFile } = await import('../plan-file/write.js');
  const text = writePlanFile(app.redactor.data(plan), notes, [
    `yaml-language-server: $schema=${schemaPath(file === null ? cwd : dirname(file), dir)}`,
    `The plan of the installation ${installationId}, written by \`spm-connect pull\`.`,
  ]);
  const data = { installation_id: installationId, target, plan, notes, file };
  if (file === null) return { data, print: { format: 'yaml', content: text } };
  const unlessThere = 'Replace the file with --force, or choose another name.';
  await writeWhole(file, app.redactor.hide(text), {
    makeFolders: true,
    signal: invocation.signal,
    ...(options.force !== true && { unlessThere }),
  });
  return { data };
}

async function read({ options, progress }: Invocation, app: App) {
  const { pullPlan } = await import('../plan/pull.js');
  const { readWholeShop } = await import('../runtime/provision/read-whole-shop.js');
  await app.integration();
  const id = typeof options.installation === 'string' ? options.installation : undefined;
  await app.shopStore(id === undefined ? {} : { ids: [id] });
  const shop = await app.shop(id);
  progress.start('Reading the shop');
  try {
    const pulled = pullPlan(await readWholeShop(shop.client), shop.provisioned);
    progress.succeed('Read the shop');
    return { ...pulled, installationId: shop.installation.installationId };
  } catch (error) {
    progress.fail();
    throw error;
  }
}

/** lint and loadPlan recognise a plan file by its name. */
function checkedName(name: string): string {
  if (/\.ya?ml$/.test(name)) return name;
  throw new SpmError('SPM_INVALID_VALUE', `--out cannot be '${name}'`, {
    cause: 'the plan is YAML, and lint and loadPlan recognise it by the name',
    hint: 'Use a name such as shop.plan.yaml. For JSON, use data.plan of `spm-connect pull --json`.',
  });
}

/** The path at which an editor finds the schema of plans. */
function schemaPath(from: string, project: string): string {
  const schema = join(project, 'node_modules', 'spm-connect', 'schemas', 'plan.schema.json');
  return relative(from, schema).replaceAll('\\', '/');
}
