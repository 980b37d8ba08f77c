/**
 * Stores webhooks, and hands them on: the webhooks of one installation in their order. A webhook is in the store before
 * `receive` resolves, and waits there until this process or a later one has handled it.
 */
import type { Logger } from '../../connector/types.js';
import { failureText } from '../failure.js';
import type { Clock } from '../ports/engine.js';
import type { NewWebhook, WaitingWebhook, WebhookOutcome } from '../ports/lifecycle.js';
import type { Store } from '../ports/store.js';

/** `ready`: the work is done, and takes effect once the platform is told so. `after` follows the answer. */
export type Handled = 'ready' | { outcome: WebhookOutcome; after?: () => Promise<void> };

export interface InboxParts {
  store: Pick<Store, 'webhooks'>;
  clock: Clock;
  logger: Logger;
  /** Whether work on earlier webhooks of the installation is pointless from now on. */
  supersedes(webhook: WaitingWebhook): boolean;
  /** Rejects only when the store fails: then the webhook is tried again. */
  handle(webhook: WaitingWebhook, superseded: AbortSignal): Promise<Handled>;
  /** Gives finished work its effect. Resolves to false when a later webhook came between. */
  confirm(installationId: string): Promise<boolean>;
}

export interface Receipt {
  id: number;
  /**
   * Resolves to the outcome for the platform, or to null if `gone` is aborted first: then nobody waits for the answer.
   * Rejects when the process stops.
   */
  answer(gone: AbortSignal): Promise<WebhookOutcome | null>;
}

/** Stored for an activation that ended after its request. Nobody gets it as an answer. */
const UNANSWERED: WebhookOutcome = { success: false, error: 'in_progress' };
export const SUPERSEDED: WebhookOutcome = { success: false, error: 'superseded' };

/** The first wait before a webhook is tried again. Each wait is twice the one before, up to a minute. */
const RETRY_MS = 1_000;
const MOST_RETRY_MS = 60_000;

interface Job {
  installationId: string;
  superseded: AbortController;
  handled: Promise<Handled>;
}

interface Arrival {
  webhook: NewWebhook;
  resolve(receipt: Receipt): void;
  reject(error: unknown): void;
}

export class Inbox {
  readonly #parts: InboxParts;
  /** Webhooks that are not handled yet, by id. */
  readonly #jobs = new Map<number, Job>();
  /** The end of the last job of each installation. */
  readonly #ends = new Map<string, Promise<void>>();
  readonly #stop = new AbortController();
  #arrivals: Arrival[] = [];

  constructor(parts: InboxParts) {
    this.#parts = parts;
  }

  /** Continues what an earlier process accepted. */
  async resume(): Promise<void> {
    for (const webhook of await this.#parts.store.webhooks.waiting()) this.#start(webhook);
  }

  /** Webhooks that arrive together share one commit, since a commit waits for the disk. Rejects with SPM_STORE_*. */
  receive(webhook: NewWebhook): Promise<Receipt> {
    return new Promise((resolve, reject) => {
      this.#arrivals.push({ webhook, resolve, reject });
      if (this.#arrivals.length === 1) setImmediate(() => void this.#accept());
    });
  }

  /** Starts nothing more, and waits for running work until `deadline` resolves. The rest stays in the store. */
  async stop(deadline: Promise<unknown>): Promise<void> {
    this.#stop.abort();
    await Promise.race([Promise.all(this.#ends.values()), deadline]);
  }

  async #accept(): Promise<void> {
    const arrivals = this.#arrivals;
    this.#arrivals = [];
    const { store, clock } = this.#parts;
    try {
      const webhooks = arrivals.map(({ webhook }) => webhook);
      const accepted = await store.webhooks.accept(webhooks, clock.now());
      for (const [index, { id, outcome }] of accepted.entries()) {
        const { webhook, resolve } = arrivals[index] as Arrival;
        resolve(outcome ? { id, answer: async () => outcome } : this.#join(id, webhook));
      }
    } catch (error) {
      for (const { reject } of arrivals) reject(error);
    }
  }

  /** A repeated webhook joins the work on the first one. */
  #join(id: number, webhook: NewWebhook): Receipt {
    const { installationId, event, body } = webhook;
    const job = this.#jobs.get(id) ?? this.#start({ id, installationId, event, body, attempts: 1 });
    return {
      id,
      answer: async (gone) => {
        const handled = await unless(gone, job.handled);
        if (handled === null || gone.aborted) return null;
        return handled === 'ready' ? this.#confirm(id, installationId) : handled.outcome;
      },
    };
  }

  async #confirm(id: number, installationId: string): Promise<WebhookOutcome> {
    const { store, clock, confirm } = this.#parts;
    const outcome = (await confirm(installationId)) ? ({ success: true } as const) : SUPERSEDED;
    await store.webhooks.settle(id, outcome, clock.now());
    return outcome;
  }

  #start(webhook: WaitingWebhook): Job {
    const { id, installationId } = webhook;
    if (this.#parts.supersedes(webhook))
      for (const job of this.#jobs.values())
        if (job.installationId === installationId) job.superseded.abort();
    const superseded = new AbortController();
    const before = this.#ends.get(installationId) ?? Promise.resolve();
    const handled = before.then(() => this.#work(webhook, superseded.signal));
    const job = { installationId, superseded, handled };
    this.#jobs.set(id, job);
    const end = this.#finish(id, handled).finally(() => {
      if (this.#ends.get(installationId) === end) this.#ends.delete(installationId);
    });
    this.#ends.set(installationId, end);
    return job;
  }

  /** Never rejects. */
  async #finish(id: number, handled: Promise<Handled>): Promise<void> {
    const { logger } = this.#parts;
    try {
      const result = await handled.finally(() => this.#jobs.delete(id));
      if (result !== 'ready') await result.after?.();
    } catch (error) {
      if (this.#stop.signal.aborted) logger.info(`Webhook ${id} is handled by the next process`);
      else logger.error(`The work after webhook ${id} failed: ${failureText(error)}`);
    }
  }

  /** Tries until the store has the outcome. */
  async #work(webhook: WaitingWebhook, superseded: AbortSignal): Promise<Handled> {
    const { store, clock, logger, handle } = this.#parts;
    for (let wait = RETRY_MS; ; wait = Math.min(2 * wait, MOST_RETRY_MS)) {
      this.#stop.signal.throwIfAborted();
      try {
        const handled = await handle(webhook, superseded);
        const outcome = handled === 'ready' ? UNANSWERED : handled.outcome;
        await store.webhooks.settle(webhook.id, outcome, clock.now());
        return handled;
      } catch (error) {
        logger.error(`Webhook ${webhook.id} waits to be handled: ${failureText(error)}`);
        await clock.sleep(wait, this.#stop.signal);
      }
    }
  }
}

/** The result of the work, or null once the signal is aborted. */
async function unless<T>(signal: AbortSignal, work: Promise<T>): Promise<T | null> {
  if (signal.aborted) return null;
  let stop = () => {};
  const aborted = new Promise<null>((resolve) => {
    stop = () => resolve(null);
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
