import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';

export const ENCODINGS = ['utf-8', 'utf-16', 'windows-1252'] as const;
export type Encoding = (typeof ENCODINGS)[number];

/**
 * Streams the text of a file, and unpacks gzip. A byte order mark wins over `encoding`, and is removed.
 * Throws the errors of the file system and of unpacking.
 */
export async function* readText(path: string, encoding: Encoding): AsyncGenerator<string> {
  const start = await firstBytes(path);
  const file = createReadStream(path);
  const isPacked = start[0] === 0x1f && start[1] === 0x8b;
  // Iterating over the last stream of a pipeline throws the error of any part, and leaving the loop early
  // closes the file.
  const bytes = isPacked ? pipeline(file, createGunzip(), () => {}) : file;
  let decode: ((chunk: Uint8Array, more: boolean) => string) | undefined;
  for await (const chunk of bytes as AsyncIterable<Uint8Array>) {
    decode ??= decoderOf(chunk, encoding);
    yield decode(chunk, true);
  }
  if (decode) yield decode(new Uint8Array(), false);
}

async function firstBytes(path: string): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const bytes = new Uint8Array(2);
    await file.read(bytes, 0, 2, 0);
    return bytes;
  } finally {
    await file.close();
  }
}

/** TextDecoder removes the byte order mark. */
function decoderOf(start: Uint8Array, encoding: Encoding) {
  const label = labelOf(start, encoding);
  if (label === 'windows-1252') return fromWindows1252;
  const decoder = new TextDecoder(label);
  return (chunk: Uint8Array, more: boolean) => decoder.decode(chunk, { stream: more });
}

function labelOf([first, second, third]: Uint8Array, encoding: Encoding): string {
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  if (encoding !== 'utf-16') return encoding;
  // In a header of Latin letters, one byte of each pair is zero: its position shows the byte order.
  return first === 0 ? 'utf-16be' : 'utf-16le';
}

/** The characters for 0x80 to 0x9F. Some versions of Node.js decode them as the control characters of Latin-1. */
const WINDOWS_1252 = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8DŽ\x8F\x90‘’“”•–—˜™š›œ\x9DžŸ';

function fromWindows1252(chunk: Uint8Array): string {
  const latin1 = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength).toString('latin1');
  return latin1.replace(/[\x80-\x9F]/g, (c) => WINDOWS_1252.charAt(c.charCodeAt(0) - 0x80));
}
