/** Triggered events, and their history. */

import type { FastifyInstance } from 'fastify';
import { TRIGGER_NEEDS_KNOWN_CONTACT } from '../choices.js';
import { compileFields, type Item, isItem, object, optional, required } from '../fields.js';
import { bodyOf, pathText } from '../input.js';
import { list } from '../listing.js';
import { settingsQuery } from '../query.js';
import { bodyField, idField, readModel } from '../read-model.js';
import { badRequest, notFound } from '../refusal.js';
import type { Sandbox } from '../sandbox.js';
import { email, freeObject, id, integer } from '../types.js';
import { type ContactReference, findContact } from './contacts.js';
import { payloadFaults } from './event-slots.js';
import { eventTable } from './events.js';

const payloadCheck = compileFields({
  contact: optional(
    object({
      id: optional(integer),
      email: optional(email),
      phone: optional(id),
      customData: optional(freeObject),
    }),
  ),
  visitor: optional(object({ id: required(integer), customData: optional(freeObject) })),
  metaData: optional(freeObject),
  customData: optional(freeObject),
}).full;

const HISTORY = readModel([
  idField('id_event_history'),
  bodyField('code_name', 'text'),
  bodyField('id_contact', 'number'),
  bodyField('id_visitor', 'number'),
  bodyField('payload', 'json'),
  bodyField('status', 'text'),
  bodyField('date_creation', 'text'),
]);

export function triggerRoutes(app: FastifyInstance, sandbox: Sandbox): void {
  const events = eventTable(sandbox);
  const histories = sandbox.table({
    name: 'events-histories',
    key: [],
    lastingIds: true,
    queued: true,
  });

  app.get('/events/histories', async (request) =>
    list(histories, HISTORY, settingsQuery(request.url), {
      now: sandbox.now(),
      defaultOrder: 'id DESC',
    }),
  );

  app.post('/events/trigger/:code_name', async (request) => {
    const payload = bodyOf(request.body, payloadCheck);
    return sandbox.transaction(() => {
      const event = events.find(pathText(request, 'code_name'));
      if (event === undefined) throw notFound('Event not found');
      const target = targetOf(sandbox, payload);
      const { properties } = event.body;
      const faults = payloadFaults(isItem(properties) ? properties : {}, payload);
      if (faults.length > 0) throw badRequest(faults);
      histories.insert([], {
        code_name: event.body.code_name,
        ...target,
        payload,
        status: 'queued',
        date_creation: sandbox.timestamp(),
      });
      return { statusCode: 200, data: { queued: true } };
    });
  });
}

/** The contact of the event. Throws 400 without a contact, or for an unknown one. */
function targetOf(sandbox: Sandbox, { contact, visitor }: Item): Item {
  if (!isItem(contact) && !isItem(visitor)) {
    throw badRequest(['at least one of contact, visitor is required']);
  }
  return {
    id_contact: isItem(contact) ? contactOf(sandbox, contact) : null,
    id_visitor: isItem(visitor) ? visitor.id : null,
  };
}

function contactOf(sandbox: Sandbox, contact: Item): number | null {
  const reference = referenceOf(contact);
  if (reference === undefined) {
    throw badRequest(['contact must have one of: id, email, phone']);
  }
  const found = findContact(sandbox, reference);
  if (found === undefined && TRIGGER_NEEDS_KNOWN_CONTACT) {
    throw badRequest([`contact: no contact has this ${reference.by}`]);
  }
  return found ?? null;
}

function referenceOf({ id: contactId, email: mail, phone }: Item): ContactReference | undefined {
  if (typeof contactId === 'number') return { by: 'id_contact', value: contactId };
  if (typeof mail === 'string') return { by: 'email', value: mail };
  return typeof phone === 'string' ? { by: 'phone', value: phone } : undefined;
}
