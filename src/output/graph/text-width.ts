/** The width of a text in ems: slightly more than in the wider fonts that replace Helvetica. */
export function textWidth(text: string): number {
  let width = 0;
  for (const char of text) width += WIDTHS.find(([pattern]) => pattern.test(char))?.[1] ?? 0.64;
  return width;
}

const WIDTHS: readonly [RegExp, number][] = [
  [/^[ijlI.,:;|!'`()[\] ]$/, 0.4],
  [/^[ftr"/\\-]$/, 0.46],
  [/^[mwMW@%]$/, 1],
  [/^[a-z0-9_]$/, 0.64],
  [/^[A-Z&<>+=~#]$/, 0.8],
  [/^\p{M}$/u, 0],
  [/^[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60]$/, 1.05],
  [/^\p{Extended_Pictographic}$/u, 1.4],
  [/^[\u{20000}-\u{3fffd}]$/u, 1.05],
  [/^[^\p{L}\p{N}]$/u, 1],
];

/** How much wider bold letters are. */
export const BOLDER = 1.12;
