/** Linting from paths to a report. */

import { SpmError } from '../errors.js';
import type { RuleSettings } from '../plan/rule.js';
import { planFormatOf } from '../plan-file/parse.js';
import type { ReadPlanFile } from '../plan-file/read.js';
import { baseOf, readBase } from './base.js';
import { type ConnectorSource, readSource } from './code/index.js';
import { placeInConfig } from './config-place.js';
import type { Found } from './found.js';
import { isComplete, lintConnector, lintImports } from './lint-connector.js';
import { lintPlanFile } from './lint-plan-file.js';
import { type ExportsOf, missingExports } from './missing-exports.js';
import { makeReport } from './report.js';
import { sourceLines } from './source.js';
import { type Unchecked, uncheckedConfig } from './static/unchecked.js';
import {
  type ConnectorSubject,
  type LoadModule,
  openSubject,
  type PlanSubject,
  type SettingsSink,
  type Subject,
} from './subject.js';
import { type Commented, suppress } from './suppress.js';
import type { Target } from './targets.js';
import type { LintReport } from './types.js';

export interface LintRequest {
  targets: readonly Target[];
  cwd: string;
  /** Absolute path of a plan file with what the shop already has; wins over that of the configuration. */
  base?: string;
  /** False: nothing of the project is run, and the report says what could not be checked. Default true. */
  run?: boolean;
  loadModule: LoadModule;
  /** What imports of our own modules lead to. */
  exportsOf: ExportsOf;
  onSettings?: SettingsSink;
}

/** Everything there is to say about the targets. Throws what `openSubject`, `openStatically` and `readBase` throw. */
export async function runLint({
  targets,
  cwd,
  base,
  run = true,
  loadModule,
  exportsOf,
  onSettings,
}: LintRequest): Promise<LintReport> {
  const linted: Linted[] = [];
  for (const target of targets) {
    const shop = readBase(base ?? baseOf(target.config), cwd);
    const given = { cwd, base: shop, exportsOf };
    const one =
      run || target.kind === 'plan'
        ? await lint(target, given, () => openSubject(target, cwd, { loadModule, onSettings }))
        : await lintStatically(target, given);
    linted.push({ ...one, found: await placeInConfig(one.found, target.config) });
  }
  const texts = new Map(linted.flatMap(({ files }) => files.map((one) => [one.file, one])));
  const found = suppress(once(linted.flatMap((one) => one.found)), [...texts.values()]);
  const configs = targets.flatMap(({ config }) => uncheckedConfig(config));
  const lineOf = sourceLines({ get: (file) => texts.get(file)?.text });
  return makeReport(
    targets.map(({ file }) => file),
    found,
    cwd,
    lineOf,
    run ? undefined : linted.flatMap(({ unchecked = [] }) => unchecked).concat(configs),
  );
}

interface Linted {
  found: Found[];
  /** Those in which something can be found. */
  files: Commented[];
  unchecked?: Unchecked[];
}

interface Given {
  cwd: string;
  /** The plan of a shop. */
  base: unknown;
  exportsOf: ExportsOf;
}

async function lint(target: Target, given: Given, open: () => Promise<Subject>): Promise<Linted> {
  if (target.kind === 'plan') return lintPlan((await open()) as PlanSubject, given);
  const { file, config } = target;
  const source = await readSource(file);
  const imports = await importsOf(target, source, given);
  try {
    const subject = (await open()) as ConnectorSubject;
    const found = [...imports, ...lintConnector(subject, config.lint.rules, given.base, source)];
    return { found, files: filesOf(subject, source, isComplete(subject)) };
  } catch (error) {
    // One that does not load for what it misses is told of that alone.
    if (imports.length === 0 || !isNotLoaded(error)) throw error;
    return {
      found: imports,
      files: filesOf({ config, planFiles: new Map() }, source, false, false),
    };
  }
}

function lintPlan(subject: PlanSubject, { base }: Given): Linted {
  const { file, read, config } = subject;
  const { rules } = config.lint;
  return { found: lintPlanFile(subject, rules, base), files: [commented(file, read, rules)] };
}

/** What the connector imports and is not there. */
async function importsOf(
  { file, config }: Target,
  source: ConnectorSource,
  { exportsOf }: Given,
): Promise<Found[]> {
  return lintImports(file, await missingExports(source, exportsOf), config.lint.rules);
}

const isNotLoaded = (error: unknown): boolean =>
  error instanceof SpmError && ['SPM_CONNECTOR_LOAD', 'SPM_CONNECTOR_INVALID'].includes(error.code);

/** Only findings that hold for every value of the unknown parts. */
async function lintStatically(target: Target, given: Given): Promise<Linted> {
  const { openStatically } = await import('./static/open.js');
  const { subject, source, certainty, unchecked } = await openStatically(target, given.cwd);
  const { rules } = subject.config.lint;
  const found = lintConnector(subject, rules, given.base, source);
  const imports = await importsOf(target, source, given);
  return {
    found: [...imports, ...found.filter((finding) => certainty.isCertain(finding))],
    // What a comment hides may be found once everything is known.
    files: filesOf(subject, source, false, false),
    unchecked,
  };
}

/** Those in which something can be found. */
function filesOf(
  { config, planFiles }: Pick<ConnectorSubject, 'config' | 'planFiles'>,
  source: ConnectorSource,
  complete: boolean,
  isRun = true,
): Commented[] {
  const { rules } = config.lint;
  const modules = source
    .modules()
    .map(({ file, text }) => ({ file, text, comment: '//' as const, rules, complete }));
  const plans = [...planFiles].map(([file, read]) => commented(file, read, rules));
  return [...modules, ...plans.map((one) => ({ ...one, complete: one.complete && isRun }))];
}

/** JSON has no comments. */
function commented(file: string, { text, problems }: ReadPlanFile, rules: RuleSettings): Commented {
  const comment = planFormatOf(file) === 'yaml' ? '#' : undefined;
  return { file, text, comment, rules, complete: problems.length === 0 };
}

/** Two connectors can share a module, or a configuration that is not right. */
function once(found: readonly Found[]): Found[] {
  const known = new Map(found.map((finding) => [keyOf(finding), finding]));
  return [...known.values()];
}

function keyOf({ rule, file, path, message, range, fixture = '' }: Found): string {
  return [rule, file, path, range?.line, range?.column, fixture, message].join('\n');
}
