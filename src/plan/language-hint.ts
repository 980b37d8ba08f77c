/** `fr-FR`, `FR` and `fr_BE` mean `fr`; nothing is said about anything else. */
export function languageHint(language: string): string | undefined {
  const code = /^([A-Za-z]{2})(?:[-_][A-Za-z0-9]+)*$/.exec(language.trim())?.[1];
  return code === undefined ? undefined : `Write "${code.toLowerCase()}".`;
}
