/** Reads the source of a connector. */
import type { CodeNames, SourcePlace } from '../../plan/rule.js';
import { codeNames } from './code-names.js';
import { type ImportedName, importedNames } from './imports.js';
import type { SourceModule } from './module.js';
import { placeInSource } from './place.js';
import { SourceProject } from './project.js';
import { Values } from './value.js';

export interface ConnectorSource {
  /** The place of a part of the connector; undefined if the source does not show it. */
  place(path: string, ofKey?: boolean): SourcePlace | undefined;
  names(): CodeNames;
  /** The imports from the packages that `isMeant` selects. */
  imports(isMeant: (specifier: string) => boolean): ImportedName[];
  /** The module, and the modules that it imports or loads by relative paths. */
  modules(): Pick<SourceModule, 'file' | 'text'>[];
}

/**
 * Reads the module and its imports, without running them. Never rejects. `root`: real path of a folder outside of
 * which nothing is read.
 */
export async function readSource(file: string, root?: string): Promise<ConnectorSource> {
  const { parse } = await import('@babel/parser');
  return sourceOf(new SourceProject(parse, root), file);
}

export function sourceOf(project: SourceProject, file: string): ConnectorSource {
  const values = new Values(project);
  const entry = project.module(file);
  const modules = entry === undefined ? [] : project.modulesFrom(entry, { loaded: true });
  return {
    place: (path, ofKey) => entry && placeInSource(values, entry, path, ofKey),
    names: () => codeNames(modules),
    imports: (isMeant) => importedNames(modules, isMeant),
    modules: () => modules,
  };
}
