/** A plan without a shop: for lint, which must not need a network. */
import type {
  Integration,
  IntegrationContext,
  ProvisioningPlan,
  RawSettings,
} from '../../connector/types.js';
import { SpmError } from '../../errors.js';
import { makeApiClient } from '../api/client.js';
import { createLogger } from '../logger.js';
import { parseSettings } from '../settings.js';
import { evaluatePlan } from './evaluate-plan.js';

const HINT = 'Correct the settings fixture, or parseSettings.';

/**
 * The plan as the connector gives it with these settings, unchecked. Rejects with SPM_SETTINGS_INVALID, or with
 * what the connector's function throws; whatever in its context would need a shop throws.
 */
export async function evaluateOffline(
  integration: Integration,
  raw: RawSettings,
): Promise<ProvisioningPlan> {
  return evaluatePlan(integration, offlineContext(parseSettings(integration, raw, HINT)));
}

function offlineContext(settings: RawSettings): IntegrationContext {
  return {
    installationId: 'lint',
    settings,
    spm: makeApiClient({ adapter: async () => noShop('ctx.spm') }).clientFor('offline'),
    sendBulk: async () => noShop('ctx.sendBulk'),
    state: {
      get: async () => null,
      set: async () => noShop('ctx.state.set'),
      setSecret: async () => noShop('ctx.state.setSecret'),
      delete: async () => noShop('ctx.state.delete'),
    },
    logger: createLogger(),
    setExternalAccount: async () => noShop('ctx.setExternalAccount'),
    inboundSecret: null,
    withSource: () => noShop('ctx.withSource'),
    customData: () => noShop('ctx.customData'),
  };
}

function noShop(used: string): never {
  throw new SpmError('SPM_PLAN_INVALID', `${used} needs a shop`, {
    cause: 'the plan is evaluated without one',
    hint: 'Let the plan depend on the settings alone.',
  });
}
