/** A plan without a shop: for lint, which must not need a network. */
import { withStateForms } from '../../connector/kit/state.js';
import type {
  Integration,
  IntegrationContext,
  ProvisioningPlan,
  RawSettings,
} from '../../connector/types.js';
import { SpmError } from '../../errors.js';
import { createLogger } from '../logger.js';
import { parseSettings } from '../settings.js';
import { evaluatePlan } from './evaluate-plan.js';

const HINT = 'Correct the settings fixture, or parseSettings.';

/** Called with each used part of the context that needs a shop, such as `ctx.spm`. */
export type UseSink = (used: string) => void;

/**
 * The connector's plan for these settings, not validated. Rejects with SPM_SETTINGS_INVALID, or with
 * the error of the connector's function. Parts of its context that need a shop throw an error and call `onUse`, since
 * the connector may catch it.
 */
export async function evaluateOffline(
  integration: Integration,
  raw: RawSettings,
  onUse: UseSink = () => {},
): Promise<ProvisioningPlan> {
  const settings = parseSettings(integration, raw, HINT);
  const { provisioning } = integration;
  if (typeof provisioning !== 'function') return provisioning ?? {};
  return evaluatePlan(integration, await offlineContext(settings, onUse));
}

async function offlineContext(settings: RawSettings, onUse: UseSink): Promise<IntegrationContext> {
  // If the plan is an object, neither a context nor the SDK is needed.
  const { makeApiClient } = await import('../api/client.js');
  const noShop = (used: string): never => {
    onUse(used);
    throw new SpmError('SPM_PLAN_INVALID', `${used} needs a shop`, {
      cause: 'lint evaluates the plan without a shop',
      hint: 'Make the plan depend only on the settings.',
    });
  };
  const api = makeApiClient({ adapter: async () => noShop('ctx.spm'), retry: false });
  return {
    installationId: 'lint',
    settings,
    spm: api.clientFor('offline'),
    sendBulk: async () => noShop('ctx.sendBulk'),
    state: withStateForms('lint', {
      get: async () => null,
      getJson: async () => null,
      getFormer: async () => null,
      set: async () => noShop('ctx.state.set'),
      setJson: async () => noShop('ctx.state.setJson'),
      setSecret: async () => noShop('ctx.state.setSecret'),
      delete: async () => noShop('ctx.state.delete'),
      list: async () => [],
    }),
    logger: createLogger(),
    setExternalAccount: async () => noShop('ctx.setExternalAccount'),
    inboundSecret: '',
    withSource: () => noShop('ctx.withSource'),
    customData: () => noShop('ctx.customData'),
  };
}
