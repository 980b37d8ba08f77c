/** Reads a module and its imports without running them. */
import { existsSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { SourceModule } from '../code/module.js';
import { loadedBy } from '../code/nodes.js';
import { isCode, isInside, SourceProject } from '../code/project.js';
import { Changes } from './changes.js';
import type { GapCode } from './gaps.js';
import type { StaticNode } from './model.js';
import { Materializer, unknown } from './node.js';
import { StaticReader } from './reader.js';

export interface StaticModule {
  project: SourceProject;
  reader: StaticReader;
  /** The modules that could be read, the module itself first. */
  modules: readonly SourceModule[];
  /** The default export. */
  value: StaticNode;
}

/** Reads nothing outside of the folder `root`. Never rejects, and always ends. */
export async function openStatic(file: string, root: string): Promise<StaticModule> {
  const { parse } = await import('@babel/parser');
  const project = new SourceProject(parse, realpathSync(root));
  const entry = isThere(file, project) ? project.module(file) : undefined;
  const modules = entry === undefined ? [] : project.modulesFrom(entry);
  const changes = new Changes(withLoaded(modules, project), (from, specifier) => {
    const found = project.resolve(from, specifier);
    return 'file' in found ? found.file : undefined;
  });
  const reader = new StaticReader(project, changes);
  return { project, reader, modules, value: exportOf(file, entry, project, reader) };
}

/** Adds the modules that code loads while it runs: they may change their imports. */
function withLoaded(modules: readonly SourceModule[], project: SourceProject): SourceModule[] {
  const all = new Set(modules);
  for (const module of all) {
    for (const specifier of loadedBy(module.body)) {
      const loaded = project.imported(module, specifier);
      if (loaded !== undefined) for (const one of project.modulesFrom(loaded)) all.add(one);
    }
  }
  return [...all];
}

function exportOf(
  file: string,
  entry: SourceModule | undefined,
  project: SourceProject,
  reader: StaticReader,
): StaticNode {
  const nothing = (code: GapCode, detail?: string): StaticNode =>
    unknown({ code, at: { file, line: 1, column: 1 }, ...(detail !== undefined && { detail }) });
  if (!isThere(file, project)) return nothing('outside');
  if (entry === undefined) return nothing('unreadable', project.faultOf(file)?.reason);
  const value = reader.default(entry) ?? nothing('export', 'default');
  return new Materializer().isTooLarge(value) ? nothing('limit') : value;
}

function isThere(file: string, { root = '' }: SourceProject): boolean {
  try {
    return isCode(file) && isInside(file, root);
  } catch {
    return false;
  }
}

/** The project folder of a module: the folder of its configuration, else of its package, else its own. */
export function projectFolder(file: string, configDir: string): string {
  if (`${dirname(file)}/`.startsWith(configDir.endsWith('/') ? configDir : `${configDir}/`))
    return configDir;
  const above = foldersAbove(dirname(file)).find((folder) =>
    existsSync(join(folder, 'package.json')),
  );
  return above ?? dirname(file);
}

function foldersAbove(folder: string): string[] {
  const parent = dirname(folder);
  return parent === folder ? [folder] : [folder, ...foldersAbove(parent)];
}
