import { randomUUID } from 'node:crypto';
import { cpSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { SpmError } from '../errors.js';
import { linkBelow } from '../files/below.js';
import { makeFolder, removeFolders } from '../files/folders.js';
import { hintFor, Refused, reasonFor } from '../files/reasons.js';
import { createFile } from '../files/write.js';
import type { PlannedFile, ScaffoldPlan } from './plan.js';

/**
 * Writes what the plan says: all of it, or nothing. Everything is written aside first, so that a full disk is
 * met before anything changes; a failure after that is undone. Files that the plan does not name stay as
 * they are. It runs in one go, so that no signal comes in between. Throws SPM_WRITE_FAILED.
 */
export async function applyScaffold({ directory, exists, files }: ScaffoldPlan): Promise<void> {
  const changed = files.filter(({ existing }) => existing !== 'same');
  // On the same file system as the target, so that files move in one step.
  const home = exists ? directory : dirname(directory);
  const made = makeFolder(home);
  const stage = join(home, `.spm-init-${randomUUID()}`);
  try {
    writeAll(join(stage, 'new'), changed);
    if (exists) moveAll(stage, directory, changed);
    else renameSync(join(stage, 'new'), directory);
  } catch (error) {
    rmSync(stage, { recursive: true, force: true });
    removeFolders(made);
    throw failure(directory, error);
  }
  rmSync(stage, { recursive: true, force: true });
}

/** What went wrong in the stage is told by its reason: nobody knows the stage's name. */
function failure(directory: string, error: unknown): SpmError {
  const cause = error instanceof SpmError ? error.cause : reasonFor(error);
  const hint = error instanceof SpmError ? error.hint : hintFor(error);
  return new SpmError('SPM_WRITE_FAILED', `The connector could not be written to ${directory}`, {
    cause,
    hint: `Nothing was changed. ${hint}`,
  });
}

function writeAll(folder: string, files: readonly PlannedFile[]): void {
  makeFolder(folder);
  for (const { path, content } of files) {
    makeFolder(dirname(join(folder, path)));
    createFile(join(folder, path), content);
  }
}

type Undo = () => void;

function moveAll(stage: string, directory: string, files: readonly PlannedFile[]): void {
  const undo: Undo[] = [];
  try {
    for (const file of files) moveOne(stage, directory, file, undo);
  } catch (error) {
    for (const step of undo.reverse()) step();
    throw error;
  }
}

function moveOne(stage: string, directory: string, file: PlannedFile, undo: Undo[]): void {
  const target = join(directory, file.path);
  refuseLink(directory, file.path);
  const made = makeFolder(dirname(target));
  undo.push(() => removeFolders(made));
  if (file.existing === 'other') {
    const kept = join(stage, 'old', file.path);
    makeFolder(dirname(kept));
    cpSync(target, kept, { verbatimSymlinks: true });
    renameSync(join(stage, 'new', file.path), target);
    undo.push(() => renameSync(kept, target));
  } else {
    renameSync(join(stage, 'new', file.path), target);
    undo.push(() => rmSync(target));
  }
}

/** Again, since the plan was made a moment ago. */
function refuseLink(directory: string, path: string): void {
  const link = linkBelow(directory, path);
  if (link === undefined) return;
  throw new Refused(`the link ${link} appeared there meanwhile`, 'Remove it, and run again.');
}
