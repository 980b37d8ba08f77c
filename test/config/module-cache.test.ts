import { existsSync, mkdirSync, readdirSync, rmdirSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { loadDefaultExport } from '../../src/config/module.js';
import { project, type TestProject } from '../helpers/project.js';

const open: TestProject[] = [];
afterEach(() => {
  for (const folder of open.splice(0)) folder.remove();
});

/** No package is installed in it. */
function given(): TestProject {
  const folder = project({ 'src/a.ts': 'const n: number = 7;\nexport default n;\n' });
  rmdirSync(folder.file('node_modules'));
  open.push(folder);
  return folder;
}

describe('compiled modules', () => {
  it.each([
    ['node_modules', 'node_modules/.cache/spm-connect'],
    ['.spm', '.spm/cache'],
  ])('are kept in the folder of the project that is there: %s', async (own, cache) => {
    const folder = given();
    mkdirSync(folder.file(own));
    expect(await loadDefaultExport(folder.file('src/a.ts'))).toEqual({ found: true, value: 7 });
    expect(readdirSync(folder.file(cache))).toHaveLength(1);
  });

  it('are not kept where the project has no such folder', async () => {
    const folder = given();
    await loadDefaultExport(folder.file('src/a.ts'));
    expect(readdirSync(folder.path)).toEqual(['src']);
    expect(existsSync(folder.file('src/node_modules'))).toBe(false);
  });

  it('are compiled again when the source changes', async () => {
    const folder = given();
    mkdirSync(folder.file('.spm'));
    await loadDefaultExport(folder.file('src/a.ts'));
    folder.write('src/a.ts', 'export default 8 as number;\n');
    expect(await loadDefaultExport(folder.file('src/a.ts'))).toEqual({ found: true, value: 8 });
  });
});
