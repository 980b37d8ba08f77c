/** Names that are longer than allowed, in every place where a command accepts a name. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { run } from '../../helpers/cli.js';
import { connectorSource, project, type TestProject } from '../../helpers/project.js';

const NAME = 'a'.repeat(300);

let folder: TestProject;
beforeAll(async () => {
  folder = project({
    'spm-connect.config.json': JSON.stringify({ connector: './connector.mjs', store: 's.sqlite' }),
    'connector.mjs': connectorSource(),
  });
  await run(['sync'], { cwd: folder.path });
});
afterAll(() => folder.remove());

it.each([
  'init NAME --yes --no-install --no-git',
  'init . --name NAME --yes',
  'init . --slug NAME --yes',
  'init . --template NAME --yes',
  'installations add --id NAME',
  'installations add --id shop-1 --shop-domain NAME',
  'installations show NAME',
  'sync --installation NAME',
  'sync --only NAME',
  'sync --source NAME',
  'cursors list --entity NAME',
  'cursors set --source NAME --to 2026-01-01 --confirm',
  'rejects replay --entity NAME',
  'runs list --installation NAME',
  'runs show NAME',
  'cursors export --out NAME',
  'graph --output-file NAME',
  'health --store NAME',
  'sandbox --port 0 --data NAME',
  'help NAME',
])('is a usage error: %s', async (line) => {
  const { code, stderr } = await run(line.replace('NAME', NAME).split(' '), { cwd: folder.path });
  expect(code).toBe(64);
  expect(stderr).toMatch(/\[SPM_(INVALID_VALUE|UNKNOWN_\w+)\]/);
});
