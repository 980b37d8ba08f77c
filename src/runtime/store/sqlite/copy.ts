/** Copies a store that this process may only read, while other processes may write it. */
import { type BigIntStats, closeSync, constants, openSync, readSync, statSync } from 'node:fs';
import { chmod, copyFile, rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { SpmError } from '../../../errors.js';

/** Files beside the store that hold part of its content. */
const SIDECARS = ['-wal', '-journal'] as const;

const ATTEMPTS = 20;
/** Longer than the resolution of file times, so that a later write gets another time. */
const SETTLED_MS = 25;
const WAL_HEADER_BYTES = 32;

/** Copies the store to `to` as it was at one moment. Rejects with SPM_STORE_BUSY, or with an error of `fs`. */
export async function copyStore(path: string, to: string, now: () => number): Promise<void> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const before = stampOf(path, now());
    // The -wal is copied last, so it includes changes that a checkpoint moved into the file meanwhile.
    await copyOne(path, to);
    for (const suffix of SIDECARS) await copyOne(path + suffix, to + suffix);
    if (isOneMoment(before, stampOf(path, now()))) return;
    await sleep(SETTLED_MS);
  }
  throw new SpmError('SPM_STORE_BUSY', `The store ${path} changes faster than it can be copied`, {
    cause: `this user cannot write it, so reports read a copy, but ${ATTEMPTS} copies were out of date`,
    hint: 'Run the command again, or give this user write permission on the file and its folder.',
  });
}

/** If the file is missing, the copy is removed, too. */
async function copyOne(from: string, to: string): Promise<void> {
  await rm(to, { force: true });
  try {
    await copyFile(from, to, constants.COPYFILE_FICLONE);
  } catch (error) {
    if (isMissing(error)) return;
    throw error;
  }
  // The copy inherits the original's mode, which may be read-only.
  await chmod(to, 0o600);
}

interface Stamp {
  /** Whether a later write would change the times of `file`. */
  settled: boolean;
  file: string;
  journal: string;
  /** The salt of the -wal, which changes when it restarts; empty while the -wal is empty. */
  walHeader: string;
}

/** `takenAt` is a time before any later write. */
function stampOf(path: string, takenAt: number): Stamp {
  const main = statSync(path, { bigint: true });
  return {
    settled: Math.abs(takenAt - Number(main.mtimeMs)) >= SETTLED_MS,
    file: versionOf(main),
    journal: versionOf(statSync(`${path}-journal`, { bigint: true, throwIfNoEntry: false })),
    walHeader: headerOf(`${path}-wal`),
  };
}

/**
 * Until the -wal starts over, its content repairs any mix of old and new pages, and its checksums exclude half-written
 * commits. Without a -wal, nothing may have changed at all.
 */
function isOneMoment(before: Stamp, after: Stamp): boolean {
  if (before.walHeader !== after.walHeader) return false;
  if (before.walHeader !== '') return true;
  return before.settled && before.file === after.file && before.journal === after.journal;
}

function versionOf(stats: BigIntStats | undefined): string {
  return stats === undefined ? 'none' : `${stats.ino} ${stats.size} ${stats.mtimeNs}`;
}

function headerOf(path: string): string {
  const header = Buffer.alloc(WAL_HEADER_BYTES);
  try {
    const file = openSync(path, 'r');
    try {
      const read = readSync(file, header, 0, WAL_HEADER_BYTES, 0);
      return read < WAL_HEADER_BYTES ? '' : header.toString('hex');
    } finally {
      closeSync(file);
    }
  } catch (error) {
    if (isMissing(error)) return '';
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT';
}
