import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { readSource } from '../../../src/lint/code/index.js';
import type { SourcePlace } from '../../../src/plan/rule.js';
import { project } from '../../helpers/project.js';

const FOLDER = fileURLToPath(new URL('../../fixtures/lint/code', import.meta.url));
const source = await readSource(`${FOLDER}/connector.ts`);

/** `file:line text` of a place. */
function shown(place: SourcePlace | undefined, folder = FOLDER): string | undefined {
  if (place === undefined) return undefined;
  const { file, line, column, endLine, endColumn } = place;
  const text = readFileSync(file, 'utf8').split('\n')[line - 1] ?? '';
  const end = endLine === line ? endColumn : undefined;
  return `${relative(folder, file)}:${line} ${text.slice(column - 1, end && end - 1)}`;
}

const folder = project();
afterAll(() => folder.remove());

/** The place of a path in a connector with this text. */
async function placeIn(text: string, path: string, name = 'connector.ts') {
  folder.write(name, text);
  const { place } = await readSource(folder.file(name));
  return shown(place(path), folder.path);
}

describe('the place of a part', () => {
  it.each([
    ['slug', "connector.ts:31 'acme'"],
    ['meta.version', "connector.ts:32 '1'"],
    ['meta.icon_url', 'connector.ts:32 meta'],
    ['configSchema.fields[0].type', "connector.ts:13 'url'"],
    ['configSchema.fields[0].owner', 'connector.ts:13 key'],
    ['configSchema.fields[3]', 'connector.ts:13 fields'],
    ['parseSettings', 'parts/settings.ts:2 parse'],
    ['testConnection', 'connector.ts:35 async () => true'],
    ['provisioning', 'connector.ts:19 plan'],
    ['provisioning.dataSources[0].decl.label', "connector.ts:23 'A'"],
    ['provisioning.dataSources[1].decl.label', "connector.ts:20 'B'"],
    ['provisioning.dataSources[2].decl.parent_id', 'parts/sources.ts:3 1'],
    ['provisioning.customData[0].unique_keys[0]', "parts/index.ts:10 'number'"],
    ['provisioning.customData[0].relationships', 'parts/index.ts:7 card'],
    ['provisioning.customData[1].fields[0].type', "connector.ts:16 'text'"],
    ['provisioning.customData[5].name', 'connector.ts:24 customData'],
    ['provisioning.orderStatuses[1].lang', 'parts/statuses.ts:1 rows'],
    ['provisioning.events', 'connector.ts:19 plan'],
    ['syncSteps[0].tolerateRejects.maxRatio', 'parts/steps.ts:3 5'],
    ['syncSteps[0].bulk.skipUnchanged', 'parts/steps.ts:10 true'],
    ['syncSteps[0].sources', 'parts/steps.ts:5 orders'],
    ['syncSteps[1].entity', 'connector.ts:40 `carts`'],
    ['syncSteps[1].run', 'connector.ts:43 run'],
    ['hooks.onInstall', 'parts/steps.ts:14 async () => {}'],
    ['', 'connector.ts:31 slug'],
  ])('%j is %j', (path, place) => {
    expect(shown(source.place(path))).toBe(place);
  });

  it('is that of the key where that is meant', () => {
    expect(shown(source.place('meta.name', true))).toBe('connector.ts:32 name');
  });

  it('is found in CommonJS and JavaScript too', async () => {
    const text =
      "const plan = { events: [] };\nmodule.exports = { provisioning: plan, slug: 'a' };";
    expect(await placeIn(text, 'slug', 'connector.cjs')).toBe("connector.cjs:2 'a'");
    expect(await placeIn(text, 'provisioning.events', 'connector.cjs')).toBe('connector.cjs:1 []');
  });

  it('is not there where nothing can be seen', async () => {
    expect(await placeIn('export const a = 1;', 'slug')).toBeUndefined();
    expect(await placeIn('export default make();', 'slug')).toBe('connector.ts:1 make()');
    expect(await placeIn("import { a } from 'elsewhere';\nexport default a;", 'slug')).toBe(
      'connector.ts:2 a',
    );
    expect(await placeIn('export default {{;', 'slug')).toBeUndefined();
    expect((await readSource(folder.file('none.ts'))).place('slug')).toBeUndefined();
  });

  it('ends where code goes round in circles', async () => {
    for (const text of [
      'const a = b; const b = a; export default a;',
      'const a = { ...a }; export default a;',
      'function a() { return a(); } export default a();',
      "export * from './connector.js'; export { default } from './connector.js';",
    ])
      await expect(placeIn(text, 'slug.length')).resolves.not.toThrow();
  });
});

describe('the names that the code uses', () => {
  it('are the literals in it and in what it imports', () => {
    const { sources, definitions } = source.names();
    const places = [...sources, ...definitions].map(({ name, at }) => `${name} ${shown(at)}`);
    expect(places.sort()).toEqual([
      'Card connector.ts:45 `Card`',
      "a connector.ts:44 'a'",
      "b parts/steps.ts:9 'b'",
    ]);
  });

  it('come from every module once', () => {
    const files = source.modules().map(({ file }) => relative(FOLDER, file));
    expect(files.sort()).toEqual([
      'connector.ts',
      'parts/index.ts',
      'parts/settings.ts',
      'parts/sources.ts',
      'parts/statuses.ts',
      'parts/steps.ts',
    ]);
  });
});
