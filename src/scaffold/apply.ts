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
 * Writes all files of the plan, or none. The files are first written to a temporary folder, so that a full disk is
 * noticed before anything changes; a later failure is undone. Other files stay
 * unchanged. Runs synchronously, so that no signal interrupts it. Throws SPM_WRITE_FAILED.
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

/** The message must not name the temporary folder, which the user does not know. */
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

/** Checked again, since the files may have changed after the plan was made. */
function refuseLink(directory: string, path: string): void {
  const link = linkBelow(directory, path);
  if (link === undefined) return;
  throw new Refused(
    `the link ${link} was created meanwhile`,
    'Remove the link, then run the command again.',
  );
}
