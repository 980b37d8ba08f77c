/** The routes of contacts: one by an identifier, all, upsert, and the data that belongs to one. */

import type { FastifyInstance, FastifyRequest } from 'fastify';
import { CONTACT_CREATED_STATUS } from '../choices.js';
import { asId, bodyOf, pathId } from '../input.js';
import { list, projection } from '../listing.js';
import { parameters, queryOf } from '../query.js';
import { bodyField, idField, readModel } from '../read-model.js';
import { badRequest, notFound } from '../refusal.js';
import type { Sandbox } from '../sandbox.js';
import type { Row, Table, Where } from '../table.js';
import { CONTACT_MODEL, checkContact } from './contact-shape.js';
import { contactTable, findContact, upsertContact } from './contacts.js';
import { definitionTable, LISTED_DEFINITION } from './definitions.js';
import { listModel, listTable, OF_CONTACT } from './lists.js';

const IDENTIFIERS = ['id_shop_contact', 'id_customer_shop', 'contact_data_email'] as const;

const TAGS = readModel([
  idField('id_tag'),
  bodyField('name', 'text'),
  bodyField('created_at', 'text'),
]);

/** The tags of contacts. No route of the API adds tags. */
export const tagTable = (sandbox: Sandbox): Table =>
  sandbox.table({ name: 'contacts-tags', key: [], columns: ['id_contact'] });

/** Definitions whose records can refer to the contact through a relationship. */
const DEFINITIONS_OF_CONTACT = `json_extract(body, '$.status') != 'deleted' AND EXISTS (
  SELECT 1 FROM json_each(t.body, '$.relationships') AS r, "custom-data-records" AS c
  WHERE r.value ->> 'targetSchemaType' = 'system' AND r.value ->> 'targetSchema' = 'contacts'
    AND c.id_definition = CAST(t.id AS TEXT)
    AND CAST(json_extract(c.body, '$.' || (r.value ->> 'sourceField')) AS TEXT) = ?
)`;

export function contactRoutes(app: FastifyInstance, sandbox: Sandbox): void {
  const contacts = contactTable(sandbox);
  const show = projection(CONTACT_MODEL, []);

  app.get('/contacts', async (request) => {
    const { fields } = parametersOfOne(request.url);
    const shown = projection(CONTACT_MODEL, fields);
    return { statusCode: 200, data: shown(contactNamed(sandbox, request.url)) };
  });

  app.post('/contacts', async (request, reply) => {
    const given = bodyOf(request.body, checkContact);
    const { row, ...done } = sandbox.transaction(() =>
      sandbox.readDelay.immediately(() => upsertContact(sandbox, given)),
    );
    const { changed_fields, ...meta } = done;
    const statusCode = done.operation === 'created' ? CONTACT_CREATED_STATUS : 200;
    return reply.code(statusCode).send({
      statusCode,
      data: show(row),
      meta: done.operation === 'updated' ? { ...meta, changed_fields } : meta,
    });
  });

  app.get('/contacts/all', async (request) =>
    list(contacts, CONTACT_MODEL, parameters(request.url), { now: sandbox.now() }),
  );

  const ofContact = (
    path: string,
    table: Table,
    model: Parameters<typeof list>[1],
    sql: string,
  ) => {
    app.get(`/contacts/:id/${path}`, async (request) => {
      const where: Where[] = [{ sql, values: [String(existing(contacts, request).id)] }];
      return list(table, model, parameters(request.url), { now: sandbox.now(), where });
    });
  };
  ofContact('lists', listTable(sandbox), listModel(sandbox), OF_CONTACT);
  ofContact('tags', tagTable(sandbox), TAGS, 'id_contact = ?');
  ofContact(
    'custom-data-definitions',
    definitionTable(sandbox),
    LISTED_DEFINITION,
    DEFINITIONS_OF_CONTACT,
  );
}

function existing(contacts: Table, request: FastifyRequest): Row {
  const id = pathId(request);
  const row = id === undefined ? undefined : contacts.visible.firstBy('id', id);
  if (row === undefined) throw notFound('Contact not found');
  return row;
}

/** One contact has no pages and no filters, so these parameters are rejected like unknown ones. */
const parametersOfOne = (url: string) => parameters(url, IDENTIFIERS, ['fields']);

/** Throws 400 unless exactly one identifier is given, 404 when no contact has it. */
function contactNamed(sandbox: Sandbox, url: string): Row {
  const given = [...queryOf(url)].filter(([name]) => IDENTIFIERS.some((known) => known === name));
  const [identifier] = given;
  if (identifier === undefined || given.length > 1) {
    throw badRequest([`exactly one of ${IDENTIFIERS.join(', ')} is required`]);
  }
  const [name, value] = identifier;
  const contactId = asId(value);
  if (name === 'id_shop_contact' && contactId === undefined) {
    throw badRequest(['id_shop_contact must be the id of a contact']);
  }
  const found =
    name === 'id_shop_contact'
      ? findContact(sandbox, { by: 'id_contact', value: contactId ?? 0 })
      : findContact(sandbox, {
          by: name === 'id_customer_shop' ? 'id_customer' : 'email',
          value,
        });
  const row = found === undefined ? undefined : contactTable(sandbox).visible.firstBy('id', found);
  if (row === undefined) throw notFound('Contact not found');
  return row;
}
