import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { type Choices, renderTemplate } from '../../src/scaffold/render.js';
import { listTemplates, readTemplate } from '../../src/scaffold/templates.js';

const choices: Choices = {
  slug: 'my-shop',
  name: "L'Atelier",
  packageManager: 'npm',
  version: '9.8.7',
};

const templates = await listTemplates();

async function rendered(
  name: string,
  changes: Partial<Choices> = {},
): Promise<Map<string, string>> {
  const template = templates.find((candidate) => candidate.name === name);
  if (!template) throw new Error(`no template ${name}`);
  const files = renderTemplate(template, await readTemplate(name), { ...choices, ...changes });
  return new Map(files.map(({ path, content }) => [path, content.toString('utf8')]));
}

test('the templates are csv and minimal, each with a summary', () => {
  expect(templates.map(({ name }) => name)).toEqual(['csv', 'minimal']);
  for (const { summary } of templates) expect(summary).not.toBe('');
});

test.each(templates)('nothing of $name keeps the names of the template', async (template) => {
  for (const [path, text] of await rendered(template.name)) {
    expect(text, path).not.toContain(template.defaults.slug);
    if (path.endsWith('.ts')) expect(text, path).not.toContain(`'${template.defaults.name}'`);
  }
});

test.each(templates)('$name is written with the names that were chosen', async ({ name }) => {
  const files = await rendered(name);
  expect(files.get('src/connector.ts')).toContain("slug: 'my-shop'");
  expect(files.get('src/connector.ts')).toContain('name: "L\'Atelier"');
  expect(files.get('README.md')).toMatch(/^# L'Atelier\n/);
  const manifest = JSON.parse(files.get('package.json') ?? '');
  expect(manifest).toMatchObject({ name: 'my-shop', private: true, type: 'module' });
  expect(manifest.dependencies['spm-connect']).toBe('^9.8.7');
});

test.each(['a\'b"c', 'back\\slash', "'"])(
  'the name %j stays what it is in the source',
  async (name) => {
    const source = (await rendered('minimal', { name })).get('src/connector.ts') ?? '';
    const literal = /meta: \{ name: ('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")/.exec(source)?.[1] ?? '';
    expect(new Function(`return ${literal}`)()).toBe(name);
  },
);

test.each(templates)('$name ships a .gitignore and not its manifest', async ({ name }) => {
  const files = await rendered(name);
  expect(files.get('.gitignore')).toContain('node_modules/');
  expect(files.get('.gitignore')).toContain('.env\n');
  expect([...files.keys()].filter((path) => /_gitignore|template\.json/.test(path))).toEqual([]);
});

test('with another package manager, instructions and CI speak of it', async () => {
  const files = await rendered('csv', { packageManager: 'pnpm' });
  const readme = files.get('README.md') ?? '';
  expect(readme).toContain('pnpm install');
  expect(readme).toContain('pnpm run lint');
  expect(readme).toContain('pnpm exec spm-connect overview');
  expect(readme).not.toMatch(/(?<!p)npm |npx/);
  const { jobs } = parse(files.get('.github/workflows/ci.yml') ?? '');
  const commands = jobs.check.steps.flatMap((step: { run?: string }) => step.run ?? []);
  expect(commands).toEqual([
    'npm install --global pnpm',
    'pnpm install',
    'pnpm run types',
    'pnpm exec spm-connect lint',
    'pnpm test',
  ]);
});

test('pnpm and bun are told which packages may build', async () => {
  const workspace = (await rendered('csv', { packageManager: 'pnpm' })).get('pnpm-workspace.yaml');
  expect(parse(workspace ?? '')).toEqual({
    onlyBuiltDependencies: ['better-sqlite3', 'esbuild'],
    allowBuilds: { 'better-sqlite3': true, esbuild: true },
  });
  const bun = (await rendered('csv', { packageManager: 'bun' })).get('package.json');
  expect(JSON.parse(bun ?? '').trustedDependencies).toEqual(['better-sqlite3', 'esbuild']);
  expect((await rendered('csv')).has('pnpm-workspace.yaml')).toBe(false);
});

test('data is copied byte for byte', async () => {
  const template = templates.find(({ name }) => name === 'csv');
  if (!template) throw new Error('no csv template');
  const files = await readTemplate('csv');
  const output = renderTemplate(template, files, choices);
  const data = files.filter(({ path }) => path.startsWith('data/'));
  expect(data).toHaveLength(4);
  for (const { path, content } of data) {
    expect(output.find((file) => file.path === path)?.content.equals(content)).toBe(true);
  }
});
