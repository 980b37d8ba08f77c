import { lstat, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { SpmError } from '../errors.js';
import { linkBelow } from '../files/below.js';
import { failureCode, hintFor, reasonFor } from '../files/reasons.js';
import { didYouMean } from '../nearest.js';
import { type Choices, renderTemplate } from './render.js';
import { listTemplates, readTemplate, type Template, type TemplateFile } from './templates.js';

export interface ScaffoldRequest extends Choices {
  template: string;
  /** Absolute. May be a link to a directory. */
  directory: string;
  /** Paths that other programs will write there, such as `node_modules`. */
  alsoWritten?: readonly string[];
}

export interface PlannedFile extends TemplateFile {
  /**
   * What exists at the path: nothing, a file with the same bytes, a file with different bytes, or something else, such
   * as a directory.
   */
  existing: 'none' | 'same' | 'other' | 'blocked';
}

export interface ScaffoldPlan {
  directory: string;
  /** Whether the directory is there already. */
  exists: boolean;
  /** Sorted by path. */
  files: PlannedFile[];
  /** Links below the directory that would be followed or replaced, relative to it. */
  links: string[];
}

/**
 * Reads the template and the directory, and changes nothing. Throws SPM_UNKNOWN_TEMPLATE,
 * SPM_DIRECTORY_NOT_EMPTY when the path cannot be a directory, and SPM_WRITE_FAILED when it cannot be read.
 */
export async function planScaffold(request: ScaffoldRequest): Promise<ScaffoldPlan> {
  const { directory } = request;
  const template = findTemplate(await listTemplates(), request.template);
  const files = renderTemplate(template, await readTemplate(template.name), request);
  try {
    const exists = await isThere(directory);
    const written = [...files.map(({ path }) => path), ...(request.alsoWritten ?? [])];
    const links = written.flatMap((path) => linkBelow(directory, path) ?? []);
    const planned = files.map(async (file) => ({
      ...file,
      existing: await compare(directory, file),
    }));
    return { directory, exists, files: await Promise.all(planned), links: [...new Set(links)] };
  } catch (error) {
    if (error instanceof SpmError) throw error;
    throw new SpmError(
      failureCode(error, 'SPM_WRITE_FAILED'),
      `The connector cannot be created in ${directory}`,
      {
        cause: reasonFor(error),
        hint: hintFor(error),
      },
    );
  }
}

/** Throws SPM_UNKNOWN_TEMPLATE for an unknown name. */
export function findTemplate(templates: readonly Template[], name: string): Template {
  const template = templates.find((candidate) => candidate.name === name);
  if (template) return template;
  const names = templates.map((candidate) => candidate.name);
  const hint = `Templates: ${names.join(', ')}.`;
  const guess = didYouMean(name, names);
  throw new SpmError('SPM_UNKNOWN_TEMPLATE', `Unknown template "${name}"`, {
    hint: guess ? `${guess} ${hint}` : hint,
    details: { template: name, templates: names },
  });
}

/**
 * Throws SPM_DIRECTORY_NOT_EMPTY, with the names of the files, when the plan would overwrite some. `force` allows it
 * for files, but never for a directory or a link.
 */
export function refuseConflicts(plan: ScaffoldPlan, force: boolean): void {
  const conflicts = plan.files
    .filter(({ existing }) => existing === 'other')
    .map(({ path }) => path);
  const blocked = plan.files
    .filter(({ existing }) => existing === 'blocked')
    .map(({ path }) => path);
  if (plan.links.length > 0) {
    throw new SpmError(
      'SPM_DIRECTORY_NOT_EMPTY',
      `The connector cannot be created in ${plan.directory}`,
      {
        cause: `These paths are links, which could lead outside of it: ${plan.links.join(', ')}.`,
        hint: 'Remove the links, or choose another directory. --no-git and --no-install write less.',
        details: { directory: plan.directory, files: plan.links },
      },
    );
  }
  if (blocked.length > 0) {
    throw new SpmError(
      'SPM_DIRECTORY_NOT_EMPTY',
      `The connector cannot be created in ${plan.directory}`,
      {
        cause: `Something that is not a file already exists at: ${blocked.join(', ')}.`,
        hint: 'Choose another directory.',
        details: { directory: plan.directory, files: blocked },
      },
    );
  }
  if (conflicts.length === 0 || force) return;
  throw new SpmError('SPM_DIRECTORY_NOT_EMPTY', `${plan.directory} already has other files`, {
    cause: `These files would be overwritten: ${conflicts.join(', ')}.`,
    hint: 'Choose another directory, or overwrite these files with --force. Other files stay unchanged.',
    details: { directory: plan.directory, files: conflicts },
  });
}

async function compare(directory: string, file: TemplateFile): Promise<PlannedFile['existing']> {
  const path = join(directory, file.path);
  try {
    const found = await lstat(path);
    // All links are rejected, regardless of their target.
    if (found.isSymbolicLink()) return 'blocked';
    if (!found.isFile()) return 'blocked';
    return (await readFile(path)).equals(file.content) ? 'same' : 'other';
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return 'none';
    if (hasCode(error, 'ENOTDIR')) return 'blocked';
    // The file cannot be read, so it counts as different.
    if (hasCode(error, 'EACCES')) return 'other';
    throw error;
  }
}

/**
 * Follows links.
 * @throws SpmError SPM_DIRECTORY_NOT_EMPTY when something other than a directory exists, or the system's error
 */
async function isThere(directory: string): Promise<boolean> {
  try {
    if ((await stat(directory)).isDirectory()) return true;
    throw notADirectory(directory, 'A file has that name.');
  } catch (error) {
    if (hasCode(error, 'ENOTDIR')) throw notADirectory(directory, 'A part of the path is a file.');
    if (!hasCode(error, 'ENOENT')) throw error;
    if (linkBelow(dirname(directory), basename(directory)) === undefined) return false;
    throw notADirectory(directory, 'It is a broken link.');
  }
}

const notADirectory = (directory: string, cause: string): SpmError =>
  new SpmError('SPM_DIRECTORY_NOT_EMPTY', `The connector cannot be created in ${directory}`, {
    cause,
    hint: 'Choose another directory.',
  });

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
