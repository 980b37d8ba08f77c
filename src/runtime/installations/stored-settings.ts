/**
 * A merchant's settings, as the ecosystem stores them: the plain fields together as JSON under `cfg`, and each
 * sensitive one as a secret under `cfgsec:<field>`. Earlier versions stored each value under the key of its field;
 * those are read if there is no `cfg`.
 */
import { isDeepStrictEqual } from 'node:util';
import type { RawSettings } from '../../connector/types.js';
import type { InstallationState } from '../state.js';
import { isSensitive, type SettingField } from './settings.js';

export const PLAIN_KEY = 'cfg';
const SECRET_PREFIX = 'cfgsec:';

export const secretKeyOf = (field: string): string => `${SECRET_PREFIX}${field}`;

export const isSecretSetting = (key: string): boolean => key.startsWith(SECRET_PREFIX);

/** Whether a key of the state holds settings, in the ecosystem's form. */
export const isSettingsKey = (key: string): boolean => key === PLAIN_KEY || isSecretSetting(key);

type ReadState = Pick<InstallationState, 'get' | 'getJson' | 'getFormer'>;

/** The value of every field that has one, and of other keys in `cfg`. */
export async function readStoredSettings(
  state: ReadState,
  fields: readonly SettingField[],
): Promise<RawSettings> {
  const plain = await state.getJson<RawSettings>(PLAIN_KEY);
  const filled = await Promise.all(
    fields.map(async (field) => {
      const secret = await state.get(secretKeyOf(field.key));
      if (secret !== null) return [field.key, valueIn(secret, field)];
      return [field.key, plain === null ? await state.getFormer(field.key) : null];
    }),
  );
  return { ...plain, ...Object.fromEntries(filled.filter(([, value]) => value !== null)) };
}

/** Types of fields whose values are not texts. */
const TYPED = ['number', 'checkbox', 'multiselect'];

function valueIn(text: string, { type }: SettingField): unknown {
  if (!TYPED.includes(String(type))) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** The entries to write for these settings: texts by key, null for entries to delete. */
export interface SettingsChange {
  texts: Map<string, string | null>;
  /** The fields whose values changed. */
  fields: string[];
}

/** The fields of the form, and the fields that only the values have, which are stored too. */
export function withFurther(
  fields: readonly SettingField[],
  values: RawSettings,
): readonly SettingField[] {
  const known = new Set(fields.map(({ key }) => key));
  const further = Object.keys(values).filter((key) => !known.has(key));
  return [...fields, ...further.map((key) => ({ key }))];
}

/** Nothing is written if no value changed. */
export async function settingsChange(
  state: ReadState,
  fields: readonly SettingField[],
  settings: RawSettings,
): Promise<SettingsChange> {
  const stored = await readStoredSettings(state, fields);
  const changed = fields
    .map(({ key }) => key)
    .filter((key) => !isDeepStrictEqual(stored[key] ?? null, settings[key] ?? null));
  if (changed.length === 0) return { texts: new Map(), fields: [] };
  return { texts: await textsOf(state, fields, settings), fields: changed };
}

/** The entries that convert settings of earlier versions; empty if there are none. */
export async function conversion(
  state: ReadState,
  fields: readonly SettingField[],
): Promise<Map<string, string | null>> {
  const former = await Promise.all(fields.map(({ key }) => state.getFormer(key)));
  if (former.every((value) => value === null)) return new Map();
  return textsOf(state, fields, await readStoredSettings(state, fields));
}

async function textsOf(
  state: ReadState,
  fields: readonly SettingField[],
  settings: RawSettings,
): Promise<Map<string, string | null>> {
  const texts = new Map<string, string | null>();
  // Deletes the entries of earlier versions.
  for (const { key } of fields) if ((await state.getFormer(key)) !== null) texts.set(key, null);
  const plain = new Map(Object.entries((await state.getJson<RawSettings>(PLAIN_KEY)) ?? {}));
  for (const field of fields) {
    const value = settings[field.key] ?? null;
    const isSecret = isSensitive(field);
    texts.set(secretKeyOf(field.key), isSecret && value !== null ? asText(value) : null);
    if (isSecret || value === null) plain.delete(field.key);
    else plain.set(field.key, value);
  }
  return texts.set(PLAIN_KEY, JSON.stringify(Object.fromEntries(plain)));
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
