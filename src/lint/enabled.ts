/** Asks the steps of a connector which settings turn them on. */
import { type Fixture, settingsFromFixture } from '../config/fixtures.js';
import type { Integration, RawSettings, SyncStep } from '../connector/types.js';
import { causeText } from '../errors.js';
import type { EnabledAnswer, EnabledAnswers } from '../plan/rule.js';

/**
 * What every step answers to every fixture, or to the form's defaults where there is none. Settings that the connector
 * refuses are left out: evaluating its plan tells about them.
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
    return { enabled: true, fault: 'must not be async: a promise counts as true' };
  } catch (error) {
    return { enabled: false, fault: `throws: ${causeText(error)}` };
  }
}
