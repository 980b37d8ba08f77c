import { chmodSync, mkdirSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { findConfig, readData } from '../../src/config/data-file.js';
import { locateProject } from '../../src/config/locate.js';
import { project, type TestProject } from '../helpers/project.js';

const PLACES = ['a.config.ts', 'a.config.json', 'package.json'];

let folder: TestProject | undefined;
afterEach(() => folder?.remove());
const given = (files: Record<string, string>): TestProject => {
  folder = project(files);
  return folder;
};

describe('finding the configuration', () => {
  const found = (work: TestProject, from = '.') => findConfig(work.file(from), PLACES);

  it('takes the first place, in the nearest folder that has one', () => {
    const work = given({ 'a.config.json': '{}', 'b/a.config.json': '{}', 'b/a.config.ts': '0' });
    mkdirSync(work.file('b/c'));
    expect(found(work, 'b/c')).toBe(work.file('b/a.config.ts'));
    expect(found(work)).toBe(work.file('a.config.json'));
  });

  it('passes by what is empty, and folders', () => {
    const work = given({ 'a.config.json': '{}', 'b/a.config.json': ' \n' });
    mkdirSync(work.file('b/a.config.ts'));
    expect(found(work, 'b')).toBe(work.file('a.config.json'));
  });

  it.each([
    ['has our key', '{ "spm-connect": {} }', true],
    ['begins with a byte order mark', '\ufeff{ "spm-connect": {} }', true],
    ['is broken, but names it', '{ "spm-connect": {', true],
    ['is broken', '{', false],
    ['has none', '{ "name": "spm-connect" }', false],
    ['is no object', '7', false],
  ])('looks into a package.json that %s', (_, text, counts) => {
    const work = given({ 'package.json': text });
    expect(found(work) === work.file('package.json')).toBe(counts);
  });

  it.skipIf(process.getuid?.() === 0)('finds what cannot be read', () => {
    const work = given({ 'a.config.json': '{}' });
    chmodSync(work.file('a.config.json'), 0);
    expect(found(work)).toBe(work.file('a.config.json'));
  });
});

describe('reading it', () => {
  const read = (name: string, text: string) => readData(given({ [name]: text }).file(name));

  it('takes a byte order mark for none', async () => {
    expect(await read('x.json', '\ufeff{ "store": "s" }')).toEqual({ store: 's' });
    expect(await read('x.yaml', '\ufeffstore: s\n')).toEqual({ store: 's' });
  });

  it.each([
    ['x.json', '{ "a": '],
    ['x.yaml', 'a: [\n'],
    ['x.toml', 'a = 1\n'],
    ['x.json', ' '.repeat(2 ** 20 + 1)],
  ])('names the file that it cannot read: %s', async (name, text) => {
    await expect(read(name, text)).rejects.toThrow(name);
  });
});

it('never runs what tools of others would', async () => {
  const evil = "globalThis.ran = true; export default { searchPlaces: ['evil.js'] };\n";
  const work = given({
    '.config/config.js': evil,
    'spm-connect.config.json': '{ "$import": "./evil.js" }',
    'evil.js': evil,
  });
  const { content } = await locateProject(work.path, undefined, {});
  expect(content).toEqual({ $import: './evil.js' });
  expect(globalThis).not.toHaveProperty('ran');
});
