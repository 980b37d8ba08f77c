import { type SpmCreateEventData, SpmEvents } from '@shopimind/sdk-js';
import type { EventDefinition } from '../../connector/types.js';
import type { EventChange } from '../../plan/diff.js';
import { unwrap } from '../api/envelope.js';
import { eventId } from './ids.js';
import type { Run } from './run.js';
import { send } from './send.js';
import { isTaken } from './taken.js';

/** The id of the event where it is known. Throws what `unwrap` throws. */
export async function applyEvent(
  { action, id, key, body }: EventChange,
  { client, options }: Pick<Run, 'client' | 'options'>,
): Promise<number | null> {
  if (body === undefined) return id;
  if (action === 'update' && id !== null) {
    const dto = { id_event: id, ...sendable(body) };
    const envelope = await send(options, () => SpmEvents.update(client, dto));
    unwrap(envelope, `Updating the event "${key}"`);
    return id;
  }
  const envelope = await send(options, () => SpmEvents.create(client, sendable(body)));
  try {
    return eventId(unwrap(envelope, `Creating the event "${key}"`));
  } catch (error) {
    // It exists, which is what was wanted.
    if (isTaken(error)) return null;
    throw error;
  }
}

/** The API takes a map of languages as the name; the SDK's type only knows a text. */
function sendable(event: EventDefinition): SpmCreateEventData {
  return { ...event, name: event.name as unknown as string };
}
