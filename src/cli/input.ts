/** Reads secrets from standard input, since arguments are visible to other users. */
import type { ReadStream } from 'node:tty';
import { SpmError } from '../errors.js';

/** Longer than any token or key. */
const MOST_BYTES = 64 * 1024;

type Input = AsyncIterable<Buffer | string> & Pick<ReadStream, 'isTTY'> & { destroy(): unknown };

/**
 * All input as text; null when it is a terminal, or when nothing arrived within `patienceMs`: a process that was
 * started with an unused pipe must not wait forever.
 * @throws SpmError SPM_INVALID_VALUE when the input is too long for a secret
 */
export async function readInput(
  input: Input,
  patienceMs = Number.POSITIVE_INFINITY,
  mostBytes = MOST_BYTES,
): Promise<string | null> {
  if (input.isTTY) return null;
  const started = { yes: false };
  const all = readAll(input, started, mostBytes);
  if (!Number.isFinite(patienceMs)) return all;
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<null>((resolve) => {
    timer = setTimeout(() => {
      if (started.yes) return;
      input.destroy();
      resolve(null);
    }, patienceMs);
  });
  try {
    return await Promise.race([all, silence]);
  } finally {
    clearTimeout(timer);
  }
}

async function readAll(
  input: Input,
  started: { yes: boolean },
  mostBytes: number,
): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of input) {
    started.yes = true;
    chunks.push(Buffer.from(chunk));
    bytes += chunk.length;
    if (bytes > mostBytes) throw tooLong(mostBytes);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function tooLong(mostBytes: number): SpmError {
  return new SpmError('SPM_INVALID_VALUE', 'Standard input is too long', {
    cause: `it has more than ${mostBytes / 1024} KiB`,
    hint: mostBytes === MOST_BYTES ? 'Pipe only the secret.' : 'Pipe only one plan.',
  });
}
