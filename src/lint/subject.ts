/** Opens the targets of lint. */
import { relative, resolve } from 'node:path';
import { type Fixture, readFixtureOf, settingsFromFixture } from '../config/fixtures.js';
import { isIntegration } from '../connector/check.js';
import type { Integration, RawSettings } from '../connector/types.js';
import { SpmError } from '../errors.js';
import type { EnabledAnswers } from '../plan/rule.js';
import { planFileOf } from '../plan-file/mark.js';
import { type ReadPlanFile, readPlanFile } from '../plan-file/read.js';
import { askEnabled } from './enabled.js';
import { type EvaluatedPlan, evaluatePlans } from './evaluate.js';
import type { Target } from './targets.js';
import { isUnloaded, tryLoad, type Unloaded } from './unloaded.js';

export interface PlanSubject extends Target {
  kind: 'plan';
  read: ReadPlanFile;
}

export interface ConnectorSubject extends Target {
  kind: 'connector';
  /** The default export of the module, of any type. */
  integration: unknown;
  /** One for each fixture, or one without fixtures; none if the export is not an Integration. */
  plans: EvaluatedPlan[];
  /** The plan files of the plans, by absolute path. */
  planFiles: ReadonlyMap<string, ReadPlanFile>;
  enabled: EnabledAnswers;
  /** The settings fixtures that cannot be read. */
  unloaded: Unloaded[];
}

export type Subject = PlanSubject | ConnectorSubject;

/** Gets the settings before the connector does. */
export type SettingsSink = (integration: Integration, settings: RawSettings) => void;

/** Runs the module, and returns its default export, of any type. */
export type LoadModule = (file: string) => Promise<{ value: unknown }>;

export interface SubjectOptions {
  loadModule: LoadModule;
  /** Fixtures that replace those of the configuration. */
  given?: readonly Fixture[] | undefined;
  onSettings?: SettingsSink | undefined;
}

/**
 * Reads the file, or loads the module and evaluates its plans. Throws the errors of `loadModule`, and SPM_PLAN_INVALID
 * for a plan file that the system cannot read.
 */
export async function openSubject(
  target: Target,
  cwd: string,
  { loadModule, given, onSettings = () => {} }: SubjectOptions,
): Promise<Subject> {
  if (target.kind === 'plan')
    return { ...target, kind: 'plan', read: target.read ?? read(target.file, cwd) };
  const { value: integration } = await loadModule(target.file);
  const subject = { ...target, kind: 'connector', integration } as const;
  if (!isIntegration(integration)) {
    return { ...subject, plans: [], planFiles: new Map(), enabled: new Map(), unloaded: [] };
  }
  const { fixtures, unloaded } = await fixturesOf(target, given);
  for (const fixture of fixtures)
    onSettings(integration, settingsFromFixture(integration, fixture));
  // Without its fixtures, the connector is not blamed for a plan that needs them.
  const isReady = fixtures.length > 0 || unloaded.length === 0;
  const plans = isReady
    ? await evaluatePlans(integration, fixtures, { configFile: target.config.file })
    : [];
  const planFiles = new Map(plans.flatMap(({ plan }) => loadedFrom(plan)));
  const enabled = unloaded.length > 0 ? new Map() : askEnabled(integration, fixtures);
  return { ...subject, plans, planFiles, enabled, unloaded };
}

async function fixturesOf(
  { config }: Target,
  given: readonly Fixture[] | undefined,
): Promise<{ fixtures: readonly Fixture[]; unloaded: Unloaded[] }> {
  if (given !== undefined) return { fixtures: given, unloaded: [] };
  const read = config.lint.settings.map((path) => {
    const file = resolve(config.dir, path);
    return tryLoad(file, () => readFixtureOf(config, path));
  });
  const all = await Promise.all(read);
  return {
    fixtures: all.filter((one): one is Fixture => !isUnloaded(one)),
    unloaded: all.filter(isUnloaded),
  };
}

/** Reads the file again, for the places in it. A file that was deleted meanwhile has none. */
function loadedFrom(plan: unknown): [string, ReadPlanFile][] {
  const file = planFileOf(plan);
  if (file === undefined) return [];
  try {
    return [[file, readPlanFile(file)]];
  } catch {
    return [];
  }
}

function read(file: string, cwd: string): ReadPlanFile {
  try {
    return readPlanFile(file);
  } catch (cause) {
    throw new SpmError('SPM_PLAN_INVALID', `${relative(cwd, file)} cannot be read`, {
      cause,
      hint: 'Check the path, and that the file may be read.',
    });
  }
}
