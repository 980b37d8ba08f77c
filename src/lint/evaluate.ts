/** Evaluates the plan of a connector, once for each settings fixture. */
import { type Fixture, settingsFromFixture } from '../config/fixtures.js';
import type { Integration } from '../connector/types.js';
import { causeText, SpmError } from '../errors.js';
import type { RuleProblem } from '../plan/rule.js';

/** What one fixture gives. */
export interface EvaluatedPlan {
  /** Absent when there are no fixtures, and the form's defaults were used alone. */
  fixture?: string;
  /** Of any shape; undefined when there is a problem. */
  plan: unknown;
  problem?: RuleProblem;
}

/** A plan that is an object needs no settings, and is there once. */
export async function evaluatePlans(
  integration: Integration,
  fixtures: readonly Fixture[],
): Promise<EvaluatedPlan[]> {
  if (fixtures.length === 0) return [await evaluate(integration, undefined)];
  const plans: EvaluatedPlan[] = [];
  for (const fixture of fixtures)
    plans.push({ fixture: fixture.name, ...(await evaluate(integration, fixture)) });
  return plans;
}

async function evaluate(
  integration: Integration,
  fixture: Fixture | undefined,
): Promise<EvaluatedPlan> {
  const { evaluateOffline } = await import('../runtime/provision/offline.js');
  try {
    const raw = settingsFromFixture(integration, fixture);
    return { plan: await evaluateOffline(integration, raw) };
  } catch (error) {
    return { plan: undefined, problem: problemOf(error) };
  }
}

function problemOf(error: unknown): RuleProblem {
  const ofSettings = error instanceof SpmError && error.code === 'SPM_SETTINGS_INVALID';
  return {
    path: ofSettings ? 'parseSettings' : 'provisioning',
    message: `the plan cannot be evaluated with these settings: ${reasonOf(error)}`,
    hint: 'Add a file with settings that work to lint.settings in the configuration.',
  };
}

/** The connector's own words: ours around them only say where they come from. */
function reasonOf(error: unknown): string | undefined {
  const cause = error instanceof SpmError ? error.cause : undefined;
  return causeText(
    cause instanceof SpmError ? `${cause.message}: ${causeText(cause.cause)}` : (cause ?? error),
  );
}
