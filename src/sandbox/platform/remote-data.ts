/** Options of a dynamic select, requested from the connector. */

import { clip, type Item, isItem, own } from '../fields.js';
import { badRequest } from '../refusal.js';
import { fieldsOf } from './config-schema.js';
import type { Installation } from './installation.js';

export interface Remote {
  resource: string;
  label_field: string;
  value_field: string;
  description_field?: string;
}

export interface RemoteOption {
  value: string | number;
  label: string;
  description?: string;
}

const RESOURCE = /^[\w-]{1,64}$/;

/** The remote of a field, found by the field's key, or else by the resource. Throws 400. */
export function remoteOf(
  { config_schema }: Installation,
  wanted: { field?: string; resource?: string },
): Remote {
  const fields = fieldsOf(config_schema);
  const remote =
    wanted.field === undefined
      ? fields.find((field) => field.remote?.resource === wanted.resource)?.remote
      : fields.find((field) => field.key === wanted.field)?.remote;
  if (wanted.field !== undefined && remote === undefined) {
    throw badRequest(['field must be a field of the form that has a remote']);
  }
  const resource = remote?.resource ?? wanted.resource ?? '';
  if (!RESOURCE.test(resource)) {
    throw badRequest(['resource must be 1 to 64 letters, digits, hyphens and underscores']);
  }
  return remote ?? { resource, label_field: 'label', value_field: 'value' };
}

/** The error in an answer; undefined when every row is a valid option. */
export function faultOfRows({ data }: Item, remote: Remote): string | undefined {
  if (!Array.isArray(data)) return 'the response has no data array';
  const names = [remote.value_field, remote.label_field];
  for (const [index, row] of data.entries()) {
    const name = names.find((one) => !isItem(row) || !isOptionPart(own(row, one)));
    if (name !== undefined) return `data.${index}.${clip(name)} must be a text or a number`;
  }
  return undefined;
}

/** The options of a valid answer. */
export const optionsOf = ({ data }: Item, remote: Remote): RemoteOption[] =>
  (data as Item[]).map((row) => {
    const description = remote.description_field && own(row, remote.description_field);
    return {
      value: own(row, remote.value_field) as string | number,
      label: String(own(row, remote.label_field)),
      ...(isOptionPart(description) && description !== ''
        ? { description: String(description) }
        : {}),
    };
  });

const isOptionPart = (value: unknown): boolean =>
  typeof value === 'string' || typeof value === 'number';
