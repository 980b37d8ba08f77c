import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { readInput } from '../../src/cli/input.js';

const stream = (isTTY = false) => Object.assign(new PassThrough(), { isTTY });

describe('readInput', () => {
  it('is all that comes, however it is cut', async () => {
    const input = stream();
    const text = readInput(input, 60_000);
    const bytes = Buffer.from('é-token\n');
    input.write(bytes.subarray(0, 1));
    input.end(bytes.subarray(1));
    expect(await text).toBe('é-token\n');
  });

  it('is null for a terminal, and for a pipe that nobody writes to', async () => {
    expect(await readInput(stream(true))).toBeNull();
    expect(await readInput(stream(), 1)).toBeNull();
  });

  it('is patient with one that has begun', async () => {
    const input = stream();
    input.write('a');
    const text = readInput(input, 1);
    setTimeout(() => input.end('b'), 20);
    expect(await text).toBe('ab');
  });

  it('is empty when there is nothing', async () => {
    const input = stream();
    input.end();
    expect(await readInput(input)).toBe('');
  });

  it('refuses what is far too long', async () => {
    const input = stream();
    input.end('x'.repeat(70_000));
    await expect(readInput(input)).rejects.toMatchObject({ code: 'SPM_INVALID_VALUE' });
  });
});
