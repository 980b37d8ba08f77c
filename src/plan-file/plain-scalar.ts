/**
 * The value of a word without quotes, in the core schema of YAML 1.2. Undefined for numbers with exponents, of other bases,
 * or with too many digits.
 */
export function plainScalar(word: string): unknown {
  const code = word.charCodeAt(0);
  if (isLetter(code)) return WORDS.has(word) ? WORDS.get(word) : word;
  if (isDigit(code) || STARTS_NUMBER.has(code)) return numberOf(word);
  return word;
}

const WORDS: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ...['null', 'Null', 'NULL'].map((word) => [word, null] as const),
  ...['true', 'True', 'TRUE'].map((word) => [word, true] as const),
  ...['false', 'False', 'FALSE'].map((word) => [word, false] as const),
]);

/** `+`, `-` and `.` */
const STARTS_NUMBER: ReadonlySet<number> = new Set([0x2b, 0x2d, 0x2e]);

/** Every number with so many digits is exact. */
const MAX_DIGITS = 15;

function numberOf(word: string): unknown {
  if (/^[-+]?(?:\d+|\d+\.\d*|\.\d+)$/.test(word))
    return word.length > MAX_DIGITS ? undefined : Number(word);
  return /^[-+]?(?:0[ox]|\.(?:inf|nan)|[\d.]+e)/i.test(word) ? undefined : word;
}

const isLetter = (code: number): boolean =>
  (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a);

const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39;
