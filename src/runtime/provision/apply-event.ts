import { type SpmCreateEventData, SpmEvents } from '@shopimind/sdk-js';
import type { EventDefinition } from '../../connector/types.js';
import { diffPlan, type EventChange } from '../../plan/diff.js';
import { unwrap } from '../api/envelope.js';
import { NO_SHOP } from './evaluate-plan.js';
import { eventId } from './ids.js';
import { readEvents } from './read-shop.js';
import type { Run } from './run.js';
import { send } from './send.js';

/** The id of the event, if known. Throws the errors of `unwrap`. */
export async function applyEvent(
  { action, id, key, body }: EventChange,
  run: Pick<Run, 'client' | 'options'>,
): Promise<number | null> {
  if (body === undefined) return id;
  if (action === 'update' && id !== null) {
    const dto = { id_event: id, ...sendable(body) };
    await send(
      run,
      (client) => SpmEvents.update(client, dto),
      (envelope) => unwrap(envelope, `Updating the event "${key}"`),
    );
    return id;
  }
  const made = await send(
    run,
    (client) => SpmEvents.create(client, sendable(body)),
    (envelope) => unwrap(envelope, `Creating the event "${key}"`),
  );
  return eventId(made);
}

/** Reads the shop again and returns the rest of a creation that may have been applied. */
export async function remainingOfEvent(
  change: EventChange,
  { client }: Pick<Run, 'client'>,
): Promise<EventChange[]> {
  const { action, body } = change;
  if (action !== 'create' || body === undefined) return [change];
  const diff = diffPlan({ events: [body] }, { ...NO_SHOP, events: await readEvents(client) });
  return diff.changes.filter((found) => found.kind === 'event');
}

/** The API accepts a map of languages as the name, but the SDK's type only a text. */
function sendable(event: EventDefinition): SpmCreateEventData {
  return { ...event, name: event.name as unknown as string };
}
