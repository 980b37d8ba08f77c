/** Evaluates the plan of a connector, once for each settings fixture, without network and within a time limit. */
import { basename } from 'node:path';
import { type Fixture, settingsFromFixture } from '../config/fixtures.js';
import { problem } from '../connector/problem.js';
import type { Integration, ProvisioningPlan } from '../connector/types.js';
import { causeText, SpmError } from '../errors.js';
import type { RuleProblem } from '../plan/rule.js';
import { attemptPlan, type PlanAttempt } from './attempt.js';

/** The plan with one fixture. */
export interface EvaluatedPlan {
  /** Absent if there are no fixtures: then the defaults of the form were used. */
  fixture?: string;
  /** As the connector returns it, unchecked; undefined if it returns none. */
  plan: ProvisioningPlan | undefined;
  /** The reason why there is no plan, or the attempts of the connector to use the network. */
  problem?: RuleProblem;
}

export interface EvaluateOptions {
  /** The time limit of each fixture. */
  timeLimitMs?: number;
  /** The configuration file, for hints; null if there is none. */
  configFile?: string | null;
}

const TIME_LIMIT_MS = 10_000;

/** One plan for each fixture, or one with the defaults of the form. Never rejects. */
export async function evaluatePlans(
  integration: Integration,
  fixtures: readonly Fixture[],
  options: EvaluateOptions = {},
): Promise<EvaluatedPlan[]> {
  const plans: EvaluatedPlan[] = [];
  // One after the other, because the network is blocked for the whole process.
  for (const fixture of fixtures.length === 0 ? [undefined] : fixtures)
    plans.push(await evaluatePlan(integration, fixture, options));
  return plans;
}

async function evaluatePlan(
  integration: Integration,
  fixture: Fixture | undefined,
  options: EvaluateOptions,
): Promise<EvaluatedPlan> {
  const raw = settingsFromFixture(integration, fixture);
  const attempt = await attemptPlan(integration, raw, options.timeLimitMs ?? TIME_LIMIT_MS);
  const problem = problemOf(attempt, fixture, options);
  return {
    ...(fixture !== undefined && { fixture: fixture.name }),
    plan: attempt.ending.kind === 'plan' ? attempt.ending.plan : undefined,
    ...(problem !== undefined && { problem }),
  };
}

/** The reason why a fixture gives no plan, or the attempts of the connector to use the network. */
function problemOf(
  { ending, used: [used] }: PlanAttempt,
  fixture: Fixture | undefined,
  { timeLimitMs = TIME_LIMIT_MS, configFile = null }: EvaluateOptions,
): RuleProblem | undefined {
  const path = 'provisioning';
  const settings = fixture !== undefined;
  if (used !== undefined) {
    const needs = used.startsWith('ctx.') ? 'a shop' : 'a network';
    return problem(path, 'plan-needs', { settings, used, needs });
  }
  if (ending.kind === 'late')
    return problem(path, 'plan-late', { settings, seconds: timeLimitMs / 1000 });
  if (ending.kind !== 'error') return undefined;
  const { error } = ending;
  return problem(isOfSettings(error) ? 'parseSettings' : path, 'plan-throws', {
    settings,
    reason: reasonOf(error),
    file: fixture?.name ?? basename(configFile ?? 'spm-connect.config.ts'),
  });
}

const isOfSettings = (error: unknown): boolean =>
  error instanceof SpmError && error.code === 'SPM_SETTINGS_INVALID';

/** The reason in the connector's own words. */
function reasonOf(error: unknown): string {
  const cause = error instanceof SpmError ? error.cause : error;
  return causeText(cause) || 'it throws an error without a message';
}
