/** Evaluates the plan of a connector, once for each settings fixture, without network and within a time limit. */
import { basename } from 'node:path';
import { type Fixture, settingsFromFixture } from '../config/fixtures.js';
import type { Integration, ProvisioningPlan } from '../connector/types.js';
import { causeText, SpmError } from '../errors.js';
import type { RuleProblem } from '../plan/rule.js';
import { attemptPlan, type PlanAttempt } from './attempt.js';

/** What one fixture gives. */
export interface EvaluatedPlan {
  /** Absent when there are no fixtures, and the form's defaults were used alone. */
  fixture?: string;
  /** As the connector gives it, unchecked; undefined when it gives none. */
  plan: ProvisioningPlan | undefined;
  /** Why there is none, or what it did to get one. */
  problem?: RuleProblem;
}

export interface EvaluateOptions {
  /** For each fixture. */
  timeLimitMs?: number;
  /** The configuration that names the fixtures, for hints; null when there is none. */
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
  // One after the other: what a connector does to the network is told of one evaluation.
  for (const fixture of fixtures.length === 0 ? [undefined] : fixtures)
    plans.push(await evaluatePlan(integration, fixture, options));
  return plans;
}

async function evaluatePlan(
  integration: Integration,
  fixture: Fixture | undefined,
  { timeLimitMs = TIME_LIMIT_MS, configFile = null }: EvaluateOptions,
): Promise<EvaluatedPlan> {
  const raw = settingsFromFixture(integration, fixture);
  const attempt = await attemptPlan(integration, raw, timeLimitMs);
  const fault = faultOf(attempt, timeLimitMs);
  return {
    ...(fixture !== undefined && { fixture: fixture.name }),
    plan: attempt.ending.kind === 'plan' ? attempt.ending.plan : undefined,
    ...(fault !== undefined && { problem: problemOf(fault, fixture, configFile) }),
  };
}

interface Fault {
  path: string;
  reason: string;
  /** Whether other settings could help. */
  settings: boolean;
}

function faultOf({ ending, used: [used] }: PlanAttempt, timeLimitMs: number): Fault | undefined {
  const path = 'provisioning';
  if (used !== undefined) {
    const needs = used.startsWith('ctx.') ? 'a shop' : 'a network';
    return { path, reason: `${used} needs ${needs}, and lint has none`, settings: false };
  }
  if (ending.kind === 'late')
    return { path, reason: `it has not ended after ${timeLimitMs / 1000} s`, settings: false };
  if (ending.kind !== 'error') return undefined;
  const { error } = ending;
  return {
    path: isOfSettings(error) ? 'parseSettings' : path,
    reason: reasonOf(error),
    settings: true,
  };
}

function problemOf(
  { path, reason, settings }: Fault,
  fixture: Fixture | undefined,
  configFile: string | null,
): RuleProblem {
  const when = fixture === undefined ? 'without settings' : 'with these settings';
  const message = `the plan cannot be evaluated ${when}: ${reason}`;
  if (!settings) return { path, message, hint: ON_SETTINGS_ALONE };
  return { path, message, hint: fixture === undefined ? addOne(configFile) : correct(fixture) };
}

const ON_SETTINGS_ALONE =
  'Let the plan depend on the settings alone; sync steps are the place to ask the partner.';

const correct = ({ name }: Fixture): string =>
  `Correct ${name}, or what the connector makes of such settings.`;

/** In a form that every kind of configuration file takes. */
function addOne(configFile: string | null): string {
  const file = basename(configFile ?? 'spm-connect.config.ts');
  const entry = '"lint": { "settings": ["./fixtures/settings.json"] }';
  return `Write settings that work to fixtures/settings.json and add ${entry} to ${file}.`;
}

const isOfSettings = (error: unknown): boolean =>
  error instanceof SpmError && error.code === 'SPM_SETTINGS_INVALID';

/** The connector's own words: ours around them only say where they come from. */
function reasonOf(error: unknown): string {
  const cause = error instanceof SpmError ? error.cause : error;
  return causeText(cause) || 'it fails without saying why';
}
