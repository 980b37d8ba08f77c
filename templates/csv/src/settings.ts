import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ConfigField, type ConfigSchema, isTimeZone, type RawSettings } from 'spm-connect';
import type { Dialect } from './csv/table.ts';
import { ENCODINGS } from './csv/text.ts';
import type { ExportFile } from './files.ts';

export interface Settings {
  /** Absolute path of the folder with the exported files. */
  folder: string;
  /** The name of each export; `*` and `?` make a pattern that may match several files. */
  files: Record<ExportFile['entity'], string>;
  dialect: Dialect;
  /** Two letters; used for rows without a language. */
  language: string;
  /** Three letters; used for rows without a currency. */
  currency: string;
}

/** The form that the merchant fills in. */
export const configSchema: ConfigSchema = {
  fields: [
    {
      key: 'folder',
      type: 'text',
      label: { en: 'Folder of the exported files', fr: 'Dossier des fichiers exportés' },
      default: 'data',
      // A path on the connector's own machine: the merchant must not choose it.
      owner: 'integrator',
    },
    fileField('customers', { en: 'File of the customers', fr: 'Fichier des clients' }),
    fileField('products', { en: 'File of the products', fr: 'Fichier des produits' }),
    fileField('orders', { en: 'File of the orders', fr: 'Fichier des commandes' }),
    fileField('loyalty_cards', { en: 'File of the cards', fr: 'Fichier des cartes' }),
    {
      key: 'delimiter',
      type: 'select',
      label: { en: 'Delimiter', fr: 'Séparateur' },
      default: ',',
      options: [
        { value: ',', label: { en: 'Comma', fr: 'Virgule' } },
        { value: ';', label: { en: 'Semicolon', fr: 'Point-virgule' } },
        { value: '|', label: { en: 'Vertical bar', fr: 'Barre verticale' } },
        { value: 'tab', label: { en: 'Tab', fr: 'Tabulation' } },
      ],
    },
    {
      key: 'decimal',
      type: 'select',
      label: { en: 'Decimal mark', fr: 'Séparateur décimal' },
      default: '.',
      options: [
        { value: '.', label: { en: 'Point: 12.50', fr: 'Point : 12.50' } },
        { value: ',', label: { en: 'Comma: 12,50', fr: 'Virgule : 12,50' } },
      ],
    },
    {
      key: 'dates',
      type: 'select',
      label: { en: 'Dates', fr: 'Dates' },
      default: 'iso',
      options: [
        { value: 'iso', label: { en: '2026-12-31', fr: '2026-12-31' } },
        { value: 'dmy', label: { en: '31/12/2026', fr: '31/12/2026' } },
        { value: 'mdy', label: { en: '12/31/2026', fr: '12/31/2026' } },
      ],
    },
    {
      key: 'time_zone',
      type: 'text',
      label: { en: 'Time zone of the files', fr: 'Fuseau horaire des fichiers' },
      default: 'UTC',
    },
    {
      key: 'encoding',
      type: 'select',
      label: { en: 'Encoding', fr: 'Encodage' },
      default: 'utf-8',
      options: [
        { value: 'utf-8', label: { en: 'UTF-8', fr: 'UTF-8' } },
        { value: 'utf-16', label: { en: 'UTF-16 (Unicode)', fr: 'UTF-16 (Unicode)' } },
        { value: 'windows-1252', label: { en: 'Windows-1252', fr: 'Windows-1252' } },
      ],
    },
    {
      key: 'language',
      type: 'text',
      label: { en: 'Default language', fr: 'Langue par défaut' },
      default: 'en',
      pattern: '^[a-z]{2}$',
    },
    {
      key: 'currency',
      type: 'text',
      label: { en: 'Default currency', fr: 'Devise par défaut' },
      default: 'EUR',
      pattern: '^[A-Z]{3}$',
    },
  ],
};

function fileField(entity: ExportFile['entity'], label: { en: string; fr: string }): ConfigField {
  return {
    key: `${entity}_file`,
    type: 'text',
    label,
    default: `${entity}.csv`,
    owner: 'integrator',
  };
}

const DELIMITERS = { ',': ',', ';': ';', '|': '|', tab: '\t' } as const;

/** A relative folder is relative to the connector's folder, wherever the command starts. */
const connectorFolder = fileURLToPath(new URL('..', import.meta.url));

/** Throws one Error that names every invalid setting. */
export function parseSettings(raw: RawSettings): Settings {
  const { text, choice, problems } = readerOf(raw);
  const file = (entity: ExportFile['entity']) =>
    text(
      `${entity}_file`,
      `${entity}.csv`,
      isFileName,
      'the name of a file, which may hold * and ?',
    );
  const settings: Settings = {
    folder: resolve(
      connectorFolder,
      text('folder', 'data', (value) => value.trim() !== '', 'the path of a folder'),
    ),
    files: {
      customers: file('customers'),
      products: file('products'),
      orders: file('orders'),
      loyalty_cards: file('loyalty_cards'),
    },
    dialect: {
      delimiter: DELIMITERS[choice('delimiter', [',', ';', '|', 'tab'])],
      decimal: choice('decimal', ['.', ',']),
      dates: choice('dates', ['iso', 'dmy', 'mdy']),
      timeZone: text('time_zone', 'UTC', isTimeZone, 'a time zone, such as "Europe/Paris"'),
      encoding: choice('encoding', ENCODINGS),
    },
    language: text(
      'language',
      'en',
      (value) => /^[a-z]{2}$/.test(value),
      'two letters, such as "fr"',
    ),
    currency: text(
      'currency',
      'EUR',
      (value) => /^[A-Z]{3}$/.test(value),
      'three capitals, such as "EUR"',
    ),
  };
  if (problems.length > 0) throw new Error(`Settings: ${problems.join('; ')}`);
  return settings;
}

function isFileName(value: string): boolean {
  return value.trim() !== '' && !/[/\\]/.test(value);
}

/** Reads settings one by one. For an invalid setting it records the problem and returns the default. */
function readerOf(raw: RawSettings) {
  const problems: string[] = [];
  function text(
    key: string,
    fallback: string,
    isValid: (value: string) => boolean,
    wanted: string,
  ): string {
    const value = raw[key] === undefined || raw[key] === '' ? fallback : raw[key];
    if (typeof value === 'string' && isValid(value)) return value;
    problems.push(`${key} is ${JSON.stringify(value)}, but must be ${wanted}`);
    return fallback;
  }
  /** One of the given words; the first one by default. */
  function choice<const T extends string>(key: string, words: readonly [T, ...T[]]): T {
    const isWord = (value: string) => words.includes(value as T);
    const wanted = `one of ${words.map((word) => JSON.stringify(word)).join(' ')}`;
    return text(key, words[0], isWord, wanted) as T;
  }
  return { text, choice, problems };
}
