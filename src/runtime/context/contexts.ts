/** Builds the contexts that hooks and steps receive. */
import type { SpmHttpClient } from '@shopimind/sdk-js';
import { mapWithConcurrency } from '../../connector/concurrency.js';
import { numberedFrom1 } from '../../connector/kit/pages.js';
import { withStateForms } from '../../connector/kit/state.js';
import { paginate } from '../../connector/pages.js';
import type {
  CustomDataDefinition,
  CustomDataHandle,
  FetchNumberedPage,
  FetchPage,
  IntegrationContext,
  Logger,
  PaginateOptions,
  Position,
  SendBulk,
  StepCursor,
  SyncStepContext,
  SyncWindow,
} from '../../connector/types.js';
import { contextCatchingClient } from '../api/catching.js';
import type { Clock } from '../ports/engine.js';
import type { Lease } from '../ports/records.js';
import type { Store } from '../ports/store.js';
import type { Provisioned } from '../provisioned.js';
import type { InstallationState } from '../state.js';
import { type MissingSink, makeCustomData, makeWithSource } from './handles.js';

export interface ContextParts<S> {
  installationId: string;
  settings: S;
  client: SpmHttpClient;
  sendBulk: SendBulk;
  state: InstallationState;
  logger: Logger;
  store: Store;
  clock: Clock;
  /** With a lease, writes throw SPM_LEASE_LOST once it is lost. */
  lease?: Lease;
  inboundSecret: string | null;
  provisioned: Provisioned;
  /** The plan's definitions, when they are known without a context. */
  definitions?: readonly CustomDataDefinition[];
  onMissing?: MissingSink;
  /** Whether the connector was made with the ecosystem's kit, whose pages are numbered. */
  ofKit?: boolean;
  /** Whether to check custom-data records before sending them. Default true. */
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
    spm: contextCatchingClient(client),
    sendBulk,
    state: withStateForms(installationId, state),
    logger,
    inboundSecret: inboundSecret ?? '',
    withSource: makeWithSource(provisioned.sourceIds, sendBulk, onMissing),
    // The author asserts the record type; at run time there is only the definition.
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
  cursor: StepCursor | null;
  signal: AbortSignal;
  resume: Position;
  checkpoint(position: Position): Promise<void>;
}

export function makeStepContext<S>(parts: ContextParts<S>, step: StepParts): SyncStepContext<S> {
  return {
    ...makeIntegrationContext(parts),
    ...step,
    paginate: paginateOf(parts, step),
    mapConcurrent: mapWithConcurrency,
  };
}

function paginateOf<S>(
  { ofKit = false }: ContextParts<S>,
  { signal }: StepParts,
): SyncStepContext<S>['paginate'] {
  return <T>(fetchPage: FetchPage<T> | FetchNumberedPage<T>, options: PaginateOptions = {}) =>
    paginate(fetchPage, { signal, ...(ofKit ? numberedFrom1(options) : options) });
}
