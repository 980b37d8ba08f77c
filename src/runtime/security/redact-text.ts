/** Finds texts that look like secrets inside running text. Every pattern is linear in the length of the text. */

export const REDACTED = '[redacted]';

const NAME =
  '(?:token|secret|passw(?:or)?d|passphrase|pwd|(?:api|access|private|encryption)[ _-]?key|credentials?|authorization|signature|cookie)';

/** The forms: quoted; quoted inside quoted JSON; bare. A missing end quote means that the text was cut. */
const VALUE = [
  `"(?:[^"\\\\]|\\\\[\\s\\S])*"?`,
  `'(?:[^'\\\\]|\\\\[\\s\\S])*'?`,
  `\\\\+"[^"]*"?`,
  // `[redacted]` of an earlier rule is part of a bare value.
  `(?:(?:bearer|basic|digest)\\s+)?(?:\\[redacted\\]|[^\\s"',;&})\\]])+`,
].join('|');

const RULES: readonly { pattern: RegExp; by: string }[] = [
  {
    pattern: /-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]{0,40}-----|$)/g,
    by: REDACTED,
  },
  { pattern: /(:\/\/)[^\s/@:]*:[^\s/@]+@/g, by: `$1${REDACTED}@` },
  { pattern: /\b(bearer)\s+[\w.~+/=-]{6,}/gi, by: `$1 ${REDACTED}` },
  {
    pattern: new RegExp(`(${NAME}[\\w-]{0,40}["'\\\\]{0,6}\\s{0,3}[:=]\\s{0,3})(?:${VALUE})`, 'gi'),
    by: `$1${REDACTED}`,
  },
];

/** The text without private keys, URL passwords, bearer tokens and `name=value` secrets. */
export function hidePatterns(text: string): string {
  return RULES.reduce((rest, { pattern, by }) => rest.replace(pattern, by), text);
}
