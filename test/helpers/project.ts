/** Connector projects in temporary folders. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { run, temporaryFolder } from './cli.js';

export interface TestProject {
  path: string;
  file(name: string): string;
  write(name: string, content: string): void;
  remove(): void;
}

/** A folder with these files, and a folder for packages, in which compiled code is kept, as after an install. */
export function project(files: Record<string, string> = {}): TestProject {
  const { path, remove } = temporaryFolder();
  mkdirSync(join(path, 'node_modules'));
  const file = (name: string) => join(path, name);
  const write = (name: string, content: string) => {
    mkdirSync(dirname(file(name)), { recursive: true });
    writeFileSync(file(name), content);
  };
  for (const [name, content] of Object.entries(files)) write(name, content);
  return { path, file, write, remove };
}

/** A folder that `init` filled from a template, without an install. */
export async function scaffold(template: string): Promise<TestProject> {
  const folder = project();
  const args = ['init', '.', '--template', template, '--slug', 'my-shop', '--yes'];
  const result = await run([...args, '--no-install', '--no-git'], { cwd: folder.path });
  if (result.code !== 0) throw new Error(`init failed: ${result.stderr}`);
  return folder;
}

export const CONFIG = "export default { connector: './connector.mjs' };\n";

/** Source of a small connector whose parts can be replaced. */
export function connectorSource(
  parts: {
    slug?: string;
    provisioning?: string;
    stream?: string;
    push?: string;
    extra?: string;
  } = {},
): string {
  const {
    slug = 'small',
    provisioning = '{}',
    stream = 'yield* rows;',
    push = 'ctx.sendBulk(SpmCustomers.bulkSave, records)',
    extra = '',
  } = parts;
  return `import { existsSync, writeFileSync } from 'node:fs';
import { defineBulkStep, defineIntegration } from 'spm-connect';
import { SpmCustomers } from '@shopimind/sdk-js';

const at = '2026-01-01T00:00:00.000Z';
const rows = Array.from({ length: 120 }, (_, i) => ({
  customer_id: 'c' + i, email: 'c' + i + '@example.com', first_name: 'A', last_name: 'B',
  is_opt_in: true, is_newsletter_subscribed: false, lang: 'fr', is_active: true,
  created_at: at, updated_at: at,
}));
void existsSync; void writeFileSync;

export default defineIntegration({
  slug: '${slug}',
  meta: { name: 'Small', version: '1.0.0' },
  configSchema: { fields: [] },
  parseSettings: (raw) => raw,
  testConnection: async () => true,
  provisioning: ${provisioning},
  syncSteps: [
    defineBulkStep({
      entity: 'customers',
      batchSize: 50,
      async *stream(ctx) { void ctx; ${stream} },
      map: (row) => row,
      push: (ctx, records) => ${push},
      ${extra}
    }),
  ],
});
`;
}
