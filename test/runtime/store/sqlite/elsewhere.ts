import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const jiti = import.meta.resolve('jiti/package.json').replace(/package.json$/, 'lib/jiti-cli.mjs');
const opener = new URL('./opener.ts', import.meta.url).href;

/**
 * Opens each store in another process; returns `ok` or the error's code for each. If a user is given, the process
 * becomes that user after it has loaded its code, which that user may not be able to read. For `toRead`, see the
 * opener.
 */
export async function openElsewhere(
  paths: string[],
  user: { uid?: number; toRead?: boolean } = {},
): Promise<string[]> {
  const child = spawn(process.execPath, [fileURLToPath(jiti), fileURLToPath(opener), ...paths], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      JITI_FS_CACHE: 'false',
      ...(user.uid === undefined ? {} : { OPEN_AS_UID: `${user.uid}` }),
      ...(user.toRead && { OPEN_TO_READ: 'yes' }),
    },
  });
  return (await text(child.stdout)).trim().split('\n');
}
