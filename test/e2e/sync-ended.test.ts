/** A run that must stop after a part of its work. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run, runJson } from '../helpers/cli.js';
import { connectorSource, project, type TestProject } from '../helpers/project.js';

/** The second step needs a definition that was not provisioned on the shop. */
const SOURCE = connectorSource()
  .replace('import { defineBulkStep,', 'import { defineBulkStep, defineCustomData,')
  .replace(
    'export default',
    `const visit = defineCustomData({ name: 'Visit', unique_keys: ['code'],
  fields: [{ name: 'code', label: 'Code', type: 'text', required: true }] });
export default`,
  )
  .replace('provisioning: {}', 'provisioning: { customData: [visit] }')
  .replace(
    /\],\n\}\);\n$/,
    `  defineBulkStep({ entity: 'visits', async *stream() { yield { code: 'a' }; }, map: (row) => row,
      push: (ctx, records) => ctx.customData(visit).save(records) }),
    defineBulkStep({ entity: 'carts', async *stream() {}, map: (row) => row, push: async () => 0 }),
  ],
});
`,
  );

let folder: TestProject;
beforeAll(() => {
  folder = project({
    'spm-connect.config.json': JSON.stringify({ connector: './connector.mjs', store: 's.sqlite' }),
    'connector.mjs': SOURCE,
  });
});
afterAll(() => folder.remove());

describe('a run that an error ends', () => {
  it('is shown on stderr before the error, and has no result', async () => {
    const { code, stdout, stderr } = await run(['sync'], { cwd: folder.path });
    expect(code).toBe(78);
    expect(stdout).toBe('');
    expect(stderr).toMatch(
      /sync of sandbox partial[\s\S]*^customers +ok +120 +120[\s\S]*^error .*\[SPM_NOT_PROVISIONED\]/m,
    );
    expect(stderr).toMatch(/^carts +skipped .*-$/m);
    // The error is shown once, with its code.
    expect(stderr.match(/^error /gm)).toHaveLength(1);
  });

  it('is in the details of the error for programs', async () => {
    const { document } = await runJson(['sync'], { cwd: folder.path });
    expect(document).toMatchObject({
      data: null,
      error: { details: { report: { status: 'partial', totals: { read: expect.any(Number) } } } },
    });
  });

  it('tells of the error once when it is looked at later', async () => {
    const { stderr } = await run(['runs', 'show', '1'], { cwd: folder.path });
    expect(stderr.match(/^error /gm)).toHaveLength(1);
    expect(stderr).toMatch(/^error visits: /);
  });
});
