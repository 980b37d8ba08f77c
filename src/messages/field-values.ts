/** What a field of custom data must hold, by its type. */
const MUST_BE = {
  bool: 'true or false',
  text: 'a text of at most 255 characters',
  longtext: 'a text',
  number: 'a whole number',
  decimal: 'a number',
  date: 'a day such as "2026-01-31"',
  datetime: 'a time in UTC such as "2026-01-31T08:00:00Z"',
  json: 'an object or a list',
  geolocation: 'a latitude and a longitude, such as "48.85,2.35" or { lat: 48.85, lng: 2.35 }',
} as const;

/** Options that are shown; the rest is left out. */
const MOST_SHOWN = 10;

/** Completes "must be"; `options` are those of a list, written as JSON. */
export function fieldValueText({ type, options = [] }: FieldValue): string {
  if (type !== 'list') return MUST_BE[type as keyof typeof MUST_BE];
  const shown = options.slice(0, MOST_SHOWN).join(', ');
  return `one of the options: ${options.length > MOST_SHOWN ? `${shown}, ...` : shown}`;
}

export interface FieldValue {
  type: string;
  options?: readonly string[] | undefined;
}
