/** Splits text into the characters that a reader sees. */

/**
 * Created at the first use: it loads tables, which take as long as the rest of a command's start.
 */
let segmenter: Intl.Segmenter | undefined;

export function* graphemes(text: string): Generator<string> {
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  for (const { segment } of segmenter.segment(text)) yield segment;
}
