import type { Integration, ProvisioningPlan, RawSettings } from '../connector/types.js';
import { evaluateOffline } from '../runtime/provision/offline.js';
import { withoutNetwork } from './no-network.js';

/** The result of evaluating a plan without a network. */
export interface PlanAttempt {
  ending:
    | { kind: 'plan'; plan: ProvisioningPlan }
    | { kind: 'error'; error: unknown }
    /** It waits for a connection that never opens. */
    | { kind: 'stuck' }
    | { kind: 'late' };
  /** The attempts to use the network or the shop, in order. */
  used: readonly string[];
}

/** Never rejects. */
export async function attemptPlan(
  integration: Integration,
  raw: RawSettings,
  timeLimitMs: number,
): Promise<PlanAttempt> {
  const used: string[] = [];
  const refused = (what: string) => void used.push(what);
  let end: (ending: PlanAttempt['ending']) => void = () => {};
  const stuck = (what: string) => {
    refused(what);
    end({ kind: 'stuck' });
  };
  let timer: NodeJS.Timeout | undefined;
  const ending = await withoutNetwork({ refused, stuck }, () => {
    return new Promise<PlanAttempt['ending']>((resolve) => {
      end = resolve;
      timer = setTimeout(() => resolve({ kind: 'late' }), timeLimitMs);
      void evaluate(integration, raw, refused).then(resolve);
    });
  });
  clearTimeout(timer);
  return { ending, used };
}

async function evaluate(
  integration: Integration,
  raw: RawSettings,
  onUse: (used: string) => void,
): Promise<PlanAttempt['ending']> {
  try {
    return { kind: 'plan', plan: await evaluateOffline(integration, raw, onUse) };
  } catch (error) {
    return { kind: 'error', error };
  }
}
