/** The platform's part in a connector's life: who may do what when, and whose key works. */

import { randomBytes } from 'node:crypto';
import {
  CONFIG_UPDATED_ONLY_WHEN_ACTIVE,
  CONNECTOR_TIMEOUT_MS,
  FAILED_FAREWELL_STANDS,
  REVOKE_BEFORE_WEBHOOK,
  UNINSTALL_NEEDS_DEACTIVATE,
} from '../choices.js';
import type { Item } from '../fields.js';
import { badRequest, conflict, notFound, Refusal } from '../refusal.js';
import type { Sandbox } from '../sandbox.js';
import { type Step, sameValues, stepState, stepsOf } from './config-schema.js';
import { mergeConfigs } from './config-values.js';
import { connectorUrl } from './connector-url.js';
import { checkSuccess, type Delivered, deliver, realSleep, type Sleep } from './deliver.js';
import type { Delivery, Installation, Status } from './installation.js';
import { type LifecycleEvent, lifecyclePayload } from './payloads.js';
import { redactConfigs, redactorFor } from './redact.js';
import { faultOfRows, optionsOf, type RemoteOption, remoteOf } from './remote-data.js';
import { InstallationStore } from './store.js';

export interface PlatformOptions {
  /** Let connectors be on other machines, too. Default false. */
  anywhere?: boolean;
  /** How long a connector may take to answer, in milliseconds. Default 10,000. */
  timeoutMs?: number;
  /** Waits before a retry. Resolves, without throwing, when aborted. */
  sleep?: Sleep;
}

export interface NewInstallation {
  url: string;
  webhook_secret: string;
  config_schema?: Installation['config_schema'];
  configs?: Item;
  shop_domain?: string;
  shop_name?: string;
  external_account_id?: string;
  external_account_name?: string;
}

export interface Done {
  installation: Installation;
  /** Null when nothing had to be sent. */
  delivery: Delivery | null;
}

/** Every method but `list` throws 404 for an unknown installation, and 409 for what is out of order. */
export class Platform {
  readonly #sandbox: Sandbox;
  readonly #store: InstallationStore;
  readonly #options: PlatformOptions;
  readonly #stopping = new AbortController();
  readonly #busy = new Set<string>();

  constructor(sandbox: Sandbox, options: PlatformOptions = {}) {
    this.#sandbox = sandbox;
    this.#options = options;
    // Two processes may start on a new file together.
    this.#store = sandbox.transaction(() => new InstallationStore(sandbox.db));
  }

  /** Whether the key is that of an installation that may use the API now. */
  keyLookup(): (key: string) => boolean {
    return this.#store.keyLookup();
  }

  /** Gives up what is being sent. */
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

  /** Throws 400 for a url or configs that do not fit. */
  create(given: NewInstallation): Installation {
    const config_schema = given.config_schema ?? null;
    const { shop_domain, shop_name, external_account_id, external_account_name } = given;
    const installation: Installation = {
      id: `inst-${randomBytes(8).toString('hex')}`,
      url: connectorUrl(given.url, this.#options.anywhere === true),
      webhook_secret: given.webhook_secret,
      key: newKey(),
      status: 'created',
      config_schema,
      configs: mergeConfigs(config_schema, {}, given.configs ?? {}),
      tested: [],
      shop: known({ shop_domain, shop_name }),
      external_account: known({ external_account_id, external_account_name }),
      created_at: this.#sandbox.timestamp(),
      installed_at: null,
      activated_at: null,
      deactivated_at: null,
      uninstalled_at: null,
    };
    this.#store.save(installation);
    return installation;
  }

  /** Forgets the installation and its key without telling the connector. */
  remove(id: string): Promise<void> {
    return this.#exclusively(id, () => this.#sandbox.transaction(() => this.#store.remove(id)));
  }

  /** When it fails, the key is deleted, and the next install has a new one. */
  install(id: string): Promise<Done> {
    return this.#exclusively(id, async () => {
      const installation = this.#change(id, (now) => {
        demand(now, 'install', ['created']);
        return { key: now.key ?? newKey() };
      });
      const { delivery } = await this.#webhook(installation, 'integration.installed');
      const at = this.#sandbox.timestamp();
      return this.#record(id, delivery, () =>
        delivery.ok ? { status: 'installed', installed_at: at } : { key: null },
      );
    });
  }

  /** The key works from before the webhook is sent; when that fails, no more. */
  activate(id: string): Promise<Done> {
    return this.#exclusively(id, async () => {
      const installation = this.#change(id, (now) => {
        demand(now, 'activate', ['installed', 'inactive', 'activating']);
        demandCompleteSteps(now);
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
      demand(now, 'deactivate', ['active']);
      return { status: 'inactive', deactivated_at: at };
    });
  }

  /** The connector is told last, then the configuration is deleted. */
  uninstall(id: string): Promise<Done> {
    const from: Status[] = ['installed', 'inactive', 'activating'];
    if (!UNINSTALL_NEEDS_DEACTIVATE) from.push('active');
    return this.#farewell(id, 'integration.uninstalled', (now, at) => {
      demand(now, 'uninstall', from);
      return { status: 'uninstalled', uninstalled_at: at, configs: {}, tested: [] };
    });
  }

  /** Saves some of the configs; `step` says that they are this step's. An active connector is told. */
  configure(id: string, given: Item, step?: string): Promise<Done> {
    return this.#exclusively(id, async () => {
      const installation = this.#change(id, (now) => {
        demand(now, 'configure', ['installed', 'activating', 'active', 'inactive']);
        const only = step === undefined ? undefined : stepOf(now, step);
        const configs = mergeConfigs(now.config_schema, now.configs, given, only);
        return { configs, tested: stillTested(now, configs) };
      });
      if (CONFIG_UPDATED_ONLY_WHEN_ACTIVE && installation.status !== 'active') {
        return { installation, delivery: null };
      }
      const { delivery } = await this.#webhook(installation, 'integration.config_updated');
      return this.#record(id, delivery, () => ({}));
    });
  }

  /** A success makes the step, or every step that asks for it, tested. */
  testConnection(id: string, key?: string): Promise<Done> {
    return this.#exclusively(id, async () => {
      const sent = this.get(id);
      demand(sent, 'test the connection', NOT_UNINSTALLED);
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

  /** Asks for the options of a dynamic select. Throws 400 when no such thing can be asked. */
  remoteData(
    id: string,
    wanted: { field?: string; resource?: string },
  ): Promise<Done & { options: RemoteOption[] }> {
    return this.#exclusively(id, async () => {
      const installation = this.get(id);
      demand(installation, 'ask for remote data', NOT_UNINSTALLED);
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

  /** Deactivate and uninstall: what the shop decided holds, whatever the connector answers. */
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
      // Checked again: a file may come from a sandbox that allowed more.
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

  /** One thing at a time: an answer must find the installation as its request left it. */
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

const NOT_UNINSTALLED: Status[] = ['created', 'installed', 'activating', 'active', 'inactive'];

/** `int` tells an integration's key from a shop's. */
const newKey = (): string => `int-${randomBytes(16).toString('hex')}`;

/** Without what is undefined. */
const known = <T extends object>(values: T): { [K in keyof T]?: NonNullable<T[K]> } =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: NonNullable<T[K]>;
  };

function demand({ status }: Installation, what: string, from: readonly Status[]): void {
  if (!from.includes(status)) {
    throw conflict(`Cannot ${what}: the installation is ${status}, not ${from.join(' or ')}`);
  }
}

function demandCompleteSteps({ config_schema, configs, tested }: Installation): void {
  const faults = stepsOf(config_schema)
    .map((step) => stepState(step, configs, tested))
    .flatMap(({ key, missing, tested: isTested }) => [
      ...missing.map((field) => `Step ${key}: ${field} is missing`),
      ...(isTested === false ? [`Step ${key}: the connection is not tested`] : []),
    ]);
  if (faults.length > 0) throw new Refusal(409, faults);
}

function stepOf({ config_schema }: Installation, key: string): Step {
  const step = stepsOf(config_schema).find((one) => one.key === key);
  if (step === undefined) throw badRequest(['step must be a step of the form']);
  return step;
}

const stillTested = (now: Installation, configs: Item): string[] =>
  stepsOf(now.config_schema)
    .filter((step) => now.tested.includes(step.key) && sameValues(step, now.configs, configs))
    .map(({ key }) => key);
