/** Calls `enabled` of the steps with the settings fixtures. */
import { type Fixture, settingsFromFixture } from '../config/fixtures.js';
import type { Integration, RawSettings, SyncStep } from '../connector/types.js';
import { causeText } from '../errors.js';
import type { EnabledAnswer, EnabledAnswers } from '../plan/rule.js';

/**
 * The result of `enabled` for each step and fixture, or for the defaults of the form without fixtures. Skips settings that
 * the connector rejects: evaluating its plan finds them.
 */
export function askEnabled(integration: Integration, fixtures: readonly Fixture[]): EnabledAnswers {
  const cases = fixtures.length === 0 ? [undefined] : fixtures;
  const parsed = cases.flatMap((fixture) => {
    try {
      const raw = settingsFromFixture(integration, fixture);
      return [{ fixture: fixture?.name, settings: integration.parseSettings(raw) }];
    } catch {
      return [];
    }
  });
  return new Map(
    integration.syncSteps.map((step, index) => [
      `syncSteps[${index}]`,
      parsed.map(({ fixture, settings }) => ({ fixture, ...ask(step, settings) })),
    ]),
  );
}

function ask(step: SyncStep, settings: RawSettings): Omit<EnabledAnswer, 'fixture'> {
  try {
    const answer: unknown = step.enabled(settings);
    if (!(answer instanceof Promise)) return { enabled: Boolean(answer) };
    answer.catch(() => {});
    return { enabled: true, fault: {} };
  } catch (error) {
    return { enabled: false, fault: { reason: causeText(error) ?? '' } };
  }
}
