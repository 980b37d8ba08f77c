/** The history of a contact's consents, and the messages that could not reach it. Both are read-only. */

import type { FastifyInstance } from 'fastify';
import type { Item } from '../fields.js';
import { list } from '../listing.js';
import { parameters } from '../query.js';
import { bodyField, idField, readModel } from '../read-model.js';
import type { Sandbox } from '../sandbox.js';
import type { Table } from '../table.js';

const CONSENTS = readModel([
  idField('id_contact_consent_history'),
  bodyField('id_contact', 'number'),
  bodyField('channel', 'text'),
  bodyField('event_type', 'text'),
  bodyField('created_at', 'text'),
]);

const REJECTS = readModel([
  idField('id_contact_messages_reject'),
  bodyField('id_contact', 'number'),
  bodyField('channel', 'text'),
  bodyField('reason', 'text'),
  bodyField('created_at', 'text'),
]);

const consentTable = (sandbox: Sandbox): Table =>
  sandbox.table({ name: 'contact-consent-history', key: [], columns: ['id_contact'] });

/** The sandbox sends nothing, so only seeded data has rejected messages. */
export const rejectTable = (sandbox: Sandbox): Table =>
  sandbox.table({ name: 'contact-messages-reject', key: [], columns: ['id_contact'] });

/** Adds a row for each channel whose consent changed. */
export function recordConsents(sandbox: Sandbox, contactId: number, changes: Item): void {
  const add = (channel: string, event: unknown) =>
    consentTable(sandbox).insert([String(contactId)], {
      id_contact: contactId,
      channel,
      event_type: event,
      created_at: sandbox.timestamp(),
    });
  if ('email_consent' in changes) add('email', changes.email_consent);
  if ('sms_consent' in changes) add('sms', changes.sms_consent);
  if ('push_endpoint' in changes) add('push', 'single_optin');
}

export function contactHistoryRoutes(app: FastifyInstance, sandbox: Sandbox): void {
  const listings = [
    ['/contact-consent-history', consentTable(sandbox), CONSENTS],
    ['/contact-messages-reject', rejectTable(sandbox), REJECTS],
  ] as const;
  for (const [path, table, model] of listings) {
    app.get(path, async (request) =>
      list(table, model, parameters(request.url), { now: sandbox.now() }),
    );
  }
}
