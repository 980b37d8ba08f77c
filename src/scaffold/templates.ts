import { readdir, readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PACKAGE_FOLDER } from '../own-files.js';

const PACKAGE_ROOT = fileURLToPath(PACKAGE_FOLDER);
const TEMPLATES = join(PACKAGE_ROOT, 'templates');

/** Describes the template; it is not copied. */
const MANIFEST = 'template.json';

/** Files that remain after a template was run in place. */
const LEFTOVERS = new Set(['node_modules', '.spm', '.env', 'coverage']);

export interface Template {
  name: string;
  /** One line that helps people choose. */
  summary: string;
  /** The slug and name in the template's files, which `init` replaces by those of the author. */
  defaults: { slug: string; name: string };
}

export interface TemplateFile {
  /** Relative, with `/`. */
  path: string;
  content: Buffer;
}

/** All templates of the package, by name. */
export async function listTemplates(): Promise<Template[]> {
  const entries = await readdir(TEMPLATES, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(names.sort().map(readManifest));
}

async function readManifest(name: string): Promise<Template> {
  return JSON.parse(await readFile(join(TEMPLATES, name, MANIFEST), 'utf8'));
}

/** The files of a template as they are, sorted by path. */
export async function readTemplate(name: string): Promise<TemplateFile[]> {
  const paths = await filesBelow(join(TEMPLATES, name));
  const files = paths
    .filter((path) => path !== MANIFEST)
    .map(async (path) => ({ path, content: await readFile(join(TEMPLATES, name, path)) }));
  return Promise.all(files);
}

async function filesBelow(folder: string, prefix = ''): Promise<string[]> {
  const paths: string[] = [];
  for (const entry of await readdir(join(folder, prefix), { withFileTypes: true })) {
    if (LEFTOVERS.has(entry.name)) continue;
    const path = join(prefix, entry.name);
    if (entry.isDirectory()) paths.push(...(await filesBelow(folder, path)));
    else paths.push(path.split(sep).join('/'));
  }
  return paths.sort();
}

/** The version of this spm-connect. */
export async function packageVersion(): Promise<string> {
  return JSON.parse(await readFile(join(PACKAGE_ROOT, 'package.json'), 'utf8')).version;
}
