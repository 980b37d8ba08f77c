import {
  SpmContacts,
  SpmCustomDataDefinitions,
  SpmCustomDataRecords,
  SpmCustomers,
  type SpmHttpClient,
} from '@shopimind/sdk-js';
import { describe, expect, it } from 'vitest';
import { type ApiBody, call, customer, definition, one, rig, rows } from '../fixtures.ts';

type Told = ApiBody & { meta?: { operation?: string; matched_by?: string } };
const tell = (client: SpmHttpClient, contact: object) =>
  call(SpmContacts.create(client, contact as never)) as Promise<Told>;

const PUSH = { push_endpoint: 'https://push.example/1', push_key: 'k', push_token: 't' };
const EVERYTHING = {
  email: 'Ada@Example.com',
  phone_number: '+33612345678',
  first_name: 'Ada',
  last_name: 'Lovelace',
  gender: 'female',
  birth_date: '1985-02-28',
  language: 'fr',
  country: 'FR',
  region: 'NA',
  is_active: true,
  created_on_shop_at: '2026-01-02T03:04:05.000Z',
  email_consent: 'double_optin',
  sms_consent: 'unsubscribed',
  whatsapp_consent: 'single_optin',
  tracking_consent: 'consented',
  tracking_clic_consent: 'opposed',
  ...PUSH,
};

describe('a contact that is told', () => {
  it('is created with 201 and read back', async () => {
    const { client } = await rig();
    const created = await tell(client, EVERYTHING);
    expect(created).toMatchObject({
      statusCode: 201,
      meta: { operation: 'created', matched_by: null },
    });
    expect(created.meta).not.toHaveProperty('changed_fields');
    const read = one(
      await call(SpmContacts.get(client, { contact_data_email: 'ADA@example.com' })),
    );
    expect(read).toEqual(created.data);
    expect(read).toMatchObject({
      id_shop_contact: 1,
      id_customer_shop: null,
      contact_data_email: 'ada@example.com',
      contact_data_sms: '+33612345678',
      contact_data_push: PUSH.push_endpoint,
      contact_first_name: 'Ada',
      contact_gender: 'female',
      contact_birthday: '1985-02-28',
      contact_lang: 'fr',
      contact_country: 'FR',
      contact_state: 'NA',
      optin_data_email: true,
      optin_data_sms: false,
      unsub_data_email: false,
      unsub_data_sms: true,
      can_receive_email: true,
      can_receive_sms: false,
      can_receive_push: true,
      is_registered: false,
      active: true,
      created_on_shop_at: '2026-01-02T03:04:05.000Z',
    });
  });

  it('is found by e-mail, then phone, then push, and keeps what is left out', async () => {
    const { client } = await rig();
    await tell(client, EVERYTHING);
    expect(await tell(client, { email: 'ADA@EXAMPLE.COM', first_name: 'Augusta' })).toMatchObject({
      statusCode: 200,
      data: { id_shop_contact: 1, contact_first_name: 'Augusta', contact_last_name: 'Lovelace' },
      meta: { operation: 'updated', matched_by: 'email', changed_fields: ['first_name'] },
    });
    const byPhone = { email: 'new@example.com', phone_number: '+33612345678' };
    expect(await tell(client, byPhone)).toMatchObject({
      data: { id_shop_contact: 1, contact_data_email: 'new@example.com' },
      meta: { matched_by: 'phone_number', changed_fields: ['email'] },
    });
    expect(await tell(client, PUSH)).toEqual(
      expect.objectContaining({
        statusCode: 200,
        meta: { operation: 'unchanged', matched_by: 'push' },
      }),
    );
    expect(await tell(client, { phone_number: '+33699999999' })).toMatchObject({
      statusCode: 201,
      data: { id_shop_contact: 2 },
    });
  });

  it('keeps its day of creation', async () => {
    const { client } = await rig();
    await tell(client, EVERYTHING);
    const later = { email: 'ada@example.com', created_on_shop_at: '2026-05-05T00:00:00.000Z' };
    expect(await tell(client, later)).toMatchObject({
      data: { created_on_shop_at: '2026-01-02T03:04:05.000Z' },
      meta: { operation: 'unchanged' },
    });
  });

  it('takes only consents, tracking and push when it is a customer', async () => {
    const { client } = await rig();
    await call(SpmCustomers.bulkSave(client, [customer('ada')]));
    const told = await tell(client, { ...EVERYTHING, first_name: 'Eve', is_active: false });
    expect(told).toMatchObject({
      statusCode: 200,
      data: { id_customer_shop: 'ada', contact_first_name: 'Ada', active: true },
      meta: {
        operation: 'updated',
        matched_by: 'email',
        changed_fields: [
          'email_consent',
          'sms_consent',
          'whatsapp_consent',
          'tracking_consent',
          'tracking_clic_consent',
          'push_endpoint',
          'push_key',
          'push_token',
        ],
      },
    });
  });

  it.each([
    [{}, 'at least one of email, phone_number, push_endpoint is required'],
    [{ first_name: 'Ada' }, 'at least one of email, phone_number, push_endpoint is required'],
    [
      { push_endpoint: 'https://p.example' },
      'push_endpoint, push_key, push_token must be given together',
    ],
    [{ email: 'ada' }, 'email must be a valid email'],
    [{ email: null }, 'email must be a valid email'],
    [{ phone_number: '0612345678' }, 'phone_number must be a phone number in E.164 format'],
    [{ email: 'a@b.fr', birth_date: '2026-02-30' }, 'birth_date must be a date as YYYY-MM-DD'],
    [{ email: 'a@b.fr', gender: 'other' }, 'gender must be one of: unknown, male, female'],
    [{ email: 'a@b.fr', country: 'fra' }, 'country must be an ISO 3166-1 alpha-2 country code'],
    [{ email: 'a@b.fr', region: 'x' }, 'region must be a two-letter region code'],
    [{ email: 'a@b.fr', language: 'FR' }, 'language must be a two-letter language code'],
    [
      { email: 'a@b.fr', email_consent: 'yes' },
      'email_consent must be one of: unsubscribed, single_optin, double_optin',
    ],
    [
      { email: 'a@b.fr', tracking_consent: 'yes' },
      'tracking_consent must be one of: consented, opposed',
    ],
    [{ email: 'a@b.fr', label_source: 'web' }, 'property label_source should not exist'],
  ])('is refused: %j', async (contact, message) => {
    const { sandbox, client } = await rig();
    expect(await tell(client, contact)).toEqual({ statusCode: 400, message: [message] });
    expect(sandbox.state.count('contacts')).toBe(0);
  });
});

describe('a contact that is derived', () => {
  it('follows its customer', async () => {
    const { client } = await rig();
    await call(SpmCustomers.bulkSave(client, [customer('c1', { phone_number: '+33600000001' })]));
    await call(SpmCustomers.bulkSave(client, [customer('c1', { first_name: 'Grace' })]));
    const found = one(await call(SpmContacts.get(client, { id_customer_shop: 'c1' })));
    expect(found).toMatchObject({
      contact_first_name: 'Grace',
      contact_data_sms: null,
      is_registered: true,
      optin_data_email: false,
    });
    const changes = customer('c1', { is_newsletter_subscribed: true });
    await call(SpmCustomers.bulkUpdate(client, [changes]));
    const after = one(await call(SpmContacts.get(client, { id_shop_contact: 1 })));
    expect(after).toMatchObject({ optin_data_email: true, can_receive_email: true });
  });

  it("is nobody's once its customer moved to another address, or was deleted", async () => {
    const { client } = await rig();
    const save = (...items: object[]) => call(SpmCustomers.bulkSave(client, items as never));
    const byEmail = async (email: string) =>
      one(await call(SpmContacts.get(client, { contact_data_email: email })));
    await save(customer('c1', { email: 'old@example.com' }));
    const { id_shop_contact: id } = await byEmail('old@example.com');
    await save(customer('c1', { email: 'new@example.com' }));
    expect(await byEmail('old@example.com')).toMatchObject({
      id_shop_contact: id,
      id_customer_shop: null,
      is_registered: false,
    });
    const all = rows(await call(SpmContacts.list(client)));
    const mine = all.filter(({ id_customer_shop }) => id_customer_shop === 'c1');
    expect(mine).toHaveLength(1);
    expect(mine[0]).toMatchObject({ contact_data_email: 'new@example.com' });

    // The old address is free: another customer may take it in the same call.
    await save(customer('c2', { email: 'b@example.com' }));
    await save(
      customer('c2', { email: 'c@example.com' }),
      customer('c3', { email: 'b@example.com' }),
    );
    expect(await byEmail('b@example.com')).toMatchObject({
      id_customer_shop: 'c3',
    });

    // The contact also does not stay with a customer that changed its address twice in one call.
    await save(
      customer('c4', { email: 'd@example.com' }),
      customer('c4', { email: 'e@example.com' }),
    );
    expect(await byEmail('d@example.com')).toMatchObject({ id_customer_shop: null });
    expect(await byEmail('e@example.com')).toMatchObject({ id_customer_shop: 'c4' });

    await call(SpmCustomers.delete(client, 'c1'));
    expect(await byEmail('new@example.com')).toMatchObject({
      id_customer_shop: null,
      is_registered: false,
    });
  });

  it('has a row of history for each change of the consent that its customer gives', async () => {
    const { client } = await rig();
    const history = async () => rows(await call(SpmContacts.listConsentHistory(client)));
    for (const subscribed of [true, true, false])
      await call(
        SpmCustomers.bulkSave(client, [
          customer('c1', { is_newsletter_subscribed: subscribed }),
        ] as never),
      );
    expect(await history()).toMatchObject([{ channel: 'email', event_type: 'unsubscribed' }]);
  });

  it('follows the first of several customers, and takes over one that was told', async () => {
    const { client } = await rig();
    await tell(client, {
      email: 'c1@example.com',
      first_name: 'Told',
      email_consent: 'unsubscribed',
    });
    const second = customer('c2', { email: 'c1@example.com', first_name: 'Second' });
    await call(SpmCustomers.bulkSave(client, [customer('c1'), second]));
    expect(rows(await call(SpmContacts.list(client)))).toMatchObject([
      { id_customer_shop: 'c1', contact_first_name: 'Ada', unsub_data_email: true },
    ]);
    expect(one(await call(SpmContacts.get(client, { id_customer_shop: 'c2' })))).toMatchObject({
      id_shop_contact: 1,
    });
  });
});

describe('reading contacts', () => {
  it('needs exactly one identifier', async () => {
    const { client } = await rig();
    await tell(client, { email: 'a@example.com' });
    const get = (params: object) => call(SpmContacts.get(client, params));
    const message = [
      'exactly one of id_shop_contact, id_customer_shop, contact_data_email is required',
    ];
    expect(await get({})).toEqual({ statusCode: 400, message });
    expect(await get({ id_shop_contact: 1, contact_data_email: 'a@example.com' })).toEqual({
      statusCode: 400,
      message,
    });
    expect(await get({ id_shop_contact: 1, limit: 5 })).toMatchObject({ statusCode: 400 });
    expect(await get({ id_shop_contact: 2 })).toMatchObject({ statusCode: 404 });
    expect(await get({ id_shop_contact: 'x' })).toMatchObject({ statusCode: 400 });
    expect(await get({ id_customer_shop: 'nobody' })).toMatchObject({ statusCode: 404 });
    expect(await get({ contact_data_email: 'nobody@example.com' })).toMatchObject({
      statusCode: 404,
    });
    expect((await get({ id_shop_contact: 1, fields: ['contact_data_email'] })).data).toEqual({
      contact_data_email: 'a@example.com',
    });
  });

  it('filters by what follows from the row as it shows it', async () => {
    const { client } = await rig();
    await call(
      SpmCustomers.bulkSave(client, [
        customer('c1', { is_newsletter_subscribed: true }),
        customer('c2'),
        customer('c3', { is_newsletter_subscribed: true, is_active: false }),
      ]),
    );
    await tell(client, { email: 'p@example.com', email_consent: 'single_optin' });
    await tell(client, { email: 'c1@example.com', email_consent: 'unsubscribed' });
    const all = rows(await call(SpmContacts.list(client)));
    for (const field of [
      'optin_data_email',
      'unsub_data_email',
      'can_receive_email',
      'can_receive_sms',
      'can_receive_push',
      'is_registered',
      'active',
      'reject_data_email',
    ]) {
      const filters = [{ field, operator: 'EQUALS', values: 'true' }];
      expect(rows(await call(SpmContacts.list(client, { filters }))), field).toEqual(
        all.filter((row) => row[field] === true),
      );
    }
  });
});

describe('what hangs on a contact', () => {
  it('is the history of its consents', async () => {
    const { client } = await rig();
    await tell(client, { ...PUSH, email: 'a@example.com', email_consent: 'single_optin' });
    await tell(client, { email: 'a@example.com', email_consent: 'single_optin' });
    await tell(client, { email: 'a@example.com', email_consent: 'unsubscribed' });
    await tell(client, { email: 'b@example.com', sms_consent: 'double_optin' });
    const filters = [{ field: 'id_contact', operator: 'EQUALS', values: '1' }];
    const history = await call(SpmContacts.listConsentHistory(client, { filters }));
    expect(rows(history).map(({ channel, event_type }) => [channel, event_type])).toEqual([
      ['email', 'single_optin'],
      ['push', 'single_optin'],
      ['email', 'unsubscribed'],
    ]);
    expect(rows(await call(SpmContacts.listMessagesReject(client)))).toEqual([]);
  });

  it('are its lists and tags', async () => {
    const { client } = await rig({ seed: 5 });
    const ids = Array.from({ length: 100 }, (_, i) => i + 1);
    const lists = await Promise.all(ids.map((id) => call(SpmContacts.listLists(client, id))));
    const tags = await Promise.all(ids.map((id) => call(SpmContacts.listTags(client, id))));
    expect(new Set(lists.flatMap(rows).map(({ name }) => name)).size).toBe(3);
    expect(lists.some((of) => rows(of).length === 0)).toBe(true);
    expect(tags.flatMap(rows).length).toBeGreaterThan(0);
  });

  it('are the definitions that hold a record of it', async () => {
    const { client } = await rig();
    await tell(client, { email: 'a@example.com' });
    await tell(client, { email: 'b@example.com' });
    const relationships = [
      { sourceField: 'points', targetSchemaType: 'system' as const, targetSchema: 'contacts' },
    ];
    for (const name of ['Used', 'Empty', 'Gone']) {
      await call(SpmCustomDataDefinitions.create(client, definition(name, { relationships })));
    }
    await call(SpmCustomDataDefinitions.create(client, definition('Unrelated')));
    for (const id of [1, 3]) {
      const record = { code: 'x', points: { by: 'email', value: 'b@example.com' } };
      expect(await call(SpmCustomDataRecords.bulkSave(client, id, [record]))).toMatchObject({
        sent_count: 1,
      });
    }
    await call(SpmCustomDataRecords.bulkSave(client, 4, [{ code: 'x', points: 2 }]));
    await call(SpmCustomDataDefinitions.delete(client, 3));
    const of = async (id: number) =>
      rows(await call(SpmContacts.listCustomDataDefinitions(client, id))).map(({ name }) => name);
    expect(await of(1)).toEqual([]);
    expect(await of(2)).toEqual(['Used']);
  });

  it('needs the contact', async () => {
    const { client } = await rig();
    const { listLists, listTags, listCustomDataDefinitions } = SpmContacts;
    for (const read of [listLists, listTags, listCustomDataDefinitions]) {
      expect(await call(read(client, 1))).toMatchObject({ statusCode: 404 });
    }
  });
});
