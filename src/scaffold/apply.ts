import { randomUUID } from 'node:crypto';
import { cp, mkdir, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { SpmError } from '../errors.js';
import type { PlannedFile, ScaffoldPlan } from './plan.js';

/**
 * Writes what the plan says: all of it, or nothing. Everything is written aside first, so that a full disk is
 * met before anything changes; a failure after that is undone. Files that the plan does not name stay as
 * they are. Throws SPM_WRITE_FAILED.
 */
export async function applyScaffold(plan: ScaffoldPlan): Promise<void> {
  const files = plan.files.filter(({ existing }) => existing !== 'same');
  // On the same file system as the target, so that files move in one step.
  const stage = join(
    plan.exists ? plan.directory : dirname(plan.directory),
    `.spm-init-${randomUUID()}`,
  );
  try {
    await writeAll(join(stage, 'new'), files);
    if (plan.exists) await moveAll(stage, plan.directory, files);
    else await rename(join(stage, 'new'), plan.directory);
  } catch (cause) {
    throw new SpmError(
      'SPM_WRITE_FAILED',
      `The connector could not be written to ${plan.directory}`,
      {
        cause,
        hint: 'Nothing was changed. Check the free space and the rights on the directory, or choose another.',
      },
    );
  } finally {
    await rm(stage, { recursive: true, force: true });
  }
}

async function writeAll(folder: string, files: readonly PlannedFile[]): Promise<void> {
  for (const { path, content } of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
}

type Undo = () => Promise<void>;

async function moveAll(
  stage: string,
  directory: string,
  files: readonly PlannedFile[],
): Promise<void> {
  const undo: Undo[] = [];
  try {
    for (const file of files) await moveOne(stage, directory, file, undo);
  } catch (error) {
    for (const step of undo.reverse()) await step();
    throw error;
  }
}

async function moveOne(
  stage: string,
  directory: string,
  file: PlannedFile,
  undo: Undo[],
): Promise<void> {
  const target = join(directory, file.path);
  await makeFolders(directory, dirname(file.path), undo);
  if (file.existing === 'other') {
    const kept = join(stage, 'old', file.path);
    await cp(target, kept, { verbatimSymlinks: true });
    await rename(join(stage, 'new', file.path), target);
    undo.push(() => rename(kept, target));
  } else {
    await rename(join(stage, 'new', file.path), target);
    undo.push(() => rm(target));
  }
}

/** Folder by folder, so that exactly those that were made can be undone. */
async function makeFolders(directory: string, path: string, undo: Undo[]): Promise<void> {
  let folder = directory;
  for (const part of path === '.' ? [] : path.split('/')) {
    folder = join(folder, part);
    const made = await mkdir(folder, { recursive: true });
    if (made !== undefined) undo.push(() => rmdir(made));
  }
}
