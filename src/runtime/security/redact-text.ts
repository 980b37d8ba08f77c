/** Secrets inside running text. Every pattern is linear in the length of the text. */

export const REDACTED = '[redacted]';

/** Shorter known secrets would take ordinary words apart. */
const MIN_SECRET = 4;

const NAME =
  '(?:token|secret|passw(?:or)?d|passphrase|pwd|(?:api|access|private|encryption)[ _-]?key|credentials?|authorization|signature|cookie)';

/** Quoted; quoted inside JSON that is itself quoted; bare. A missing end quote means the text was cut. */
const VALUE = [
  `"(?:[^"\\\\]|\\\\[\\s\\S])*"?`,
  `'(?:[^'\\\\]|\\\\[\\s\\S])*'?`,
  `\\\\+"[^"]*"?`,
  // What an earlier rule hid is part of a bare value.
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

/** The known secrets in the order to look for them: a longer one may hold a shorter one. */
export function orderSecrets(secrets: readonly string[] = []): string[] {
  return secrets
    .filter((secret) => secret.length >= MIN_SECRET)
    .sort((a, b) => b.length - a.length);
}

/** The text without private keys, URL passwords, bearer tokens, `name=value` secrets and the given ones. */
export function hideIn(text: string, secrets: readonly string[]): string {
  const known = secrets.reduce((rest, secret) => rest.replaceAll(secret, () => REDACTED), text);
  return RULES.reduce((rest, { pattern, by }) => rest.replace(pattern, by), known);
}
