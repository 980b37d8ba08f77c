/** Connectors made of small steps, and functions that search everything that a command leaves behind. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Result, type RunOptions, run, start } from './cli.js';

/** The source of a connector whose steps the test writes; `row` is a record that the API accepts. */
export function stepsSource(
  steps: readonly string[],
  { fields = '[]', more = '', top = '' } = {},
): string {
  return `import { existsSync, writeFileSync } from 'node:fs';
import { defineBulkStep, defineIntegration } from 'spm-connect';
import { SpmCustomers } from '@shopimind/sdk-js';
const at = '2026-01-01T00:00:00.000Z';
const row = (id, more = {}) => ({
  customer_id: id, email: 'a' + Math.abs([...id].reduce((h, c) => (h * 31 + c.codePointAt(0)) | 0, 7)) + '@example.com',
  first_name: 'A', last_name: 'B', is_opt_in: true, is_newsletter_subscribed: false, lang: 'fr', is_active: true,
  created_at: at, updated_at: at, ...more,
});
const bulk = (entity, stream, more = {}) => defineBulkStep({
  entity, stream, map: (raw) => raw, push: (ctx, records) => ctx.sendBulk(SpmCustomers.bulkSave, records), ...more,
});
const plain = (entity, run, more = {}) => ({ entity, cursorScope: 'global', enabled: () => true, run, ...more });
void existsSync; void writeFileSync; void row; void bulk; void plain;
${top}
export default defineIntegration({
  slug: 'small',
  meta: { name: 'Small', version: '1.0.0' },
  configSchema: { fields: ${fields} },
  parseSettings: (raw) => raw,
  testConnection: async () => true,
  provisioning: {},
  syncSteps: [${steps.join(',\n')}],
  ${more}
});
`;
}

/** The bytes of a store with its log as text: one character per byte, and as UTF-8. */
export function storeText(file: string): string {
  const parts = [file, `${file}-wal`].filter((path) => existsSync(path));
  return parts
    .map((path) => readFileSync(path))
    .map((bytes) => `${bytes.toString('latin1')}\n${bytes.toString('utf8')}`)
    .join('\n');
}

/** The contents of the files in a folder, without packages and excluded files. */
export function filesText(folder: string, leaveOut: RegExp): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !path.includes('node_modules') && !leaveOut.test(path))
    .map((path) => readFileSync(path, 'utf8'))
    .join('\n');
}

export type Within = Result & { timedOut: boolean };

/** Like `run`, but kills a process that does not end in time. */
export async function runWithin(
  ms: number,
  args: readonly string[],
  options: RunOptions,
): Promise<Within> {
  const child = start(args, options);
  let stdout = '';
  let stderr = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  child.stdin?.end(options.input ?? '');
  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    child.kill('SIGKILL');
  }, ms);
  const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve) => {
    child.on('close', (...ended) => resolve(ended));
  });
  clearTimeout(timer);
  return { code, signal, stdout, stderr, timedOut };
}

/** Several commands, one after another, one per line. */
export async function outputs(
  lines: readonly string[],
  options: RunOptions,
): Promise<Record<string, Result>> {
  const all: Record<string, Result> = {};
  for (const line of lines) all[line] = await run(line.split(' '), options);
  return all;
}
