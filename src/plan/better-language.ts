/** The language code that `fr-FR`, `FR` or `fr_BE` stands for; undefined for any other text. */
export function betterLanguage(language: string): string | undefined {
  const code = /^([A-Za-z]{2})(?:[-_][A-Za-z0-9]+)*$/.exec(language.trim())?.[1];
  return code?.toLowerCase();
}
