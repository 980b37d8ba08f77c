import { mkdir, mkdtemp, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { applyScaffold } from '../../src/scaffold/apply.js';
import { planScaffold, refuseConflicts, type ScaffoldPlan } from '../../src/scaffold/plan.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'spm-scaffold-'));
});

function plan(directory: string, alsoWritten: string[] = []): Promise<ScaffoldPlan> {
  return planScaffold({
    template: 'minimal',
    directory,
    slug: 'shop',
    name: 'Shop',
    packageManager: 'npm',
    version: '1.0.0',
    alsoWritten,
  });
}

async function tree(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(directory.length + 1))
    .sort();
}

test('writes all files into a directory that was not there, and leaves nothing beside it', async () => {
  const directory = join(folder, 'deep', 'shop');
  const planned = await plan(directory);
  await applyScaffold(planned);
  expect(await tree(directory)).toEqual(planned.files.map(({ path }) => path).sort());
  expect(await readdir(join(folder, 'deep'))).toEqual(['shop']);
});

test('a second plan finds everything as it should be', async () => {
  const directory = join(folder, 'shop');
  await applyScaffold(await plan(directory));
  const again = await plan(directory);
  expect(new Set(again.files.map(({ existing }) => existing))).toEqual(new Set(['same']));
  refuseConflicts(again, false);
});

test('files of other names stay; those of the same name are refused, or replaced with force', async () => {
  await writeFile(join(folder, 'mine.txt'), 'mine');
  await mkdir(join(folder, 'src'));
  await writeFile(join(folder, 'src', 'connector.ts'), 'old');
  await writeFile(join(folder, 'README.md'), 'old');
  const planned = await plan(folder);
  expect(() => refuseConflicts(planned, false)).toThrowError(
    expect.objectContaining({
      code: 'SPM_DIRECTORY_NOT_EMPTY',
      details: { directory: folder, files: ['README.md', 'src/connector.ts'] },
    }),
  );
  refuseConflicts(planned, true);
  await applyScaffold(planned);
  expect(await readFile(join(folder, 'mine.txt'), 'utf8')).toBe('mine');
  expect(await readFile(join(folder, 'README.md'), 'utf8')).toMatch(/^# Shop/);
  expect(await tree(folder)).toEqual([...planned.files.map(({ path }) => path), 'mine.txt'].sort());
});

test('a directory or a file in the way is refused even with force', async () => {
  await mkdir(join(folder, 'README.md'));
  await writeFile(join(folder, 'src'), 'a file');
  const planned = await plan(folder);
  expect(() => refuseConflicts(planned, true)).toThrowError(
    expect.objectContaining({
      details: {
        directory: folder,
        files: ['README.md', 'src/connector.ts', 'src/stores.ts'],
      },
    }),
  );
});

test('a link is refused even with force, whatever it leads to', async () => {
  await mkdir(join(folder, 'outside'));
  await writeFile(join(folder, 'outside', 'file'), 'kept');
  const links = {
    'README.md': 'outside/file',
    src: 'outside',
    fixtures: 'src',
    '.gitignore': 'no',
  };
  for (const [name, target] of Object.entries(links)) {
    const directory = join(folder, name.replace('.', 'in-'));
    await mkdir(directory);
    await symlink(join('..', target), join(directory, name));
    const planned = await plan(directory);
    expect(() => refuseConflicts(planned, true)).toThrowError(
      expect.objectContaining({
        code: 'SPM_DIRECTORY_NOT_EMPTY',
        details: { directory, files: [name] },
      }),
    );
    expect(await readdir(directory)).toEqual([name]);
  }
  expect(await tree(join(folder, 'outside'))).toEqual(['file']);
});

test('so is one in the place of what an install writes', async () => {
  await symlink('elsewhere', join(folder, 'node_modules'));
  const planned = await plan(folder, ['node_modules', '.git']);
  expect(planned.links).toEqual(['node_modules']);
});

test('a link that appears meanwhile is not followed, and all is taken back', async () => {
  await mkdir(join(folder, 'outside'));
  const directory = join(folder, 'shop');
  await mkdir(directory);
  const planned = await plan(directory);
  await symlink('../outside', join(directory, 'src'));
  await expect(applyScaffold(planned)).rejects.toMatchObject({
    code: 'SPM_WRITE_FAILED',
    cause: expect.stringContaining('src'),
  });
  expect(await readdir(directory)).toEqual(['src']);
  expect(await readdir(join(folder, 'outside'))).toEqual([]);
});

test('a directory that is itself a link is followed, since it was named', async () => {
  await mkdir(join(folder, 'real'));
  await symlink('real', join(folder, 'link'));
  const planned = await plan(join(folder, 'link'));
  refuseConflicts(planned, false);
  await applyScaffold(planned);
  expect(await tree(join(folder, 'real'))).toEqual(planned.files.map(({ path }) => path).sort());
});

test('where no directory can be, nothing is planned', async () => {
  await writeFile(join(folder, 'file'), '');
  await symlink('nowhere', join(folder, 'dangling'));
  for (const name of ['file', 'file/below', 'dangling']) {
    await expect(plan(join(folder, name))).rejects.toMatchObject({
      code: 'SPM_DIRECTORY_NOT_EMPTY',
    });
  }
  await expect(plan(join(folder, 'x'.repeat(300)))).rejects.toMatchObject({
    code: 'SPM_INVALID_VALUE',
  });
  expect((await readdir(folder)).sort()).toEqual(['dangling', 'file']);
});

test('a failure half-way takes everything back', async () => {
  await writeFile(join(folder, 'README.md'), 'old');
  const planned = await plan(folder);
  // After the plan is made, a file appears at the path of its last file.
  await mkdir(join(folder, 'tsconfig.json', 'in-the-way'), { recursive: true });
  await expect(applyScaffold(planned)).rejects.toMatchObject({ code: 'SPM_WRITE_FAILED' });
  expect((await readdir(folder)).sort()).toEqual(['README.md', 'tsconfig.json']);
  expect(await readFile(join(folder, 'README.md'), 'utf8')).toBe('old');
});

test('a directory that appears meanwhile is left alone', async () => {
  const directory = join(folder, 'shop');
  const planned = await plan(directory);
  await mkdir(directory);
  await writeFile(join(directory, 'theirs'), 'theirs');
  await expect(applyScaffold(planned)).rejects.toMatchObject({ code: 'SPM_WRITE_FAILED' });
  expect(await tree(folder)).toEqual(['shop/theirs']);
});
