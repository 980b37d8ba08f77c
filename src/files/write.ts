/** Writes files completely or not at all. */
import { randomUUID } from 'node:crypto';
import {
  closeSync,
  constants,
  fchmodSync,
  fsyncSync,
  linkSync,
  openSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { SpmError } from '../errors.js';
import type { SafeText } from '../safe.js';
import { isFolder, makeFolder, removeFolders } from './folders.js';
import { type Place, placeOf } from './places.js';
import { PRIVATE_FILE } from './private.js';
import { errorCode, failureCode, hintFor, Refused, reasonFor } from './reasons.js';
import { writeStream } from './stream.js';

export interface WriteOptions {
  /**
   * The file has personal data or keys: mode 0600 regardless of the umask and of a replaced file. Default:
   * the mode of the replaced file, else the umask decides.
   */
  isPrivate?: boolean;
  /** Creates missing folders. Default: a missing folder is an error. */
  makeFolders?: boolean;
  /** Fails with this hint if the path exists. Default: an existing file is replaced. */
  unlessThere?: string;
  /** Ends the wait for the reader of a pipe. */
  signal?: AbortSignal;
}

/**
 * Writes a temporary file next to the path, flushes it to the disk, and renames it. Follows links; writes to pipes and devices
 * directly.
 *
 * @throws SpmError SPM_FILE_EXISTS, SPM_WRITE_FAILED
 */
export async function writeWhole(
  path: string,
  text: SafeText,
  options: WriteOptions = {},
): Promise<void> {
  try {
    const place = placeOf(path);
    if (options.unlessThere !== undefined && place.kind !== 'new')
      throw fileExists(path, options.unlessThere);
    if (place.kind === 'stream') await writeStream(place.path, text, options.signal);
    else writeFile(place, text, options);
  } catch (error) {
    if (error instanceof SpmError || (error as Error).name === 'AbortError') throw error;
    if (options.unlessThere !== undefined && errorCode(error) === 'EEXIST')
      throw fileExists(path, options.unlessThere);
    throw new SpmError(failureCode(error, 'SPM_WRITE_FAILED'), `${path} cannot be written`, {
      cause: reasonFor(error),
      hint: hintFor(error),
    });
  }
}

/** Synchronous, so that no signal interrupts it between the write and the rename. */
function writeFile(place: Exclude<Place, { kind: 'stream' }>, text: string, options: WriteOptions) {
  const { isPrivate = false, makeFolders = false, unlessThere } = options;
  const folder = dirname(place.path);
  const made = makeFolders ? makeFolder(folder, { isPrivate }) : [];
  if (!isFolder(folder)) throw missing(folder);
  // A short name, since the file name may already have the maximum length.
  const draft = join(folder, `.spm-${randomUUID()}.tmp`);
  try {
    createFile(draft, text, isPrivate ? PRIVATE_FILE : keptMode(place));
    if (unlessThere === undefined) renameSync(draft, place.path);
    else moveUnlessThere(draft, place.path);
    flushFolder(folder);
  } catch (error) {
    rmSync(draft, { force: true });
    removeFolders(made);
    throw error;
  }
}

/**
 * Creates a new file and flushes it. Follows no link and replaces nothing. With `mode`, the umask does not
 * count. @throws the system's error
 */
export function createFile(path: string, content: string | Uint8Array, mode?: number): void {
  const file = openSync(path, 'wx', mode);
  try {
    if (mode !== undefined) fchmodSync(file, mode);
    writeFileSync(file, content);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

const keptMode = (place: Place): number | undefined =>
  place.kind === 'file' ? place.mode : undefined;

/** Without hard links, another process can interfere. */
function moveUnlessThere(draft: string, path: string): void {
  try {
    linkSync(draft, path);
    rmSync(draft);
  } catch (error) {
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'].includes(errorCode(error) ?? ''))
      throw error;
    renameSync(draft, path);
  }
}

/** Flushes the folder, so that the name survives a power cut. Not every system can do that. */
function flushFolder(folder: string): void {
  try {
    const handle = openSync(folder, constants.O_RDONLY);
    try {
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
  } catch {
    // The content of the file is already on the disk.
  }
}

const missing = (folder: string): Refused =>
  new Refused(
    `the folder ${folder} does not exist`,
    `Create the folder ${folder} first, or choose another folder.`,
  );

const fileExists = (path: string, hint: string): SpmError =>
  new SpmError('SPM_FILE_EXISTS', `The file ${path} already exists`, { hint });
