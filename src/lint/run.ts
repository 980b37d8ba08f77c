/** Linting from paths to a report. */
import { realpathSync } from 'node:fs';
import { SpmError } from '../errors.js';
import type { RuleSettings } from '../plan/rule.js';
import { load } from '../plan/rules/load.js';
import { planFormatOf } from '../plan-file/parse.js';
import type { ReadPlanFile } from '../plan-file/read.js';
import { baseOf, readBase } from './base.js';
import { type ConnectorSource, readSource } from './code/index.js';
import { placeAtSetting, placeInConfig } from './config-place.js';
import { inTime } from './contained.js';
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
import { isUnloaded, tryLoad, tryRun, type Unloaded, unloadedFindings } from './unloaded.js';

export interface LintRequest {
  targets: readonly Target[];
  /** Targets that cannot be found, because their configuration cannot be loaded. */
  unloaded?: readonly Unloaded[];
  cwd: string;
  /** Absolute path of the base plan; wins over `lint.base`. */
  base?: string;
  /** False: run no code of the project, and report what could not be checked. Default true. */
  run?: boolean;
  loadModule: LoadModule;
  /** The exports of our own modules. */
  exportsOf: ExportsOf;
  onSettings?: SettingsSink;
}

/** Everything that lint finds in the targets. */
export async function runLint(request: LintRequest): Promise<LintReport> {
  const { targets, unloaded = [], cwd, run = true } = request;
  const linted: Linted[] = [];
  for (const one of unloaded)
    linted.push({
      found: await placeAtSetting(unloadedFindings(one, cwd), one.error, run),
      files: [],
    });
  for (const target of targets) linted.push(await lintTarget(target, request));
  const texts = new Map(linted.flatMap(({ files }) => files.map((one) => [one.file, one])));
  const found = suppress(once(linted.flatMap((one) => one.found)), [...texts.values()]);
  const configs = targets.flatMap(({ config }) => uncheckedConfig(config));
  const lineOf = sourceLines({ get: (file) => texts.get(file)?.text });
  return makeReport(
    checkedFiles(targets, found),
    found,
    cwd,
    lineOf,
    run ? undefined : linted.flatMap(({ unchecked = [] }) => unchecked).concat(configs),
  );
}

/** The files that were checked, or could not be loaded. */
function checkedFiles(targets: readonly Target[], found: readonly Found[]): string[] {
  const unloaded = found.filter(({ rule }) => rule === load.id).map(({ file }) => file);
  return [...new Set([...targets.map(({ file }) => file), ...unloaded])];
}

/** A file that cannot be loaded is a finding, so that the report still has all others. */
async function lintTarget(target: Target, request: LintRequest): Promise<Linted> {
  const { cwd, base, run = true, loadModule, exportsOf, onSettings } = request;
  const { rules } = target.config.lint;
  const baseFile = base ?? baseOf(target.config);
  const shop = await tryLoad(baseFile ?? '', () => ({ plan: readBase(baseFile, cwd) }));
  const given = { cwd, base: isUnloaded(shop) ? undefined : shop.plan, exportsOf };
  const one = await tryRun(target.file, cwd, async () =>
    run || target.kind === 'plan'
      ? lint(target, given, () =>
          openSubject(target, cwd, {
            loadModule: (file) => inTime(() => loadModule(file)),
            onSettings,
          }),
        )
      : lintStatically(target, given),
  );
  const failures = [shop, one].filter(isUnloaded);
  const found = failures.flatMap((failure) => unloadedFindings(failure, cwd, rules));
  if (isUnloaded(one)) return { found, files: [] };
  return { ...one, found: [...found, ...(await placeInConfig(one.found, target.config))] };
}

interface Linted {
  found: Found[];
  /** The files that can have findings. */
  files: Commented[];
  unchecked?: Unchecked[];
}

interface Given {
  cwd: string;
  /** The plan of the shop. */
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
    const { rules } = config.lint;
    const found = [
      ...imports,
      ...subject.unloaded.flatMap((one) => unloadedFindings(one, given.cwd, rules)),
      ...lintConnector(subject, rules, given.base, source),
    ];
    return { found, files: filesOf(subject, source, isComplete(subject)) };
  } catch (error) {
    // The missing import is the reason why it does not load.
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

/** The imports that do not exist. */
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
  const opened = await tryLoad(target.file, () => openStatically(target, given.cwd));
  if (isUnloaded(opened)) return lintUnread(opened, target, given);
  const { subject, source, certainty, unchecked } = opened;
  const { rules } = subject.config.lint;
  const found = lintConnector(subject, rules, given.base, source);
  const imports = await importsOf(target, source, given);
  return {
    found: [...imports, ...found.filter((finding) => certainty.isCertain(finding))],
    // A comment may hide a finding that lint can only see when it runs the code.
    files: filesOf(subject, source, false, false),
    unchecked,
  };
}

/**
 * The imports of a connector can be checked even if everything else is unknown without running it.
 */
async function lintUnread(unread: Unloaded, target: Target, given: Given): Promise<Linted> {
  const { file, config } = target;
  if (unread.error.code !== 'SPM_LINT_NOTHING_READ') throw unread.error;
  const { projectFolder } = await import('./static/project.js');
  const source = await readSource(file, realpathSync(projectFolder(file, config.dir)));
  const found = await importsOf(target, source, given);
  return {
    found: [...found, ...unloadedFindings(unread, given.cwd, config.lint.rules)],
    files: filesOf({ config, planFiles: new Map() }, source, false, false),
  };
}

/** The files that can have findings. */
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

/** Two connectors can share a module or a configuration, and therefore a finding. */
function once(found: readonly Found[]): Found[] {
  const known = new Map(found.map((finding) => [keyOf(finding), finding]));
  return [...known.values()];
}

function keyOf({ rule, file, path, code, args, range, fixture = '' }: Found): string {
  return JSON.stringify([rule, file, path, range?.line, range?.column, fixture, code, args]);
}
