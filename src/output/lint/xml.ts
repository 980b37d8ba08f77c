/** Writes text so that XML 1.0 can hold it. Characters that it has no way to write become U+FFFD. */

export function escapeText(text: string): string {
  return replaceForbidden(text).replace(/[&<>\r]/g, reference);
}

/** Spaces are written by number too, since a reader makes plain ones of those in a value. */
export function escapeValue(text: string): string {
  return replaceForbidden(text).replace(/[&<>"\t\n\r]/g, reference);
}

/** ` name="value" ...` */
export function attributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${escapeValue(String(value))}"`)
    .join('');
}

function replaceForbidden(text: string): string {
  return text.replace(/[\p{Cc}\p{Surrogate}\ufffe\uffff]/gu, (char) =>
    /[\t\n\r\x7f-\x9f]/.test(char) ? char : '\ufffd',
  );
}

const NAMES: Readonly<Record<string, string>> = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot' };

const reference = (char: string): string => `&${NAMES[char] ?? `#${char.charCodeAt(0)}`};`;
