/** The schema of plan files, for editors: it describes every key and rejects unknown ones. */
import { z } from 'zod';
import { FIELD_TYPES, type ProvisioningPlan } from '../connector/types.js';

const name = z.string().regex(/\S/, 'must not be empty');

/** Connectors must give a text; a file may also have a number. */
const numericToo = z.union([name, z.int()]) as unknown as z.ZodType<string>;

const dataSource = z
  .strictObject({
    key: name.meta({ description: "The connector's own key of it, as in `ctx.withSource(key)`." }),
    decl: z
      .strictObject({
        label: name.meta({ description: 'Shown in the dashboard. Unique in the plan.' }),
        type: name.meta({ description: 'Kind of the source; `api` for connectors.' }),
        parent_id: z
          .int()
          .exactOptional()
          .meta({ description: 'Id of an existing source of the shop.' }),
        config: z
          .record(z.string(), z.unknown())
          .exactOptional()
          .meta({ description: 'Any JSON; kept with the source.' }),
        stableConfigKey: z.string().exactOptional().meta({
          description:
            'Key of `config` that identifies the source when its label changes. Not sent to the API.',
        }),
      })
      .meta({ description: 'Description for the merchant.' }),
    parentKey: z
      .string()
      .exactOptional()
      .meta({ description: 'Key of another source of the plan, the parent of this one.' }),
  })
  .meta({ description: 'Where records come from, such as a store or a marketplace.' });

const field = z
  .strictObject({
    name: name.meta({ description: 'Unique in the definition.' }),
    label: z
      .string()
      .exactOptional()
      .meta({ description: "Shown in the dashboard; the field's name when absent." }),
    type: z.enum(FIELD_TYPES).meta({ description: 'What the field holds.' }),
    required: z
      .boolean()
      .exactOptional()
      .meta({ description: 'Whether every record must have it. Default false' }),
    description: z.string().exactOptional(),
    default: z
      .unknown()
      .exactOptional()
      .meta({ description: 'Value of records that leave it out. Must fit the type.' }),
    options: z
      .array(z.union([z.string(), z.number()]))
      .exactOptional()
      .meta({ description: 'The values that a `list` field may hold.' }),
  })
  .meta({ description: 'A column of the definition.' });

const relationship = z
  .strictObject({
    sourceField: name.meta({ description: 'A field of this definition.' }),
    targetSchemaType: z.enum(['system', 'custom']).meta({
      description: '`system` for contacts and products, `custom` for a definition.',
    }),
    targetSchema: numericToo.meta({
      description: "`contacts` or `products`, a definition's name in the plan, or a numeric id.",
    }),
    targetField: z
      .string()
      .exactOptional()
      .meta({ description: 'Filled in by the API when absent: id, id_contact or product_id.' }),
  })
  .meta({ description: 'Links records to a contact, a product or records of a definition.' });

const definition = z
  .strictObject({
    name: name.meta({ description: 'Unique without regard to case and outer spaces.' }),
    description: z.string().exactOptional(),
    unique_keys: z.array(z.string()).min(1).exactOptional().meta({
      description:
        'Fields that identify a record. A matching record is updated. Without unique keys, every save adds records.',
    }),
    fields: z.array(field),
    relationships: z.array(relationship).exactOptional(),
  })
  .meta({ description: 'A custom-data definition: a table of the connector on the shop.' });

const event = z
  .strictObject({
    code_name: name.meta({
      description: 'What it is triggered by: letters, digits, "_" and "-". Unique in the plan.',
    }),
    name: z
      .record(z.string(), z.string())
      .meta({ description: 'Name by language, such as `{ en: Visit, fr: Visite }`.' }),
    properties: z
      .record(z.string(), z.unknown())
      .exactOptional()
      .meta({ description: 'What the event carries, by name.' }),
  })
  .meta({ description: 'An event of a contact, which can start a scenario.' });

const orderStatus = z
  .strictObject({
    status_id: name.meta({ description: "The partner's own id of the status." }),
    lang: name.meta({ description: 'Language of the name, such as `fr`.' }),
    name: z.string().meta({ description: 'What the merchant reads.' }),
    is_deleted: z.boolean().exactOptional(),
    created_at: z.string().exactOptional(),
    updated_at: z.string().exactOptional(),
    id_data_source: z.int().exactOptional(),
  })
  .meta({ description: 'Name of an order status in one language.' });

export const plan: z.ZodType<ProvisioningPlan> = z
  .strictObject({
    $schema: z.string().exactOptional().meta({ description: 'For editors.' }),
    dataSources: z.array(dataSource).exactOptional(),
    customData: z.array(definition).exactOptional(),
    events: z.array(event).exactOptional(),
    orderStatuses: z.array(orderStatus).exactOptional(),
  })
  .meta({ title: 'Provisioning plan', description: 'What a connector needs on a shop.' });
