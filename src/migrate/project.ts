/** Reads a project that was made for the ecosystem's kit; runs nothing of it. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Parse, SourceModule } from '../lint/code/module.js';
import { tryModule } from '../lint/code/module.js';

export interface ReadProject {
  /** Absolute. */
  dir: string;
  modules: SourceModule[];
  /** Those that cannot be parsed, relative. */
  unread: { file: string; reason: string }[];
  /** Its text; null where there is none. */
  packageJson: string | null;
  /** Whether there is a configuration of spm-connect. */
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
