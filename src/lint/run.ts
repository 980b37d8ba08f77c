/** Linting from paths to a report. */

import type { RuleSettings } from '../plan/rule.js';
import { planFormatOf } from '../plan-file/parse.js';
import type { ReadPlanFile } from '../plan-file/read.js';
import { baseOf, readBase } from './base.js';
import { readSource } from './code/index.js';
import { placeInConfig } from './config-place.js';
import type { Found } from './found.js';
import { isComplete, lintConnector } from './lint-connector.js';
import { lintPlanFile } from './lint-plan-file.js';
import { makeReport } from './report.js';
import { sourceLines } from './source.js';
import { type Unchecked, uncheckedConfig } from './static/unchecked.js';
import { type LoadModule, openSubject, type SettingsSink, type Subject } from './subject.js';
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
  onSettings?: SettingsSink;
}

/** Everything there is to say about the targets. Throws what `openSubject`, `openStatically` and `readBase` throw. */
export async function runLint({
  targets,
  cwd,
  base,
  run = true,
  loadModule,
  onSettings,
}: LintRequest): Promise<LintReport> {
  const linted: Linted[] = [];
  for (const target of targets) {
    const shop = readBase(base ?? baseOf(target.config), cwd);
    const one =
      run || target.kind === 'plan'
        ? await lint(await openSubject(target, cwd, { loadModule, onSettings }), shop)
        : await lintStatically(target, cwd, shop);
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

async function lint(subject: Subject, base: unknown): Promise<Linted> {
  const { rules } = subject.config.lint;
  if (subject.kind === 'plan') {
    const { file, read } = subject;
    return { found: lintPlanFile(subject, rules, base), files: [commented(file, read, rules)] };
  }
  const source = await readSource(subject.file);
  const complete = isComplete(subject);
  const modules = source
    .modules()
    .map(({ file, text }) => ({ file, text, comment: '//' as const, rules, complete }));
  const planFiles = [...subject.planFiles].map(([file, read]) => commented(file, read, rules));
  return {
    found: lintConnector(subject, rules, base, source),
    files: [...modules, ...planFiles],
  };
}

/** Only findings that hold for every value of the unknown parts. */
async function lintStatically(target: Target, cwd: string, base: unknown): Promise<Linted> {
  const { openStatically } = await import('./static/open.js');
  const { subject, source, certainty, unchecked } = await openStatically(target, cwd);
  const { rules } = subject.config.lint;
  const found = lintConnector(subject, rules, base, source);
  // What a comment hides may be found once everything is known.
  const complete = false;
  const modules = source
    .modules()
    .map(({ file, text }) => ({ file, text, comment: '//' as const, rules, complete }));
  const planFiles = [...subject.planFiles].map(([file, read]) => {
    return { ...commented(file, read, rules), complete };
  });
  return {
    found: found.filter((finding) => certainty.isCertain(finding)),
    files: [...modules, ...planFiles],
    unchecked,
  };
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
