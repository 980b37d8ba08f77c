/** Opens what is to be looked at. */
import { relative } from 'node:path';
import { type Fixture, readFixtures, settingsFromFixture } from '../config/fixtures.js';
import { isIntegration } from '../connector/check.js';
import type { Integration, RawSettings } from '../connector/types.js';
import { SpmError } from '../errors.js';
import type { EnabledAnswers } from '../plan/rule.js';
import { planFileOf } from '../plan-file/mark.js';
import { type ReadPlanFile, readPlanFile } from '../plan-file/read.js';
import { askEnabled } from './enabled.js';
import { type EvaluatedPlan, evaluatePlans } from './evaluate.js';
import type { Target } from './targets.js';

export interface PlanSubject extends Target {
  kind: 'plan';
  read: ReadPlanFile;
}

export interface ConnectorSubject extends Target {
  kind: 'connector';
  /** What the module default-exports, of any shape. */
  integration: unknown;
  /** One for each fixture; one alone without any; none when it is no Integration. */
  plans: EvaluatedPlan[];
  /** Those that plans were loaded from, by their absolute paths. */
  planFiles: ReadonlyMap<string, ReadPlanFile>;
  enabled: EnabledAnswers;
}

export type Subject = PlanSubject | ConnectorSubject;

/** Told of the settings that a connector is about to see. */
export type SettingsSink = (integration: Integration, settings: RawSettings) => void;

/** What a connector's module default-exports, of any shape; it is run for that. */
export type LoadModule = (file: string) => Promise<{ value: unknown }>;

export interface SubjectOptions {
  loadModule: LoadModule;
  /** Fixtures in place of the configuration's. */
  given?: readonly Fixture[] | undefined;
  onSettings?: SettingsSink | undefined;
}

/**
 * Reads the file, or loads the module and evaluates its plans. Throws what `loadModule` and `readFixtures`
 * throw, and SPM_INVALID_VALUE for a file that the system does not let read.
 */
export async function openSubject(
  target: Target,
  cwd: string,
  { loadModule, given, onSettings = () => {} }: SubjectOptions,
): Promise<Subject> {
  if (target.kind === 'plan') return { ...target, kind: 'plan', read: read(target.file, cwd) };
  const { value: integration } = await loadModule(target.file);
  const subject = { ...target, kind: 'connector', integration } as const;
  if (!isIntegration(integration)) {
    return { ...subject, plans: [], planFiles: new Map(), enabled: new Map() };
  }
  const fixtures = given ?? (await readFixtures(target.config));
  for (const fixture of fixtures)
    onSettings(integration, settingsFromFixture(integration, fixture));
  const plans = await evaluatePlans(integration, fixtures, {
    configFile: target.config.file,
  });
  const planFiles = new Map(plans.flatMap(({ plan }) => loadedFrom(plan)));
  return { ...subject, plans, planFiles, enabled: askEnabled(integration, fixtures) };
}

/** Read once more, for the places. A file that is gone meanwhile places nothing. */
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
    throw new SpmError('SPM_INVALID_VALUE', `${relative(cwd, file)} cannot be read`, {
      cause,
      hint: 'Check the path, and that the file may be read.',
    });
  }
}
