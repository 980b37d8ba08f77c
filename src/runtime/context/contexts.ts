/** Makes what hooks and steps are handed. */
import type { SpmHttpClient } from '@shopimind/sdk-js';
import { mapWithConcurrency } from '../../connector/concurrency.js';
import { paginate } from '../../connector/pages.js';
import type {
  CustomDataDefinition,
  CustomDataHandle,
  IntegrationContext,
  Logger,
  Position,
  SendBulk,
  StateAccess,
  SyncStepContext,
  SyncWindow,
} from '../../connector/types.js';
import type { Clock } from '../ports/engine.js';
import type { Lease } from '../ports/records.js';
import type { Store } from '../ports/store.js';
import type { Provisioned } from '../provisioned.js';
import { type MissingSink, makeCustomData, makeWithSource } from './handles.js';

export interface ContextParts<S> {
  installationId: string;
  settings: S;
  client: SpmHttpClient;
  sendBulk: SendBulk;
  state: StateAccess;
  logger: Logger;
  store: Store;
  clock: Clock;
  /** Writes are refused with SPM_LEASE_LOST once this lease is gone. */
  lease?: Lease;
  inboundSecret: string | null;
  provisioned: Provisioned;
  /** The plan's definitions, where they are known without a context. */
  definitions?: readonly CustomDataDefinition[];
  onMissing?: MissingSink;
  /** Whether records of custom data are checked before they are sent. Default true. */
  validate?: boolean | undefined;
}

export function makeIntegrationContext<S>(parts: ContextParts<S>): IntegrationContext<S> {
  const { installationId, settings, client, sendBulk, state, logger, inboundSecret } = parts;
  const { provisioned, definitions, onMissing, validate } = parts;
  const options = { onMissing, validate };
  const customData = makeCustomData(provisioned.defIds, sendBulk, definitions, options);
  return {
    installationId,
    settings,
    spm: client,
    sendBulk,
    state,
    logger,
    inboundSecret,
    withSource: makeWithSource(provisioned.sourceIds, sendBulk, onMissing),
    // The record type is the author's claim about the definition; at run time there is only the definition.
    customData: <R>(definition: string | CustomDataDefinition) =>
      customData(definition) as CustomDataHandle<R>,
    setExternalAccount: ({ id, name }) => {
      const { store, lease, clock } = parts;
      const account = {
        installationId,
        externalAccountRef: id,
        ...(name === undefined ? {} : { externalAccountName: name }),
      };
      return lease
        ? store.fenced.saveInstallation(lease, account, clock.now())
        : store.installations.save(account, clock.now());
    },
  };
}

export interface StepParts {
  entity: string;
  /** `''` for a global step. */
  sourceKey: string;
  window: SyncWindow;
  cursor: Date | null;
  signal: AbortSignal;
  resume: Position;
  checkpoint(position: Position): Promise<void>;
}

export function makeStepContext<S>(parts: ContextParts<S>, step: StepParts): SyncStepContext<S> {
  return {
    ...makeIntegrationContext(parts),
    ...step,
    paginate: (fetchPage, options) => paginate(fetchPage, { signal: step.signal, ...options }),
    mapConcurrent: mapWithConcurrency,
  };
}
