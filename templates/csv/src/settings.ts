import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ConfigSchema, RawSettings } from 'spm-connect';

export interface Settings {
  /** Absolute path of the folder with the exported files. */
  folder: string;
  delimiter: string;
  /** Two letters; used where a row names no language. */
  language: string;
  /** Three letters; used where a row names no currency. */
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

const DELIMITERS = new Map([
  [',', ','],
  [';', ';'],
  ['|', '|'],
  ['tab', '\t'],
]);

/** A relative folder is looked for in the connector's own, wherever the command is started. */
const connectorFolder = fileURLToPath(new URL('..', import.meta.url));

/** Throws one Error that names every setting that is not right. */
export function parseSettings(raw: RawSettings): Settings {
  const problems: string[] = [];
  const read = (
    key: string,
    fallback: string,
    isValid: (value: string) => boolean,
    wanted: string,
  ) => {
    const value = raw[key] === undefined || raw[key] === '' ? fallback : raw[key];
    if (typeof value === 'string' && isValid(value)) return value;
    problems.push(`${key} is ${JSON.stringify(value)}, but must be ${wanted}`);
    return fallback;
  };

  const folder = read('folder', 'data', (value) => value.trim() !== '', 'the path of a folder');
  const delimiter = read(
    'delimiter',
    ',',
    (value) => DELIMITERS.has(value),
    '"," ";" "|" or "tab"',
  );
  const language = read(
    'language',
    'en',
    (value) => /^[a-z]{2}$/.test(value),
    'two letters, such as "fr"',
  );
  const currency = read(
    'currency',
    'EUR',
    (value) => /^[A-Z]{3}$/.test(value),
    'three capitals, such as "EUR"',
  );

  if (problems.length > 0) throw new Error(`Settings: ${problems.join('; ')}`);
  return {
    folder: resolve(connectorFolder, folder),
    delimiter: DELIMITERS.get(delimiter) ?? ',',
    language,
    currency,
  };
}
