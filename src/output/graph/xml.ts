import { escapeMarks, unseen } from '../../visible.js';

const ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text for XML and HTML, in content and in attributes. */
export function escapeXml(text: string): string {
  const escaped = text.replace(/[&<>"']/g, (char) => ESCAPES[char] ?? char);
  return escapeMarksByNumber(escaped);
}

/** Escapes CI commands in finished XML. */
export const escapeMarksByNumber = (xml: string): string =>
  escapeMarks(xml, (char) => `&#${char.charCodeAt(0)};`);

/** Foreign text on one line, without characters that XML forbids or that are invisible. */
export function oneLine(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/[\ufffe\uffff]/g, '\ufffd')
    .replace(unseen('g'), '\ufffd')
    .trim();
}
