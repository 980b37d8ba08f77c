import { statSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { SpmError } from '../errors.js';
import type { Migration } from '../migrate/migrate.js';
import type { SafeText } from '../safe.js';
import { withApp } from './app.js';
import type { Command, Invocation, Report } from './types.js';

export interface MigrationReport extends Migration {
  /** Relative to the working directory; empty for that itself. */
  dir: string;
  /** Whether the changes were made. */
  written: boolean;
}

export const command: Command = {
  spec: {
    name: 'migrate-from-kit',
    summary: "show how to move a project from the ecosystem's kit",
    description: [
      'Reads a project that imports @shopimind/integration-kit-js, without running its code. Shows what works unchanged, what to change by hand, and where the settings go. The connector already works unchanged with spm-connect; this command turns the project into an spm-connect project.',
      '--write changes only the imports and package.json, and creates a configuration if there is none.',
    ].join('\n\n'),
    arguments: [
      { syntax: '[dir]', description: 'folder of the project; default: the working directory' },
    ],
    options: [{ flags: '--write', description: 'make the changes', noEnv: true }],
    examples: [
      {
        command: 'spm-connect migrate-from-kit',
        description: 'show the changes, but write nothing',
      },
      { command: 'spm-connect migrate-from-kit ../shop --write', description: 'make the changes' },
    ],
  },
  run: (invocation) => migrate(invocation),
};

async function migrate(invocation: Invocation): Promise<Report<MigrationReport>> {
  const { args, cwd, options } = invocation;
  const dir = resolve(cwd, args[0] ?? '.');
  if (!statSync(dir, { throwIfNoEntry: false })?.isDirectory()) throw noFolder(dir);
  const { readProject } = await import('../migrate/project.js');
  const { KIT, planMigration } = await import('../migrate/migrate.js');
  const { ownVersion } = await import('../own-files.js');
  const project = await readProject(dir);
  const exports = await withApp(invocation, async (app) => ({
    [KIT]: (await app.ownExports(KIT)) ?? [],
    [`${KIT}/testing`]: (await app.ownExports(`${KIT}/testing`)) ?? [],
  }));
  const { migration, edits } = planMigration(project, exports, ownVersion());
  const written = options.write === true && edits.length > 0;
  if (written) {
    const { writeWhole } = await import('../files/write.js');
    // The project's own text: a secret in it is not ours to remove.
    for (const { path, text } of edits) await writeWhole(path, text as SafeText);
  }
  return { data: { dir: relative(cwd, dir), written, ...migration } };
}

function noFolder(dir: string): SpmError {
  return new SpmError('SPM_INVALID_VALUE', `There is no folder ${dir}`, {
    hint: 'Pass the folder of the project, or omit it for the working directory.',
  });
}
