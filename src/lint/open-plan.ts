/** Opens the plan of a command. */
import { basename, relative } from 'node:path';
import { type Fixture, readFixture } from '../config/fixtures.js';
import { checkIntegration } from '../connector/check.js';
import { integrationName } from '../connector/integration.js';
import { invalidError, isObject, problemSentence } from '../connector/problem.js';
import { SpmError } from '../errors.js';
import { sentenceOf } from '../messages/index.js';
import {
  type ConnectorSubject,
  type LoadModule,
  openSubject,
  type PlanSubject,
  type SettingsSink,
} from './subject.js';
import { type Configs, findTarget } from './targets.js';

export interface OpenPlan {
  /** Name of the connector, or of the plan file. */
  title: string;
  /** Relative to the working directory, with forward slashes. */
  file: string;
  /** Base name of the settings file; null if the plan does not depend on settings. */
  fixture: string | null;
  /** A value of any type. */
  plan: unknown;
}

export interface PlanRequest {
  /** A connector module, a plan file or a folder; absent: the connector of the configuration. */
  path: string | undefined;
  /** Absolute path of the settings; absent: the first fixture of the configuration. */
  settings: string | undefined;
  loadModule: LoadModule;
  onSettings?: SettingsSink;
}

/**
 * Throws the errors of `findTarget` and `openSubject`, SPM_CONNECTOR_INVALID for a module that exports no Integration,
 * and SPM_PLAN_INVALID when the plan cannot be parsed or evaluated.
 */
export async function openPlan(
  { path, settings, loadModule, onSettings }: PlanRequest,
  configs: Configs,
  cwd: string,
): Promise<OpenPlan> {
  const target = await findTarget(path, configs, cwd);
  const subject = await openSubject(target, cwd, {
    loadModule,
    given: await chosen(settings),
    onSettings,
  });
  if (subject.kind === 'connector') {
    const [failure] = subject.unloaded;
    if (failure !== undefined) throw failure.error;
  }
  const file = relative(cwd, target.file).replaceAll('\\', '/');
  return {
    file,
    ...(subject.kind === 'plan' ? fromFile(subject, file) : fromConnector(subject, file)),
  };
}

async function chosen(settings: string | undefined): Promise<Fixture[] | undefined> {
  return settings === undefined ? undefined : [await readFixture(settings)];
}

function fromFile({ read }: PlanSubject, file: string): Omit<OpenPlan, 'file'> {
  if (read.problems.length === 0) return { title: basename(file), fixture: null, plan: read.plan };
  const places = read.problems.map(
    (problem) =>
      `${file}:${problem.at.line}:${problem.at.column}: ${sentenceOf(problem, '').message}`,
  );
  throw new SpmError('SPM_PLAN_INVALID', `The plan file ${file} cannot be read`, {
    cause: places.join('; '),
    hint: `Correct these problems; \`spm-connect lint ${file}\` shows each with its line.`,
    details: { problems: places },
  });
}

function fromConnector(
  { integration, plans: [first] }: ConnectorSubject,
  file: string,
): Omit<OpenPlan, 'file'> {
  if (first === undefined)
    throw invalidError(
      'SPM_CONNECTOR_INVALID',
      `${integrationName(integration)} of ${file}`,
      checkIntegration(integration),
    );
  if (first.problem !== undefined)
    throw new SpmError('SPM_PLAN_INVALID', `The plan of ${file} cannot be evaluated`, {
      cause: problemSentence(first.problem).message,
      hint: 'Give settings that work with --settings FILE, or in lint.settings of the configuration.',
    });
  const depends = isObject(integration) && typeof integration.provisioning === 'function';
  return {
    title: titleOf(integration),
    fixture: depends ? (first.fixture ?? null) : null,
    plan: first.plan,
  };
}

function titleOf(integration: unknown): string {
  const meta = isObject(integration) && isObject(integration.meta) ? integration.meta : {};
  return `${meta.name} ${meta.version}`;
}
