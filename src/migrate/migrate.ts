/**
 * Finds the work that moves a project from the ecosystem's kit to spm-connect, and returns it as data.
 */
import { relative } from 'node:path';
import type { Node } from '@babel/types';
import { insteadOf } from '../connector/kit/absent.js';
import { importedNames } from '../lint/code/imports.js';
import type { SourceModule } from '../lint/code/module.js';
import { type Edit, packageEdit, replaced, type Specifier, specifiersIn } from './edits.js';
import type { ReadProject } from './project.js';
import { type MovedSetting, settingsIn } from './settings.js';

export const KIT = '@shopimind/integration-kit-js';

export interface ByHand {
  file: string;
  line: number;
  message: string;
}

export interface Migration {
  /** Parts that run unchanged. */
  runs: { file: string; names: string[] }[];
  /** Changes that a person must make. */
  by_hand: ByHand[];
  settings: MovedSetting[];
  /** Files that `--write` changes; relative paths. */
  changes: { file: string; what: string }[];
  /** The module that default-exports the connector; null if none was found. */
  connector: string | null;
}

export interface MigrationPlan {
  migration: Migration;
  edits: Edit[];
}

/** The names that each of our modules exports, by its specifier. */
export type Exports = Readonly<Record<string, readonly string[]>>;

const isKit = (specifier: string): boolean => specifier === KIT || specifier.startsWith(`${KIT}/`);

const COUNTERPARTS: Readonly<Record<string, string>> = {
  [KIT]: 'spm-connect/kit',
  [`${KIT}/testing`]: 'spm-connect/testing',
};

export function planMigration(
  project: ReadProject,
  exports: Exports,
  version: string,
): MigrationPlan {
  const connector = project.modules.find(exportsConnector);
  const name = connector ? relative(project.dir, connector.file) : null;
  const migration: Migration = {
    ...{ runs: [], by_hand: [], settings: [], changes: [] },
    connector: name,
  };
  const plan: MigrationPlan = { migration, edits: [] };
  for (const module of project.modules)
    addModule(plan, module, relative(project.dir, module.file), exports);
  for (const { file, reason } of project.unread)
    migration.by_hand.push({ file, line: 1, message: `It cannot be read: ${reason}` });
  addFiles(project, version, plan);
  return plan;
}

function addModule(
  { migration, edits }: MigrationPlan,
  module: SourceModule,
  file: string,
  exports: Exports,
): void {
  const specifiers = specifiersIn(module, isKit);
  if (specifiers.length === 0) return;
  const found = importedNames([module], isKit).filter(({ name }) => name !== '*');
  const missing = found.filter(({ from, name }) => exports[from]?.includes(name) === false);
  const there = found.filter(({ from, name }) => exports[from]?.includes(name));
  migration.runs.push({ file, names: [...new Set(there.map(({ name }) => name))] });
  migration.by_hand.push(
    ...missing.map(({ name, at }) => ({ file, line: at.line, message: adviceFor(name) })),
    ...withoutCounterpart(specifiers, file),
  );
  migration.settings.push(...settingsIn(module).map((setting) => ({ ...setting, file })));
  const text = replaced(module.text, specifiers, COUNTERPARTS);
  if (text === module.text) return;
  edits.push({ path: module.file, text });
  migration.changes.push({ file, what: 'imports' });
}

function adviceFor(name: string): string {
  return `${name} is not in spm-connect/kit. ${insteadOf(name) ?? 'See docs/migrating.md for the alternatives.'}`;
}

function withoutCounterpart(specifiers: readonly Specifier[], file: string): ByHand[] {
  return specifiers
    .filter(({ value }) => COUNTERPARTS[value] === undefined)
    .map(({ value, line }) => ({
      file,
      line,
      message: `spm-connect has no replacement for ${value}`,
    }));
}

function addFiles(
  project: ReadProject,
  version: string,
  { migration, edits }: MigrationPlan,
): void {
  const { dir, packageJson, isConfigured } = project;
  const edit = packageJson === null ? null : packageEdit(packageJson, KIT, version);
  if (edit !== null) {
    edits.push({ path: `${dir}/package.json`, text: edit });
    migration.changes.push({
      file: 'package.json',
      what: `${KIT} becomes spm-connect ^${version}`,
    });
  }
  const { connector } = migration;
  if (isConfigured || connector === null) return;
  const text = `${JSON.stringify({ connector: `./${connector}` }, null, 2)}\n`;
  edits.push({ path: `${dir}/spm-connect.config.json`, text });
  migration.changes.push({ file: 'spm-connect.config.json', what: 'names the connector' });
}

/** Whether the source shows that a module default-exports the result of `defineIntegration`. */
function exportsConnector({ body, text }: SourceModule): boolean {
  if (!text.includes('defineIntegration')) return false;
  return body.some((statement) => {
    if (statement.type === 'ExportDefaultDeclaration')
      return isConnector(statement.declaration, body);
    return false;
  });
}

function isConnector(node: Node, body: readonly Node[]): boolean {
  if (node.type === 'CallExpression')
    return node.callee.type === 'Identifier' && node.callee.name === 'defineIntegration';
  if (node.type !== 'Identifier') return false;
  return body.some((statement) => {
    const declared =
      statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement;
    if (declared?.type !== 'VariableDeclaration') return false;
    return declared.declarations.some(
      ({ id, init }) =>
        id.type === 'Identifier' && id.name === node.name && init && isConnector(init, []),
    );
  });
}
