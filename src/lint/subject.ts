/** Opens what is to be looked at. */
import { relative } from 'node:path';
import { loadConnectorModule } from '../config/connector.js';
import { readFixtures } from '../config/fixtures.js';
import { isIntegration } from '../connector/check.js';
import { SpmError } from '../errors.js';
import { type ReadPlanFile, readPlanFile } from '../plan-file/read.js';
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
}

export type Subject = PlanSubject | ConnectorSubject;

/**
 * Reads the file, or loads the module and evaluates its plans. Throws what `loadConnectorModule` and `readFixtures`
 * throw, and SPM_INVALID_VALUE for a file that the system does not let read.
 */
export async function openSubject(target: Target, cwd: string): Promise<Subject> {
  if (target.kind === 'plan') return { ...target, kind: 'plan', read: read(target.file, cwd) };
  const { value: integration } = await loadConnectorModule(target.file, { cwd });
  const plans = isIntegration(integration)
    ? await evaluatePlans(integration, await readFixtures(target.config))
    : [];
  return { ...target, kind: 'connector', integration, plans };
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
