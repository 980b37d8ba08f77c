import { readFileSync, realpathSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { isModule } from '../config/locate.js';
import type { Config } from '../config/resolve.js';
import type { SpmError } from '../errors.js';
import { unknownRule } from '../plan/rules/unknown-rule.js';
import { parsePlanFile } from '../plan-file/parse.js';
import { withoutBom } from '../syntax/bom.js';
import type { Range } from '../syntax/range.js';
import { readSource } from './code/index.js';
import type { Found } from './found.js';

/** Places the findings about the configuration in its file. */
export async function placeInConfig(
  found: readonly Found[],
  { file: configFile, dir, unread }: Config,
): Promise<Found[]> {
  if (configFile === null || !found.some(isAboutConfig)) return [...found];
  const place = await placesOf(configFile, unread && realpathSync(dir));
  return found.map((finding) => {
    if (!isAboutConfig(finding)) return finding;
    const { range: _, ...rest } = finding;
    const range = place(finding.path);
    return { ...rest, file: configFile, ...(range !== undefined && { range }) };
  });
}

/**
 * Places the findings about a configuration with a wrong setting at the first such setting.
 * @param run False: read nothing outside of its folder.
 */
export async function placeAtSetting(
  found: readonly Found[],
  { details }: SpmError,
  run: boolean,
): Promise<Found[]> {
  const { at, setting } = details ?? {};
  if (typeof at !== 'string' || typeof setting !== 'string') return [...found];
  const place = await placesOf(at, run ? undefined : realpathSync(dirname(at)));
  const range = place(setting);
  return found.map((finding) => ({ ...finding, ...(range !== undefined && { range }) }));
}

const isAboutConfig = ({ rule }: Found): boolean => rule === unknownRule.id;

/** Finds the key of a setting. Reads nothing outside of the folder `root`, a real path. */
async function placesOf(file: string, root?: string): Promise<(path: string) => Range | undefined> {
  if (isModule(file)) {
    const source = await readSource(file, root);
    return (path) => {
      const place = source.place(path, true);
      if (place?.file !== file) return undefined;
      const { line, column, endLine = line, endColumn = column } = place;
      return { line, column, endLine, endColumn };
    };
  }
  const { place } = parsePlanFile(
    withoutBom(readFileSync(file, 'utf8')),
    file.endsWith('.json') ? 'json' : 'yaml',
  );
  return (path) => place(basename(file) === 'package.json' ? `spm-connect.${path}` : path, true);
}
