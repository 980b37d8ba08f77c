/** The boundary of the store: written data passes the Redactor, and data that needs its secrets is encrypted. */
import type { Position } from '../../connector/types.js';
import type { Safe, SafeText } from '../../safe.js';
import type { StepCommit } from '../ports/commit.js';
import type { NewWebhook, WaitingWebhook } from '../ports/lifecycle.js';
import type { Cursor, CursorKey, NewReject, OpenWindow, Reject } from '../ports/records.js';
import type { guarded, Store } from '../ports/store.js';
import { redact } from '../security/redact.js';
import type { Redactor } from '../security/redactor.js';
import { noKey, type SecretCipher } from '../security/secrets.js';
import { stateEntry, textOf } from '../state.js';
import type {
  KeptCommit,
  KeptCursor,
  KeptEnd,
  KeptReject,
  KeptWebhook,
  Reseal,
  StoreAdapter,
} from './adapter.js';

export interface Guard {
  redactor: Redactor;
  /** Encrypts payloads that contain a secret; without a cipher the secret is removed, and the payload cannot be sent again. */
  cipher: SecretCipher | null;
}

/** Wraps an adapter as a store; there is no other way. */
export function guardStore(adapter: StoreAdapter, guard: Guard): Store {
  const { redactor } = guard;
  const { fenced, cursors, rejects, webhooks, inbound } = adapter;
  return {
    ...(adapter as StoreAdapter & { [guarded]: true }),
    cursors: {
      ...cursors,
      getWindow: async (key) => withPosition(await cursors.getWindow(key), guard),
    },
    rejects: { ...rejects, asSent: async (letter) => asSent(letter, guard) },
    inbound: {
      ...inbound,
      end: (call, error, now) =>
        inbound.end(call, error === null ? null : redactor.text(error), now),
    },
    webhooks: {
      ...webhooks,
      accept: (all, now) =>
        webhooks.accept(
          all.map((one) => keptWebhook(one, guard)),
          now,
        ),
      waiting: async () => (await webhooks.waiting()).map((one) => openedWebhook(one, guard)),
      settle: (id, outcome, now) => webhooks.settle(id, redactor.details(outcome), now),
    },
    fenced: {
      ...fenced,
      openWindow: (lease, window, now) =>
        fenced.openWindow(
          lease,
          { ...window, position: keptPosition(window, window.position, guard) },
          now,
        ),
      commitStep: (lease, commit) => fenced.commitStep(lease, keptCommit(commit, guard)),
      closeRun: (lease, runId, { status, summary }, now) =>
        fenced.closeRun(lease, runId, { status, summary: redactor.details(summary) }, now),
      replaceCursors: (leases, { remove, put }) =>
        fenced.replaceCursors(leases, {
          remove,
          put: put.map((cursor) => keptCursor(cursor, redactor)),
        }),
      reseal: (leases, settings, now) => fenced.reseal(leases, resealWith(guard, settings), now),
    },
  };
}

function keptCursor(cursor: Cursor, redactor: Redactor): KeptCursor {
  const { lastError } = cursor;
  return { ...cursor, lastError: lastError === null ? null : redactor.text(lastError) };
}

function keptCommit(commit: StepCommit, guard: Guard): KeptCommit {
  const { rejects, progress, end, ...rest } = commit;
  return {
    ...rest,
    ...(rejects && { rejects: rejects.map((one) => keptReject(one, commit.key, guard)) }),
    ...(progress && {
      progress: { ...progress, position: keptPosition(commit.key, progress.position, guard) },
    }),
    ...(end && { end: keptEnd(end, guard.redactor) }),
  };
}

function keptEnd(end: NonNullable<StepCommit['end']>, redactor: Redactor): KeptEnd {
  return end.outcome === 'hold' ? { ...end, error: redactor.text(end.error) } : end;
}

// ---------------------------------------------------------------- dead letters

function keptReject(reject: NewReject, { installationId }: CursorKey, guard: Guard): KeptReject {
  const { redactor, cipher } = guard;
  const { identity, status, route, errors, key, stepKey = null } = reject;
  const payload = keptPayload(reject.payload, redactor);
  const keys = { key: hiddenOrNull(key, redactor), stepKey: hiddenOrNull(stepKey, redactor) };
  // Without the step's key, a newer version of the record cannot be recognised.
  const known = keys.key === key && keys.stepKey === stepKey;
  const whole = payload.exact && known;
  const sealed =
    whole && payload.text !== null && cipher !== null
      ? cipher.encrypt(payload.text, placeOf({ installationId, identity }))
      : null;
  return {
    ...{ identity, status, route, ...keys },
    payload: payload.shown,
    errors: errors.map(redactor.text),
    redacted: !whole || (payload.text !== null && sealed === null),
    sealed,
  };
}

interface KeptPayload {
  /** The content without secrets. */
  shown: Safe;
  /** Whether JSON holds the whole content, and no value was removed because of its name. */
  exact: boolean;
  /** The whole content as text when it contains a known secret; null when `shown` is complete. */
  text: string | null;
}

function keptPayload(payload: unknown, redactor: Redactor): KeptPayload {
  const named = redact(payload, { whole: true, text: (text) => text });
  const text = jsonOf(named);
  const exact = text === jsonOf(payload);
  if (!redactor.holds(text)) return { shown: named as Safe, exact, text: null };
  const clean = redactor.data(named);
  // The secret is still there: it is a number, or a property name that looks like one of ours.
  const shown = redactor.holds(jsonOf(clean)) ? redactor.data('[redacted]') : clean;
  return { shown, exact, text };
}

function hiddenOrNull(text: string | null, redactor: Redactor): SafeText | null {
  return text === null ? null : redactor.hide(text);
}

function asSent(letter: Reject, { cipher }: Guard): unknown {
  if (letter.sealed === null) return letter.payload;
  if (cipher === null) throw noKey(`The payload of dead letter ${letter.id} cannot be read`);
  return JSON.parse(cipher.decrypt(letter.sealed, placeOf(letter)));
}

const placeOf = ({ installationId, identity }: Pick<Reject, 'installationId' | 'identity'>) =>
  `${installationId}:reject:${identity}`;

// ---------------------------------------------------------------- webhooks

/** The body has the token and the secrets of the merchant. */
function keptWebhook(webhook: NewWebhook, { redactor, cipher }: Guard): KeptWebhook {
  const { event, payload, body } = webhook;
  return {
    ...webhook,
    event: redactor.hide(event),
    payload: redactor.details(payload),
    body: cipher?.encrypt(body, webhookPlace(webhook)) ?? body,
  };
}

function openedWebhook(webhook: WaitingWebhook, { cipher }: Guard): WaitingWebhook {
  const { body } = webhook;
  if (!isSealedText(body)) return webhook;
  if (cipher === null) throw noKey(`Webhook ${webhook.id} cannot be read`);
  return { ...webhook, body: cipher.decrypt(body, webhookPlace(webhook)) };
}

/** What was sent is JSON, and never looks like this. */
const isSealedText = (text: string): boolean => text.startsWith('gcm:');

const webhookPlace = ({ installationId }: Pick<NewWebhook, 'installationId'>): string =>
  `${installationId}:webhook`;

// ---------------------------------------------------------------- positions

const SEALED = '$sealed';

/** Null when it contains a secret and there is no key. The window is then read again from its start. */
function keptPosition(key: CursorKey, position: Position, { redactor, cipher }: Guard): Safe {
  const text = JSON.stringify(position);
  // A connector's own position may look like an encrypted one.
  if (!redactor.holds(text) && !isSealed(position)) return position as unknown as Safe;
  const kept = cipher && { [SEALED]: cipher.encrypt(text, positionPlace(key)) };
  return kept as unknown as Safe;
}

function withPosition(window: OpenWindow | null, { cipher }: Guard): OpenWindow | null {
  const position = window?.position;
  if (!window || !isSealed(position)) return window;
  return { ...window, position: opened(String(position[SEALED]), positionPlace(window), cipher) };
}

/** Null without the key that encrypted it. The window is then read again from its start. */
function opened(sealed: string, place: string, cipher: SecretCipher | null): Position {
  try {
    return cipher && JSON.parse(cipher.decrypt(sealed, place));
  } catch {
    return null;
  }
}

const isSealed = (position: Position | undefined): position is { [SEALED]: Position } =>
  typeof position === 'object' && position !== null && SEALED in position;

const positionPlace = ({ installationId, entity, sourceKey }: CursorKey): string =>
  `${installationId}:position:${JSON.stringify([entity, sourceKey])}`;

// ---------------------------------------------------------------- key rotation

/** Decrypts everything with any key of the ring, and encrypts it with the newest. */
function resealWith(
  { cipher }: Guard,
  settings: ReadonlyMap<string, ReadonlyMap<string, string | null>>,
): Reseal {
  if (cipher === null) throw noKey('The secrets of the store cannot be encrypted again');
  const again = (sealed: string, place: string) =>
    cipher.encrypt(cipher.decrypt(sealed, place), place);
  return {
    value: (installationId, entry) => {
      const text = textOf(entry, installationId, cipher);
      // An unencrypted value is not a secret.
      const own = entry.encrypted ? cipher : null;
      return text === null ? null : stateEntry(installationId, own, entry.key, text);
    },
    letter: (letter, sealed) => again(sealed, placeOf(letter)),
    webhook: (installationId, body) => {
      const place = webhookPlace({ installationId });
      return isSealedText(body) ? again(body, place) : cipher.encrypt(body, place);
    },
    position: (key, position) => {
      if (!isSealed(position as Position)) return null;
      const place = positionPlace(key);
      const opens = opened(String((position as { [SEALED]: Position })[SEALED]), place, cipher);
      return opens === null
        ? null
        : ({ [SEALED]: cipher.encrypt(JSON.stringify(opens), place) } as unknown as Safe);
    },
    settings: [...settings].map(([installationId, texts]) => ({
      installationId,
      put: [...texts].flatMap(([key, text]) =>
        text === null ? [] : [stateEntry(installationId, cipher, key, text)],
      ),
      remove: [...texts].flatMap(([key, text]) => (text === null ? [key] : [])),
    })),
  };
}

function jsonOf(value: unknown): string {
  try {
    return JSON.stringify(value) ?? 'null';
  } catch {
    // For example a BigInt or a cyclic object. An empty text differs from every content.
    return '';
  }
}
