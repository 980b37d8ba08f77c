/** Reads a project made for the ecosystem's kit, without running its code. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Parse, SourceModule } from '../lint/code/module.js';
import { tryModule } from '../lint/code/module.js';

export interface ReadProject {
  /** Absolute. */
  dir: string;
  modules: SourceModule[];
  /** The modules that cannot be parsed, relative. */
  unread: { file: string; reason: string }[];
  /** The text of package.json; null if there is none. */
  packageJson: string | null;
  /** Whether the project has a configuration of spm-connect. */
  isConfigured: boolean;
}

const LEFT_OUT = new Set(['node_modules', 'dist', 'build', 'coverage']);
const CODE = /\.[cm]?[jt]s$/;

export async function readProject(dir: string): Promise<ReadProject> {
  const { parse } = await import('@babel/parser');
  const project: ReadProject = {
    ...{ dir, modules: [], unread: [] },
    packageJson: textOf(join(dir, 'package.json')),
    isConfigured: readdirSync(dir).some((name) => /^\.?spm-connect(rc|\.config)(\.|$)/.test(name)),
  };
  for (const file of codeIn(dir)) read(file, parse, project);
  return project;
}

function read(file: string, parse: Parse, { dir, modules, unread }: ReadProject): void {
  const found = tryModule(file, parse);
  if ('module' in found) modules.push(found.module);
  else unread.push({ file: relative(dir, file), reason: found.fault.reason });
}

function codeIn(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.name.startsWith('.') || LEFT_OUT.has(entry.name)) return [];
      if (entry.isDirectory()) return codeIn(path);
      return entry.isFile() && CODE.test(entry.name) && !entry.name.includes('.d.') ? [path] : [];
    });
}

function textOf(file: string): string | null {
  return existsSync(file) ? readFileSync(file, 'utf8') : null;
}
