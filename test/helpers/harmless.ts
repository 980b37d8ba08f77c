/**
 * Checks whether output can control a terminal, mislead a reader, or become a CI command. Independent of the source.
 */
import { expect } from 'vitest';

const UNSEEN =
  /(?!\n)[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\u{e0000}-\u{e007f}]/u;

const ESC = '\u001b';
const COLOURS = new RegExp(`${ESC}\\[(?:[124]|2[24]|3[0-79]|9[0-7])m`, 'g');

export function expectHarmless(printed: string, { coloured = false, commands = false } = {}): void {
  const text = coloured ? printed.replace(COLOURS, '') : printed;
  expect(UNSEEN.exec(text)?.[0].codePointAt(0)?.toString(16)).toBeUndefined();
  expect(/##\w*\[.*/i.exec(text)?.[0]).toBeUndefined();
  if (!commands) expect(/^\s*::.*/m.exec(text)?.[0]).toBeUndefined();
}
