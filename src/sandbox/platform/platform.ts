/** The platform's part in the life of a connector: which action is allowed in which state, and which keys work. */
import {
  CONFIG_UPDATED_ONLY_WHEN_ACTIVE,
  CONNECTOR_TIMEOUT_MS,
  FAILED_FAREWELL_STANDS,
  REVOKE_BEFORE_WEBHOOK,
  UNINSTALL_NEEDS_DEACTIVATE,
} from '../choices.js';
import type { Item } from '../fields.js';
import { conflict, notFound } from '../refusal.js';
import type { Sandbox } from '../sandbox.js';
import { sameValues, stepsOf } from './config-schema.js';
import { mergeConfigs } from './config-values.js';
import { connectorUrl } from './connector-url.js';
import { checkSuccess, type Delivered, deliver, realSleep, type Sleep } from './deliver.js';
import type { Delivery, Installation, Status } from './installation.js';
import { removeIntegrationConfig } from './integration-values.js';
import { type NewInstallation, newInstallation, newKey } from './new-installation.js';
import { type LifecycleEvent, lifecyclePayload } from './payloads.js';
import { redactConfigs, redactorFor } from './redact.js';
import { faultOfRows, optionsOf, type RemoteOption, remoteOf } from './remote-data.js';
import { NOT_UNINSTALLED, requireComplete, requireStatus, stepOf, testedSteps } from './rules.js';
import { InstallationStore } from './store.js';

export interface PlatformOptions {
  /** Let connectors be on other machines, too. Default false. */
  anywhere?: boolean;
  /** How long a connector may take to answer, in milliseconds. Default 10,000. */
  timeoutMs?: number;
  /** Waits before a retry. Resolves, without throwing, when aborted. */
  sleep?: Sleep;
}

export interface Done {
  installation: Installation;
  /** Null when no request was needed. */
  delivery: Delivery | null;
}

/** All methods but `list` throw 404 for an unknown installation, and 409 if its state does not allow the action. */
export class Platform {
  readonly #sandbox: Sandbox;
  readonly #store: InstallationStore;
  readonly #options: PlatformOptions;
  readonly #stopping = new AbortController();
  readonly #busy = new Set<string>();

  constructor(sandbox: Sandbox, options: PlatformOptions = {}) {
    this.#sandbox = sandbox;
    this.#options = options;
    // Two processes may start on a new file at the same time.
    this.#store = sandbox.transaction(() => new InstallationStore(sandbox.db));
  }

  /** Whether the key belongs to an installation that may use the API now. */
  keyLookup(): (key: string) => boolean {
    return this.#store.keyLookup();
  }

  /** Cancels the requests in progress. */
  stop(): void {
    this.#stopping.abort();
  }

  list(): Installation[] {
    return this.#store.list();
  }

  get(id: string): Installation {
    const installation = this.#store.get(id);
    if (installation === undefined) throw notFound('Installation not found');
    return installation;
  }

  /** Oldest first. */
  deliveries(id: string): Delivery[] {
    return this.#store.deliveries(this.get(id).id);
  }

  /** Throws 400 for an invalid url or invalid configs. */
  create(given: NewInstallation): Installation {
    const { anywhere = false } = this.#options;
    const installation = newInstallation(given, this.#sandbox.timestamp(), anywhere);
    this.#store.save(installation);
    return installation;
  }

  /** Deletes the installation and its key without telling the connector. */
  remove(id: string): Promise<void> {
    return this.#exclusively(id, () =>
      this.#sandbox.transaction(() => {
        this.#store.remove(id);
        removeIntegrationConfig(this.#sandbox, id);
      }),
    );
  }

  /** When it fails, the key is deleted, and the next install gets a new one. */
  install(id: string): Promise<Done> {
    return this.#exclusively(id, async () => {
      const installation = this.#change(id, (now) => {
        requireStatus(now, 'install', ['created']);
        return { key: now.key ?? newKey() };
      });
      const { delivery } = await this.#webhook(installation, 'integration.installed');
      const at = this.#sandbox.timestamp();
      return this.#record(id, delivery, () =>
        delivery.ok ? { status: 'installed', installed_at: at } : { key: null },
      );
    });
  }

  /** The key works from before the webhook is sent; if the webhook fails, it stops working. */
  activate(id: string): Promise<Done> {
    return this.#exclusively(id, async () => {
      const installation = this.#change(id, (now) => {
        requireStatus(now, 'activate', ['installed', 'inactive', 'activating']);
        requireComplete(now);
        return { status: 'activating' };
      });
      const { delivery } = await this.#webhook(installation, 'integration.activated');
      const at = this.#sandbox.timestamp();
      return this.#record(id, delivery, (now) => {
        if (now.status !== 'activating') return {};
        if (delivery.ok) return { status: 'active', activated_at: at };
        return { status: now.activated_at === null ? 'installed' : 'inactive' };
      });
    });
  }

  deactivate(id: string): Promise<Done> {
    return this.#farewell(id, 'integration.deactivated', (now, at) => {
      requireStatus(now, 'deactivate', ['active']);
      return { status: 'inactive', deactivated_at: at };
    });
  }

  /** Notifies the connector, then deletes the configuration. */
  uninstall(id: string): Promise<Done> {
    const from: Status[] = ['installed', 'inactive', 'activating'];
    if (!UNINSTALL_NEEDS_DEACTIVATE) from.push('active');
    return this.#farewell(id, 'integration.uninstalled', (now, at) => {
      requireStatus(now, 'uninstall', from);
      return { status: 'uninstalled', uninstalled_at: at, configs: {}, tested: [] };
    });
  }

  /** Saves some of the configs; with `step`, those of the step. Notifies an active connector. */
  configure(id: string, given: Item, step?: string): Promise<Done> {
    return this.#exclusively(id, async () => {
      const installation = this.#change(id, (now) => {
        requireStatus(now, 'configure', ['installed', 'activating', 'active', 'inactive']);
        const only = step === undefined ? undefined : stepOf(now, step);
        const configs = mergeConfigs(now.config_schema, now.configs, given, only);
        return { configs, tested: testedSteps(now, configs) };
      });
      if (CONFIG_UPDATED_ONLY_WHEN_ACTIVE && installation.status !== 'active') {
        return { installation, delivery: null };
      }
      const { delivery } = await this.#webhook(installation, 'integration.config_updated');
      return this.#record(id, delivery, () => ({}));
    });
  }

  /** A success marks the step as tested, or every step that requires a test. */
  testConnection(id: string, key?: string): Promise<Done> {
    return this.#exclusively(id, async () => {
      const sent = this.get(id);
      requireStatus(sent, 'test the connection', NOT_UNINSTALLED);
      const steps = key === undefined ? stepsOf(sent.config_schema) : [stepOf(sent, key)];
      const { delivery } = await this.#send(sent, {
        event: 'test-connection',
        path: '/webhook/test-connection',
        payload: sent.configs,
        shown: redactConfigs(sent),
      });
      return this.#record(id, delivery, (now) => {
        const passed = steps
          .filter((step) => step.needsTest && sameValues(step, sent.configs, now.configs))
          .map((step) => step.key);
        const others = now.tested.filter((one) => !passed.includes(one));
        return { tested: delivery.ok ? [...others, ...passed] : others };
      });
    });
  }

  /** Requests the options of a dynamic select. Throws 400 when the field has no remote options. */
  remoteData(
    id: string,
    wanted: { field?: string; resource?: string },
  ): Promise<Done & { options: RemoteOption[] }> {
    return this.#exclusively(id, async () => {
      const installation = this.get(id);
      requireStatus(installation, 'ask for remote data', NOT_UNINSTALLED);
      const remote = remoteOf(installation, wanted);
      const { delivery, answer } = await this.#send(installation, {
        event: `remote-data/${remote.resource}`,
        path: `/webhook/remote-data/${remote.resource}`,
        payload: installation.configs,
        shown: redactConfigs(installation),
        check: (body) => faultOfRows(body, remote),
      });
      const done = this.#record(id, delivery, () => ({}));
      return { ...done, options: answer === undefined ? [] : optionsOf(answer, remote) };
    });
  }

  /** Deactivate and uninstall: the shop's decision stands, regardless of the connector's response. */
  #farewell(
    id: string,
    event: LifecycleEvent,
    leave: (now: Installation, at: string) => Partial<Installation>,
  ): Promise<Done> {
    return this.#exclusively(id, async () => {
      const at = this.#sandbox.timestamp();
      const before = this.get(id);
      const change = leave(before, at);
      if (REVOKE_BEFORE_WEBHOOK) this.#change(id, (now) => leave(now, at));
      const { delivery } = await this.#webhook(before, event);
      const stands = delivery.ok || FAILED_FAREWELL_STANDS;
      return this.#record(id, delivery, () => (stands ? change : before));
    });
  }

  #webhook(installation: Installation, event: LifecycleEvent): Promise<Delivered> {
    const at = this.#sandbox.timestamp();
    const shown = { ...installation, configs: redactConfigs(installation) };
    return this.#send(installation, {
      event,
      path: '/webhook/receive',
      payload: lifecyclePayload(event, installation, at),
      shown: lifecyclePayload(event, shown, at),
      retry: event !== 'integration.installed',
    });
  }

  #send(
    installation: Installation,
    request: {
      event: string;
      path: string;
      payload: Item;
      shown: Item;
      retry?: boolean;
      check?: (body: Item) => string | undefined;
    },
  ): Promise<Delivered> {
    const { timeoutMs = CONNECTOR_TIMEOUT_MS, sleep = realSleep, anywhere = false } = this.#options;
    const { path, ...rest } = request;
    const sender = { now: this.#sandbox.now, sleep, timeoutMs, signal: this.#stopping.signal };
    return deliver(sender, {
      retry: false,
      check: checkSuccess,
      ...rest,
      // Checked again: the file may come from a sandbox that allowed more.
      url: connectorUrl(installation.url, anywhere) + path,
      secret: installation.webhook_secret,
      redact: redactorFor(installation),
    });
  }

  /** Reads, changes and writes in one transaction. */
  #change(id: string, change: (now: Installation) => Partial<Installation>): Installation {
    return this.#sandbox.transaction(() => {
      const now = this.get(id);
      const next = { ...now, ...change(now) };
      this.#store.save(next);
      if (next.status === 'uninstalled') removeIntegrationConfig(this.#sandbox, id);
      return next;
    });
  }

  #record(
    id: string,
    delivery: Delivered['delivery'],
    change: (now: Installation) => Partial<Installation>,
  ): Done {
    return this.#sandbox.transaction(() => ({
      installation: this.#change(id, change),
      delivery: this.#store.addDelivery(id, delivery),
    }));
  }

  /** One action at a time: when an answer arrives, the installation must be as it was when its request was sent. */
  async #exclusively<T>(id: string, work: () => T | Promise<T>): Promise<T> {
    this.get(id);
    if (this.#busy.has(id)) throw conflict('The installation is busy with another request');
    this.#busy.add(id);
    try {
      return await work();
    } finally {
      this.#busy.delete(id);
    }
  }
}
